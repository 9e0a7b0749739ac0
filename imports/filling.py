"""How each column of a template is filled in: whether it is needed, what may stand there, and what its note says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from dangjian.records import inputs
from dangjian.records.fields import NamedRecordField, PersonalField, keys
from dangjian.records.layout import LASTING, NUMBER, SheetLayout
from dangjian.records.personal import mask_phone
from dangjian.records.presentation import column, label, written
from dangjian.records.years import YearField
from imports.workbooks import TEXT, width

DAY, MONEY, PLAIN = "yyyy-mm-dd", "#,##0.00", "General"
NARROWEST, WIDEST = 12, 40  # of a column, in Latin letters
NEW_ONE = "新增的不填。从系统导出的已经填好，请不要改动，靠它找到原来的记录"
NOBODY = "您的负责范围内还没有可选的记录"
PICKED = "从下拉列表中选"


@dataclass(frozen=True)
class Filling:
    """One column. `growing` options may have become more by the time it is filled in; `room` is what a value takes."""

    heading: str
    needed: bool = False
    number_format: str = TEXT
    options: tuple[str, ...] = ()
    growing: bool = False
    room: int = 0
    note: str = ""

    @property
    def head(self) -> str:
        return f"{self.heading}*" if self.needed else self.heading

    @property
    def width(self) -> int:
        """In Latin letters."""
        return min(max(NARROWEST, self.room, *(width(text) + 3 for text in (self.head, *self.options))), WIDEST)


def fillings(sheet: SheetLayout, form: Any, main: SheetLayout, *, has_children: bool) -> Iterator[Filling]:
    """The columns of a sheet, in the order of its headings, as the reader of the form may fill them in."""
    yield _number(sheet, main, has_children)
    for name in sheet.fields:
        yield _filling(sheet.model, name, form.fields.get(name))
    yield Filling(LASTING, room=WIDEST, note=NEW_ONE)


def _number(sheet: SheetLayout, main: SheetLayout, has_children: bool) -> Filling:
    if sheet is not main:
        return Filling(NUMBER, needed=True, number_format=PLAIN, note=f"写它属于“{main.title}”中的哪一行，填那一行的序号")
    told = "写 1、2、3……，不重复；其他表用它对应到这一行" if has_children else "可以不填"
    return Filling(NUMBER, number_format=PLAIN, note=told)


def _filling(model: Any, name: str, field: Any) -> Filling:
    """`field` is None where the form leaves it out, because its reader reaches nobody to name there."""
    found = column(model, name)
    options = tuple(dict.fromkeys(_options(model, name, field)))
    lines = [str(found.help_text), NOBODY if field is None else _example(found, field, options)]
    return Filling(
        label(model, name),
        needed=field is not None and field.required,
        number_format=_number_format(field),
        options=options,
        growing=isinstance(field, forms.ModelChoiceField),
        room=_room(field),
        note="\n".join(line for line in lines if line),
    )


def _options(model: Any, name: str, field: Any) -> Iterable[str]:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return []
    if isinstance(field, forms.ModelChoiceField):
        without = "" if field.required else getattr(model, f"without_{name}", "")
        return [*([without] if without else []), *_names(field)]
    if isinstance(field, forms.ChoiceField):
        return [str(text) for value, text in field.choices if value != ""]
    return map(written, (True, False)) if isinstance(field, forms.BooleanField) else []


def _names(field: Any) -> list[str]:
    """A name may hold that of the record's own 社区."""
    return [str(row) for row in field.queryset.select_related(*keys(field.queryset.model))]


def _number_format(field: Any) -> str:
    for kind, number_format in ((forms.DateField, DAY), (forms.DecimalField, MONEY), (forms.IntegerField, PLAIN)):
        if isinstance(field, kind):
            return number_format
    return TEXT


def _room(field: Any) -> int:
    if isinstance(field, forms.CharField):
        return field.max_length // 4 if field.max_length else WIDEST
    return 20 if isinstance(field, PersonalField) else 0


def _example(found: Any, field: Any, options: tuple[str, ...]) -> str:
    if isinstance(field, NamedRecordField):
        return str(field.help_text)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return f"几个的用顿号隔开，例：{'、'.join(_names(field)[:2])}"
    if options or isinstance(field, forms.ModelChoiceField):
        return PICKED if options else NOBODY
    if isinstance(field, PersonalField):
        return "11 位数字，例：13800138000" if found.mask is mask_phone else "18 位，末位可以是 X"
    if isinstance(field, forms.DateField):
        return inputs.DATE_EXAMPLE
    if isinstance(field, forms.DecimalField):
        return "以元计，例：12000 或 1.2万"
    if isinstance(found, YearField):
        return f"例：{timezone.localdate().year}"
    if isinstance(field, forms.IntegerField):
        return "例：12"
    return f"最多 {field.max_length} 个字" if field.max_length else ""
