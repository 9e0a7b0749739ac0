"""Every row and column of a file, as it is read, and what becomes of each row."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from imports import dividing, jobs
from imports.answer_views import AnswerView
from imports.models import Batch
from imports.progress import Progress
from imports.row_actions import ACTIONS
from imports.rows.lines import Action
from records.columns.values import format_value
from records.inputs import whole
from records.personal import hide_numbers
from spreadsheets.reading import Grid

PER_PAGE = 50
TITLES = {
    Action.NEW: "新增",
    Action.UPDATED: "更新",
    Action.UNCHANGED: "未变",
    Action.DUPLICATE: "重复",
    Action.ALIKE: "疑似重复",
    Action.ERROR: "错误",
}


class AllRows(AnswerView):
    """The rows of a file that waits for confirmation, all or those of one action, page by page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_others()
        note = self.note(ACTIONS)
        if note is None:
            return self.back()
        action = request.GET.get("action", "")
        rows = [row for row in note["rows"] if action not in TITLES or row[2] == action]
        page = Paginator(rows, PER_PAGE).get_page(whole(request.GET.get("page", "")) or 1)
        context = {
            "batch": self.batch,
            "pages": self.batch.pages,
            "page": page,
            "action": action if action in TITLES else "",
            "tabs": [(str(each), title, self.batch.counts.get(each, 0)) for each, title in TITLES.items()],
            "headings": [heading for heading, _ in note["columns"]],
            "rows": list(_cells(list(page), note["columns"], _grids(self.batch))),
        }
        return render(request, "imports/rows.html", context)


def _grids(batch: Batch) -> dict[str, Grid]:
    """Read the sheets of a batch again, by title."""
    if batch.delivery is not None:
        files = dividing.read_files(batch.delivery, Progress())
        grids = dividing.grids_of(batch, files)
    else:
        grids = jobs.grids_of(batch, Progress())
    return {grid.title: grid for grid in grids}


def _cells(
    rows: list[list[Any]], columns: list[list[Any]], grids: dict[str, Grid]
) -> Iterator[dict[str, Any]]:
    """Describe rows with their cells, numbers of people behind a mask."""
    for title, number, action in rows:
        cells = grids[title].rows[number - 1]
        texts = []
        for _, place in columns:
            value = cells[place] if place < len(cells) else None
            texts.append("" if value is None else hide_numbers(format_value(value)))
        yield {"sheet": title, "number": number, "action": TITLES[Action(action)], "texts": texts}
