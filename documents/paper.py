"""Printed sheets as values: a title and blocks of forms, rolls and listings. Word and HTML render these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from documents.blocks import Table, holds_numbers

ROLL_ROWS = 21  # rows of a roll that fit on one page of A4 below a title, in two columns of names


@dataclass(frozen=True)
class Field:
    """A label and what stands beside it; an empty text is room for the pen."""

    label: str
    text: str = ""


@dataclass(frozen=True)
class FormRow:
    """One field over the whole width, or two side by side.

    `height` is in mm, at least; with 0 the row is as high as its text.

    The text of a tall row begins at its top, its paragraphs indented.
    """

    fields: tuple[Field, ...]
    height: float = 0


@dataclass(frozen=True)
class Form:
    """Labels and values in a frame."""

    template: ClassVar[str] = "documents/form.html"

    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class RollEntry:
    """A numbered name to be signed beside."""

    number: int
    name: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Roll:
    """Names to be signed beside, in two columns; there are always as many rows as fill a page."""

    template: ClassVar[str] = "documents/roll.html"
    head: ClassVar[tuple[str, ...]] = ("序号", "姓名", "签名", "备注")

    names: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[RollEntry, RollEntry]]:
        """Pair the entries as they stand beside each other: on each page the left column comes first."""
        pairs = []
        for page in range(self.pages):
            first = page * 2 * ROLL_ROWS
            for place in range(first, first + ROLL_ROWS):
                pairs.append((self._entry(place), self._entry(place + ROLL_ROWS)))
        return pairs

    @property
    def pages(self) -> int:
        """Count the pages that hold all names, one at least."""
        return max(1, -(-len(self.names) // (2 * ROLL_ROWS)))

    def _entry(self, place: int) -> RollEntry:
        name = self.names[place] if place < len(self.names) else ""
        return RollEntry(place + 1, name)


class ListedCell(NamedTuple):
    """A cell of a listing; one of a column of numbers stands to the right."""

    text: str
    is_number: bool


class ListedRow(NamedTuple):
    """A row of a listing: a record, or a sum."""

    cells: list[ListedCell]
    is_sum: bool


@dataclass(frozen=True)
class Listing:
    """A table of records under a heading of its own."""

    heading: str
    table: Table

    @property
    def rows(self) -> list[ListedRow]:
        """Return the rows with what HTML has to know of them."""
        columns = zip(*self.table.rows, strict=True)
        numeric = [holds_numbers(column) for column in columns]
        first_sum = len(self.table.rows) - self.table.total
        rows = []
        for place, row in enumerate(self.table.rows):
            cells = [ListedCell(text, is_number) for text, is_number in zip(row, numeric, strict=True)]
            rows.append(ListedRow(cells, place >= first_sum))
        return rows


@dataclass(frozen=True)
class Register:
    """Listings one below the other, with the same columns in the same widths."""

    template: ClassVar[str] = "documents/register.html"

    listings: tuple[Listing, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The headings of the columns, which all listings share."""
        return self.listings[0].table.head

    @property
    def whole(self) -> Table:
        """All rows in one table: what says how wide the columns have to be."""
        return Table(self.head, tuple(row for listing in self.listings for row in listing.table.rows))


@dataclass(frozen=True)
class PenLine:
    """Labels in one line, each with room for the pen behind it."""

    template: ClassVar[str] = "documents/pen_line.html"

    labels: tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """A small line below."""

    template: ClassVar[str] = "documents/remark.html"

    text: str


Block = Form | Roll | Register | PenLine | Remark


@dataclass(frozen=True)
class Paper:
    """A sheet that begins on a page of its own, and runs on where it must."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
