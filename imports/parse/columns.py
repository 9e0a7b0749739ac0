"""What a cell means: each column by the form's own field, asked once for every different value."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from import_export import widgets

from imports.parse.cells import is_picture, refuse_spoilt, text_of
from imports.parse.options import Options
from imports.parse.synonyms import WORDS
from imports.parse.units import in_yuan
from records.columns.choice import SHOWN
from records.columns.links import names_within
from records.columns.named import split_names
from records.columns.personal import KEPT
from records.columns.reference import Named
from records.columns.registry import column_of
from records.columns.values import format_value
from records.exports import columns
from records.inputs import plain, without_invisible
from records.layout import SheetLayout
from records.models import LocalList

SAID = 3  # faults that one cell is told
NOT_BROUGHT_IN = "图片，没有导入"
NO_WORDS: Mapping[str, str] = {}


class Meaning(NamedTuple):
    """What one value of a column stands for: `key` compares it with what is on record, `echo` is it as understood."""

    value: Any
    key: Any
    error: str = ""
    echo: str = ""


class Reading(widgets.Widget):
    """An import-export widget that reads text as the form would."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self.read = read

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.read(value)


class Column:
    """One column of a sheet; `meaning` remembers, for a year of rows holds few different values."""

    def __init__(self, resource_field: Any, model: Any, form_field: Any) -> None:
        self.name, self.heading = resource_field.attribute, resource_field.column_name
        self.kind, self.form_field = column_of(model, self.name), form_field
        self.field = self.kind.field
        self.model = model
        self.resource_field = resource_field
        resource_field.widget = Reading(self._read)
        self.scale, self.unit = (
            Decimal(1),
            "",
        )  # of a bare number of the file: what it is multiplied by, and why
        self.beyond: dict[str, int] = {}  # names that the records have there and their reader cannot see
        self._known: dict[tuple[type, Any], Meaning] = {}

    @property
    def required(self) -> bool:
        return bool(self.form_field.required)

    @property
    def fallback(self) -> Any:
        """What the form would show in an empty new form; None where it shows nothing."""
        return None if not self.field.has_default() else self.field.get_default()

    @property
    def without(self) -> str:
        """What stands where a record names none: 街道本级."""
        return str(getattr(self.model, f"without_{self.name}", ""))

    @property
    def words(self) -> Mapping[str, str]:
        """Other words for a choice, to its label."""
        return WORDS.get((self.model._meta.label_lower, self.name), NO_WORDS)

    def is_beyond(self, name: str) -> bool:
        """Whether a record is named that the records there name and their reader cannot see."""
        return bool(self.beyond) and plain(name) in self.beyond

    def look_beyond(self, rows: QuerySet) -> None:
        """Learn what these records name beyond their reader's reach: it may stand in his file, and stays as it is."""
        if self.kind.linked:
            model, seen = self.field.related_model, self.form_field.queryset.order_by().values("pk")
            hidden = model._default_manager.filter(pk__in=rows.order_by().values(self.name)).exclude(
                pk__in=seen
            )
            found = hidden.select_related(*names_within(model))
            self.beyond = {
                plain(str(name)): item.pk
                for item in found
                for name in (item, getattr(item, "told_apart", item))
            }

    def untouchable(self, before: Any) -> bool:
        """Whether what is on record is beyond the reader's reach."""
        return bool(self.beyond) and before in self.beyond.values()

    def leaves(self, key: Any, before: Any) -> bool:
        """Whether a cell leaves what is on record; an empty or masked one says nothing of what its writer may not see."""
        return (
            key == before or key is KEPT or (key is None and (self.kind.personal or self.untouchable(before)))
        )

    def prepare(self, raws: Iterable[Any]) -> None:
        """Look up everybody named by hand in one query."""
        if self.kind.by_hand:
            texts = {without_invisible(part) for raw in raws if raw for part in split_names(self.text(raw))}
            self.form_field.preload(texts)

    def meaning(self, raw: Any) -> Meaning:
        seen = (raw.__class__, raw)
        found = self._known.get(seen)
        if found is None:
            found = self._known[seen] = self._understand(raw)
        return found

    def _understand(self, raw: Any) -> Meaning:
        try:
            text = self.text(raw)
            refuse_spoilt(raw, text, self.kind, optional=not self.required)
            read = "" if is_picture(text) else in_yuan(text, self.scale)
            value = self.resource_field.clean({self.heading: read})
            if value not in (None, "", []):
                self.kind.validate(value)
        except ValidationError as error:
            more = f"；等 {len(error.messages)} 处" if len(error.messages) > SAID else ""
            return Meaning(None, None, "；".join(error.messages[:SAID]) + more)
        return Meaning(value, self.key(value), "", self._echo(raw, text, value))

    def key(self, value: Any) -> Any:
        if isinstance(value, Named):
            return self.beyond.get(plain(value.name), value)
        return self.kind.key(value)

    def text(self, raw: Any) -> str:
        """The cell as somebody would type it."""
        return text_of(raw, day=self.kind.is_day)

    # ── What the text means ─────────────────────────────────────────────────
    def _read(self, text: str) -> Any:
        return self.kind.parse(text, self)

    def option(self, name: str) -> Any:
        """The record of that name, or its name alone where the file may bring it; `ValidationError` where there is none."""
        found = self._options.called(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                f"“{name}”有 {len(found)} 个，请写明是哪一个，例：{'、'.join(map(str, found[:SHOWN]))}"
            )
        if self.field.related_model is self.model or self.is_beyond(name):
            return Named(name)
        raise ValidationError(self.unknown(name))

    def unknown(self, name: str) -> str:
        return self._options.unknown(name, "" if self.required else self.without)

    @cached_property
    def _options(self) -> Options:
        return Options(self.form_field.queryset)

    def _echo(self, raw: Any, text: str, value: Any) -> str:
        """The value as understood, where it was written otherwise."""
        if is_picture(text):
            return NOT_BROUGHT_IN
        if in_yuan(text, self.scale) != text:
            return f"{format_value(value)} 元（按“{self.unit}”换算）"
        if isinstance(raw, datetime) and any(raw.timetuple()[3:6]) and isinstance(value, date):
            return format_value(value)
        if isinstance(raw, (date, float, int)):
            return ""
        return self.kind.echo(text, value, self)


def columns_of(sheet: SheetLayout, form: Any) -> dict[str, Column]:
    """The columns of a sheet that its reader may fill in, by name; the Resource says their headings."""
    found = ((f, _form_field(form, f.attribute)) for f in columns(sheet.model, sheet.fields))
    return {
        f.attribute: Column(f, sheet.model, form_field) for f, form_field in found if form_field is not None
    }


def _form_field(form: Any, name: str) -> Any:
    """The form's own. A local list has its retired terms too, and a list that is empty yet is there to say so."""
    field = form.fields.get(name)
    if field is None and form.reader.community_ids is None and name in form.base_fields:
        field = deepcopy(form.base_fields[name])
        field.queryset = field.queryset.none()
    model = getattr(getattr(field, "queryset", None), "model", None)
    if isinstance(model, type) and issubclass(model, LocalList):
        field.queryset = model._default_manager.visible_to(form.reader)  # type: ignore[attr-defined]
    return field
