"""Sheets that are a form: one record on a page of its own, each label with its value."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from documents.paper import Field, Form, FormRow, Paper, PenLine
from ledgers.base import PrintedSheet, RecordT
from records.presentation import label


@dataclass(frozen=True)
class Line:
    """One label of a form: a column of the record, what a function says of the record, or room for the pen.

    `label` stands instead of the column's own; `otherwise` is the column to take where that one is empty;
    `text` takes the record, and names nothing that it links to; `height` is in mm, at least.
    """

    column: str = ""
    label: str = ""
    otherwise: str = ""
    text: Callable[[Any], str] | None = None
    height: float = 0


class FormSheet(PrintedSheet[RecordT]):
    """Declare the rows of the form, one or two lines in each, and what is signed below it."""

    rows_of_form: ClassVar[Sequence[Sequence[Line]]]
    pen: ClassVar[tuple[str, ...]] = ()

    def papers(self, records: Sequence[RecordT], condition: str) -> Iterator[Paper]:
        for record in records:
            form = Form(tuple(self._row(record, lines) for lines in self.rows_of_form))
            blocks = (form, PenLine(self.pen)) if self.pen else (form,)
            yield Paper(self.label, "", blocks)

    def _row(self, record: RecordT, lines: Sequence[Line]) -> FormRow:
        fields = tuple(self._field(record, line) for line in lines)
        return FormRow(fields, max(line.height for line in lines))

    def _field(self, record: RecordT, line: Line) -> Field:
        if line.text is not None:
            return Field(line.label, line.text(record))
        if not line.column:
            return Field(line.label)
        text = self.text(record, line.column)
        if not text and line.otherwise:
            text = self.text(record, line.otherwise)
        return Field(line.label or label(type(record), line.column), text)
