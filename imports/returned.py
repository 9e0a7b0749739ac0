"""The user's own workbook given back: wrong cells marked, 错误说明 in each row, a list of all faults in front."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from imports.headings import OURS, REMARK
from imports.problems import Problem

SUMMARY = OURS[1]
AUTHOR = "街道党建工作台"
WRONG = PatternFill("solid", fgColor="F9D2CE")
NOTHING = PatternFill(fill_type=None)
HEADS, WIDTHS = ("工作表", "行", "列", "表中内容", "错在哪里，怎样改"), (14, 8, 18, 26, 80)
LONGEST = 32_000  # characters that a cell may hold


def returned(source: Path, problems: Sequence[Problem], heads: Mapping[str, int]) -> IO[bytes] | None:
    """As .xlsx; `heads` is Excel's row of the heading by sheet. None where the file cannot be opened to be marked."""
    try:
        book = load_workbook(io.BytesIO(source.read_bytes()))
    except Exception:  # whatever openpyxl stumbles over: the caller makes a plain workbook of the cells instead
        return None
    return _marked(book, problems, heads)


def rebuilt(grids: Sequence[Any], problems: Sequence[Problem], heads: Mapping[str, int]) -> IO[bytes]:
    """A new workbook of the cells alone, marked in the same way."""
    book = Workbook()
    del book["Sheet"]
    for grid in grids:
        page = book.create_sheet(grid.title or "粘贴的内容")
        for row, cells in enumerate(grid.rows, start=1):
            for index, value in enumerate(cells, start=1):
                if value is not None:
                    _write(page.cell(row, index), value)
    return _marked(book, [_titled(problem) for problem in problems], {title or "粘贴的内容": row for title, row in heads.items()})


def _titled(problem: Problem) -> Problem:
    return problem if problem.sheet else Problem("粘贴的内容", *list(problem.__dict__.values())[1:])


def _write(cell: Any, value: Any) -> None:
    """Text stays text, whatever it begins with."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _marked(book: Any, problems: Sequence[Problem], heads: Mapping[str, int]) -> IO[bytes]:
    for title, heading in heads.items():
        if title in book.sheetnames:
            _mark(book[title], heading, [problem for problem in problems if problem.sheet == title])
    _summarise(book, problems)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def _mark(page: Any, heading: int, problems: list[Problem]) -> None:
    remark = _cleared(page, heading)
    _write(page.cell(heading, remark), REMARK)
    page.cell(heading, remark).font = Font(bold=True)
    page.column_dimensions[get_column_letter(remark)].width = 60
    told: dict[int, list[str]] = defaultdict(list)
    wrong: dict[tuple[int, int], list[str]] = defaultdict(list)
    for problem in problems:
        told[problem.row].append(f"{problem.column}：{problem.message}" if problem.column else problem.message)
        if problem.position:
            wrong[(problem.row, problem.position)].append(problem.message)
    for row, messages in told.items():
        if row > heading:
            _write(page.cell(row, remark), "；".join(messages))
    for (row, position), messages in wrong.items():
        cell = page.cell(row, position)
        cell.fill = WRONG
        cell.comment = Comment("；".join(messages), AUTHOR, width=300, height=100)


def _cleared(page: Any, heading: int) -> int:
    """The column of the remarks, without the marks of an earlier round."""
    last = 0
    for cell in page[heading]:
        if cell.value == REMARK:
            _unmark(page, heading, cell.column)
            return int(cell.column)
        if cell.value not in (None, ""):
            last = cell.column
    return last + 1


def _unmark(page: Any, heading: int, remark: int) -> None:
    for row in page.iter_rows(min_row=heading + 1):
        for cell in row:
            if cell.column == remark:
                cell.value = None
            elif cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment, cell.fill = None, NOTHING


def _summarise(book: Any, problems: Sequence[Problem]) -> None:
    if SUMMARY in book.sheetnames:
        del book[SUMMARY]
    page = book.create_sheet(SUMMARY, 0)
    book.active = 0
    page.append(HEADS)
    for index, width in enumerate(WIDTHS, start=1):
        page.cell(1, index).font = Font(bold=True)
        page.column_dimensions[get_column_letter(index)].width = width
    page.freeze_panes = "A2"
    for row, problem in enumerate(problems, start=2):
        for index, value in enumerate((problem.sheet, problem.row or "", problem.column, problem.value, problem.message), start=1):
            _write(page.cell(row, index), value)
        if problem.row and problem.sheet in book.sheetnames:
            place = f"{get_column_letter(problem.position or 1)}{problem.row}"
            cell = page.cell(row, 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(problem.sheet)}!{place}")
            cell.font = Font(color="1F5C8B", underline="single")
