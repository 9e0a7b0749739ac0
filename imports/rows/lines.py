"""The rows of a file, read: what each says, by the columns of its sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from imports.parse.cells import Month
from imports.parse.columns import Column, Meaning
from imports.parse.sheets import Sheet
from imports.problems import Problem
from imports.progress import Progress
from imports.rows.existing import Existing
from imports.rows.tables import Table
from records.columns.personal import KEPT
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
    """A table with its lines, and what is on record of its kind within reach."""

    def __init__(self, table: Table, progress: Progress) -> None:
        self.table = table
        self.sheet, self.sheets, self.layout = table.sheet, table.sheets, table.layout
        self.all, self.columns = table.all, table.columns
        self.derived_places = self._derived_places()
        self.lines = list(progress.along(self._read()))
        self.existing = Existing(table.rows_on_record, self.columns, self.layout.link)

    def _derived_places(self) -> list[int]:
        """Return the places, among the columns, of those that may follow from others of the row."""
        names = getattr(self.layout.model, "derived", ())
        return [place for place, column in enumerate(self.columns) if column.name in names]

    def _read(self) -> Iterator[Line]:
        for sheet in self.sheets:
            cell = sheet.cell
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
                meanings[place] = _complete_meaning(column, meanings[place].value, value)

    def lines_of(self, action: Action) -> list[Line]:
        return [line for line in self.lines if line.action == action]

    @property
    def writing_lines(self) -> list[Line]:
        """The lines by which a record is written."""
        return [line for line in self.lines if line.writes]

    # ── What the file leaves out ────────────────────────────────────────────
    @property
    def assumptions(self) -> list[tuple[Column, str]]:
        """What every new record is given in a column that the file does not have, as it is shown."""
        if not self.lines_of(Action.NEW):
            return []
        assumptions = []
        for name, value in self.table.defaults.items():
            if value != "":
                column = self.all[name]
                assumptions.append((column, column.kind.format(value)))
        return assumptions

    @property
    def lacking_place(self) -> Column | None:
        """The column that says of which 社区 a record is.

        Where the sheet does not have it for its new records.
        """
        return self.table.place if self.lines_of(Action.NEW) else None

    def cell_text(self, line: Line, column: Column) -> str:
        """Write the cell as it stands in the file."""
        return column.text(line.sheet.cell(line.sheet.grid.rows[line.row - 1], column.name))


def _complete_meaning(column: Column, value_typed: Any, value: Any) -> Meaning:
    """Return the meaning of a cell that follows from others; of a month that was typed it has to be a day."""
    if isinstance(value_typed, Month) and not value_typed.holds(value):
        return Meaning(None, None, f"与身份证号中的 {value:%Y-%m-%d} 不符，请核对")
    return Meaning(value, column.key(value), "", column.kind.format(value))


def _is_empty(meaning: Meaning) -> bool:
    return (meaning.value is None or isinstance(meaning.value, Month)) and not meaning.error


def _is_plain(column: Column, meaning: Meaning) -> bool:
    """Tell whether others may follow from a cell: it is no link, no fault, no number behind a mask."""
    if column.kind.linked or meaning.error or isinstance(meaning.value, Month):
        return False
    return meaning.value not in (None, KEPT)


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
