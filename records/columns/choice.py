"""Columns of one choice among a few that the model declares."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from itertools import islice
from typing import Any, cast

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError

from records.columns.base import Column
from records.columns.cells import LOST_DIGITS, PICKED, Source, has_lost_digits
from records.inputs import plain

FEW = 6  # choices shown at once as buttons rather than in a list
SHOWN = 8  # choices that a message lists


class Choice(Column):
    """One of the model's choices, shown by its label."""

    is_choice = True

    @cached_property
    def labels(self) -> dict[Any, str]:
        """What each stored value is called."""
        return {value: str(text) for value, text in self.field.flatchoices}

    def format(self, value: object) -> str:
        return self.labels.get(value, str(value or ""))

    def form_field(self, **kwargs: object) -> forms.Field | None:
        """Make buttons where one of a few must be chosen, else a list."""
        field = self.field.formfield(**kwargs)
        choices = _without_empty(field)
        if len(choices) <= FEW and field.required:
            field.choices = choices
            field.widget = forms.RadioSelect(choices=choices)
        else:
            field.choices = [("", "请选择"), *choices]
        return field

    def compact_field(self, **kwargs: object) -> forms.Field | None:
        field = self.field.formfield(**kwargs)
        field.choices = [("", "请选择"), *_without_empty(field)]
        field.widget = forms.Select(choices=field.choices)
        return field

    def filter(self) -> filters.Filter:
        choices = {"choices": self.field.choices, "empty_label": "全部"}
        return filters.ChoiceFilter(field_name=self.name, label=self.label, **choices)

    def sought(self, value: object) -> str:
        return self.labels[value]

    def spoilt(self, raw: object, text: str) -> str:
        return LOST_DIGITS if has_lost_digits(raw) else ""

    def parse(self, text: str, source: Source) -> Any:
        options = {plain(str(label)): value for value, label in _without_empty(source.form_field)}
        word = plain(text)
        if not word:
            return source.form_field.clean("")
        word = source.words.get(word, word)
        if word not in options:
            raise ValidationError(not_among(text, dict(zip(options, options, strict=True))))
        return source.form_field.clean(options[word])

    @property
    def vocabulary(self) -> list[str]:
        return list(self.labels.values())

    def options(self, field: forms.Field) -> list[str]:
        return [str(label) for _, label in _without_empty(field)]

    def example(self, field: forms.Field, options: Sequence[str]) -> str:
        return PICKED


def _without_empty(field: forms.Field) -> list[tuple[Any, Any]]:
    """Return the choices of a form field that stand for a value."""
    choices = cast(forms.ChoiceField, field).choices
    return [(value, label) for value, label in choices if value != ""]  # type: ignore[misc, union-attr]


def not_among(text: str, options: Mapping[str, str]) -> str:
    """Say that a text is none of the options, given by their bare names, and which is meant."""
    if not options:
        return f"“{text}”还没有录入，请先录入它"
    closest = get_close_matches(text, options, n=1)
    if closest:
        likeness = SequenceMatcher(None, closest[0], text).ratio()
        names = get_close_matches(text, options, n=2, cutoff=likeness)
        return f"没有“{text}”这一项，是否为{'或'.join(f'“{options[name]}”' for name in names)}？"
    listing = "、".join(islice(options.values(), SHOWN))
    if len(options) > SHOWN:
        listing += "等"
    return f"没有“{text}”这一项，可填：{listing}"
