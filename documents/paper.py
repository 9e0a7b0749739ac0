"""Printed sheets as values: a title and blocks of forms, rolls and listings. Word and HTML render these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from documents.blocks import Table

ROLL_ROWS = 21  # rows of a roll that fit on one page of A4 below a title, in two columns of names


@dataclass(frozen=True)
class Field:
    """A label and what stands beside it; an empty text is room for the pen."""

    label: str
    text: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True)
class FormRow:
    """One field over the whole width, or two side by side.

    `height` is in mm, at least; with 0 the row is as high as its text.

    The text of a tall row begins at its top, its paragraphs indented.
    """

    fields: tuple[Field, ...]
    height: float = 0

    @property
    def takes_the_rest(self) -> bool:
        """Whether the row is meant to take what the others leave of a page, rather than some lines."""
        return self.height >= 100


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


@dataclass(frozen=True)
class Roll:
    """Names to be signed beside, in two columns; there are always as many rows as fill a page."""

    template: ClassVar[str] = "documents/roll.html"
    head: ClassVar[tuple[str, ...]] = ("序号", "姓名", "签名", "备注")

    names: tuple[str, ...]

    @property
    def pages(self) -> list[list[tuple[RollEntry, RollEntry]]]:
        """Pair the entries as they stand beside each other, a table for each page; there is one at least."""
        pages = []
        for first in range(0, max(1, len(self.names)), 2 * ROLL_ROWS):
            places = range(first, first + ROLL_ROWS)
            pages.append([(self._entry(place), self._entry(place + ROLL_ROWS)) for place in places])
        return pages

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
    def groups(self) -> list[tuple[str, list[ListedRow]]]:
        """Return the headings, each with its rows as HTML shows them."""
        numeric = self.whole.numeric_columns
        return [(listing.heading, _rows_for_html(listing.table, numeric)) for listing in self.listings]

    @property
    def whole(self) -> Table:
        """All rows in one table: what says how wide the columns have to be."""
        return Table(self.head, tuple(row for listing in self.listings for row in listing.table.rows))


def _rows_for_html(table: Table, numeric: list[bool]) -> list[ListedRow]:
    first_sum = len(table.rows) - table.total
    rows = []
    for place, row in enumerate(table.rows):
        cells = [ListedCell(text, is_number) for text, is_number in zip(row, numeric, strict=True)]
        rows.append(ListedRow(cells, place >= first_sum))
    return rows


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
