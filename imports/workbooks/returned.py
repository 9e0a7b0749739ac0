"""The user's own workbook given back with its faults marked, ready to be put right and uploaded again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import IO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from imports.parse.headings import SUMMARY
from imports.problems import Problem
from imports.workbooks.marks import mark, unmark
from imports.workbooks.summary import summarise
from spreadsheets.reading import Grid
from spreadsheets.reading.grids import Cell as GridCell
from spreadsheets.texts import valid_title
from spreadsheets.workbooks import TEXT, save, write


def mark_workbook(source: Path, problems: Sequence[Problem], heads: Mapping[str, int]) -> IO[bytes] | None:
    """Return the workbook as a temporary file, its old marks taken off and new ones put on.

    None where openpyxl cannot do it. `heads` is Excel's row of the heading by the title of the sheet.
    """
    try:
        with source.open("rb") as file:  # a path would have to end in .xlsx
            book = load_workbook(file, rich_text=True)
        if SUMMARY in book.sheetnames:
            del book[SUMMARY]
        return _mark(book, {page.title: page for page in book.worksheets}, problems, heads)
    except Exception:  # it fails in many ways at what other programs write
        return None


def rebuild_workbook(
    grids: Iterable[Grid], problems: Sequence[Problem], heads: Mapping[str, int]
) -> IO[bytes]:
    """Return a plain new workbook with these cells and marks, for a pasted block or what cannot be opened."""
    book = Workbook()
    book.remove(book.active)
    pages = {grid.title: _page(book, grid) for grid in grids if grid.title != SUMMARY}
    return _mark(book, pages, problems, heads)


def _mark(
    book: Workbook, pages: Mapping[str, Worksheet], problems: Sequence[Problem], heads: Mapping[str, int]
) -> IO[bytes]:
    by_sheet: dict[str, list[Problem]] = {}
    for problem in problems:
        by_sheet.setdefault(problem.sheet, []).append(problem)
    for title, page in pages.items():
        unmark(page)
        mark(page, by_sheet.get(title, []), heads.get(title, 0))
    summarise(book, pages, problems)
    return save(book)


def _page(book: Workbook, grid: Grid) -> Worksheet:
    page = book.create_sheet(valid_title(grid.title))
    for row, values in enumerate(grid.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                _put(page.cell(row, column), value)
    return page


def _put(cell: Cell, value: GridCell) -> None:
    if isinstance(value, str):
        write(cell, value).number_format = TEXT
        return
    cell.value = value
    if isinstance(value, datetime) and value.time() == time():
        cell.number_format = "yyyy-mm-dd"
