"""The rows of a file, read: what each says, by the columns of its sheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from imports.parse.candidates import NumberedRow, settle
from imports.parse.columns import Column, Meaning, columns_of
from imports.parse.further import join
from imports.parse.measuring import measure
from imports.parse.sheets import Sheet
from imports.problems import Problem
from imports.progress import Progress
from imports.rows.existing import Existing
from records.columns.personal import KEPT
from records.forms import RecordForm
from records.layout import LASTING, NUMBER
from records.presentation import label
from spreadsheets.reading.grids import Cell


class Action(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    ALIKE = "alike"  # says what is on record already, as far as its telling columns go
    ERROR = "error"


@dataclass(slots=True, eq=False)
class Line:
    """One row of a sheet, and what becomes of it.

    `links` are what the many-to-many columns are to name, `known` what they name now, as far as the author
    sees it. Of an `ALIKE` row `held` is what would become of it, and `twin` the record, by key, or the row
    that it is like. A record `adopts` the lasting number of the file, by which other files know it.
    """

    sheet: Sheet
    row: int  # Excel's
    number: str  # ties child rows to their owner
    lasting: UUID | None
    meanings: list[Meaning]  # one per column of the book
    keys: tuple[Any, ...]
    action: Action = Action.NEW
    pk: int | None = None
    record: Any = None
    owner: "Line | None" = None
    children: "list[Line]" = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # label, before, after
    links: dict[str, list[Any]] = field(default_factory=dict)
    known: dict[str, frozenset] = field(default_factory=dict)
    note: str = ""
    held: Action | None = None
    twin: "int | Line | None" = None
    adopts: bool = False

    def place(self, reader: "Line") -> str:
        """Say where it stands, to somebody who reads of another line."""
        title = "" if self.sheet is reader.sheet else f"“{self.sheet.grid.title}”"
        return f"{title}第 {self.row} 行"

    @property
    def writes(self) -> bool:
        """Whether a record is written by it."""
        return self.action in (Action.NEW, Action.UPDATED)

    @property
    def writing_children(self) -> "list[Line]":
        """The child rows by which a record is written."""
        return [child for child in self.children if child.writes]


class Book:
    """One sheet of the file with its columns and lines, and what is on record of its kind within reach.

    Sheets that are `alike` are read with it as one.
    """

    def __init__(
        self, sheet: Sheet, form: RecordForm, rows: QuerySet, progress: Progress, alike: Iterable[Sheet] = ()
    ) -> None:
        self.sheet, self.layout, self.form = sheet, sheet.layout, form
        self.sheets = [sheet, *alike]
        self.all = columns_of(self.layout, form)
        self.columns: list[Column] = [column for name, column in self.all.items() if name in sheet.places]
        sheet.leave_out(set(self.layout.fields) - set(self.all))
        self.questions = self._prepare_columns(rows)
        self.derived_places = self._derived_places()
        join(self.sheets, sheet)
        self.lines = list(progress.along(self._read()))
        self.existing = Existing(rows, self.columns, self.layout.link)

    def _prepare_columns(self, rows: QuerySet) -> list[tuple[Column, str]]:
        """Settle where each column stands and in which unit; return the questions that are open."""
        data: list[NumberedRow] = []
        for sheet in self.sheets:
            data += sheet.rows()
        questions = []
        for column in self.columns:
            question = settle(self.sheet, column, data)
            if question:
                questions.append((column, question))
        questions += measure(self.sheets, self.columns)
        for column in self.columns:
            if not self.form.reader.record_reach.is_whole:
                column.look_beyond(rows)
            column.prepare(self.sheet.cell(cells, column.name) for _, cells in data)
        return questions

    def _derived_places(self) -> list[int]:
        """Return the places, among the columns, of those that may follow from others of the row."""
        names = getattr(self.layout.model, "derived", ())
        return [place for place, column in enumerate(self.columns) if column.name in names]

    def _read(self) -> Iterator[Line]:
        cell = self.sheet.cell
        for sheet in self.sheets:
            for row, cells in sheet.rows():
                meanings = [column.meaning(cell(cells, column.name)) for column in self.columns]
                if self.derived_places:
                    self._complete(meanings)
                keys = tuple([meaning.key for meaning in meanings])
                number = _number(cell(cells, NUMBER))
                yield Line(sheet, row, number, _lasting(cell(cells, LASTING)), meanings, keys)

    def _complete(self, meanings: list[Meaning]) -> None:
        """Give empty cells what the record will have there by others, so that it is the same row again."""
        empty_places = [place for place in self.derived_places if _is_empty(meanings[place])]
        if not empty_places:
            return
        values = {}
        for column, meaning in zip(self.columns, meanings, strict=True):
            if _is_plain(column, meaning):
                values[column.name] = meaning.value
        record: Any = self.layout.model(**values)
        record.complete()
        for place in empty_places:
            column = self.columns[place]
            value = getattr(record, column.name)
            if value:
                meanings[place] = Meaning(value, column.key(value), "", column.kind.format(value))

    def lines_of(self, action: Action) -> list[Line]:
        return [line for line in self.lines if line.action == action]

    @property
    def writing_lines(self) -> list[Line]:
        """The lines by which a record is written."""
        return [line for line in self.lines if line.writes]

    # ── What the file leaves out ────────────────────────────────────────────
    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What a new record has in columns that the file leaves out, where the form would show something."""
        values = {}
        for name, column in self.all.items():
            if name not in self.sheet.places and not column.kind.several:
                value = self._default(column)
                if value is not None:
                    values[column.name] = value
        return values

    def _default(self, column: Column) -> Any:
        initial = self.form.initial.get(column.name)
        if initial and column.kind.linked:
            return column.form_field.queryset.get(pk=initial)
        return column.fallback

    @property
    def assumptions(self) -> list[tuple[Column, str]]:
        """What every new record is given in a column that the file does not have, as it is shown."""
        if not self.lines_of(Action.NEW):
            return []
        assumptions = []
        for name, value in self.defaults.items():
            if value != "":
                column = self.all[name]
                assumptions.append((column, column.kind.format(value)))
        return assumptions

    def _is_given(self, column: Column) -> bool:
        """Tell whether the sheet has a column, or a new record something in its place."""
        return column.name in self.sheet.places or column.name in self.defaults

    @property
    def lacking(self) -> list[Column]:
        """Needed columns that the sheet does not have."""
        return [column for column in self.all.values() if column.required and not self._is_given(column)]

    @property
    def lacking_place(self) -> Column | None:
        """The column that says of which 社区 a record is, where the sheet does not have it for its new records.

        None where it is a needed one, which is `lacking`.
        """
        for column in self.all.values():
            if column.kind.places_record:
                if column.required or self._is_given(column) or not self.lines_of(Action.NEW):
                    return None
                return column
        return None

    def cell_text(self, line: Line, column: Column) -> str:
        """Write the cell as it stands in the file."""
        return column.text(line.sheet.cell(line.sheet.grid.rows[line.row - 1], column.name))


