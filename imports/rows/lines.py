"""The rows of a file, read: what each says, by the columns of its sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from imports.parse.candidates import settle
from imports.parse.columns import Column, Meaning, columns_of
from imports.parse.further import join
from imports.parse.headings import Sheet
from imports.parse.measuring import measure
from imports.problems import Problem
from imports.progress import Progress
from imports.rows.existing import Existing
from records.columns.personal import KEPT
from records.layout import LASTING, NUMBER
from records.presentation import label


class Action(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    ALIKE = "alike"  # says what is on record already, as far as its telling columns go
    ERROR = "error"


@dataclass(slots=True, eq=False)
class Line:
    """One row of a sheet, and what becomes of it."""

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
    links: dict[str, list[Any]] = field(default_factory=dict)  # many-to-many, as they are to be
    known: dict[str, frozenset] = field(
        default_factory=dict
    )  # the same as they are, as far as the author sees them
    note: str = ""
    held: Action | None = None  # of an `ALIKE` row, what would become of it
    twin: "int | Line | None" = None  # the record, by key, or the row that such a row is like
    adopts: bool = False  # the record takes the file's lasting number, by which other files know it

    def place(self, reader: "Line") -> str:
        """Where it stands, to somebody who reads of another line."""
        title = "" if self.sheet is reader.sheet else f"“{self.sheet.grid.title}”"
        return f"{title}第 {self.row} 行"

    @property
    def writes(self) -> bool:
        return self.action in (Action.NEW, Action.UPDATED)


class Book:
    """One sheet of the file with its columns and lines, and what is on record of its kind within reach.

    Sheets that are `alike` are read with it as one.
    """

    def __init__(
        self, sheet: Sheet, form: Any, rows: QuerySet, progress: Progress, alike: Iterable[Sheet] = ()
    ) -> None:
        self.sheet, self.layout, self.form = sheet, sheet.layout, form
        self.sheets = [sheet, *alike]
        self.all = columns_of(self.layout, form)
        self.columns: list[Column] = [c for name, c in self.all.items() if name in sheet.places]
        sheet.leave_out(set(self.layout.fields) - set(self.all))
        data = [row for each in self.sheets for row in each.rows()]
        self.questions = [(c, question) for c in self.columns if (question := settle(sheet, c, data))]
        self.questions += measure(self.sheets, self.columns)
        for c in self.columns:
            if form.reader.community_ids is not None:
                c.look_beyond(rows)
            c.prepare(sheet.cell(cells, c.name) for _, cells in data)
        self.derived = [
            place
            for place, c in enumerate(self.columns)
            if c.name in getattr(self.layout.model, "derived", ())
        ]
        join(self.sheets, sheet)
        self.lines = list(progress.along(self._read()))
        self.existing = Existing(rows, self.columns, self.layout.link)

    def _read(self) -> Iterable[Line]:
        cell = self.sheet.cell
        for sheet in self.sheets:
            for row, cells in sheet.rows():
                meanings = [c.meaning(cell(cells, c.name)) for c in self.columns]
                if self.derived:
                    self._complete(meanings)
                told, came = _number(cell(cells, NUMBER)), _lasting(cell(cells, LASTING))
                yield Line(sheet, row, told, came, meanings, tuple([m.key for m in meanings]))

    def _complete(self, meanings: list[Meaning]) -> None:
        """Give empty cells what the record will have there, told by other cells of the row: so it is the same row again."""
        empty = [
            place for place in self.derived if meanings[place].value is None and not meanings[place].error
        ]
        if not empty:
            return
        told = zip(self.columns, meanings, strict=True)
        record: Any = self.layout.model(**{c.name: m.value for c, m in told if _is_plain(c, m)})
        record.complete()
        for place in empty:
            c = self.columns[place]
            if value := getattr(record, c.name):
                meanings[place] = Meaning(value, c.key(value), "", c.kind.format(value))

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What a new record has in the columns that the file leaves out, where the form would show something."""
        absent = [c for name, c in self.all.items() if name not in self.sheet.places and not c.kind.several]
        return {c.name: value for c in absent if (value := self._default(c)) is not None}

    def _default(self, c: Column) -> Any:
        initial = self.form.initial.get(c.name)
        return c.form_field.queryset.get(pk=initial) if initial and c.kind.linked else c.fallback

    @property
    def assumed(self) -> list[tuple[Column, str]]:
        """What every new record of the file is given in a column that the file does not have, as it is shown."""
        if not any(line.action == Action.NEW for line in self.lines):
            return []
        given = ((self.all[name], value) for name, value in self.defaults.items() if value != "")
        return [(c, c.kind.format(value)) for c, value in given]

    @property
    def lacking(self) -> list[Column]:
        """Needed columns that the sheet does not have."""
        return [
            c
            for name, c in self.all.items()
            if c.required and name not in self.sheet.places and name not in self.defaults
        ]

    @property
    def unplaced(self) -> Column | None:
        """The optional column by which new records are told to be of a 社区 or of the 街道, where the sheet does not have it."""
        column = next((column for column in self.all.values() if column.kind.places_record), None)
        if (
            column is None
            or column.required
            or column.name in self.sheet.places
            or column.name in self.defaults
        ):
            return None
        return column if any(line.action == Action.NEW for line in self.lines) else None

    def shown(self, line: Line, c: Column) -> str:
        """The cell as it stands in the file."""
        return c.text(line.sheet.cell(line.sheet.grid.rows[line.row - 1], c.name))


def _is_plain(c: Column, meaning: Meaning) -> bool:
    """Whether a cell holds a value by which others may be told: no link, no fault, no number behind a mask."""
    return not c.kind.linked and not meaning.error and meaning.value not in (None, KEPT)


def _number(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell or "").strip()


def _lasting(cell: Any) -> UUID | None:
    try:
        return UUID(str(cell).strip())
    except ValueError:
        return None


class Faults:
    """Every problem of a file, as it is found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def of_sheet(self, book: Book, c: Column, message: str) -> None:
        sheet = book.sheet
        self.problems.append(
            Problem(
                sheet.grid.title,
                sheet.heading,
                c.heading,
                sheet.head(c.name),
                message,
                sheet.position(c.name),
            )
        )

    def refuse(self, line: Line, name: str, value: str, message: str) -> None:
        """A row that is wrong, and with a child row its owner; `name` is the column, empty for the row as a whole."""
        line.action = Action.ERROR
        if line.owner is not None:
            line.owner.action = Action.ERROR
        heading = name if name in ("", NUMBER, LASTING) else label(line.sheet.layout.model, name)
        self.problems.append(
            Problem(line.sheet.grid.title, line.row, heading, value, message, line.sheet.position(name))
        )
