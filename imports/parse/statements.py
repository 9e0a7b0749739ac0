"""What names a unit for the numbers of a sheet, wherever it stands: beside the table, among its rows, in the format of its cells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from imports.parse import asides, units
from imports.parse.formats import shown_unit
from records.columns.registry import columns_of
from spreadsheets.reading.grids import letters

SHOWN = 20  # characters of a cell that a message repeats


class Force(StrEnum):
    """How far a statement reaches."""

    ALL = "all"  # decides the unit of all numbers
    SOME = "some"  # of those of some rows, one cannot be sure of which
    VAGUE = "vague"  # names a unit without saying that the numbers are in it


class Statement(NamedTuple):
    """`words` are those of the cell; row and column from 1, both 0 for the name of the sheet."""

    unit: str
    force: Force
    words: str
    row: int = 0
    column: int = 0

    @property
    def factor(self) -> int:
        """To 元."""
        return units.MONEY.get(self.unit, 1)

    @property
    def place(self) -> str:
        """The cell, and what it says."""
        where = f"{letters(self.column)}{self.row} 单元格" if self.row else "工作表名称"
        return f"{where}“{self.words[:SHOWN]}{'…' if len(self.words) > SHOWN else ''}”"


class Span(NamedTuple):
    """The records of a sheet: Excel's first and last row."""

    first: int
    last: int

    def force(self, row: int) -> Force:
        """A line between records speaks for those above it or for those below it."""
        return Force.SOME if self.first < row < self.last else Force.ALL


def statements(sheet: Any) -> list[Statement]:
    """Everything that names a unit for the numbers of a sheet that has some, the surest first."""
    columns = columns_of(sheet.layout.model, sheet.candidates.keys() & set(sheet.layout.fields))
    measured = [column for column in columns if column.measured]
    if not measured:
        return []
    found = [*_of_head(sheet), *_below(sheet)]
    money = {each.place for column in measured if column.is_money for each in sheet.candidates[column.name]}
    if money:
        found += [*_among_records(sheet, money), *_formats(sheet, money)]
    order = list(Force)
    return sorted(dict.fromkeys(found), key=lambda each: order.index(each.force))


def amounts_beside(sheet: Any) -> list[tuple[Decimal, Statement]]:
    """The amounts that texts beside the table give in a larger unit: 合计1.2万元."""
    cells = [(0, 0, sheet.grid.title), *sheet.above(), *_cells_aside(sheet)]
    found = []
    for row, place, text in cells:
        for amount in units.amounts_named(text):
            found.append((amount, Statement("万元", Force.VAGUE, text.strip(), row, place)))
    return found


def _of_head(sheet: Any) -> Iterator[Statement]:
    """The name of the sheet, the lines above its heading, and what stands among its headings."""
    yield from _in_line([(0, 0, sheet.grid.title)], Force.ALL)
    for line in _by_row(sheet.above()):
        yield from _in_line(line, Force.ALL)
    for place, text in sheet.others.items():
        for unit in units.units_stated_openly(text):
            yield Statement(unit, Force.ALL, text, sheet.heading, place + 1)


def _below(sheet: Any) -> Iterator[Statement]:
    """Footers, totals, hints and lines that only say the unit."""
    span = _span(sheet)
    for line in _by_row(_cells_aside(sheet)):
        yield from _in_line(line, span.force(line[0][0]))


def _cells_aside(sheet: Any) -> Iterator[tuple[int, int, str]]:
    """The texts of rows that are no records; of hints and lower headings only those over columns that are ours."""
    ours = {each.place for candidates in sheet.candidates.values() for each in candidates}
    for row in sheet.below:
        if row.aside in ("", asides.HEAD_AGAIN, asides.COLUMN_NUMBERS):
            continue
        of_columns = row.aside in (asides.HINTS, asides.SUB_HEADINGS)
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and (place in ours or not of_columns or units.units_stated_openly(cell)):
                yield row.number, place + 1, cell


def _in_line(cells: list[tuple[int, int, str]], force: Force) -> Iterator[Statement]:
    """What the cells of one line say; a cell 单位 speaks with the next one."""
    short = [(row, place, text) for row, place, text in cells if len(text) <= units.LONGEST]
    pairs = [
        (row, place, f"{label}:{unit}")
        for (row, place, label), (_, _, unit) in pairwise(short)
        if _is_label(label)
    ]
    for row, place, text in [*short, *pairs]:
        stated = units.units_stated(text)
        named = [unit for unit in units.units_named(text) if unit not in stated]
        for unit in stated:
            yield Statement(unit, force, text.strip(), row, place)
        for unit in named:
            yield Statement(unit, Force.VAGUE, text.strip(), row, place)


