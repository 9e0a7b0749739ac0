"""The sheet 错误汇总 in front of a returned workbook: every fault on a line, with a link to its cell."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from imports.parse.headings import SUMMARY
from imports.problems import Problem
from spreadsheets.workbooks import BOLD, write

HEAD = {"工作表": 16, "行": 8, "列": 20, "填写的内容": 30, "错误说明": 80}  # and how wide they are
MOST = 10_000  # lines
LONGEST = 200  # characters shown of a value
LINK = Font(color="FF1D5077", underline="single")


def summarise(book: Workbook, pages: Mapping[str, Worksheet], problems: Sequence[Problem]) -> None:
    """Put the sheet in front and open the book at it.

    `pages` are the sheets by the titles that the problems know.
    """
    summary = book.create_sheet(SUMMARY, 0)
    summary.freeze_panes = "A2"
    for place, (heading, width) in enumerate(HEAD.items(), start=1):
        write(summary.cell(1, place), heading).font = BOLD
        summary.column_dimensions[get_column_letter(place)].width = width
    for row, problem in enumerate(problems[:MOST], start=2):
        _line(summary, row, problem, pages.get(problem.sheet))
    if len(problems) > MOST:
        write(summary.cell(MOST + 2, 1), f"还有 {len(problems) - MOST} 处，见各表的“错误说明”一列")
    for page in book.worksheets:
        page.sheet_view.tabSelected = page is summary  # what is typed goes into every sheet that is selected
    book.active = 0


def _line(summary: Worksheet, row: int, problem: Problem, page: Worksheet | None) -> None:
    value = problem.value
    if len(value) > LONGEST:
        value = f"{value[:LONGEST]}…"
    for place, text in enumerate((problem.sheet, "", problem.column, value, problem.message), start=1):
        if text:
            write(summary.cell(row, place), text)
    if problem.row:
        summary.cell(row, 2, problem.row)
    summary.cell(row, len(HEAD)).alignment = Alignment(wrap_text=True)
    if page is not None:
        link = summary.cell(row, 1)
        target = f"{get_column_letter(problem.position or 1)}{problem.row or 1}"
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(page.title)}!{target}")
        link.font = LINK
