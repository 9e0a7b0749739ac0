"""How a value is written on a page: one way for lists, details, history and exports."""

from typing import Any

from django.db import models

from access.roles import Reader
from records.columns.base import Column, NameOf
from records.columns.reference import BEYOND
from records.columns.registry import column_of
from records.models import Record
from records.personal import digest, digest_fields

SYSTEM = {"id", "version", "submission", "subdistrict"}
NOTHING = "—"


def shown_columns(model: type[models.Model]) -> list[Column]:
    """The columns that people fill in, in the model's order."""
    fields = [
        f
        for f in model._meta.get_fields()
        if getattr(f, "editable", False) and not f.auto_created and f.name not in SYSTEM
    ]
    return [column_of(model, f.name) for f in fields if f.concrete]


def column(model: type[models.Model], name: str) -> Any:
    """The model's field of that name; None for a method or an annotation."""
    return column_of(model, name).field


def label(model: type[models.Model], name: str) -> str:
    """The heading of a column."""
    return column_of(model, name).label


class NamesWithinReach:
    """Name linked records for one reader; of those beyond his reach say only that there are some.

    `silent` leaves them out altogether: a file that is read in again leaves alone what it does not name.
    """

    def __init__(self, reader: Reader, naming: NameOf = str, silent: bool = False) -> None:
        self.reach = reader.record_reach
        self.naming, self.silent = naming, silent

    def __call__(self, linked: Any) -> str:
        if not isinstance(linked, Record) or self.reach.includes(linked):
            return self.naming(linked)
        return "" if self.silent else BEYOND


def present(record: Any, name: str, model: type[models.Model] | None = None, naming: NameOf = str) -> str:
    """A record's value as text: choices by label, dates as 2026-11-20, personal data masked; empty if there is none.

    Of a record, or of one of its versions where `model` says whose. `naming` says how a linked record is called.
    """
    column = column_of(model or type(record), name)
    return column.present(record) if naming is str else column.presenter(naming)(record)


def find_personal(model: type[models.Model], text: str) -> models.Q:
    """Records whose encrypted columns hold exactly this text, by digest."""
    return find_digest(model, digest(text.upper()))


def find_digest(model: type[models.Model], number: str) -> models.Q:
    """Records one of whose encrypted columns has this digest; none of a kind without such columns."""
    found = models.Q(pk__in=[])
    for field in digest_fields(model):
        found |= models.Q(**{field.name: number})
    return found
