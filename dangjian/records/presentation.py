"""How a value is written on a page: one way for lists, details, history and exports."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from dangjian.records.personal import DigestField, EncryptedField, digest

SYSTEM = {"id", "version", "submission", "subdistrict"}
NOTHING = "—"


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


def present(record: Any, name: str, model: type[models.Model] | None = None) -> str:
    """A record's value as text: choices by label, dates as 2026-11-20, personal data masked; empty if there is none."""
    found = column(model or type(record), name)
    if found is None:
        value = getattr(record, name)
        return written(value() if callable(value) else value)
    if isinstance(found, EncryptedField):
        return found.mask(getattr(record, name) or "")
    if found.many_to_many:
        return "、".join(_linked(record, found))
    if found.is_relation:
        return _related(record, found) or getattr(model or type(record), f"without_{name}", "")
    value = getattr(record, name)
    if found.choices:
        return str(dict(found.flatchoices).get(value, value or ""))
    return written(value)


def _related(record: Any, found: Any) -> str:
    try:
        return str(getattr(record, found.name) or "")
    except ObjectDoesNotExist:  # an old version may name what has been taken away since
        return "（已移走的记录）"


def _linked(record: Any, found: Any) -> list[str]:
    """The names behind a many-to-many column, of a record or of one of its versions."""
    rows = getattr(record, found.name).all()
    if hasattr(record, "history_id"):
        key = found.m2m_reverse_field_name()
        ids = [getattr(row, f"{key}_id") for row in rows]
        rows = found.related_model._default_manager.filter(pk__in=ids)
    return sorted(str(row) for row in rows)


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


def find_personal(model: type[models.Model], text: str) -> models.Q:
    """Records whose encrypted columns hold exactly this text, by digest."""
    found = models.Q()
    for field in model._meta.fields:
        if isinstance(field, DigestField):
            found |= models.Q(**{field.name: digest(text.upper())})
    return found
