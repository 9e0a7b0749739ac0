"""A sheet as plain cells, and how large it may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import NamedTuple

from spreadsheets.errors import UnreadableError

MOST_ROWS = 20_000  # data rows of one sheet
LAST_ROW = MOST_ROWS + 20  # titles and headings stand above the data
MOST_COLUMNS = 104  # to CZ
MOST_CELLS = 1_100_000  # of all sheets; laid out, the empty ones between filled ones count as well
MOST_ODD = 4_000_000  # tags to be written anew, those of rows and cells five times as long: a second or two
MOST_TAGS = 8_000_000  # of sheets, those of cells that are only formatted included
MOST_TEXT = 48 * 1024 * 1024  # bytes of all texts, once as stored and as often as they are shown
LESS = "请删去不导入的工作表和列，或分成几个文件，再上传。"
FORMATTED = "表格太大，多半是给整列、整张表设了格式。请把要导入的行复制到新建的工作簿，存为 .xlsx，再上传。"
TOO_ODD = f"表格太大。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传；仍然不行时，{LESS[1:]}"
CROWDED = f"表格太大，超过 {MOST_CELLS // 10_000} 万个单元格。{LESS}"

Cell = str | int | float | bool | date | time | timedelta | None  # a date may be a datetime
Place = tuple[int, int]  # row and column, from 1


class Merged(NamedTuple):
    """A range of merged cells, from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """A sheet. `rows[0]` is Excel's row 1, `rows[0][0]` its A1.

    All rows are equally long, and the last row and the last column hold something. A whole number is an int
    as long as Excel keeps all of its digits (below 2**53); errors are text: `#N/A`.

    Of cells merged one below the other each has the value, and `carried` are the places of those that have it
    from above; of those merged side by side the first has it, and `beside` are the others. `unvalued` are the
    places of formulas without a calculated value; `hidden` are Excel's numbers of rows that are hidden or
    filtered out. `formats` are the number formats that tell something, by column, from 1, and code: the rows
    of each.
    """

    title: str
    rows: list[list[Cell]]
    unvalued: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()
    carried: frozenset[Place] = frozenset()
    beside: frozenset[Place] = frozenset()
    formats: Mapping[tuple[int, str], Sequence[int]] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass
class Load:
    """The size of a workbook, all sheets together; it is refused once it is too much for the memory."""

    cells: int = 0
    odd: int = 0
    tags: int = 0
    text: int = 0

    def add_cells(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise UnreadableError(CROWDED)

    def add_odd(self, tags: int) -> None:
        self.odd += tags
        if self.odd > MOST_ODD:
            raise UnreadableError(TOO_ODD)

    def add_tags(self, tags: int) -> None:
        self.tags += tags
        if self.tags > MOST_TAGS:
            raise UnreadableError(FORMATTED)

    def add_text(self, text: int) -> None:
        self.text += text
        if self.text > MOST_TEXT:
            raise UnreadableError(f"表格里的文字太多，合计超过 {MOST_TEXT // 1024 // 1024} MB。{LESS}")

    def is_light(self, text: int) -> bool:
        """Tell whether so much more text leaves half of the room, so that a rough estimate will do."""
        return self.text + text <= MOST_TEXT // 2


def trim(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Return the rows, equally long, without empty ones at the end and empty columns at the right."""
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    while width and _is_empty_column(rows, width - 1):
        width -= 1
    return [_fit_to_width(row, width) for row in rows]


def _is_empty_column(rows: list[list[Cell]], place: int) -> bool:
    return all(len(row) <= place or row[place] is None for row in rows)


def _fit_to_width(row: list[Cell], width: int) -> list[Cell]:
    if len(row) == width:
        return row
    padding: list[Cell] = [None] * (width - len(row))
    return row[:width] + padding


def carry_down(rows: list[list[Cell]], ranges: Iterable[Merged]) -> tuple[frozenset[Place], frozenset[Place]]:
    """Give the value of merged cells to each of their rows.

    Return the places that got one, and those beside them. Ranges end with the last row and column that hold
    something. `UnreadableError` where they are more than the sheet can hold.
    """
    filled_places: set[Place] = set()
    places_beside: set[Place] = set()
    area = 0
    width = len(rows[0]) if rows else 0
    for top, first_column, bottom, right in ranges:
        numbers = range(top, min(bottom, len(rows)) + 1)
        columns = range(first_column + 1, min(right, width) + 1)
        area += len(numbers) * (1 + len(columns))
        if area > MOST_CELLS:
            raise UnreadableError(FORMATTED)
        if not numbers or first_column > width or rows[top - 1][first_column - 1] is None:
            continue
        for row in numbers:
            places_beside.update((row, column) for column in columns)
            if row > top and rows[row - 1][first_column - 1] is None:
                rows[row - 1][first_column - 1] = rows[top - 1][first_column - 1]
                filled_places.add((row, first_column))
    return frozenset(filled_places), frozenset(places_beside)


def letters(column: int) -> str:
    """Return what Excel calls a column: A for 1, AA for 27."""
    name = ""
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def column_number(name: str) -> int:
    """Return the number of a column, from 1, by Excel's letters."""
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def check_bounds(title: str, row: int, column: int) -> None:
    """Refuse content further down or further to the right than anything that is imported."""
    if row > LAST_ROW:
        raise UnreadableError(
            f"工作表“{title}”第 {row} 行还有内容，一次最多导入 {MOST_ROWS} 行。请删去多余的行，或分成几个文件，再上传。"
        )
    if column > MOST_COLUMNS:
        last = letters(MOST_COLUMNS)
        raise UnreadableError(
            f"工作表“{title}”第 {letters(column)} 列还有内容，最多读到第 {last} 列。请删去右边多余的列，再上传。"
        )
