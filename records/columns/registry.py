"""Which kind of column a model field is: the one place that asks of which class it is."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from records.columns.base import Column, Computed
from records.columns.boolean import Boolean
from records.columns.choice import Choice
from records.columns.date import Date
from records.columns.number import Hours, HoursField, Integer, Money, Percent, PercentField, Year, YearField
from records.columns.personal import Personal
from records.columns.reference import Many, NameMany, NameOne, PickOne, Place
from records.columns.text import LongText, Name, Text
from records.personal import EncryptedField, NameField

# The first that fits: a year is a whole number too, and an encrypted text a text.
KINDS: tuple[tuple[type[models.Field], type[Column]], ...] = (
    (models.BooleanField, Boolean),
    (models.DateField, Date),
    (YearField, Year),
    (models.IntegerField, Integer),
    (PercentField, Percent),
    (HoursField, Hours),
    (models.DecimalField, Money),
    (NameField, Name),
    (models.CharField, Text),
    (models.TextField, LongText),
)


def column_of(model: type[models.Model], name: str) -> Column:
    """Find the column of a model by name: of a field, a method or an annotation."""
    return _column(model, name)


@cache
def _column(model: type[models.Model], name: str) -> Column:
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return Computed(model, name, None)
    return _kind(field)(model, name, field)


def columns_of(model: type[models.Model], names: Iterable[str]) -> list[Column]:
    """Find several columns of a model, in this order."""
    return [column_of(model, name) for name in names]


def _kind(field: Any) -> type[Column]:
    if isinstance(field, EncryptedField):
        return Personal
    if field.is_relation:
        return _reference(field)
    if field.choices:
        return Choice
    for field_class, kind in KINDS:
        if isinstance(field, field_class):
            return kind
    return Column


def _reference(field: models.ForeignKey | models.ManyToManyField) -> type[Column]:
    by_hand = getattr(field.related_model, "named_by_hand", False)
    if field.many_to_many:
        return NameMany if by_hand else Many
    if field.name == "community":
        return Place
    return NameOne if by_hand else PickOne
