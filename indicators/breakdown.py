"""Where an indicator comes from: records counted and left out, and its value by community in two years."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import NamedTuple

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
NO_RECORDS = Row(Decimal(0), 0)


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
    """Return every list behind an indicator, by name.

    They are what it counts, what of this says something again, and what each criterion leaves out.
    """
    by_name: dict[str, Part] = {}
    for name, record_set in indicator.lists.items():
        for part in _parts(name, record_set):
            by_name[part.name] = part
    return by_name


def _parts(name: str, record_set: RecordSet) -> Iterator[Part]:
    label = record_set.label
    yield Part(name, label, record_set, record_set.records, counted=True)
    if record_set.distinct:
        yield Part(f"{name}-{REPEATED}", f"{label}：重复的，只算一次", record_set, record_set.repetitions)
    for number, criterion in enumerate(record_set.criteria):
        rows = partial(record_set.left_out, number=number)
        yield Part(f"{name}-{number + 1}", f"未计入：{criterion.reason}", record_set, rows)


# ── Counted + left out = all ────────────────────────────────────────────────
@dataclass(frozen=True)
class LeftOut:
    """The number of records that one criterion leaves out, the reason, and the list that names them."""

    reason: str
    records: int
    part: str


@dataclass(frozen=True)
class Funnel:
    """The numbers of records that went in, that were counted, and that each criterion left out.

    `repeated` of the counted ones say something again.
    """

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
    """Return the one funnel of a count, or those of a rate.

    These are the denominator's, and the numerator's from where it parts from that.
    """
    measures: list[Measure] = []
    for opening in indicator.openings:
        measures += _stages(opening, scope)
    answers = ask(measures, scope)
    return [_funnel(opening, answers) for opening in indicator.openings]


def _stages(opening: Opening, scope: Scope) -> Iterator[Measure]:
    """Ask for the records that are left after each criterion, and for what is counted of the last."""
    record_set = opening.record_set
    last = len(record_set.criteria)
    for number in range(opening.criteria, last):
        yield Measure(_tag(opening, number), record_set.after(scope, number), Count("*"), apart=False)
    yield Measure(_tag(opening, last), record_set.records(scope), record_set.amount, apart=False)


def _tag(opening: Opening, number: int) -> str:
    return f"{opening.name}>{number}"


def _funnel(opening: Opening, answers: Answers) -> Funnel:
    record_set = opening.record_set
    first, last = opening.criteria, len(record_set.criteria)
    remaining: dict[int, int] = {}  # records, by how many criteria they have met
    for number in range(first, last + 1):
        remaining[number] = _row(opening, number, answers).records
    left_out = []
    for number in range(first + 1, last + 1):
        reason = record_set.criteria[number - 1].reason
        count = remaining[number - 1] - remaining[number]
        left_out.append(LeftOut(reason, count, f"{opening.name}-{number}"))
    repetitions = 0
    if record_set.distinct:
        repetitions = remaining[last] - int(_row(opening, last, answers).amount)
    return Funnel(opening, remaining[first], remaining[last], repetitions, tuple(left_out))


def _row(opening: Opening, number: int, answers: Answers) -> Row:
    return answers.get(_tag(opening, number), {}).get(None, NO_RECORDS)


# ── By community ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Cell:
    """An indicator of one community in one year as it is shown.

    `note` says why there is no such community.
    """

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


class Place(NamedTuple):
    """A community, or the 街道 itself (None): its name, and how the address of a page says it."""

    community: int | None
    name: str
    address: str


def lines(now: Value, last: Value, scope: Scope) -> list[Line]:
    """Return a line of each community in the office's own order, and then of the 街道 itself.

    There are none of communities where none of them ever has a share of the indicator.
    """
    places = [Place(community.pk, community.name, str(community.pk)) for community in _rows_of(now, scope)]
    if None in now.rows or None in now.pairs or _office_may_have(now.indicator, scope):
        places.append(Place(None, "街道本级", OFFICE))
    cells = [(cell(now, place.community), cell(last, place.community)) for place in places]
    longest = _longest(cells)
    unit = now.indicator.unit
    every = [
        _line(place, this, before, longest, unit) for place, (this, before) in zip(places, cells, strict=True)
    ]
    if now.incomplete or any(_is_recorded_community(line) for line in every):
        return every
    return [line for line in every if line.place == OFFICE]


def _line(place: Place, now: Cell, last: Cell, longest: Decimal, unit: str) -> Line:
    words = ""
    if now.amount is not None and last.amount is not None:
        words = change(now.amount, last.amount, unit)
    return Line(place.name, place.address, now, last, words, _bar(now, longest), _bar(last, longest))


def _longest(cells: list[tuple[Cell, Cell]]) -> Decimal:
    longest = Decimal(0)
    for now, last in cells:
        longest = max(longest, now.amount or Decimal(0), last.amount or Decimal(0))
    return longest


def _is_recorded_community(line: Line) -> bool:
    return line.place != OFFICE and (line.now.amount is not None or line.last.amount is not None)


def _rows_of(value: Value, scope: Scope) -> Iterator[Community]:
    """Find the communities of the year, and those that ended before it with records of this reader's own."""
    yield from scope.communities.values()
    for pk in (*value.rows, *value.pairs):
        if pk is not None and pk not in scope.communities:
            yield scope.reached_communities[pk]


def cell(value: Value, place: int | None) -> Cell:
    """Write the value at that place for a page."""
    at = value.at(place)
    pair = " ÷ ".join(f"{part:,.0f}" for part in at.parts or ())
    return Cell(at.write(value.indicator.format_amount), at.amount, pair, at.note)


def _office_may_have(indicator: Indicator, scope: Scope) -> bool:
    """Whether records of the 街道 itself can be among the counted ones, for a reader of the whole."""
    model = indicator.main.model
    if not scope.reach.is_whole or model is Community:
        return False
    return not getattr(model, "community_required", False)


def _bar(cell: Cell, longest: Decimal) -> str:
    if not cell.amount or not longest:
        return "0"
    return f"{cell.amount / longest * 100:.1f}"


def change(now: Decimal | int, last: Decimal | int, unit: str) -> str:
    """Say the change in words: 增 26, 减 3, 持平, 增 2.6 个百分点."""
    difference = Decimal(now) - Decimal(last)
    if not difference:
        return "持平"
    direction = "减"
    if difference > 0:
        direction = "增"
    points = ""
    if unit == "%":
        points = " 个百分点"
    return f"{direction} {text_of(abs(difference), 2)}{points}"