def _is_label(text: str) -> bool:
    return bool(re.search(r"单\s*位\s*[:：]?\s*$", text))


def _by_row(cells: Iterable[tuple[int, int, str]]) -> list[list[tuple[int, int, str]]]:
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for cell in cells:
        found[cell[0]].append(cell)
    return list(found.values())


def _span(sheet: Any) -> Span:
    numbers = [row.number for row in sheet.below if not row.aside]
    return Span(numbers[0], numbers[-1]) if numbers else Span(0, 0)


# ── Among the records ───────────────────────────────────────────────────────
_TELLING = re.compile(  # of most texts this is all that is asked
    r"[百千万亿佰仟萬億]\s*[元圆圓]|单\s*位|[以按]\s*(?:人民币)?[元圆圓万萬亿億]|^\W*(?:人民币)?\s*[元圆圓万萬亿億]\W*$"
    r"|[(（【\[][^)）】\]]*[元圆圓万萬亿億]\s*[)）】\]]"
)


def _among_records(sheet: Any, money: set[int]) -> Iterator[Statement]:
    """A column of units decides where all amounts have the same; whatever else names a unit in a row does not decide."""
    alone: dict[int, dict[int, str]] = defaultdict(
        dict
    )  # the words of cells that only say a unit, by place and row
    for number, cells in sheet.rows():
        for place, cell in enumerate(cells):
            if cell.__class__ is not str or not _TELLING.search(cell):
                continue
            if units.unit_alone(cell):
                alone[place][number] = cell.strip()
            elif place not in money or not re.search(r"\d", cell):
                has_amount = any(asides.texts_of(cells[at] for at in money if at < len(cells)))
                yield from _in_row(cell, has_amount, number, place)
    bare = (
        {number for number, cells in sheet.rows() if any(_is_bare(cells, place) for place in money)}
        if alone
        else set()
    )
    for place, words in alone.items():
        yield from _of_column(place, words, bare)


def _is_bare(cells: list[Any], place: int) -> bool:
    """Whether there is an amount that says nothing of its unit itself."""
    text = str(cells[place] if place < len(cells) and cells[place] is not None else "").strip()
    return bool(text) and not re.search(r"[^\d.,，．\s¥￥+-]", text)


def _in_row(text: str, has_amount: bool, row: int, place: int) -> Iterator[Statement]:
    """A text in a record; in a row without an amount it may be a line of its own."""
    stated = units.units_stated(text)
    for unit in stated:
        yield Statement(unit, Force.VAGUE if has_amount else Force.SOME, text.strip(), row, place + 1)
    for unit in units.units_named(text) if not has_amount else ():
        if unit not in stated:
            yield Statement(unit, Force.VAGUE, text.strip(), row, place + 1)


def _of_column(place: int, words: dict[int, str], bare: set[int]) -> Iterator[Statement]:
    first: dict[str, int] = {}
    for row, text in words.items():
        first.setdefault(units.unit_alone(text), row)
    force = Force.ALL if len(first) == 1 and bare and bare <= words.keys() else Force.SOME
    for unit, row in first.items():
        yield Statement(unit, force, words[row], row, place + 1)


# ── In the format of the cells ──────────────────────────────────────────────
def _formats(sheet: Any, money: set[int]) -> Iterator[Statement]:
    """The unit that a number format shows behind the amounts: it decides where all are shown in the same."""
    if not sheet.grid.formats:
        return
    records = dict(sheet.rows())
    for place in money:
        amounts = {row for row, cells in records.items() if place < len(cells) and _is_number(cells[place])}
        shown: dict[str, set[int]] = defaultdict(set)
        codes: dict[str, str] = {}
        for (at, code), rows in sheet.grid.formats.items():
            if at == place + 1 and (counted := amounts.intersection(rows)):
                for unit in shown_unit(code):
                    shown[unit] |= counted
                    codes[unit] = code
        for unit, rows in shown.items():
            row = min(rows)
            force = Force.ALL if len(shown) == 1 and rows == amounts else Force.SOME
            yield Statement(unit, force, f"{records[row][place]}（显示格式 {codes[unit]}）", row, place + 1)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
