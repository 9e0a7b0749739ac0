"""Records as an Excel workbook. Columns and their values come from one import-export Resource per model."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from import_export import fields, resources

from dangjian.records.models import Record
from dangjian.records.presentation import column, label, present
from dangjian.records.sheets import Sheet, workbook

PLAIN = (models.DateField, models.IntegerField, models.DecimalField)


class RecordField(fields.Field):
    """A column: dates and numbers as themselves, everything else as the pages write it (personal data masked)."""

    def __init__(self, name: str, model: type[Record]) -> None:
        super().__init__(attribute=name, column_name=label(model, name))
        found = column(model, name)
        self.plain = isinstance(found, PLAIN) and not found.choices and not found.is_relation

    def export(self, instance: Any, **kwargs: Any) -> Any:
        """Of a record, or of one of its versions where `model` says whose."""
        return getattr(instance, self.attribute) if self.plain else present(instance, self.attribute, kwargs.get("model"))


def resource(model: type[Record], names: Iterable[str]) -> type[resources.ModelResource]:
    """The Resource of a page's fields, in form order."""
    declared: dict[str, Any] = {name: RecordField(name, model) for name in names}
    declared["Meta"] = type("Meta", (), {"model": model, "fields": list(declared), "export_order": list(declared)})
    return type(f"{model.__name__}Resource", (resources.ModelResource,), declared)


def columns(model: type[Record], names: Iterable[str]) -> list[RecordField]:
    return list(resource(model, names)().get_export_fields())


def export(model: type[Record], names: list[str], records: QuerySet) -> bytes:
    """The records as .xlsx, one row each, the named columns in order."""
    found = columns(model, names)
    rows = ([field.export(record) for field in found] for record in records.iterator(chunk_size=500))
    sheet = Sheet(str(model._meta.verbose_name), [field.column_name for field in found], rows)
    with workbook([sheet]) as file:
        return file.read()
