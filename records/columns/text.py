"""Columns of free text: a line, several lines, the name of a person."""

from collections.abc import Sequence

from django import forms

from records import inputs
from records.columns.base import Column
from records.columns.cells import LOST_DIGITS, has_lost_digits

WIDEST = 40  # room in a template, in Latin letters


class Text(Column):
    """A line of text."""

    wordy = True
    free = True
    form_class: type[forms.Field] = inputs.TextField

    def form_field(self, **kwargs: object) -> forms.Field | None:
        return self.field.formfield(form_class=self.form_class, **kwargs)

    def spoilt(self, raw: object, text: str) -> str:
        return LOST_DIGITS if has_lost_digits(raw) else ""

    def room(self, field: forms.CharField) -> int:
        return field.max_length // 4 if field.max_length else WIDEST

    def example(self, field: forms.CharField, options: Sequence[str]) -> str:
        return f"最多 {field.max_length} 个字" if field.max_length else ""


class LongText(Text):
    """Text of several lines; a line in a table of rows."""

    style = "cut"
    wide = True

    def compact_field(self, **kwargs: object) -> forms.Field | None:
        field = self.form_field(**kwargs)
        if field is not None:
            field.widget = forms.TextInput()
        return field


class Name(Text):
    """The name of a person: the same person is written the same way."""

    form_class = inputs.NameField

    def stored_key(self, value: str | None) -> str | None:
        """Write it the one way: it may be from before there was one."""
        return inputs.person_name(value) if value else value
