"""What a cell means: each column by the form's own field, asked once for every different value."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from import_export import fields, widgets

from imports.parse.cells import (
    Month,
    has_time,
    is_picture,
    month_of,
    refuse_lost_zero,
    refuse_spoilt,
    text_of,
    with_year,
)
from imports.parse.decisions import LEFT_OUT, NOTHING, Decisions
from imports.parse.options import Options
from imports.parse.units import in_yuan
from imports.parse.words import words_of
from records.columns.choice import SHOWN
from records.columns.links import names_within
from records.columns.named import split_names
from records.columns.personal import KEPT
from records.columns.reference import Named
from records.columns.registry import column_of
from records.columns.values import format_value
from records.exports import columns
from records.forms import RecordForm
from records.inputs import plain, without_invisible
from records.layout import SheetLayout
from records.models import LocalList, Record
from spreadsheets.reading.grids import Cell

MOST_MESSAGES = 3  # faults that are named of one cell
NOT_BROUGHT_IN = "图片，没有导入"
MONTH_ALONE = "只有年月，不填"
NOT_FILLED = "不填"
NO_WORDS: Mapping[str, str] = {}


class Meaning(NamedTuple):
    """What one value of a column stands for.

    `key` compares it with what is on record; `echo` is the value as understood, where the cell has it
    otherwise.
    """

    value: Any
    key: Any
    error: str = ""
    echo: str = ""


class FormWidget(widgets.Widget):
    """An import-export widget that reads text as the form would."""

    def __init__(self, read: Callable[[str], object]) -> None:
        super().__init__()
        self.read = read

    def clean(self, value: str, row: Mapping[str, str] | None = None, **kwargs: object) -> object:
        return self.read(value)


class Column:
    """A column of a sheet; `meaning` remembers, for a year of rows holds few different values."""

    def __init__(self, resource_field: fields.Field, model: type[Record], form_field: forms.Field) -> None:
        self.name = resource_field.attribute
        self.heading = resource_field.column_name
        self.model = model
        self.kind = column_of(model, self.name)
        self.field = self.kind.field
        self.form_field: Any = form_field  # that of a link has a queryset
        self.required = bool(form_field.required)
        self.resource_field = resource_field
        resource_field.widget = FormWidget(self._read)
        self.scale, self.unit = (
            Decimal(1),
            "",
        )  # what a bare number is multiplied by, and the unit that says so
        self.decided_unit: str | None = None
        self.decided_year = ""  # of days that are written without one
        self.decided_words: Mapping[str, str] = NO_WORDS  # what is read in place of a text of the file
        self.beyond: dict[str, int] = {}  # names that the records have there and their reader cannot see
        self._meanings: dict[tuple[type, Cell], Meaning] = {}

    @property
    def fallback(self) -> Any:
        """What the form would show in an empty new form; None where it shows nothing."""
        return self.field.get_default() if self.field.has_default() else None

    @property
    def without(self) -> str:
        """What stands where a record names none: 街道本级."""
        return str(getattr(self.model, f"without_{self.name}", ""))

    @property
    def words(self) -> Mapping[str, str]:
        """Other words for a choice, to its label."""
        return words_of(self.model._meta.label_lower, self.name).sure

    # ── What was decided ────────────────────────────────────────────────────
    def decide(self, decisions: Decisions) -> None:
        """Take over what was decided of the column."""
        self.decided_words = decisions.words.get(self.name, NO_WORDS)
        self.decided_unit = decisions.units.get(self.name)
        self.decided_year = decisions.years.get(self.name, "")

    def texts(self, raw: Cell) -> list[str]:
        """Return the texts of a cell that each stand for something.

        The names in a list of names, or all of it.
        """
        text = self.text(raw)
        parts = split_names(text) if self.kind.several else [text]
        return [without_invisible(part) for part in parts if part.strip()]

    def leaves_out(self, raw: Cell) -> str:
        """Return the text of a cell whose row was decided to be left out; empty where it is not."""
        if not self.decided_words or raw is None:
            return ""
        for text in self.texts(raw):
            if self.decided_words.get(plain(text)) == LEFT_OUT:
                return text
        return ""

    def _as_decided(self, text: str) -> str:
        """Return what is to be read in place of the text of a cell."""
        if self.decided_year:
            return with_year(text, self.decided_year)
        if not self.decided_words:
            return text
        if not self.kind.several:
            return self._decided_word(text)
        names = filter(None, map(self._decided_word, split_names(text)))
        return "、".join(names)

    def _decided_word(self, text: str) -> str:
        text_meant = self.decided_words.get(plain(text), text)
        return "" if text_meant == NOTHING else text_meant

    # ── Names beyond reach ──────────────────────────────────────────────────
    def is_beyond(self, name: str) -> bool:
        """Tell whether a record is named that the records there name and their reader cannot see."""
        return bool(self.beyond) and plain(name) in self.beyond

    def look_beyond(self, rows: QuerySet) -> None:
        """Learn what these records name beyond their reader's reach.

        It may stand in a file that was exported, and stays as it is.
        """
        if not self.kind.linked:
            return
        target = self.field.related_model
        named_records = target._default_manager.everywhere().filter(pk__in=rows.order_by().values(self.name))
        visible = self.form_field.queryset.order_by().values("pk")
        for record in named_records.exclude(pk__in=visible).select_related(*names_within(target)):
            self.beyond[plain(str(record))] = record.pk
            self.beyond[plain(str(getattr(record, "told_apart", record)))] = record.pk

    def untouchable(self, before: object) -> bool:
        """Tell whether what is on record is beyond the reader's reach."""
        return bool(self.beyond) and before in self.beyond.values()

    def leaves(self, key: object, before: object) -> bool:
        """Tell whether a cell leaves what is on record.

        An empty or masked one says nothing of what its writer may not see, a month alone nothing of the day.
        """
        if key == before or key is KEPT or isinstance(key, Month):
            return True
        return key is None and (self.kind.personal or self.untouchable(before))

    # ── What a cell means ───────────────────────────────────────────────────
    def prepare(self, raws: Iterable[Cell]) -> None:
        """Look up everybody named by hand in one query."""
        if not self.kind.by_hand:
            return
        names: set[str] = set()
        for raw in raws:
            if raw:
                names.update(map(without_invisible, split_names(self._as_decided(self.text(raw)))))
        self.form_field.preload(names)

    def meaning(self, raw: Cell) -> Meaning:
        """Read a cell, unless the same was read before."""
        typed_value = (raw.__class__, raw)  # 1 and True are equal, and mean different things
        meaning = self._meanings.get(typed_value)
        if meaning is None:
            meaning = self._meanings[typed_value] = self._understand(raw)
        return meaning

    def _understand(self, raw: Cell) -> Meaning:
        try:
            text = self.text(raw)
            month = month_of(raw, text) if self.kind.is_day else None
            if month:
                return self._meaning_of_month(text, month)
            text_meant = self._as_decided(text)
            if self.decided_year:
                refuse_lost_zero(raw, text)
            refuse_spoilt(raw, text_meant, self.kind, optional=not self.required)
            text_in_yuan = "" if is_picture(text_meant) else in_yuan(text_meant, self.scale)
            value = self.resource_field.clean({self.heading: text_in_yuan})
            if value not in (None, "", []):
                self.kind.validate(value)
        except ValidationError as error:
            return Meaning(None, None, _shorten(error.messages))
        echo = text_meant or NOT_FILLED if text_meant != text else self._echo(raw, text, value)
        return Meaning(value, self.key(value), "", echo)

    def _meaning_of_month(self, text: str, month: Month) -> Meaning:
        """Let a day that may be left out be left out where only its month is known; another may tell it."""
        if self.required:
            return Meaning(None, None, f"“{text}”只有年月，缺哪一天，请补上")
        return Meaning(month, month, "", MONTH_ALONE)

    def key(self, value: object) -> Any:
        """Return a value as it is compared with what is on record."""
        if isinstance(value, Named):
            return self.beyond.get(plain(value.name), value)
        return self.kind.key(value)

    def text(self, raw: Cell) -> str:
        """Write the cell as somebody would type it."""
        return text_of(raw, day=self.kind.is_day)

    def _read(self, text: str) -> object:
        return self.kind.parse(text, self)

    def option(self, name: str) -> Model | Named:
        """Find the record of that name, or return its name alone where the file may bring it.

        `ValidationError` where there is none, or more than one.
        """
        records = self._options.records_by_name(name)
        if len(records) == 1:
            return records[0]
        if records:
            examples = "、".join(map(str, records[:SHOWN]))
            raise ValidationError(f"“{name}”有 {len(records)} 个，请写明是哪一个，例：{examples}")
        if self.field.related_model is self.model or self.is_beyond(name):
            return Named(name)
        raise ValidationError(self.explain_absence(name))

    def explain_absence(self, name: str) -> str:
        """Say that there is no record of that name, and which there are."""
        return self._options.explain_absence(name, "" if self.required else self.without)

    @cached_property
    def _options(self) -> Options:
        return Options(self.form_field.queryset)

    def _echo(self, raw: Cell, text: str, value: object) -> str:
        """Write the value as understood, where it was written otherwise."""
        if is_picture(text):
            return NOT_BROUGHT_IN
        if in_yuan(text, self.scale) != text:
            return f"{format_value(value)} 元（按“{self.unit}”换算）"
        if isinstance(raw, datetime) and has_time(raw) and isinstance(value, date):
            return format_value(value)
        if isinstance(raw, (date, float, int)):
            return ""
        return self.kind.echo(text, value, self)


