"""What a cell means: each column by the form's own field, asked once for every different value."""

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from import_export import widgets

from dangjian.records.exports import columns
from dangjian.records.fields import NamedRecordField, divided, keys
from dangjian.records.inputs import person_name, plain, without_invisible
from dangjian.records.layout import SheetLayout
from dangjian.records.models import LocalList
from dangjian.records.personal import DigestField, EncryptedField, NameField, Sealed, digest
from dangjian.records.presentation import column, written, written_year
from dangjian.records.years import YearField
from imports.cells import is_picture, refuse_spoilt, text_of
from imports.options import SHOWN, Options, not_among
from imports.synonyms import WORDS
from imports.units import in_yuan

SAID = 3  # faults that one cell is told
YES, NO = ("是", "√", "✓", "✔", "有", "对", "1", "Y", "TRUE"), ("否", "×", "✗", "✘", "无", "没有", "不", "不是", "非", "0", "N", "FALSE")
MASKED = re.compile(r"[\d*]*\*{3,}[\dX]*")


NOT_BROUGHT_IN = "图片，没有导入"


class Kept:
    """The meaning of a masked number: what is on record stays, as it does where the cell is empty."""

    def __repr__(self) -> str:
        return "（保留原值）"


KEPT = Kept()


class Named(NamedTuple):
    """A record that only its name tells: one that the same file brings, further up or down, or one beyond reach."""

    name: str


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
        self.field, self.form_field = column(model, self.name), form_field
        self.model = model
        self.resource_field = resource_field
        resource_field.widget = Reading(self._reader())
        self.scale, self.unit = Decimal(1), ""  # of a bare number of the file: what it is multiplied by, and why
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
    def is_amount(self) -> bool:
        """Whether values add up."""
        counts = isinstance(self.field, models.DecimalField | models.IntegerField) and not self.field.choices
        return counts and not isinstance(self.field, YearField)

    @property
    def personal(self) -> bool:
        return isinstance(self.field, EncryptedField)

    @cached_property
    def digest(self) -> str:
        """Of personal data: the column with its digest, where there is one."""
        return next((f.attname for f in self.model._meta.fields if isinstance(f, DigestField) and f.source == self.name), "")

    @property
    def attname(self) -> str:
        """The column by which what is on record is compared."""
        return self.digest or str(self.field.attname)

    def stored(self, value: Any) -> Any:
        """What is on record in `attname`, as `key` has it.

        A number that is encrypted without a digest may be an empty text, a name may be from before names were written one way.
        """
        if self.personal:
            return value or None
        return person_name(value) if isinstance(self.field, NameField) else value

    def look_beyond(self, rows: QuerySet) -> None:
        """Learn what these records name beyond their reader's reach: it may stand in his file, and stays as it is."""
        if self.field.is_relation:
            model, seen = self.field.related_model, self.form_field.queryset.order_by().values("pk")
            hidden = model._default_manager.filter(pk__in=rows.order_by().values(self.name)).exclude(pk__in=seen)
            found = hidden.select_related(*keys(model))
            self.beyond = {plain(str(name)): item.pk for item in found for name in (item, getattr(item, "told_apart", item))}

    def untouchable(self, before: Any) -> bool:
        """Whether what is on record is beyond the reader's reach."""
        return bool(self.beyond) and before in self.beyond.values()

    def leaves(self, key: Any, before: Any) -> bool:
        """Whether a cell leaves what is on record; an empty or masked one says nothing of what its writer may not see."""
        return key == before or key is KEPT or (key is None and (self.personal or self.untouchable(before)))

    def prepare(self, raws: Iterable[Any]) -> None:
        """Look up everybody named by hand in one query."""
        if isinstance(self.form_field, NamedRecordField):
            texts = {without_invisible(part) for raw in raws if raw for part in divided(self.text(raw))}
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
            refuse_spoilt(raw, text, self.field, optional=not self.required)
            read = "" if is_picture(text) else in_yuan(text, self.scale)
            value = self.resource_field.clean({self.heading: read})
            if value not in (None, "", [], KEPT) and not self.field.is_relation and not self.personal:
                self.field.clean(value, None)
        except ValidationError as error:
            more = f"；等 {len(error.messages)} 处" if len(error.messages) > SAID else ""
            return Meaning(None, None, "；".join(error.messages[:SAID]) + more)
        return Meaning(value, self.key(value), "", self._echo(raw, text, value))

    def key(self, value: Any) -> Any:
        if self.field.many_to_many:
            return frozenset(item.pk for item in value)
        if isinstance(value, Named):
            return self.beyond.get(plain(value.name), value)
        if self.personal:
            return value if value is KEPT else (digest(value) if self.digest else value) or None
        return value.pk if isinstance(value, models.Model) else value

    def text(self, raw: Any) -> str:
        """The cell as somebody would type it."""
        return text_of(raw, day=isinstance(self.field, models.DateField))

    # ── What the text means ─────────────────────────────────────────────────
    def _reader(self) -> Callable[[str], Any]:
        field = self.form_field
        if self.personal:
            return self._personal
        if isinstance(field, NamedRecordField):
            return lambda text: field.clean(self._within_reach(text)) if self.field.many_to_many else self._by_hand(text)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return self._several
        if isinstance(field, forms.ModelChoiceField):
            return self._related
        if isinstance(self.field, models.BooleanField):
            return self._yes_or_no
        if isinstance(field, forms.ChoiceField):
            return self._chosen
        return lambda text: field.clean(text)

    def _within_reach(self, text: str) -> str:
        return "、".join(part for part in divided(text) if plain(part) not in self.beyond) if self.beyond else text

    def _by_hand(self, text: str) -> Any:
        return Named(text) if plain(text) in self.beyond else self.form_field.clean(text)

    def _personal(self, text: str) -> Any:
        return KEPT if MASKED.fullmatch(plain(text)) else Sealed(self.form_field.clean(text))

    def _yes_or_no(self, text: str) -> Any:
        word = plain(text).upper()
        if not word:
            return None if self.field.null else bool(self.fallback)
        if word in YES or word in NO:
            return word in YES
        raise ValidationError(f"“{text}”看不出是或否，请填“是”或“否”")

    def _chosen(self, text: str) -> Any:
        options = {plain(str(name)): value for value, name in self.form_field.choices if value != ""}
        word = plain(text)
        if not word:
            return self.form_field.clean("")
        word = WORDS.get((self.model._meta.label_lower, self.name), {}).get(word, word)
        if word not in options:
            raise ValidationError(not_among(text, {name: name for name in options}))
        return self.form_field.clean(options[word])

    def _related(self, text: str) -> Any:
        name = without_invisible(text)
        if not name or (name == self.without and not self.required):
            return self.form_field.clean("")
        return self._option(name)

    def _several(self, text: str) -> list[Any]:
        found = [self._option(name) for part in divided(self._within_reach(text)) if (name := without_invisible(part))]
        if not found and self.required:
            raise ValidationError(self.form_field.error_messages["required"])
        return list(dict.fromkeys(found))

    def _option(self, name: str) -> Any:
        found = self._options.called(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"“{name}”有 {len(found)} 个，请写明是哪一个，例：{'、'.join(map(str, found[:SHOWN]))}")
        if self.field.related_model is self.model or plain(name) in self.beyond:
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
            return f"{written(value)} 元（按“{self.unit}”换算）"
        if isinstance(raw, datetime) and any(raw.timetuple()[3:6]) and isinstance(value, date):
            return written(value)
        if self.personal or isinstance(self.form_field, NamedRecordField) or isinstance(raw, (date, float, int)):
            return ""
        if isinstance(value, (models.Model, list)):
            return ""
        if value is None and self.field.is_relation:
            return self.without if text != self.without else ""
        understood = self.label(value)
        return understood if understood != text and text else ""

    def label(self, value: Any) -> str:
        """A value as a page writes it."""
        if self.field.choices:
            return str(dict(self.field.flatchoices).get(value, ""))
        return written_year(value) if isinstance(self.field, YearField) else written(value)


def columns_of(sheet: SheetLayout, form: Any) -> dict[str, Column]:
    """The columns of a sheet that its reader may fill in, by name; the Resource says their headings."""
    found = ((f, _form_field(form, f.attribute)) for f in columns(sheet.model, sheet.fields))
    return {f.attribute: Column(f, sheet.model, form_field) for f, form_field in found if form_field is not None}


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
