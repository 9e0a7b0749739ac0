"""How a value is written on a page: one way for lists, details, history and exports."""

from typing import Any

from django.db import models

from access.roles import Reader
from records.columns.base import Column, NameOf
from records.columns.reference import BEYOND
from records.columns.registry import column_of
from records.models import Record
from records.personal import digest_fields

SYSTEM = {"id", "version", "submission", "subdistrict"}
NOTHING = "—"


def shown_columns(model: type[models.Model]) -> list[Column]:
    """Return the columns that people fill in, in the model's order."""
    columns = []
    for field in model._meta.get_fields():
        is_editable = getattr(field, "editable", False) and not field.auto_created
        if is_editable and field.concrete and field.name not in SYSTEM:
            columns.append(column_of(model, field.name))
    return columns


def column(model: type[models.Model], name: str) -> Any:
    """Return the model's field of that name; None for a method or an annotation."""
    return column_of(model, name).field


def label(model: type[models.Model], name: str) -> str:
    """Return the heading of a column."""
    return column_of(model, name).label


class NamesWithinReach:
    """Name linked records for one reader; of those beyond his reach say only that there are some.

    `silent` leaves them out altogether: a file that is read in again leaves alone what it does not name.
    """

    def __init__(self, reader: Reader, naming: NameOf = str, silent: bool = False) -> None:
        self.reach = reader.record_reach
        self.naming, self.silent = naming, silent

    def __call__(self, record: models.Model) -> str:
        if not isinstance(record, Record) or self.reach.includes(record):
            return self.naming(record)
        return "" if self.silent else BEYOND


def present(record: Any, name: str, model: type[models.Model] | None = None, naming: NameOf = str) -> str:
    """Write a record's value: choices by label, dates as 2026-11-20, personal data masked.

    `record` may be one of its versions where `model` says whose. `naming` says how a linked record is called.
    """
    column = column_of(model or type(record), name)
    if naming is str:
        return column.present(record)
    return column.presenter(naming)(record)


def find_digest(model: type[models.Model], number: str) -> models.Q:
    """Return the condition of an encrypted column with this digest; without such columns none fits."""
    condition = models.Q(pk__in=[])
    for field in digest_fields(model):
        condition |= models.Q(**{field.name: number})
    return condition
