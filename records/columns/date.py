"""Columns of days."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import django_filters as filters
from django import forms

from records import inputs
from records.columns.base import Column, NameOf, ValueOf
from records.columns.cells import is_number

SERIALS = range(10_000, 100_000)  # numbers that Excel shows as days of the years 1927 to 2173


class RangeWidget(filters.widgets.SuffixedMultiWidget):
    """Two boxes for the first day and the last."""

    template_name = "records/widgets/range.html"
    suffixes = ["from", "to"]

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__((forms.TextInput(), forms.TextInput()), attrs)

    def decompress(self, value: slice | None) -> list[date | None]:
        return [value.start, value.stop] if value else [None, None]


class DateRangeField(filters.fields.RangeField):
    """Two days, each of them optional."""

    widget = RangeWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__((inputs.DateField(), inputs.DateField()), *args, **kwargs)

    def compress(self, days: list[date | None]) -> slice | None:
        return slice(*days) if any(days) else None


class DateRangeFilter(filters.RangeFilter):
    """A filter from one day to another, both included and both optional, in any usual spelling."""

    field_class = DateRangeField


class Date(Column):
    """A day."""

    style = "nowrap"
    is_day = True
    number_format = "yyyy-mm-dd"

    def exporter(self, naming: NameOf, *, full: bool) -> ValueOf:
        return attrgetter(self.name)

    def form_field(self, **kwargs: object) -> forms.Field | None:
        return self.field.formfield(form_class=inputs.DateField, **kwargs)

    def filter(self) -> filters.Filter:
        return DateRangeFilter(field_name=self.name, label=self.label)

    def sought(self, value: slice) -> str:
        return f"{value.start or ''} 至 {value.stop or ''}"

    def spoilt(self, raw: object, text: str) -> str:
        if is_number(raw) and SERIALS.start <= raw < SERIALS.stop:
            return "这是日期的序号，看不出原来的写法。请把单元格设为“日期”格式，核对后再导入"
        return ""

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return inputs.DATE_EXAMPLE
