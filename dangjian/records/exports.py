"""Records as an Excel workbook. Columns and their values come from one import-export Resource per model."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db import models
from django.db.models import QuerySet
from import_export import fields, resources
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dangjian.records.models import Record
from dangjian.records.presentation import column, label, present

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = (models.DateField, models.IntegerField, models.DecimalField)


class RecordField(fields.Field):
    """A column: dates and numbers as themselves, everything else as the pages write it (personal data masked)."""

    def __init__(self, name: str, model: type[Record]) -> None:
        super().__init__(attribute=name, column_name=label(model, name))
        found = column(model, name)
        self.plain = isinstance(found, PLAIN) and not found.choices and not found.is_relation

    def export(self, instance: Any, **kwargs: Any) -> Any:
        return getattr(instance, self.attribute) if self.plain else present(instance, self.attribute)


def resource(model: type[Record], names: Iterable[str]) -> type[resources.ModelResource]:
    """The Resource of a page's fields, in form order."""
    declared: dict[str, Any] = {name: RecordField(name, model) for name in names}
    declared["Meta"] = type("Meta", (), {"model": model, "fields": list(declared), "export_order": list(declared)})
    return type(f"{model.__name__}Resource", (resources.ModelResource,), declared)


def workbook(title: str, headings: list[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """An .xlsx of one sheet. Text stays text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(12, 2 * len(heading) + 4)
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: Any, value: Any, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(sheet, value=value if value != "" else None)
    if isinstance(value, str) and value:
        cell.data_type = "s"  # else a leading = becomes a live formula
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    if bold:
        cell.font = Font(bold=True)
    return cell


def export(model: type[Record], names: list[str], records: QuerySet) -> bytes:
    """The records as .xlsx, one row each, the named columns in order."""
    columns = resource(model, names)().get_export_fields()
    rows = ([field.export(record) for field in columns] for record in records.iterator(chunk_size=500))
    return workbook(str(model._meta.verbose_name), [field.column_name for field in columns], rows)
