"""Marks on a sheet: wrong cells tinted and told by a note, wrong rows told in a column 错误说明; and taken off again.

A note of the user's own stays, what we say stands below it after `SAID`. A tint takes the place of the cell's own fill.
"""

from collections.abc import Iterator
from copy import copy
from itertools import count
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from imports.parse.headings import REMARK
from imports.problems import Problem
from spreadsheets.workbooks import fit_size, note, tint, write

SAID = "【核对】"
TINT = "FFF6D5D0"
WRONG, SAYING, HEADING = tint(TINT), Font(color="FF9B1C1C"), Font(color="FF9B1C1C", bold=True)
REMARK_WIDTH = 50


def unmark(page: Any) -> None:
    """Take every tint and every word of ours off; the notes that remain get their size back."""
    for cell in _cells(page):
        if cell.has_style and cell.fill.fgColor.rgb == TINT:
            cell.fill = PatternFill()
        if cell.comment is not None:
            own, ours, _ = cell.comment.text.partition(SAID)
            cell.comment = fit_size(cell.comment) if not ours else note(own.rstrip()) if own.strip() else None


def mark(page: Any, problems: list[Problem], head: int) -> None:
    """Mark what is wrong on a sheet whose heading is in row `head`; 0 where it has none that was recognised."""
    cells: dict[Any, list[str]] = {}
    rows: dict[int, list[str]] = {}
    for problem in problems:
        if problem.row and problem.position:
            cells.setdefault(_shown(page, problem.row, problem.position), []).append(problem.message)
        if problem.row > head > 0:
            rows.setdefault(problem.row, []).append(
                f"{problem.column}：{problem.message}" if problem.column else problem.message
            )
    for cell, messages in cells.items():
        own = f"{cell.comment.text.rstrip()}\n" if cell.comment else ""
        cell.fill, cell.comment = WRONG, note(f"{own}{SAID}{_joined(messages)}")
    if head:
        _remark(page, head, rows)


def _cells(page: Any) -> Iterator[Any]:
    """The cells that are in the file. `iter_rows` would make all of a used range, which may be the whole sheet."""
    return iter(list(page._cells.values()))


def _shown(page: Any, row: int, column: int) -> Any:
    """The cell, or of merged ones that which shows the value."""
    cell = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
    return page.cell(merged.min_row, merged.min_col)


def _joined(messages: list[str]) -> str:
    return "；".join(dict.fromkeys(messages))


# ── The column 错误说明 ──────────────────────────────────────────────────────
def _remark(page: Any, head: int, rows: dict[int, list[str]]) -> None:
    """Say of each wrong row what is wrong, in the column of the last round or in a new one."""
    below = [cell for cell in _cells(page) if cell.row >= head]
    column = next(
        (cell.column for cell in below if cell.row == head and str(cell.value).strip() == REMARK), 0
    )
    for cell in below:
        if cell.column == column and not isinstance(cell, MergedCell):
            cell.value = None
    if not rows:
        return
    if not column:
        column = _free(below, head)
        _widen(page, column)
    write(page.cell(head, column), REMARK).font = HEADING
    for row, messages in rows.items():
        write(_shown(page, row, column), _joined(messages)).font = SAYING


def _free(cells: list[Any], head: int) -> int:
    """The first column right of the last heading in which nothing stands."""
    taken = {cell.column for cell in cells if cell.value is not None or isinstance(cell, MergedCell)}
    last = max((cell.column for cell in cells if cell.row == head and cell.value is not None), default=0)
    return next(column for column in count(last + 1) if column not in taken)


def _widen(page: Any, column: int) -> None:
    """Give a column a width of its own, and show it. Excel calls a file damaged in which ranges of columns overlap."""
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
