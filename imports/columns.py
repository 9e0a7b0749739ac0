"""What a cell means: each column by the form's own field, asked once for every different value."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from import_export import widgets

from dangjian.records.exports import columns
from dangjian.records.fields import DIVIDER, NamedRecordField, keys
from dangjian.records.inputs import plain, without_invisible
from dangjian.records.layout import SheetLayout
from dangjian.records.models import LocalList
from dangjian.records.personal import DigestField, EncryptedField, Sealed, digest
from dangjian.records.presentation import column, written

PRECISE = 15  # digits that Excel keeps of a number
SHOWN = 8  # choices that a message lists
SAID = 3  # faults that one cell is told
YES, NO = ("是", "√", "✓", "有", "对", "1", "Y", "TRUE"), ("否", "×", "无", "不", "0", "N", "FALSE")
MASKED = re.compile(r"[\d*]*\*{3,}[\dX]*")


class Kept:
    """The meaning of a masked number: what is on record stays, as it does where the cell is empty."""

    def __repr__(self) -> str:
        return "（保留原值）"


KEPT = Kept()


class Named(NamedTuple):
    """A record that the same file may bring: a superior organisation, say, standing further up or down."""

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

    def __init__(self, resource_field: Any, model: Any, form_field: Any, reader: Any) -> None:
        self.name, self.heading = resource_field.attribute, resource_field.column_name
        self.field, self.form_field = column(model, self.name), form_field
        self.model, self.reader = model, reader
        self.resource_field = resource_field
        resource_field.widget = Reading(self._reader())
        self._known: dict[tuple[type, Any], Meaning] = {}

    @property
    def required(self) -> bool:
        return bool(self.form_field.required)

    @property
    def fallback(self) -> Any:
        """What the form would show in an empty new form; None where it shows nothing."""
        return None if not self.field.has_default() else self.field.get_default()

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

    def beyond_reach(self, pk: Any) -> bool:
        """Whether a record names, in this column, what the reader does not see: as on the form, he cannot take it away."""
        return bool(self.field.many_to_one and pk) and pk not in self._within_reach

    @cached_property
    def _within_reach(self) -> set[Any]:
        return set(self.form_field.queryset.model._default_manager.visible_to(self.reader).values_list("pk", flat=True))

    def prepare(self, raws: Iterable[Any]) -> None:
        """Look up everybody named by hand in one query."""
        if isinstance(self.form_field, NamedRecordField):
            texts = {without_invisible(part) for raw in raws if raw for part in DIVIDER.split(self.text(raw))}
            self.form_field.preload(texts)

    def meaning(self, raw: Any) -> Meaning:
        seen = (raw.__class__, raw)
        found = self._known.get(seen)
        if found is None:
            found = self._known[seen] = self._understand(raw)
        return found

    def _understand(self, raw: Any) -> Meaning:
        try:
            self._refuse_lost_digits(raw)
            text = self.text(raw)
            value = self.resource_field.clean({self.heading: text})
            if value not in (None, "", [], KEPT) and not self.field.is_relation and not self.personal:
                self.field.clean(value, None)
        except ValidationError as error:
            more = f"；等 {len(error.messages)} 处" if len(error.messages) > SAID else ""
            return Meaning(None, None, "；".join(error.messages[:SAID]) + more)
        return Meaning(value, self.key(value), "", self._echo(raw, text, value))

    def key(self, value: Any) -> Any:
        if self.field.many_to_many:
            return frozenset(item.pk for item in value)
        if self.personal:
            return value if value is KEPT else (digest(value) if self.digest else value) or None
        return value.pk if isinstance(value, models.Model) else value

    # ── A cell as text ──────────────────────────────────────────────────────
    def text(self, raw: Any) -> str:
        """The cell as somebody would type it."""
        if raw is None:
            return ""
        if isinstance(raw, bool):
            return written(raw)
        if isinstance(raw, float):
            return format(Decimal(f"{raw:.{PRECISE}g}"), "f")
        if isinstance(raw, datetime):
            return raw.date().isoformat() if not any(raw.timetuple()[3:6]) else raw.strftime("%Y-%m-%d %H:%M")
        return raw.isoformat() if isinstance(raw, date) else str(raw)

    def _refuse_lost_digits(self, raw: Any) -> None:
        numeric = isinstance(raw, (int, float)) and not isinstance(raw, bool)
        if numeric and isinstance(self.field, models.CharField | models.TextField) and abs(raw) >= 10**PRECISE:
            raise ValidationError("号码被当作数字存放，第 15 位以后已经丢失。请把这一列设为“文本”格式，再重新填写完整号码")
        if numeric and isinstance(self.field, models.DateField) and 10_000 <= raw < 100_000:
            raise ValidationError("这是日期的序号，看不出原来的写法。请把单元格设为“日期”格式，核对后再导入")

    # ── What the text means ─────────────────────────────────────────────────
    def _reader(self) -> Callable[[str], Any]:
        field = self.form_field
        if self.personal:
            return self._personal
        if isinstance(field, NamedRecordField):
            return lambda text: field.clean(text)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return self._several
        if isinstance(field, forms.ModelChoiceField):
            return self._related
        if isinstance(self.field, models.BooleanField):
            return self._yes_or_no
        if isinstance(field, forms.ChoiceField):
            return self._chosen
        return lambda text: field.clean(text)

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
        if not plain(text):
            return self.form_field.clean("")
        if plain(text) not in options:
            raise ValidationError(_not_among(text, options))
        return self.form_field.clean(options[plain(text)])

    def _related(self, text: str) -> Any:
        name = without_invisible(text)
        if name in ("", getattr(self.model, f"without_{self.name}", "")):
            return self.form_field.clean("")
        return self._option(name)

    def _several(self, text: str) -> list[Any]:
        found = [self._option(name) for part in DIVIDER.split(text) if (name := without_invisible(part))]
        if not found and self.required:
            raise ValidationError(self.form_field.error_messages["required"])
        return list(dict.fromkeys(found))

    def _option(self, name: str) -> Any:
        found = self._options.get(plain(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"“{name}”有 {len(found)} 个，请写全称，例：{'、'.join(str(item) for item in found[:SAID])}")
        if self.field.related_model is self.model:
            return Named(name)
        raise ValidationError(self.unknown(name))

    def unknown(self, name: str) -> str:
        items = {item.pk: item for found in self._options.values() for item in found if not retired(item)}.values()
        return _not_among(name, [_called(item) for item in items])

    @cached_property
    def _options(self) -> dict[str, list[Any]]:
        """What may be chosen, under its full name and, where that is another, its bare one; terms no longer in use as well."""
        rows, model = self.form_field.queryset, self.form_field.queryset.model
        if issubclass(model, LocalList):
            rows = model._default_manager.visible_to(self.reader)
        options: dict[str, list[Any]] = {}
        for item in rows.select_related(*keys(model)):
            for name in {plain(str(item)), plain(_called(item))}:
                options.setdefault(name, []).append(item)
        return options

    def _echo(self, raw: Any, text: str, value: Any) -> str:
        """The value as understood, where it was written otherwise."""
        if self.personal or isinstance(self.form_field, NamedRecordField) or isinstance(raw, (date, float, int)):
            return ""
        if isinstance(value, (models.Model, list)):
            return ""
        if value is None and self.field.is_relation:
            without = str(getattr(self.model, f"without_{self.name}", ""))
            return without if text != without else ""
        understood = self._label(value)
        return understood if understood != text and text else ""

    def _label(self, value: Any) -> str:
        return str(dict(self.field.flatchoices).get(value, "")) if self.field.choices else written(value)


def _not_among(text: str, options: Iterable[str]) -> str:
    names = list(options)
    if not names:
        return f"“{text}”还没有录入，请先录入它"
    if alike := get_close_matches(text, names, n=1, cutoff=0.5):
        return f"没有“{text}”这一项，是否为“{alike[0]}”？"
    shown = "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")
    return f"没有“{text}”这一项，可填：{shown}"


def _called(item: Any) -> str:
    return str(getattr(item, "name", "") or item)


def retired(value: Any) -> bool:
    """A term of a local list that is no longer in use."""
    return isinstance(value, LocalList) and not value.in_use


def columns_of(sheet: SheetLayout, form: Any) -> dict[str, Column]:
    """The columns of a sheet that its form has, by name; the Resource says their headings."""
    return {
        f.attribute: Column(f, sheet.model, form.fields[f.attribute], form.reader)
        for f in columns(sheet.model, sheet.fields)
        if f.attribute in form.fields
    }