def _is_empty(meaning: Meaning) -> bool:
    return meaning.value is None and not meaning.error


def _is_plain(column: Column, meaning: Meaning) -> bool:
    """Tell whether others may follow from a cell: it is no link, no fault, no number behind a mask."""
    return not column.kind.linked and not meaning.error and meaning.value not in (None, KEPT)


def _number(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}"
    return str(cell or "").strip()


def _lasting(cell: Cell) -> UUID | None:
    try:
        return UUID(str(cell).strip())
    except ValueError:
        return None


class Faults:
    """Every problem of a file, as it is found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def of_sheet(self, book: Book, column: Column, message: str) -> None:
        """Note a fault of a column as a whole."""
        sheet = book.sheet
        head, position = sheet.head(column.name), sheet.position(column.name)
        self.problems.append(
            Problem(sheet.grid.title, sheet.heading, column.heading, head, message, position)
        )

    def of_grid(self, title: str, row: int, message: str) -> None:
        """Note a fault of a sheet that was not read."""
        self.problems.append(Problem(title, row, "", "", message))

    def refuse(self, line: Line, name: str, value: str, message: str) -> None:
        """Note a fault of a row, which makes the owner of a child row wrong as well.

        `name` is the column, empty for the row as a whole.
        """
        line.action = Action.ERROR
        if line.owner is not None:
            line.owner.action = Action.ERROR
        heading = name if name in ("", NUMBER, LASTING) else label(line.sheet.layout.model, name)
        position = line.sheet.position(name)
        self.problems.append(Problem(line.sheet.grid.title, line.row, heading, value, message, position))
