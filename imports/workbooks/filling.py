"""How each column of a template is filled in: whether it is needed, what may stand there, what is noted."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms

from records.columns.number import PLAIN
from records.columns.reference import NOBODY
from records.columns.registry import column_of
from records.forms import RecordForm
from records.layout import LASTING, NUMBER, SheetLayout
from records.models import Record
from spreadsheets.texts import width
from spreadsheets.workbooks import TEXT

NARROWEST, WIDEST = 12, 40  # of a column, in Latin letters
NEW_ONE = "新增的不填。从系统导出的已经填好，请不要改动，靠它找到原来的记录"


@dataclass(frozen=True)
class Filling:
    """One column of a template.

    `growing` options may have become more by the time it is filled in; `room` is what a value takes, in Latin
    letters.
    """

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
        """The width of the column, in Latin letters."""
        texts = (self.head, *self.options)
        widest_text = max(map(width, texts)) + 3
        return min(max(NARROWEST, self.room, widest_text), WIDEST)


def fillings(
    sheet: SheetLayout, form: RecordForm, main: SheetLayout, *, has_children: bool
) -> Iterator[Filling]:
    """Yield the columns of a sheet in the order of its headings, as the reader of a form may fill them in."""
    yield _number(sheet, main, has_children)
    for name in sheet.fields:
        yield _filling(sheet.model, name, form.fields.get(name))
    yield Filling(LASTING, room=WIDEST, note=NEW_ONE)


def _number(sheet: SheetLayout, main: SheetLayout, has_children: bool) -> Filling:
    if sheet is not main:
        note = f"写它属于“{main.title}”中的哪一行，填那一行的序号"
        return Filling(NUMBER, needed=True, number_format=PLAIN, note=note)
    note = "写 1、2、3……，不重复；其他表用它对应到这一行" if has_children else "可以不填"
    return Filling(NUMBER, number_format=PLAIN, note=note)


def _filling(model: type[Record], name: str, field: forms.Field | None) -> Filling:
    """Describe a column; `field` is None where the form leaves it out, for want of anybody to name there."""
    column = column_of(model, name)
    hint = str(column.field.help_text)
    if field is None:
        return Filling(column.label, note=_join_lines(hint, NOBODY))
    options = tuple(dict.fromkeys(column.options(field)))
    return Filling(
        column.label,
        needed=field.required,
        number_format=column.number_format,
        options=options,
        growing=column.linked and bool(options),
        room=column.room(field),
        note=_join_lines(hint, column.example(field, options)),
    )


def _join_lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
