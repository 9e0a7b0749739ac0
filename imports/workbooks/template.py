"""The workbook a clerk fills in: the sheets of a kind's layout, with drop-downs of what he may choose."""

import hashlib
import json
from collections.abc import Iterator
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from access.roles import Reader
from imports.parse.headings import GUIDE, OPTIONS
from imports.workbooks.filling import Filling, fillings
from records.layout import LASTING, NUMBER, Layout
from spreadsheets.workbooks import BOLD, LAST_ROW, define, note, save, tint, write

HEAD, NEEDED = tint("FFFAF8F5"), tint("FFFCF3DD")
LINE = Border(bottom=Side("thin", color="FFCDC7BC"))


def template(pages: Any, reader: Reader) -> IO[bytes]:
    """The .xlsx of a kind as a temporary file: its sheets, then 填写说明, and very hidden behind them 选项 (A1 is the version)."""
    layout = Layout.of(pages)
    book = Workbook()
    book.remove(book.active)
    options = Options(book, version(layout))
    for sheet, form in zip(layout, _forms(pages, reader), strict=True):
        page = book.create_sheet(sheet.title, len(book.sheetnames) - 1)
        page.freeze_panes = "A2"
        for place, filling in enumerate(
            fillings(sheet, form, layout.main, has_children=bool(layout.children)), start=1
        ):
            _column(page, place, filling, options)
    _guide(book.create_sheet(GUIDE, len(book.sheetnames) - 1), layout)
    book.active = 0
    return save(book)


def version(layout: Layout) -> str:
    """Eight hex digits that change with any heading of any sheet."""
    told = json.dumps([[sheet.title, *sheet.headings] for sheet in layout], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _forms(pages: Any, reader: Reader) -> Iterator[Any]:
    """The form of the records, then one of each kind of child row."""
    yield pages.form_class()(reader=reader)
    for kind in pages.children:
        yield kind.formset(pages.model).form(reader=reader)


class Options:
    """The sheet that holds the lists of the drop-downs, a column and a name for each different one."""

    def __init__(self, book: Workbook, version: str) -> None:
        self.book = book
        self.page = book.create_sheet(OPTIONS)
        self.page.sheet_state = "veryHidden"
        write(self.page["A1"], version)
        self.names: dict[tuple[str, ...], str] = {}

    def name(self, options: tuple[str, ...]) -> str:
        return self.names.get(options) or self._add(options)

    def _add(self, options: tuple[str, ...]) -> str:
        place = len(self.names) + 2
        letter = get_column_letter(place)
        for row, text in enumerate(options, start=1):
            write(self.page.cell(row, place), text)
        name = self.names[options] = f"{OPTIONS}_{place - 1}"
        define(self.book, name, f"'{OPTIONS}'!${letter}$1:${letter}${len(options)}")
        return name


def _column(page: Any, place: int, filling: Filling, options: Options) -> None:
    letter = get_column_letter(place)
    head = write(page.cell(1, place), filling.head)
    head.font, head.border, head.fill = BOLD, LINE, NEEDED if filling.needed else HEAD
    head.alignment = Alignment(vertical="center", wrap_text=True)
    if filling.note:
        head.comment = note(filling.note)
    page.column_dimensions[letter].width = filling.width
    page.column_dimensions[letter].number_format = filling.number_format
    if filling.options:
        page.add_data_validation(
            _drop_down(filling, options.name(filling.options), f"{letter}2:{letter}{LAST_ROW}")
        )


def _drop_down(filling: Filling, name: str, cells: str) -> DataValidation:
    """A list that may have grown since warns only."""
    return DataValidation(
        type="list",
        formula1=name,
        sqref=cells,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning" if filling.growing else "stop",
        errorTitle=filling.heading[:32],
        error="下拉列表中没有这一项，请从列表中选。"
        + ("刚在系统里新增的，可以照名称写。" if filling.growing else ""),
    )


def _guide(page: Any, layout: Layout) -> None:
    page.column_dimensions["A"].width = 100
    for row, line in enumerate(_lines(layout), start=1):
        write(page.cell(row, 1), line).alignment = Alignment(vertical="center", wrap_text=True)


def _lines(layout: Layout) -> list[str]:
    below = "、".join(f"“{sheet.title}”" for sheet in layout.children)
    tied = (
        [
            f"“{layout.main.title}”的“{NUMBER}”由您自己编，不重复；{below}各行的“{NUMBER}”填它所属那一行的序号。"
        ]
        if below
        else []
    )
    return [
        "从第 2 行起填写，一行一条；标题带 * 的列要填，其余的有就填。",
        *tied,
        f"“{LASTING}”新增的不填；从系统导出的请不要改动，靠它找到原来的记录。",
        "日期写 2026-11-20、2026/11/20、2026年11月20日都可以；金额以元计，写 12000、12,000、1.2万都可以。",
        f"模板版本 {version(layout)}；系统里的列有变动时，请下载新的模板。",
    ]
