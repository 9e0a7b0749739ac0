"""Columns of yes and no."""

from collections.abc import Sequence

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError

from records.columns.base import Column
from records.columns.cells import PICKED, Source
from records.inputs import plain

ANSWERS = [("True", "是"), ("False", "否")]
YES = ("是", "是的", "√", "✓", "✔", "有", "对", "1", "Y", "TRUE")
NO = ("否", "×", "✗", "✘", "无", "没有", "不", "不是", "非", "0", "N", "FALSE")


class Boolean(Column):
    """是 or 否."""

    free = True
    is_yes_or_no = True

    def filter(self) -> filters.Filter:
        return filters.ChoiceFilter(
            field_name=self.name, label=self.label, choices=ANSWERS, empty_label="不限"
        )

    def sought(self, value: str) -> str:
        return dict(ANSWERS)[value]

    def parse(self, text: str, source: Source) -> bool | None:
        word = plain(text).upper()
        if not word:
            return None if self.field.null else bool(source.fallback)
        if word in YES or word in NO:
            return word in YES
        raise ValidationError(f"“{text}”看不出是或否，请填“是”或“否”")

    @property
    def vocabulary(self) -> list[str]:
        return ["是", "否", "√", "×"]

    def options(self, field: forms.Field) -> list[str]:
        return [text for _, text in ANSWERS]

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return PICKED
