"""三张清单: the problems of a year, who answers for each, and what came of it, in one list."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from access.roles import reader_of
from duties.models import Remedy
from records import searching
from records.inputs import whole
from records.views import RecordView

OVERDUE, OPEN, DONE = "overdue", "open", "done"
LABELS = {"": "全部", OPEN: "进行中", OVERDUE: "已过期", DONE: "已完成"}
ORDER = (OVERDUE, OPEN, DONE)
FAR = date(9999, 12, 31)  # behind every due day


class Line(NamedTuple):
    """A problem with its state."""

    number: int
    remedy: Remedy
    state: str

    @property
    def label(self) -> str:
        return LABELS[self.state]


class Tally(NamedTuple):
    """How many are in a state, and the address that shows them alone."""

    label: str
    number: int
    address: str
    is_chosen: bool
    note: str


def state_of(remedy: Remedy, today: date) -> str:
    """Say whether a problem is put right, still open, or open past its day."""
    if remedy.done_on is not None:
        return DONE
    if remedy.due is not None and remedy.due < today:
        return OVERDUE
    return OPEN


def lines_of(remedies: list[Remedy], states: list[str], only: str) -> list[Line]:
    """Number the problems, of one state alone where one is asked for."""
    lines: list[Line] = []
    for remedy, state in zip(remedies, states, strict=True):
        if only in ("", state):
            lines.append(Line(len(lines) + 1, remedy, state))
    return lines


class RemedyBoard(RecordView):
    """整改 of a year, overdue first; the address names the year, a source, a state and who answers."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        today = timezone.localdate()
        visible = Remedy.objects.visible_to(reader_of(request))
        year = whole(request.GET.get("year", "")) or today.year
        of_year = visible.of_year(year)
        remedies = list(self.narrow(of_year, today).select_related("community"))
        states = [state_of(remedy, today) for remedy in remedies]
        lines = lines_of(remedies, states, request.GET.get("state", ""))
        years = {*visible.order_by().values_list("year", flat=True).distinct(), year, today.year}
        context: dict[str, object] = {
            "year": year,
            "years": sorted(years, reverse=True),
            "lines": lines,
            "tallies": self.tallies(remedies, states),
            "sources": Remedy.Source.choices,
            "source": request.GET.get("source", ""),
            "owners": sorted({*of_year.order_by().values_list("owner", flat=True)} - {""}),
            "owner": request.GET.get("owner", ""),
            "sheet_query": self.sheet_query(year),
            "may_take": reader_of(request).record_reach.is_whole,
        }
        return self.show("remedy_board", context)

    def sheet_query(self, year: int) -> str:
        """Write the query of the printed lists: the same problems, of whatever state."""
        query = {"year": str(year), "source": self.request.GET.get("source", "")}
        query[searching.WORDS] = self.request.GET.get("owner", "")
        return urlencode({name: value for name, value in query.items() if value})

    def narrow(self, rows: QuerySet[Remedy], today: date) -> QuerySet[Remedy]:
        """Keep what the address asks for, what is past its day first."""
        for name in ("source", "owner"):
            value = self.request.GET.get(name, "")
            if value:
                rows = rows.filter(**{name: value})
        is_done = When(done_on__isnull=False, then=Value(ORDER.index(DONE)))
        is_overdue = When(due__lt=today, then=Value(ORDER.index(OVERDUE)))
        place = Case(is_done, is_overdue, default=Value(ORDER.index(OPEN)), output_field=IntegerField())
        return rows.order_by(place, Coalesce("due", Value(FAR)), "pk")

    def tallies(self, remedies: list[Remedy], states: list[str]) -> list[Tally]:
        """Count the states, each with its address."""
        tallies = []
        for state, label in LABELS.items():
            number = states.count(state) if state else len(states)
            query = self.request.GET.copy()
            query["state"] = state
            parts = [(name, value) for name, value in query.items() if value]
            is_chosen = self.request.GET.get("state", "") == state
            note = _next_due(remedies, states) if state == OPEN else ""
            tallies.append(Tally(label, number, f"?{urlencode(parts)}", is_chosen, note))
        return tallies


def _next_due(remedies: list[Remedy], states: list[str]) -> str:
    """Say by when the next open one is due; empty where none has a day."""
    days = []
    for remedy, state in zip(remedies, states, strict=True):
        if state == OPEN and remedy.due is not None:
            days.append(remedy.due)
    if not days:
        return ""
    return f"最近的期限 {min(days).month}月{min(days).day}日"
