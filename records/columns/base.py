"""A column of a kind of record, and everything that lists, forms, pages and files ask of it.

Each kind of column is a subclass that answers for itself. `registry.column_of` finds the kind of a model's
column; no other place asks of which class a model field is.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

import django_filters as filters
from django import forms
from django.db import models

from records.columns.cells import Source
from records.columns.values import written

RIGHT = "n"  # the CSS class of cells that stand to the right
NameOf = Callable[[Any], str]  # how a linked record is called; empty where it is not to be named
ValueOf = Callable[[Any], Any]


class Column:
    """A column without a kind of its own. The attributes are what a kind says of all its columns."""

    style = ""  # the CSS class of its cells in a list
    numeric = False  # stands to the right
    sortable = True
    wide = False  # takes the whole width of a record's page
    personal = False  # kept behind a mask
    linked = False  # names other records
    several = False  # of them any number
    places_record = False  # leads to the 社区 that the record is of
    by_hand = False  # names these by text, however many there are to choose from
    wordy = False  # typed as free words: they tell one draft from another
    free = False  # takes any word: 无 is one
    is_day = False
    is_choice = False
    is_money = False  # an amount in 元
    measured = False  # a number that may have a unit
    adds_up = False  # its values make a sum
    number_format = "@"  # of the cells of a template, which keeps 007 and eighteen digits as typed

    def __init__(self, model: type[models.Model], name: str, field: Any) -> None:
        self.model, self.name, self.field = model, name, field

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.model._meta.label}.{self.name}>"

    @cached_property
    def label(self) -> str:
        """The heading everywhere: the field's verbose_name."""
        return str(self.field.verbose_name)

    # ── On pages and in files ───────────────────────────────────────────────
    def format(self, value: Any) -> str:
        """Write a value of the column as text."""
        return written(value)

    def presenter(self, naming: NameOf = str) -> Callable[[Any], str]:
        """Return what writes the column of a record or of one of its versions.

        `naming` says how a linked record is called.
        """
        written_as, value_of = self.format, attrgetter(self.name)
        return lambda record: written_as(value_of(record))

    @cached_property
    def present(self) -> Callable[[Any], str]:
        """The presenter that calls linked records by their own names."""
        return self.presenter()

    def exporter(self, naming: NameOf, *, full: bool) -> ValueOf:
        """Return what gives a cell of a workbook for a record: text as pages write it.

        Personal data is masked, or whole if `full`.
        """
        return self.presenter(naming)

    # ── In forms ────────────────────────────────────────────────────────────
    def form_field(self, **kwargs: Any) -> forms.Field | None:
        """Make the form field, with its widget and hint; None where the column cannot be filled in."""
        return self.field.formfield(**kwargs)

    def compact_field(self, **kwargs: Any) -> forms.Field | None:
        """Make the form field of a table of rows, where every choice is a list and every text a line."""
        return self.form_field(**kwargs)

    def fit(self, form: Any, field: Any) -> None:
        """Fit the field of a form to its record and reader."""

    def copied(self, record: Any) -> Any:
        """Return what the form of a new record begins with where it starts from another one."""
        return self.field.value_from_object(record)

    def typed(self, form: Any) -> str:
        """Write the column as a form was just filled in, like a record's."""
        return self.present(form.instance)

    # ── In the query of a list ──────────────────────────────────────────────
    def filter(self) -> filters.Filter:
        """Make what narrows a list by the column."""
        raise NotImplementedError(f"{self!r} has no filter")

    def sought(self, value: Any) -> str:
        """Write what a list is narrowed to, as it was read from the query."""
        return str(value)

    # ── In files that are read in ───────────────────────────────────────────
    @property
    def attname(self) -> str:
        """The column by which what is on record is compared."""
        return str(self.field.attname)

    @property
    def comparable(self) -> bool:
        """Whether the database can tell which records hold a value."""
        return True

    def stored(self, value: Any) -> Any:
        """Return what is on record in `attname` as `key` has it."""
        return value

    def key(self, value: Any) -> Any:
        """Return a value as it is compared with what is on record."""
        return value

    def spoilt(self, raw: Any, text: str) -> str:
        """Say what Excel has made of a cell that nobody meant; empty where there is nothing of the kind."""
        return ""

    def parse(self, text: str, source: Source) -> Any:
        """Read the value that a cell means, as the form would; `ValidationError` says how to mend it."""
        return source.form_field.clean(text)

    def validate(self, value: Any) -> None:
        """Hold a value that was read against the rules of the model's field."""
        self.field.clean(value, None)

    def echo(self, text: str, value: Any, source: Source) -> str:
        """Write the value as understood, where the cell has it otherwise; empty where it has not."""
        understood = self.format(value)
        return understood if understood != text and text else ""

    def factor(self, unit: str) -> Decimal | None:
        """Return what a number in this unit is multiplied by; None where the unit does not fit the column."""
        return None

    @property
    def vocabulary(self) -> list[str]:
        """What may stand in a cell, where that is a short list."""
        return []

    # ── In templates that are filled in ─────────────────────────────────────
    def options(self, field: Any) -> list[str]:
        """List what the drop-down of a template offers; empty where there is none."""
        return []

    def room(self, field: Any) -> int:
        """Return what a value takes in a template, in Latin letters; 0 where heading and options say it."""
        return 0

    def example(self, field: Any, options: Sequence[str]) -> str:
        """Say how the cells below a heading of a template are filled in."""
        return ""


class Computed(Column):
    """A method of the model or an annotation: shown in lists, and neither filled in nor sorted by."""

    sortable = False

    @property
    def numeric(self) -> bool:  # type: ignore[override]
        return bool(getattr(getattr(self.model, self.name, None), "numeric", False))

    @property
    def style(self) -> str:  # type: ignore[override]
        return RIGHT if self.numeric else ""

    @cached_property
    def label(self) -> str:
        return str(getattr(getattr(self.model, self.name, None), "label", self.name))

    def presenter(self, naming: NameOf = str) -> Callable[[Any], str]:
        return lambda record: written(_called(getattr(record, self.name)))


def _called(value: Any) -> Any:
    return value() if callable(value) else value
