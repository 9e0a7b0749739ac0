"""How a value is written on a page: one way for lists, details, history and exports."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from dangjian.records.models import Record
from dangjian.records.personal import DigestField, EncryptedField, digest
from dangjian.records.readers import Reader, reached_communities
from dangjian.records.years import YearField

SYSTEM = {"id", "version", "submission", "subdistrict"}
NOTHING = "—"
BEYOND = "（不在负责范围内）"
NameOf = Callable[[Any], str]  # how a linked record is called; empty where it is not to be named


def shown_fields(model: type[models.Model]) -> list[Any]:
    """The columns that people fill in, in the model's order."""
    fields = [f for f in model._meta.get_fields() if getattr(f, "editable", False) and not f.auto_created and f.name not in SYSTEM]
    return [f for f in fields if f.concrete]


def column(model: type[models.Model], name: str) -> Any:
    """The model's column of that name; None for a method or an annotation."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def label(model: type[models.Model], name: str) -> str:
    """The heading of a column, from the field's verbose_name or the method's `label`."""
    found = column(model, name)
    if found is not None:
        return str(found.verbose_name)
    return str(getattr(getattr(model, name, None), "label", name))


class NamesWithinReach:
    """Name linked records for one reader; of those beyond his reach say only that there are some.

    `silent` leaves them out altogether: a file that is read in again leaves alone what it does not name.
    """

    def __init__(self, reader: Reader, naming: NameOf = str, silent: bool = False) -> None:
        self.reached = reached_communities(reader)
        self.naming, self.silent = naming, silent

    def __call__(self, linked: Any) -> str:
        if not isinstance(linked, Record) or linked.is_within(self.reached):
            return self.naming(linked)
        return "" if self.silent else BEYOND


def present(record: Any, name: str, model: type[models.Model] | None = None, naming: NameOf = str) -> str:
    """A record's value as text: choices by label, dates as 2026-11-20, personal data masked; empty if there is none.

    Of a record, or of one of its versions where `model` says whose. `naming` says how a linked record is called.
    """
    kind: Any = model or type(record)
    return _usual_presenter(kind, name)(record) if naming is str else presenter(kind, name, naming)(record)


@cache
def _usual_presenter(model: type[models.Model], name: str) -> Callable[[Any], str]:
    return presenter(model, name)


def presenter(model: type[models.Model], name: str, naming: NameOf = str) -> Callable[[Any], str]:
    """What writes the values of one column, for those who write many; `naming` says how a linked record is called."""
    found = column(model, name)
    if found is None:
        return lambda record: written(value() if callable(value := getattr(record, name)) else value)
    if isinstance(found, EncryptedField):
        return lambda record: found.mask(getattr(record, name) or "")
    if found.many_to_many:
        return lambda record: "、".join(_linked(record, found, naming))
    if found.is_relation:
        nothing = getattr(model, f"without_{name}", "")
        return lambda record: _related(record, found, naming) or nothing
    if found.choices:
        labels = {value: str(text) for value, text in found.flatchoices}
        return lambda record: labels.get(value := getattr(record, name), str(value or ""))
    if isinstance(found, YearField):
        return lambda record: written_year(getattr(record, name))
    return lambda record: written(getattr(record, name))


def _related(record: Any, found: Any, naming: NameOf) -> str:
    try:
        linked = getattr(record, found.name)
    except ObjectDoesNotExist:  # an old version may name what has been taken away since
        return "（已移走的记录）"
    return naming(linked) if linked else ""


def _linked(record: Any, found: Any, naming: NameOf) -> list[str]:
    """The names behind a many-to-many column, of a record or of one of its versions."""
    rows = getattr(record, found.name).all()
    if hasattr(record, "history_id"):
        key = found.m2m_reverse_field_name()
        ids = [getattr(row, f"{key}_id") for row in rows]
        rows = found.related_model._default_manager.filter(pk__in=ids)
    names = [naming(row) for row in rows]
    hidden = names.count(BEYOND)
    shown = sorted(name for name in names if name not in ("", BEYOND))
    return [*shown, f"另有 {hidden} 项不在负责范围内"] if hidden else shown


def written(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def written_year(year: int | None) -> str:
    """A year is a name, not an amount: no separators."""
    return "" if year is None else str(year)


def find_personal(model: type[models.Model], text: str) -> models.Q:
    """Records whose encrypted columns hold exactly this text, by digest."""
    return find_digest(model, digest(text.upper()))


def find_digest(model: type[models.Model], number: str) -> models.Q:
    """Records one of whose encrypted columns has this digest; none of a kind without such columns."""
    found = models.Q(pk__in=[])
    for field in model._meta.fields:
        if isinstance(field, DigestField):
            found |= models.Q(**{field.name: number})
    return found