def _shorten(messages: list[str]) -> str:
    text = "；".join(messages[:MOST_MESSAGES])
    if len(messages) > MOST_MESSAGES:
        text += f"；等 {len(messages)} 处"
    return text


def columns_of(sheet: SheetLayout, form: RecordForm) -> dict[str, Column]:
    """Return the columns that the reader of a form may fill in, by name, under the headings of the export."""
    fillable = {}
    for resource_field in columns(sheet.model, sheet.fields):
        form_field = _form_field(form, resource_field.attribute)
        if form_field is not None:
            fillable[resource_field.attribute] = Column(resource_field, sheet.model, form_field)
    return fillable


def _form_field(form: RecordForm, name: str) -> forms.Field | None:
    """Return the form's own field; None where it has none.

    A local list has its retired terms too, and a list that is empty yet is there to say so.
    """
    field: Any = form.fields.get(name)
    if field is None and form.reader.record_reach.is_whole and name in form.base_fields:
        field = deepcopy(form.base_fields[name])
        field.queryset = field.queryset.none()
    model = getattr(getattr(field, "queryset", None), "model", None)
    if isinstance(model, type) and issubclass(model, LocalList):
        field.queryset = model._default_manager.visible_to(form.reader)  # type: ignore[attr-defined]
    return field
