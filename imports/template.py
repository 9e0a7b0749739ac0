"""The workbook a clerk fills in: headings, drop-downs of what he may choose, formats that keep what he types."""

import hashlib
import io
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from django import forms
from django.db import models
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from dangjian.records.fields import NamedRecordField, keys
from dangjian.records.layout import LASTING, NUMBER, Layout, SheetLayout
from dangjian.records.presentation import column
from imports.headings import OURS

HELP, _, OPTIONS = OURS
ROWS = 20_000  # that have drop-downs
NEEDED, PLAIN = PatternFill("solid", fgColor="FBE9E7"), PatternFill("solid", fgColor="F3F1EC")
TEXT, DAY, MONEY = "@", "yyyy-mm-dd", "#,##0.00"
NOTES = {
    NUMBER: "给每一行一个号，从 1 起；下面另一张表里的内容按这个号对上。没有另外的内容可以不填。",
    LASTING: "从系统导出的表才有，说明是哪一条记录，请不要改。另加的行留空。",
}


def version(layout: Layout) -> str:
    """A short digest of all headings: another form, another version."""
    told = "|".join(f"{sheet.title}:{','.join(sheet.headings)}" for sheet in layout)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def template(pages: Any, reader: Any) -> IO[bytes]:
    """As .xlsx, for what this reader may enter."""
    layout = Layout.of(pages)
    kinds = {kind.title: kind for kind in pages.children}
    book = Workbook()
    options = book.create_sheet(OPTIONS)
    options.append([f"模板版本 {version(layout)}"])
    for sheet in layout:
        form = pages.form_class()(reader=reader) if sheet is layout.main else kinds[sheet.title].formset(pages.model).form(reader=reader)
        _Page(book, sheet, form, options).fill()
    _help(book, layout)
    del book["Sheet"]
    book.move_sheet(options, len(book.sheetnames))
    options.sheet_state = "veryHidden"
    book.active = 0
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def _help(book: Workbook, layout: Layout) -> None:
    page = book.create_sheet(HELP)
    lines = [
        "带 * 的列必填。能选的列有下拉列表，点单元格右边的箭头选。",
        "日期写成 2026-3-5、2026年3月5日 都可以；金额以元为单位，也可以写 1.2万。",
        f"“{NUMBER}”把另一张表里的内容对到这一行；“{LASTING}”是导出时带的，新的一行留空。",
        "身份证号、手机号所在的列已设为文本，请不要改格式，以免丢失后几位。",
        f"模板版本 {version(layout)}",
    ]
    for line in lines:
        page.append([line])
    page.column_dimensions["A"].width = 90


class _Page:
    """One sheet being made."""

    def __init__(self, book: Workbook, sheet: SheetLayout, form: Any, options: Any) -> None:
        self.book, self.sheet, self.form, self.options = book, sheet, form, options
        self.page = book.create_sheet(sheet.title)

    def fill(self) -> None:
        self.page.freeze_panes = "A2"
        for index, (name, heading) in enumerate(zip([NUMBER, *self.sheet.fields, LASTING], self.sheet.headings, strict=True), start=1):
            field = self.form.fields.get(name)
            self._head(index, heading, bool(field and field.required), NOTES.get(name) or (field and self._note(name, field)))
            self.page.column_dimensions[get_column_letter(index)].number_format = self._number_format(name)
            if field is not None and (choices := self._choices(name, field)):
                self._drop_down(index, choices)

    def _head(self, index: int, heading: str, needed: bool, note: str | None) -> None:
        cell = self.page.cell(1, index, f"{heading}*" if needed else heading)
        cell.font, cell.fill = Font(bold=True), NEEDED if needed else PLAIN
        if note:
            cell.comment = Comment(note, "街道党建工作台", width=260, height=90)
        letter = get_column_letter(index)
        self.page.column_dimensions[letter].width = max(12, 2 * len(heading) + 4)

    def _number_format(self, name: str) -> str:
        found = column(self.sheet.model, name)
        if isinstance(found, models.DateField):
            return DAY
        if isinstance(found, models.DecimalField):
            return MONEY
        plain = name == NUMBER or (isinstance(found, models.IntegerField) and not found.choices)
        return "General" if plain else TEXT

    def _note(self, name: str, field: Any) -> str:
        if isinstance(field, NamedRecordField):
            return str(field.help_text)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return "可以写几个，用顿号隔开"
        told = [str(field.help_text)] if field.help_text else []
        if isinstance(column(self.sheet.model, name), models.DateField):
            told.append(f"例：{date.today().year}-3-5")
        return "；".join(told)

    # ── Drop-downs ──────────────────────────────────────────────────────────
    def _choices(self, name: str, field: Any) -> list[str]:
        """What a cell may hold, if it is one of a list: only what this reader reaches."""
        if isinstance(field, NamedRecordField | forms.ModelMultipleChoiceField):
            return []
        if isinstance(field, forms.ModelChoiceField):
            none = [] if field.required else [getattr(self.sheet.model, f"without_{name}", "")]
            return [text for text in none if text] + [str(item) for item in field.queryset.select_related(*keys(field.queryset.model))]
        if isinstance(column(self.sheet.model, name), models.BooleanField):
            return ["是", "否"]
        return [str(label) for value, label in getattr(field, "choices", []) if value != ""]

    def _drop_down(self, index: int, choices: Iterable[str]) -> None:
        place = self.options.max_column + 1
        last = 0
        for last, text in enumerate(choices, start=1):
            cell = self.options.cell(last, place, text)
            cell.data_type = "s"
        letter = get_column_letter(place)
        named = f"选项{place}"
        area = f"{quote_sheetname(OPTIONS)}!${letter}$1:${letter}${last}"
        self.book.defined_names[named] = DefinedName(named, attr_text=area)
        rule = DataValidation("list", formula1=f"={named}", allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = "不在列表里", "请从下拉列表中选一项"
        rule.add(f"{get_column_letter(index)}2:{get_column_letter(index)}{ROWS + 1}")
        self.page.add_data_validation(rule)
