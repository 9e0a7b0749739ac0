"""A column of a kind of record, and everything that lists, forms, pages and files ask of it.

Each kind of column is a subclass that answers for itself. `registry.column_of` finds the kind of a model's
column; no other place asks of which class a model field is.
"""

from collections.abc import Callable, MutableMapping, Sequence
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any, Protocol

import django_filters as filters
from django import forms
from django.db import models

from access.roles import Reader
from records.columns.cells import Source
from records.columns.values import format_value

RIGHT = "n"  # the CSS class of cells that stand to the right
NameOf = Callable[[Any], str]  # how a linked record is called; empty where it is not to be named
ValueOf = Callable[[Any], Any]


class FormOfRecord(Protocol):
    """A form of one record for one reader, as far as its columns ask it: `records.forms.RecordForm`."""

    instance: Any
    reader: Reader
    fields: dict[str, forms.Field]
    initial: MutableMapping[str, Any]
    cleaned_data: dict[str, Any]
    #: What many-to-many columns name that the reader cannot see.
    beyond_reach: dict[str, list[models.Model]]


class Column:
    """A column without a kind of its own. The attributes are what a kind says of all its columns."""

    #: The CSS class of its cells in a list.
    style = ""
    #: It stands to the right.
    numeric = False
    #: A list may be sorted by it.
    sortable = True
    #: It takes the whole width of a record's page.
    wide = False
    #: It is kept behind a mask.
    personal = False
    #: It names other records.
    linked = False
    #: It names any number of them.
    several = False
    #: It leads to the 社区 that the record is of.
    places_record = False
    #: It names records by text, however many there are to choose from.
    by_hand = False
    #: It is typed as free words, which tell one draft from another.
    wordy = False
    #: It takes any word: 无 is one.
    free = False
    #: It holds a day.
    is_day = False
    #: It holds 是 or 否.
    is_yes_or_no = False
    #: It holds one of a few choices.
    is_choice = False
    #: It holds an amount in 元.
    is_money = False
    #: It holds a number that may have a unit.
    measured = False
    #: Its values make a sum.
    adds_up = False
    #: The format of the cells of a template; this one keeps 007 and eighteen digits as typed.
    number_format = "@"

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
        return format_value(value)

    def presenter(self, naming: NameOf = str) -> Callable[[Any], str]:
        """Return what writes the column of a record or of one of its versions.

        `naming` says how a linked record is called.
        """
        format_value, value_of = self.format, attrgetter(self.name)
        return lambda record: format_value(value_of(record))

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
    def form_field(self, **kwargs: object) -> forms.Field | None:
        """Make the form field, with its widget and hint; None where the column cannot be filled in."""
        return self.field.formfield(**kwargs)

    def compact_field(self, **kwargs: object) -> forms.Field | None:
        """Make the form field of a table of rows, where every choice is a list and every text a line."""
        return self.form_field(**kwargs)

    def fit(self, form: FormOfRecord, field: Any) -> None:
        """Fit the field of a form to its record and reader."""

    def initial_copy(self, record: models.Model) -> Any:
        """Return what the form of a new record begins with where it starts from another one."""
        return self.field.value_from_object(record)

    def text_in_form(self, form: FormOfRecord) -> str:
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

    def stored_key(self, value: Any) -> Any:
        """Return what is on record in `attname` as `key` has it."""
        return value

    def key(self, value: Any) -> Any:
        """Return a value as it is compared with what is on record."""
        return value

    def spoilt(self, raw: object, text: str) -> str:
        """Say what Excel has made of a cell that nobody meant; empty where there is nothing of the kind."""
        return ""

    def parse(self, text: str, source: Source) -> Any:
        """Read the value that a cell means, as the form would; `ValidationError` says how to mend it."""
        return source.form_field.clean(text)

    def validate(self, value: object) -> None:
        """Hold a value that was read against the rules of the model's field."""
        self.field.clean(value, None)

    def echo(self, text: str, value: object, source: Source) -> str:
        """Write the value as understood, where the cell has it otherwise; empty where it has not."""
        meaning = self.format(value)
        return meaning if text and meaning != text else ""

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
        return lambda record: format_value(self._value(record))

    def _value(self, record: models.Model) -> object:
        value = getattr(record, self.name)
        return value() if callable(value) else value
