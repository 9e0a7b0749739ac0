"""Where an indicator comes from: the records counted and left out, and its value by community beside the year before's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet

from communities.models import Community
from indicators.amounts import text_of
from indicators.compute import ask
from indicators.criteria import Opening, RecordSet
from indicators.kinds import Indicator, Value
from indicators.measures import Answers, Measure, Row
from indicators.scope import Scope

REPEATED = "repeated"
OFFICE = "office"  # in the address: the 街道 itself


# ── Lists ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Part:
    """One list that an indicator can be opened down to: its name in the address, its heading, its rows."""

    name: str
    heading: str
    record_set: RecordSet
    rows: Callable[[Scope], QuerySet]
    counted: bool = False


def parts(indicator: Indicator) -> dict[str, Part]:
    """Every list behind an indicator, by name: what it counts, what says something again, and what each criterion leaves out."""
    every = [part for name, record_set in indicator.lists.items() for part in _parts(name, record_set)]
    return {part.name: part for part in every}


def _parts(name: str, record_set: RecordSet) -> Iterator[Part]:
    yield Part(name, record_set.label, record_set, record_set.records, counted=True)
    if record_set.distinct:
        yield Part(
            f"{name}-{REPEATED}", f"{record_set.label}：重复的，只算一次", record_set, record_set.repeated
        )
    for number, criterion in enumerate(record_set.criteria):
        rows = partial(record_set.left_out, number=number)
        yield Part(f"{name}-{number + 1}", f"未计入：{criterion.reason}", record_set, rows)


# ── Counted + left out = all ────────────────────────────────────────────────
@dataclass(frozen=True)
class LeftOut:
    reason: str
    records: int
    part: str


@dataclass(frozen=True)
class Funnel:
    """How many records went in and were counted, how many of these say something again, and what each condition left out."""

    opening: Opening
    all: int
    counted: int
    repeated: int
    left: tuple[LeftOut, ...]

    @property
    def name(self) -> str:
        return self.opening.name

    @property
    def within(self) -> str:
        return self.opening.within

    @property
    def left_out(self) -> int:
        return self.all - self.counted


def funnels(indicator: Indicator, scope: Scope) -> list[Funnel]:
    """Of a count its one funnel; of a rate the denominator's, and the numerator's from where it parts from that."""
    openings = indicator.openings
    measures = [measure for opening in openings for measure in _stages(opening, scope)]
    answers = ask(measures, scope)
    return [_funnel(opening, answers) for opening in openings]


def _stages(opening: Opening, scope: Scope) -> Iterator[Measure]:
    record_set = opening.record_set
    every = len(record_set.criteria)
    for number in range(opening.criteria, every):
        yield Measure(f"{opening.name}>{number}", record_set.after(scope, number), Count("*"), apart=False)
    yield Measure(f"{opening.name}>{every}", record_set.records(scope), record_set.amount, apart=False)


def _funnel(opening: Opening, answers: Answers) -> Funnel:
    record_set, start = opening.record_set, opening.criteria
    numbers = range(start, len(record_set.criteria) + 1)
    rows = [answers.get(f"{opening.name}>{number}", {}).get(None, Row(Decimal(0), 0)) for number in numbers]
    stages = [row.records for row in rows]
    repeated = stages[-1] - int(rows[-1].amount) if record_set.distinct else 0
    left = []
    for number, criterion in enumerate(record_set.criteria[start:], start=start + 1):
        before, after = stages[number - start - 1], stages[number - start]
        left.append(LeftOut(criterion.reason, before - after, f"{opening.name}-{number}"))
    return Funnel(opening, stages[0], stages[-1], repeated, tuple(left))


# ── By community ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Cell:
    """An indicator of one community in one year as it is shown; `note` says why there is no such community."""

    text: str
    amount: Decimal | None = None
    pair: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One community, or the 街道 itself: this year, last year, the change in words; bars from 0 to 100."""

    name: str
    place: str
    now: Cell
    last: Cell
    change: str
    bar: str
    last_bar: str


def lines(now: Value, last: Value, scope: Scope) -> list[Line]:
    """The communities in the office's own order, then the 街道 itself; none where no community ever has a share of it."""
    places: list[tuple[int | None, str, str]] = [(c.pk, c.name, str(c.pk)) for c in _rows_of(now, scope)]
    if None in now.rows or None in now.pairs or _office_may_have(now.indicator, scope):
        places.append((None, "街道本级", OFFICE))
    cells = [(name, place, cell(now, pk), cell(last, pk)) for pk, name, place in places]
    amounts = [c.amount for *_, a, b in cells for c in (a, b) if c.amount is not None]
    longest = max(amounts, default=Decimal(0))
    made = [
        Line(name, place, a, b, _change(a, b, now.indicator.unit), _bar(a, longest), _bar(b, longest))
        for name, place, a, b in cells
    ]
    communities = [line for line in made if line.place != OFFICE]
    recorded = any(line.now.amount is not None or line.last.amount is not None for line in communities)
    return made if recorded or now.incomplete else [line for line in made if line.place == OFFICE]


def _rows_of(value: Value, scope: Scope) -> Iterator[Community]:
    """The communities of the year, and those that ended before it with records of this reader's own."""
    yield from scope.communities.values()
    for pk in (*value.rows, *value.pairs):
        if pk is not None and pk not in scope.communities:
            yield scope.reached_communities[pk]


def cell(value: Value, place: int | None) -> Cell:
    """The one value at that place, written for a page."""
    at = value.at(place)
    pair = " ÷ ".join(f"{part:,.0f}" for part in at.parts or ())
    return Cell(at.shown(value.indicator.written), at.amount, pair, at.note)


def _office_may_have(indicator: Indicator, scope: Scope) -> bool:
    """Whether records of the 街道 itself can be among the counted ones, for a reader of the whole."""
    model: Any = indicator.main.model
    return scope.reach is None and model is not Community and not getattr(model, "community_required", False)


def _change(now: Cell, last: Cell, unit: str) -> str:
    return change(now.amount, last.amount, unit) if now.amount is not None and last.amount is not None else ""


def _bar(cell: Cell, longest: Decimal) -> str:
    return f"{cell.amount / longest * 100:.1f}" if cell.amount and longest else "0"


def change(now: Any, last: Any, unit: str) -> str:
    """The change in words: 增 26, 减 3, 持平, 增 2.6 个百分点."""
    difference = Decimal(now) - Decimal(last)
    if not difference:
        return "持平"
    direction = "增" if difference > 0 else "减"
    points = " 个百分点" if unit == "%" else ""
    return f"{direction} {text_of(abs(difference), 2)}{points}"
