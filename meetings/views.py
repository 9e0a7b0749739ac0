"""The page of 三会一课."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from access.roles import Reader, reader_of
from common.periods import HALVES, QUARTERS, WHOLE_YEAR, day_in_words
from meetings.board import Books, Cell, Row, Sheet, State
from meetings.models import OrgLifeRule
from meetings.models.org_life import Per
from records.inputs import whole
from records.views import RecordView

FIRST_YEAR = 2000
MOST_YEARS = 5  # to choose from
HEADINGS = {
    Per.MONTH: [f"{month}月" for month in range(1, 13)],
    Per.QUARTER: QUARTERS,
    Per.HALF: HALVES,
    Per.YEAR: [WHOLE_YEAR],
}


class Board(RecordView):
    """Branches by the stretches of a year, for one rule of 组织生活 at a time."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        reader, year = reader_of(request), self.year()
        rules = self.rules(reader, year)
        books = Books.read(reader, year, timezone.localdate(), rules)
        sheets = [books.sheet(rule) for rule in rules]
        choice = self.choice(sheets)
        context: dict[str, Any] = {
            "year": year,
            "years": range(timezone.localdate().year, timezone.localdate().year - MOST_YEARS, -1),
            "sheets": [(sheet, self.query(rule=sheet.rule.pk)) for sheet in sheets],
            "chosen": choice,
            "only_wanting": "wanting" in request.GET,
            "may_write": self.pages.may_write(reader),
            "may_set_rules": reader.record_reach.is_whole,
        }
        if choice is not None:
            context |= self.table(choice)
        return render(request, "meetings/board.html", context)

    def year(self) -> int:
        """Return the year in the address, this year where it names none; 404 for one that cannot be."""
        this_year = timezone.localdate().year
        year = whole(self.request.GET.get("year", str(this_year)))
        if year is None or not FIRST_YEAR <= year <= this_year:
            raise Http404
        return year

    def rules(self, reader: Reader, year: int) -> list[OrgLifeRule]:
        """Return the rules that held in some stretch of the year."""
        period = OrgLifeRule.objects.visible_to(reader).filter(valid_from__lte=date(year, 12, 31))
        return [rule for rule in period if any(map(rule.norm.is_valid, rule.norm.spans(year)))]

    def choice(self, sheets: list[Sheet]) -> Sheet | None:
        """Return the one in the address, else the first."""
        key = whole(self.request.GET.get("rule", ""))
        for sheet in sheets:
            if sheet.rule.pk == key:
                return sheet
        return sheets[0] if sheets else None

    def table(self, sheet: Sheet) -> dict[str, Any]:
        """Return what the table of one rule shows, narrowed as the address says."""
        place = whole(self.request.GET.get("community", ""))
        communities = [community for community, _ in sheet.by_community(sheet.rows)]
        rows = [row for row in sheet.rows if place is None or row.org.community_id == place]
        if "wanting" in self.request.GET:
            rows = [row for row in rows if row.wanting]
        return {
            "headings": HEADINGS[Per(sheet.rule.per)],
            "communities": communities,
            "place": place,
            "groups": [(place, self.lines(group, sheet)) for place, group in sheet.by_community(rows)],
            "number": len(rows),
        }

    def lines(self, rows: Iterable[Row], sheet: Sheet) -> list[tuple[Row, list[dict[str, Any]]]]:
        """Return each row with its cells as they are shown."""
        return [(row, [self.cell_context(row, cell, sheet) for cell in row.cells]) for row in rows]

    def cell_context(self, row: Row, cell: Cell, sheet: Sheet) -> dict[str, Any]:
        """Return one cell: its links to meetings, and the one to the form of what is wanting."""
        links = [
            (self.pages.url("detail", meeting.pk), self.day_of(meeting.date, sheet), str(meeting))
            for meeting in cell.meetings
        ]
        is_open = cell.state in (State.MISSED, State.WAITING)
        return {
            "state": cell.state.value,
            "held": links,
            "add": self.form_of(row, cell, sheet) if is_open else "",
        }

    def day_of(self, day: date, sheet: Sheet) -> str:
        """Write the day of a meeting as short as its column allows."""
        if sheet.rule.per == Per.MONTH:
            return f"{day.day}日"
        return day_in_words(day).partition("年")[2]

    def form_of(self, row: Row, cell: Cell, sheet: Sheet) -> str:
        """Return the address of the form for a meeting that is wanting, filled in as far as it is known."""
        day = min(cell.span.end, timezone.localdate())
        values = {"org": row.org.pk, "kind": sheet.rule.kind, "date": day.isoformat()}
        return f"{self.pages.url('create')}?{urlencode(values)}"

    def query(self, **changes: object) -> str:
        """Return the query of this page with something else chosen."""
        values = {
            name: value
            for name, value in self.request.GET.items()
            if name in ("year", "wanting", "community")
        }
        return urlencode(values | changes)
