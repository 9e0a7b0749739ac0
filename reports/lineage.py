"""Where a figure comes from: the records counted and left out, its value by community, and who decided what a person sets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from communities.models import Community
from dangjian.records.pages import RecordPages
from reports.figures.base import Chosen, Figure, Ratio, Tally, Target, Threshold, Value, wan_text
from reports.figures.compute import ask
from reports.figures.terms import Answers, Measure, Row, Term
from reports.ledger import change
from reports.models import AnnualReport
from reports.pages import PAGES_OF
from reports.scope import Scope

REPEATED = "repeated"
OFFICE = "office"  # in the address: the 街道 itself


# ── Lists ───────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Part:
    """One list that a figure can be opened down to: its name in the address, its heading, its rows."""

    name: str
    heading: str
    term: Term
    rows: Callable[[Scope], QuerySet]
    counted: bool = False


def parts(figure: Figure) -> dict[str, Part]:
    """Every list behind a figure, by name: what it counts, what says something again, and what each step leaves out."""
    found = [part for name, term in figure.lists.items() for part in _parts(name, term)]
    return {part.name: part for part in found}


def _parts(name: str, term: Term) -> Iterator[Part]:
    yield Part(name, term.label, term, term.records, counted=True)
    if term.distinct:
        yield Part(f"{name}-{REPEATED}", f"{term.label}：重复的，只算一次", term, term.repeated)
    for number, step in enumerate(term.steps):
        yield Part(f"{name}-{number + 1}", f"未计入：{step.reason}", term, lambda s, n=number: term.left_out(s, n))  # type: ignore[misc]


# ── Counted + left out = all ────────────────────────────────────────────────
@dataclass(frozen=True)
class LeftOut:
    reason: str
    records: int
    part: str


@dataclass(frozen=True)
class Funnel:
    """How many records went in and were counted, how many of these say something again, and what each condition left out."""

    name: str
    term: Term
    within: str  # what it starts from, where that is not all records of the kind
    all: int
    counted: int
    repeated: int
    left: tuple[LeftOut, ...]

    @property
    def left_out(self) -> int:
        return self.all - self.counted

    @property
    def pages(self) -> type[RecordPages]:
        return PAGES_OF[self.term.model]


def funnels(figure: Figure, scope: Scope) -> list[Funnel]:
    """Of a count its one funnel; of a rate the denominator's, and the numerator's from where it parts from that."""
    if isinstance(figure, Tally):
        wanted = [("records", figure.term, 0, "")]
    elif isinstance(figure, Ratio):
        shared = len(figure.whole.steps) if _starts_within(figure.part, figure.whole) else 0
        wanted = [("denominator", figure.whole, 0, "")]
        if len(figure.part.steps) > shared or figure.part.model is not figure.whole.model:
            wanted.append(("numerator", figure.part, shared, figure.whole.label if shared else ""))
    else:
        return []
    measures = [measure for name, term, start, _ in wanted for measure in _stages(name, term, start, scope)]
    answers = ask(measures)
    return [_funnel(name, term, start, within, answers) for name, term, start, within in wanted]


def _starts_within(part: Term, whole: Term) -> bool:
    return part.model is whole.model and part.steps[: len(whole.steps)] == whole.steps


def _stages(name: str, term: Term, start: int, scope: Scope) -> Iterator[Measure]:
    for number in range(start, len(term.steps) + 1):
        last = number == len(term.steps)
        yield Measure(f"{name}>{number}", term.after(scope, number), term.amount if last else Count("*"), apart=False)


def _funnel(name: str, term: Term, start: int, within: str, answers: Answers) -> Funnel:
    rows = [answers.get(f"{name}>{number}", {}).get(None, Row(Decimal(0), 0)) for number in range(start, len(term.steps) + 1)]
    stages = [row.records for row in rows]
    repeated = stages[-1] - int(rows[-1].amount) if term.distinct else 0
    left = tuple(
        LeftOut(step.reason, before - after, f"{name}-{number}")
        for number, (step, before, after) in enumerate(zip(term.steps[start:], stages, stages[1:], strict=False), start=start + 1)
    )
    return Funnel(name, term, within, stages[0], stages[-1], repeated, left)


# ── By community ────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Cell:
    """A figure of one community in one year as it is shown; `note` says why there is no such community."""

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
    if None in now.rows or None in now.pairs or _office_may_have(now.figure, scope):
        places.append((None, "街道本级", OFFICE))
    cells = [(name, place, cell(now, pk), cell(last, pk)) for pk, name, place in places]
    amounts = [c.amount for *_, a, b in cells for c in (a, b) if c.amount is not None]
    longest = max(amounts, default=Decimal(0))
    made = [Line(name, place, a, b, _change(a, b, now.figure.unit), _bar(a, longest), _bar(b, longest)) for name, place, a, b in cells]
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
    return Cell(at.shown(lambda number: _written(value.figure, number)), at.amount, pair, at.note)


def _written(figure: Figure, number: Decimal) -> str:
    if isinstance(figure, Ratio):
        return figure.written(number)
    return wan_text(number) if getattr(figure, "money", False) else f"{number:,.0f}"


def _office_may_have(figure: Figure, scope: Scope) -> bool:
    """Whether records of the 街道 itself can be among the counted ones, for a reader of the whole."""
    model: Any = (figure.lists.get("denominator") or next(iter(figure.lists.values()))).model
    return scope.reach is None and model is not Community and not getattr(model, "community_required", False)


def _change(now: Cell, last: Cell, unit: str) -> str:
    return change(now.amount, last.amount, unit) if now.amount is not None and last.amount is not None else ""


def _bar(cell: Cell, longest: Decimal) -> str:
    return f"{cell.amount / longest * 100:.1f}" if cell.amount and longest else "0"


# ── What a person decided ───────────────────────────────────────────────────
@dataclass(frozen=True)
class Decision:
    """Who brought about what now stands, and when; `year` is the report it was decided in."""

    who: str
    moment: datetime
    year: int


def decision(figure: Figure, scope: Scope) -> Decision | None:
    """Of a target, a choice or a threshold; None where nobody decided, or the reader may not see the 街道's own records."""
    if scope.reach is not None:
        return None
    if isinstance(figure, Target):
        return _settled(scope.targets.get(figure.key), (), scope.year)
    report = scope.report
    if isinstance(figure, Chosen):
        return _settled(report, figure.columns, report.year) if is_chosen(figure, scope) else None
    if isinstance(figure, Threshold):
        kept = report if report.pk else AnnualReport.objects.of(scope.subdistrict.pk).filter(year__lt=scope.year).first()
        return _settled(kept, (figure.column,), kept.year if kept else scope.year)
    return None


def is_chosen(figure: Chosen, scope: Scope) -> bool:
    return any(getattr(scope.report, column) for column in figure.columns)


def _settled(record: Any, columns: tuple[str, ...], year: int) -> Decision | None:
    """The version that brought these columns to their present values; the latest one where none are named."""
    if record is None:
        return None
    settled = None
    for row in type(record).history.filter(id=record.pk).select_related("history_user").order_by("-history_id"):
        if settled and (not columns or any(getattr(row, name) != getattr(settled, name) for name in columns)):
            break
        settled = row
    return Decision(str(settled.history_user or "系统"), settled.history_date, year) if settled else None
