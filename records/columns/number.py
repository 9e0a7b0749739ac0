"""Columns of numbers: counts, years, amounts of money, percentages."""

import re
from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.utils import timezone

from records import inputs
from records.columns.base import RIGHT, Column, NameOf, ValueOf
from records.columns.cells import is_number
from records.columns.units import COUNTED, COUNTS, MONEY

PLAIN = "General"


class YearField(models.PositiveSmallIntegerField):
    """A calendar year: 2025 names a year, it does not count anything."""

    def deconstruct(self) -> Any:
        """Describe it to migrations as the plain number it is stored as."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


class PercentField(models.DecimalField):
    """A percentage, stored as what stands before its sign: 85.5 of 85.5%."""

    def __init__(self, *args: Any, max_digits: int = 5, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def deconstruct(self) -> Any:
        """Describe it to migrations as the plain number it is stored as."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class HoursField(models.DecimalField):
    """学时, in tenths of an hour."""

    def __init__(self, *args: Any, max_digits: int = 5, decimal_places: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def deconstruct(self) -> Any:
        """Describe it to migrations as the plain number it is stored as."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class Number(Column):
    """A number: it stands to the right, and is a number in Excel."""

    style = RIGHT
    numeric = True
    measured = True
    form_class: type[forms.Field]

    def exporter(self, naming: NameOf, *, full: bool) -> ValueOf:
        return attrgetter(self.name)

    def form_field(self, **kwargs: object) -> forms.Field | None:
        return self.field.formfield(form_class=self.form_class, **kwargs)

    def filter(self) -> filters.Filter:
        """Ask for a number, written as in a form.

        django-filter's own would take -1e99999999 and count its digits for minutes.
        """
        number_filter = filters.Filter(field_name=self.name, label=self.label)
        number_filter.field_class = self.form_class
        return number_filter


class Integer(Number):
    """A count."""

    adds_up = True
    number_format = PLAIN
    form_class = inputs.IntegerField

    def factor(self, unit: str) -> Decimal | None:
        """Accept of 户数 the units 户 and 户次; of a number that does not say what it counts, any that counts."""
        match = re.search(rf"({'|'.join(COUNTED)})数", self.label)
        fitting = COUNTED[match[1]] if match else COUNTS
        return Decimal(1) if unit in fitting else None

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return "例：12"


class Year(Integer):
    """A calendar year, written without separators: it is a name, not an amount."""

    adds_up = False
    form_class = inputs.YearField

    def format(self, value: int | None) -> str:
        return "" if value is None else str(value)

    def factor(self, unit: str) -> Decimal | None:
        return Decimal(1) if unit == "年" else None

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return f"例：{timezone.localdate().year}"


class Money(Number):
    """An amount in 元."""

    is_money = True
    adds_up = True
    number_format = "#,##0.00"
    form_class = inputs.AmountField

    def factor(self, unit: str) -> Decimal | None:
        return Decimal(MONEY[unit]) if unit in MONEY else None

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return "以元计，例：12000 或 1.2万"


class Hours(Number):
    """学时: 4.5."""

    adds_up = True
    number_format = PLAIN
    form_class = inputs.HoursField

    def format(self, value: Decimal | None) -> str:
        return "" if value is None else f"{Decimal(value).normalize():f}"

    def factor(self, unit: str) -> Decimal | None:
        return Decimal(1) if unit in ("学时", "小时") else None

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return "例：1.5"


LARGEST_SHARE = 10  # 1000%


class Percent(Number):
    """A percentage. In Excel a text: a cell that shows 85% holds 0.85, as does one that shows 0.85."""

    form_class = inputs.PercentField

    def format(self, value: Decimal | None) -> str:
        return "" if value is None else inputs.format_percent(value)

    def exporter(self, naming: NameOf, *, full: bool) -> ValueOf:
        return self.presenter(naming)

    def sought(self, value: Decimal) -> str:
        return self.format(value)

    def factor(self, unit: str) -> Decimal | None:
        return Decimal(1) if unit == "%" else None

    def spoilt(self, raw: object, text: str) -> str:
        if not is_number(raw) or not 0 < abs(raw) <= LARGEST_SHARE:
            return ""
        share = Decimal(text)
        as_number, as_share = inputs.format_percent(share), inputs.format_percent(share * 100)
        return f"看不出是 {as_number} 还是 {as_share}。请把单元格设为“文本”格式，写上百分号，{inputs.PERCENT_EXAMPLE}"

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return inputs.PERCENT_EXAMPLE
