"""The workbook a clerk fills in: the sheets of a kind's layout, with drop-downs of what may be chosen."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from access.roles import Reader
from imports.parse.headings import GUIDE, OPTIONS
from imports.workbooks.filling import Filling, fillings
from records.forms import RecordForm
from records.layout import LASTING, NUMBER, Layout, SheetLayout
from records.pages import RecordPages
from spreadsheets.workbooks import BOLD, LAST_ROW, define, note, save, tint, write

HEAD, NEEDED = tint("FFFAF8F5"), tint("FFFCF3DD")
LINES_OF_ALL = (
    "每张工作表是一种记录，用得着的填，用不着的空着；工作表按先后排好，别的记录要用到的在前。",
    "从第 2 行起填写，一行一条；标题带 * 的列要填，其余的有就填。",
    f"有附表的记录，“{NUMBER}”由您自己编，不重复；附表各行的“{NUMBER}”填它所属那一行的序号。",
    "填好以后，从“一次导入几份表”整份上传。",
)
LINE = Border(bottom=Side("thin", color="FFCDC7BC"))


def template(pages: type[RecordPages], reader: Reader) -> IO[bytes]:
    """Write the .xlsx of a kind into a temporary file.

    It has the sheets of the kind, then 填写说明, and very hidden behind them 选项, whose cell A1 is the version.
    """
    layout = Layout.of(pages)
    book = Workbook()
    book.remove(book.active)
    options = Options(book, version(layout))
    for sheet, form in zip(layout, _forms(pages, reader), strict=True):
        page = book.create_sheet(sheet.title, len(book.sheetnames) - 1)
        _fill(page, sheet, form, layout, options)
    _guide(book.create_sheet(GUIDE, len(book.sheetnames) - 1), layout)
    book.active = 0
    return save(book)


def template_of_all(kinds: Sequence[type[RecordPages]], reader: Reader) -> IO[bytes]:
    """Write one .xlsx with the sheets of several kinds in their order, then 填写说明 and 选项 as in that of one."""
    book = Workbook()
    book.remove(book.active)
    options = Options(book, "")
    for pages in kinds:
        layout = Layout.of(pages)
        for sheet, form in zip(layout, _forms(pages, reader), strict=True):
            page = book.create_sheet(sheet.title, len(book.sheetnames) - 1)
            _fill(page, sheet, form, layout, options)
    guide = book.create_sheet(GUIDE, len(book.sheetnames) - 1)
    _write_lines(guide, LINES_OF_ALL)
    book.active = 0
    return save(book)


def version(layout: Layout) -> str:
    """Return eight hex digits that change with any heading of any sheet."""
    text = json.dumps([[sheet.title, *sheet.headings] for sheet in layout], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _forms(pages: type[RecordPages], reader: Reader) -> Iterator[RecordForm]:
    """Yield the form of the records, then one of each kind of child row."""
    yield pages.form_class()(reader=reader)
    for kind in pages.children:
        form_class: Any = kind.formset(pages.model).form
        yield form_class(reader=reader)


class Options:
    """The sheet that holds the lists of the drop-downs, a column and a name for each different one."""

    def __init__(self, book: Workbook, version: str) -> None:
        self.book = book
        self.page = book.create_sheet(OPTIONS)
        self.page.sheet_state = "veryHidden"
        write(self.page["A1"], version)
        self.names: dict[tuple[str, ...], str] = {}

    def name(self, options: tuple[str, ...]) -> str:
        """Return the name of a list, which is added where it is not there yet."""
        return self.names.get(options) or self._add(options)

    def _add(self, options: tuple[str, ...]) -> str:
        place = len(self.names) + 2
        letter = get_column_letter(place)
        for row, text in enumerate(options, start=1):
            write(self.page.cell(row, place), text)
        name = self.names[options] = f"{OPTIONS}_{place - 1}"
        define(self.book, name, f"'{OPTIONS}'!${letter}$1:${letter}${len(options)}")
        return name


def _fill(page: Worksheet, sheet: SheetLayout, form: RecordForm, layout: Layout, options: Options) -> None:
    page.freeze_panes = "A2"
    columns = fillings(sheet, form, layout.main, has_children=bool(layout.children))
    for place, filling in enumerate(columns, start=1):
        _write_column(page, place, filling, options)


def _write_column(page: Worksheet, place: int, filling: Filling, options: Options) -> None:
    letter = get_column_letter(place)
    head = write(page.cell(1, place), filling.head)
    head.font, head.border, head.fill = BOLD, LINE, NEEDED if filling.needed else HEAD
    head.alignment = Alignment(vertical="center", wrap_text=True)
    if filling.note:
        head.comment = note(filling.note)
    page.column_dimensions[letter].width = filling.width
    page.column_dimensions[letter].number_format = filling.number_format
    if filling.options:
        cells = f"{letter}2:{letter}{LAST_ROW}"
        page.add_data_validation(_drop_down(filling, options.name(filling.options), cells))


def _drop_down(filling: Filling, name: str, cells: str) -> DataValidation:
    """Make a drop-down for these cells; of a list that may have grown since it only warns."""
    style, message = "stop", "下拉列表中没有这一项，请从列表中选。"
    if filling.growing:
        style, message = "warning", f"{message}刚在系统里新增的，可以照名称写。"
    return DataValidation(
        type="list",
        formula1=name,
        sqref=cells,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle=style,
        errorTitle=filling.heading[:32],
        error=message,
    )


def _guide(page: Worksheet, layout: Layout) -> None:
    """Write how the workbook is filled in."""
    _write_lines(page, _lines(layout))


def _write_lines(page: Worksheet, lines: Sequence[str]) -> None:
    page.column_dimensions["A"].width = 100
    for row, line in enumerate(lines, start=1):
        write(page.cell(row, 1), line).alignment = Alignment(vertical="center", wrap_text=True)


def _lines(layout: Layout) -> list[str]:
    lines = ["从第 2 行起填写，一行一条；标题带 * 的列要填，其余的有就填。"]
    if layout.children:
        below = "、".join(f"“{sheet.title}”" for sheet in layout.children)
        lines.append(
            f"“{layout.main.title}”的“{NUMBER}”由您自己编，不重复；{below}各行的“{NUMBER}”填它所属那一行的序号。"
        )
    lines += [
        f"“{LASTING}”新增的不填；从系统导出的请不要改动，靠它找到原来的记录。",
        "日期写 2026-11-20、2026/11/20、2026年11月20日都可以；金额以元计，写 12000、12,000、1.2万都可以。",
        f"模板版本 {version(layout)}；系统里的列有变动时，请下载新的模板。",
    ]
    return lines
