"""Form fields for records that are named by hand, where there are too many to scroll through."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from records.columns.links import names_within
from records.inputs import person_name, without_invisible

MOST_NAMES, LONGEST_NAME = (
    2000,
    100,
)  # names in one box, and characters of one with what tells namesakes apart
_DIVIDER = re.compile("[\n、，,;；]+")
_TO_BRACKET = re.compile("[^（(）)]*[（(）)]|[^（(）)]+")


def divided(text: str) -> list[str]:
    """Divide names at line ends, 、 and commas, but not inside the brackets of 姓名（所属，出生日期）.

    A text of any length is read once: a single pattern that looks ahead for a bracket would read it once for each comma.
    """
    parts: list[list[str]] = [[]]
    for stretch in _TO_BRACKET.findall(text):
        within = stretch[-1] in "）)"
        first, *others = [stretch] if within else _DIVIDER.split(stretch)
        parts[-1].append(first)
        parts += [[other] for other in others]
    return ["".join(part) for part in parts]


def _parts(text: str) -> tuple[str, list[str]]:
    """Split 姓名（所属，出生日期） into the name and what tells namesakes apart."""
    match = re.fullmatch(r"(.+?)[（(](.+)[）)]", text)
    return (person_name(match[1]), re.split("[，,]", match[2])) if match else (person_name(text), [])


class NamedRecordField(forms.Field):
    """One record out of thousands, named by hand: no list to scroll through.

    `chosen` are the keys of those that the record names already.
    """

    widget: Any = forms.TextInput

    def __init__(
        self,
        queryset: QuerySet,
        *,
        to_field_name: str | None = None,
        limit_choices_to: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("blank", None)
        self.queryset = queryset
        self.chosen: set[Any] = set()
        self._by_name: dict[str, list[Any]] | None = None
        super().__init__(**kwargs)
        self.help_text = "写姓名；同名的写成 姓名（所属）"

    def preload(self, texts: Iterable[str]) -> None:
        """Look up all of these at once, where a file of rows is to be read."""
        self._by_name = {}
        names = {_parts(text)[0] for text in texts if len(text) <= LONGEST_NAME}
        for record in self.queryset.filter(name__in=names).select_related(*names_within(self.queryset.model)):
            self._by_name.setdefault(record.name, []).append(record)

    def _called(self, name: str) -> list[Any]:
        if self._by_name is not None:
            return self._by_name.get(name, [])
        return list(self.queryset.filter(name=name)[:50])

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        return str(value or "") if value is None or isinstance(value, Model) else value

    def clean(self, value: Any) -> Any:
        text = without_invisible(str(value or ""))
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return None
        return self.named(text, 1)[0]

    def named(self, text: str, times: int) -> list[Any]:
        """Find the records meant by a name written so many times; 姓名（所属） tells namesakes apart."""
        if len(text) > LONGEST_NAME:
            raise ValidationError(
                f"“{text[:20]}…”有 {len(text)} 个字，不像一个人的姓名；请每行写一位，或用顿号隔开"
            )
        name, hints = _parts(text)
        found = [
            record for record in self._called(name) if all(h.strip() in record.told_apart for h in hints)
        ]
        if not found:
            raise ValidationError(f"没有找到“{text}”，请核对姓名；须先有这个人的记录")
        if len(found) > times:
            found = [record for record in found if record.pk in self.chosen] or found
        if len(found) > times:
            choices = "、".join(record.told_apart for record in found[:5])
            raise ValidationError(f"“{text}”有 {len(found)} 位，请写明是哪一位，例：{choices}")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or "")


class NamedRecordsField(NamedRecordField):
    """Several records, one name to a line or divided by 、."""

    widget: Any = forms.Textarea(attrs={"rows": 4})

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.help_text = "每行一位，或用顿号隔开；同名的写成 姓名（所属）"

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple, QuerySet)):
            chosen = self.queryset.filter(pk__in=[record.pk for record in value])
            return "\n".join(str(record) for record in chosen.select_related())
        return value

    def clean(self, value: Any) -> Any:
        names = Counter(name for part in divided(str(value or "")) if (name := without_invisible(part)))
        if not names and self.required:
            raise ValidationError(self.error_messages["required"])
        if len(names) > MOST_NAMES:
            raise ValidationError(
                f"一格最多写 {MOST_NAMES} 位，现在有 {len(names)} 位，请核对是不是粘贴了别的内容"
            )
        if self._by_name is None:
            self.preload(names)
        found: list[Any] = []
        errors: list[str] = []
        for name, times in names.items():
            try:
                found += self.named(name, times)
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(found))
