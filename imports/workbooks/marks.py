"""Marks on a sheet: wrong cells get a tint and a note, wrong rows a text in the column 错误说明; and unmarking.

A note of the user's own stays, and what we say stands below it after `SAID`. A tint takes the place of the
cell's own fill.
"""

from collections.abc import Iterable
from copy import copy

from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from imports.parse.headings import REMARK
from imports.problems import Problem
from spreadsheets.workbooks import fit_size, note, tint, write

SAID = "【核对】"
TINT = "FFF6D5D0"
WRONG, SAYING, HEADING = tint(TINT), Font(color="FF9B1C1C"), Font(color="FF9B1C1C", bold=True)
REMARK_WIDTH = 50


def unmark(page: Worksheet) -> None:
    """Take every tint and every word of ours off; the notes that remain get their size back."""
    for cell in _cells(page):
        if cell.has_style and cell.fill.fgColor.rgb == TINT:
            cell.fill = PatternFill()
        if cell.comment is not None:
            cell.comment = _own_note(cell.comment)


def _own_note(comment: Comment) -> Comment | None:
    """Return a note without what we said; None where nothing is left of it."""
    own, ours, _ = comment.text.partition(SAID)
    if not ours:
        return fit_size(comment)
    return note(own.rstrip()) if own.strip() else None


def mark(page: Worksheet, problems: list[Problem], head: int) -> None:
    """Mark what is wrong on a sheet; `head` is the row of its heading, 0 where none was recognised."""
    cells: dict[Cell, list[str]] = {}
    rows: dict[int, list[str]] = {}
    for problem in problems:
        if problem.row and problem.position:
            cell = _visible_cell(page, problem.row, problem.position)
            cells.setdefault(cell, []).append(problem.message)
        if problem.row > head > 0:
            message = f"{problem.column}：{problem.message}" if problem.column else problem.message
            rows.setdefault(problem.row, []).append(message)
    for cell, messages in cells.items():
        own = f"{cell.comment.text.rstrip()}\n" if cell.comment else ""
        cell.fill, cell.comment = WRONG, note(f"{own}{SAID}{_join(messages)}")
    if head:
        _write_remarks(page, head, rows)


def _cells(page: Worksheet) -> list[Cell]:
    """List the cells that are in the file; `iter_rows` would make all of a used range."""
    return list(page._cells.values())


def _visible_cell(page: Worksheet, row: int, column: int) -> Cell:
    """Return the cell, or of merged ones that which shows the value."""
    cell = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    for area in page.merged_cells.ranges:
        if cell.coordinate in area:
            return page.cell(area.min_row, area.min_col)
    raise LookupError(cell.coordinate)


def _join(messages: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(messages))


# ── The column 错误说明 ──────────────────────────────────────────────────────
def _write_remarks(page: Worksheet, head: int, rows: dict[int, list[str]]) -> None:
    """Say of each wrong row what is wrong, in the column of the last round or in a new one."""
    below = [cell for cell in _cells(page) if cell.row >= head]
    column = _remark_column(below, head)
    for cell in below:
        if cell.column == column and not isinstance(cell, MergedCell):
            cell.value = None
    if not rows:
        return
    if not column:
        column = _free_column(below, head)
        _widen(page, column)
    write(page.cell(head, column), REMARK).font = HEADING
    for row, messages in rows.items():
        write(_visible_cell(page, row, column), _join(messages)).font = SAYING


def _remark_column(cells: list[Cell], head: int) -> int:
    """Find the column of the last round; 0 where there is none."""
    for cell in cells:
        if cell.row == head and str(cell.value).strip() == REMARK:
            return cell.column
    return 0


def _free_column(cells: list[Cell], head: int) -> int:
    """Find the first column right of the last heading in which nothing stands."""
    filled_columns = set()
    last = 0
    for cell in cells:
        if cell.value is not None or isinstance(cell, MergedCell):
            filled_columns.add(cell.column)
        if cell.row == head and cell.value is not None:
            last = max(last, cell.column)
    column = last + 1
    while column in filled_columns:
        column += 1
    return column


def _widen(page: Worksheet, column: int) -> None:
    """Give a column a width of its own, and show it.

    Excel calls a file damaged in which ranges of columns overlap.
    """
    sizes = page.column_dimensions
    for size in list(sizes.values()):
        size.reindex()
        if size.min <= column <= size.max:
            if column < size.max:
                right = sizes[get_column_letter(column + 1)] = copy(size)
                right.index, right.min = get_column_letter(column + 1), column + 1
            size.max = column - 1
            if size.max < size.min:
                del sizes[size.index]
    sizes[get_column_letter(column)].width = REMARK_WIDTH
