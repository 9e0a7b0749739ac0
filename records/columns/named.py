"""Form fields for records that are named by hand, where there are too many to scroll through."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from records.columns.links import names_within
from records.inputs import person_name, without_invisible
from records.models import Record

MOST_NAMES = 2000  # in one box
LONGEST_NAME = 100  # characters, with what tells namesakes apart
_DIVIDER = re.compile("[\n、，,;；]+")
_TO_BRACKET = re.compile("[^（(）)]*[（(）)]|[^（(）)]+")


def split_names(text: str) -> list[str]:
    """Divide names at line ends, 、 and commas, but not inside the brackets of 姓名（所属，出生日期）.

    A text of any length is read once: a single pattern that looks ahead for a bracket would read it once for
    each comma.
    """
    parts: list[list[str]] = [[]]
    for stretch in _TO_BRACKET.findall(text):
        if stretch[-1] in "）)":
            parts[-1].append(stretch)
            continue
        first, *others = _DIVIDER.split(stretch)
        parts[-1].append(first)
        parts += [[other] for other in others]
    return ["".join(part) for part in parts]


def _parts(text: str) -> tuple[str, list[str]]:
    """Split 姓名（所属，出生日期） into the name and what tells namesakes apart."""
    match = re.fullmatch(r"(.+?)[（(](.+)[）)]", text)
    if match is None:
        return person_name(text), []
    return person_name(match[1]), re.split("[，,]", match[2])


class NamedRecordField(forms.Field):
    """One record out of thousands, named by hand: no list to scroll through."""

    widget: Any = forms.TextInput

    def __init__(
        self,
        queryset: QuerySet,
        *,
        to_field_name: str | None = None,
        limit_choices_to: Q | dict[str, object] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take what Django gives the field of a key; the two it would choose by are not needed."""
        kwargs.pop("blank", None)
        self.queryset = queryset
        #: The keys of those that the record names already.
        self.current_keys: set[int] = set()
        self._by_name: dict[str, list[Record]] | None = None
        super().__init__(**kwargs)
        self.help_text = "写姓名；同名的写成 姓名（所属）"

    def preload(self, texts: Iterable[str]) -> None:
        """Look up all of these at once, where a file of rows is to be read."""
        self._by_name = {}
        names = {_parts(text)[0] for text in texts if len(text) <= LONGEST_NAME}
        for record in self.queryset.filter(name__in=names).select_related(*names_within(self.queryset.model)):
            self._by_name.setdefault(record.name, []).append(record)

    def _namesakes(self, name: str) -> list[Record]:
        if self._by_name is not None:
            return self._by_name.get(name, [])
        return list(self.queryset.filter(name=name)[:50])

    def prepare_value(self, value: object) -> Any:
        """Return the name of a record, given by its key or itself; a text as it was typed."""
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        if value is None or isinstance(value, Model):
            return str(value or "")
        return value

    def clean(self, value: str | None) -> Any:
        text = without_invisible(str(value or ""))
        if text:
            return self.records_named(text, 1)[0]
        if self.required:
            raise ValidationError(self.error_messages["required"])
        return None

    def records_named(self, text: str, times: int) -> list[Record]:
        """Find the records meant by a name written so many times; 姓名（所属） tells namesakes apart."""
        if len(text) > LONGEST_NAME:
            raise ValidationError(
                f"“{text[:20]}…”有 {len(text)} 个字，不像一个人的姓名；请每行写一位，或用顿号隔开"
            )
        name, hints = _parts(text)
        hints = [hint.strip() for hint in hints]
        records = []
        for record in self._namesakes(name):
            if all(hint in record.told_apart for hint in hints):
                records.append(record)
        if not records:
            raise ValidationError(f"没有找到“{text}”，请核对姓名；须先有这个人的记录")
        if len(records) > times:
            current = [record for record in records if record.pk in self.current_keys]
            records = current or records
        if len(records) > times:
            choices = "、".join(record.told_apart for record in records[:5])
            raise ValidationError(f"“{text}”有 {len(records)} 位，请写明是哪一位，例：{choices}")
        return records

    def has_changed(self, initial: object, data: str | None) -> bool:
        return self.prepare_value(initial) != (data or "")


def _names_in(value: object) -> list[str]:
    """List the names of a text, without empty ones."""
    parts = map(without_invisible, split_names(str(value or "")))
    return list(filter(None, parts))


class NamedRecordsField(NamedRecordField):
    """Several records, one name to a line or divided by 、."""

    widget: Any = forms.Textarea(attrs={"rows": 4})

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.help_text = "每行一位，或用顿号隔开；同名的写成 姓名（所属）"

    def prepare_value(self, value: object) -> Any:
        if isinstance(value, (list, tuple, QuerySet)):
            keys = [record.pk for record in value]
            records = self.queryset.filter(pk__in=keys).select_related()
            return "\n".join(str(record) for record in records)
        return value

    def has_changed(self, initial: object, data: str | None) -> bool:
        """Compare the names: browsers end lines by two characters, and 、 divides as well as a new line."""
        return _names_in(self.prepare_value(initial)) != _names_in(data)

    def clean(self, value: str | None) -> list[Record]:
        names = Counter(_names_in(value))
        if not names and self.required:
            raise ValidationError(self.error_messages["required"])
        if len(names) > MOST_NAMES:
            raise ValidationError(
                f"一格最多写 {MOST_NAMES} 位，现在有 {len(names)} 位，请核对是不是粘贴了别的内容"
            )
        if self._by_name is None:
            self.preload(names)
        records: list[Record] = []
        errors: list[str] = []
        for name, times in names.items():
            try:
                records += self.records_named(name, times)
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(records))
