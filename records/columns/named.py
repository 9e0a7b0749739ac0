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
_DIVIDER = re.compile("[、，,;；]+")
_UP_TO_BRACKET = re.compile("[^（(）)]*[（(）)]|[^（(）)]+")

# Records by their name, those of one name together.
Namesakes = dict[str, list[Record]]


def split_names(text: str) -> list[str]:
    """Divide names at line ends, 、 and commas, but not inside the brackets of 姓名（所属，出生日期）.

    What tells namesakes apart may hold brackets of its own: 张三（甲、乙联合党支部（筹））. A bracket that is
    never closed ends with its line. A text of any length is read once.
    """
    names = []
    for line in re.split("\n+", text):
        names += _split_line(line)
    return names


def _split_line(line: str) -> list[str]:
    names: list[list[str]] = [[]]
    depth = 0
    for stretch in _UP_TO_BRACKET.findall(line):
        first, *others = _DIVIDER.split(stretch) if depth == 0 else [stretch]
        names[-1].append(first)
        names += [[other] for other in others]
        if stretch[-1] in "（(":
            depth += 1
        elif stretch[-1] in "）)":
            depth = max(depth - 1, 0)
    return ["".join(name) for name in names]


def _name_and_hints(text: str) -> tuple[str, list[str]]:
    """Split 姓名（所属，出生日期） into the name and what tells namesakes apart."""
    match = re.fullmatch(r"(.+?)[（(](.+)[）)]", text)
    if match is None:
        return person_name(text), []
    hints = re.split("[，,]", match[2])
    return person_name(match[1]), [hint.strip() for hint in hints]


class ByNameField(forms.Field):
    """Records out of thousands, named by hand: no list to scroll through.

    `queryset` holds those that may be named; `current_keys` are the keys of those that the edited record
    names already, who are meant where a name alone could mean several.
    """

    how = ""  # to write the names: where the model says nothing of it

    def __init__(
        self,
        queryset: QuerySet,
        *,
        to_field_name: str | None = None,
        limit_choices_to: Q | dict[str, object] | None = None,
        blank: bool = False,
        **kwargs: Any,
    ) -> None:
        """Take what Django gives the field of a key.

        `to_field_name` and `blank` are of a list to pick from, and say nothing here. `TypeError` where the
        model limits its choices: whoever replaces `queryset` by what a reader may see would lose that.
        """
        if limit_choices_to:
            raise TypeError("limit_choices_to is not asked of records named by hand")
        super().__init__(**kwargs)
        self.queryset = queryset
        self.current_keys: set[int] = set()
        self.help_text = self.help_text or self.how
        self._preloaded: Namesakes | None = None

    def preload(self, texts: Iterable[str]) -> None:
        """Look up all of these at once, where a file of rows is to be read.

        No others are found afterwards.
        """
        self._preloaded = self._look_up(texts)

    def _look_up(self, texts: Iterable[str]) -> Namesakes:
        names = {_name_and_hints(text)[0] for text in texts if len(text) <= LONGEST_NAME}
        namesakes: Namesakes = {}
        for record in self._with_what_tells_apart().filter(name__in=names):
            namesakes.setdefault(record.name, []).append(record)
        return namesakes

    def _with_what_tells_apart(self) -> QuerySet:
        """Return the records with those that `told_apart` speaks of."""
        return self.queryset.select_related(*names_within(self.queryset.model))

    def _records_named(self, texts: Counter[str]) -> list[Record]:
        """Find the records meant by these names, each written so many times.

        `ValidationError` with every name of which nobody is found, or more than it was written.
        """
        namesakes = self._preloaded
        if namesakes is None:
            namesakes = self._look_up(texts)
        records: list[Record] = []
        errors: list[str] = []
        for text, times in texts.items():
            try:
                records += self._find_meant(text, times, namesakes)
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(records))

    def _find_meant(self, text: str, times: int, namesakes: Namesakes) -> list[Record]:
        """Find the records meant by one name; 姓名（所属） tells namesakes apart.

        A name written twice may mean two namesakes.
        """
        if len(text) > LONGEST_NAME:
            raise ValidationError(
                f"“{text[:20]}…”有 {len(text)} 个字，不像一个人的姓名；请每行写一位，或用顿号隔开"
            )
        name, hints = _name_and_hints(text)
        records = []
        for record in namesakes.get(name, []):
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


class NamedRecordField(ByNameField):
    """One record, named by hand."""

    widget: Any = forms.TextInput
    how = "写姓名；同名的写成 姓名（所属）"

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
            return self._records_named(Counter([text]))[0]
        if self.required:
            raise ValidationError(self.error_messages["required"])
        return None

    def has_changed(self, initial: object, data: str | None) -> bool:
        return self.prepare_value(initial) != (data or "")


def names_in(value: object) -> list[str]:
    """List the names of a text, without empty ones."""
    parts = map(without_invisible, split_names(str(value or "")))
    return list(filter(None, parts))


class NamedRecordsField(ByNameField):
    """Several records, one name to a line or divided by 、."""

    widget: Any = forms.Textarea(attrs={"rows": 4})
    how = "每行一位，或用顿号隔开；同名的写成 姓名（所属）"

    def prepare_value(self, value: object) -> Any:
        """Return the names of records, one to a line; a text as it was typed."""
        if isinstance(value, (list, tuple, QuerySet)):
            keys = [record.pk for record in value]
            return "\n".join(str(record) for record in self._with_what_tells_apart().filter(pk__in=keys))
        return value

    def has_changed(self, initial: object, data: str | None) -> bool:
        """Compare the names: browsers end lines by two characters, and 、 divides as well as a new line."""
        return names_in(self.prepare_value(initial)) != names_in(data)

    def clean(self, value: str | None) -> list[Record]:
        names = Counter(names_in(value))
        if not names and self.required:
            raise ValidationError(self.error_messages["required"])
        if len(names) > MOST_NAMES:
            raise ValidationError(
                f"一格最多写 {MOST_NAMES} 位，现在有 {len(names)} 位，请核对是不是粘贴了别的内容"
            )
        return self._records_named(names)
