"""Whatever names a unit for the numbers of a sheet: beside the table, among its rows, in formats of cells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, Protocol

from imports.parse import asides, units
from imports.parse.formats import units_of_format
from imports.parse.vocabulary import Candidate
from records.columns.registry import columns_of
from records.layout import SheetLayout
from spreadsheets.reading.grids import Cell, Grid, letters

SHOWN = 20  # characters of a cell that a message repeats


class Force(StrEnum):
    """How far a statement reaches; the surest first."""

    ALL = "all"  # decides the unit of all numbers
    SOME = "some"  # of those of some rows, one cannot be sure of which
    VAGUE = "vague"  # names a unit without saying that the numbers are in it


class Statement(NamedTuple):
    """A unit and where it is named: `words` are those of the cell.

    Row and column count from 1; both are 0 for the name of the sheet.
    """

    unit: str
    force: Force
    words: str
    row: int = 0
    column: int = 0

    @property
    def factor(self) -> int:
        """What an amount in the unit is multiplied by to be in 元."""
        return units.MONEY.get(self.unit, 1)

    @property
    def place(self) -> str:
        """The cell, and what it says."""
        where = "工作表名称"
        if self.row:
            where = f"{letters(self.column)}{self.row} 单元格"
        dots = "…" if len(self.words) > SHOWN else ""
        return f"{where}“{self.words[:SHOWN]}{dots}”"


class TextCell(NamedTuple):
    """A cell with text. Row and column count from 1; both are 0 for the name of the sheet."""

    row: int
    column: int
    text: str

    def state(self, unit: str, force: Force) -> Statement:
        return Statement(unit, force, self.text.strip(), self.row, self.column)


class HeadedSheet(Protocol):
    """A sheet whose heading was read (`imports.parse.sheets.Sheet`), as far as it is asked for units."""

    grid: Grid
    layout: SheetLayout
    heading: int
    others: dict[int, str]
    candidates: dict[str, list[Candidate]]

    @property
    def below(self) -> list[asides.Row]: ...

    def rows(self) -> Iterable[tuple[int, list[Cell]]]: ...

    def above(self) -> Iterator[TextCell]: ...

    def candidate_places(self) -> set[int]: ...


class Span(NamedTuple):
    """The records of a sheet: Excel's first and last row."""

    first: int
    last: int

    def force(self, row: int) -> Force:
        """A line between records speaks for those above it or for those below it."""
        if self.first < row < self.last:
            return Force.SOME
        return Force.ALL


def statements(sheet: HeadedSheet) -> list[Statement]:
    """Find everything that names a unit for the numbers of a sheet that has some, the surest first."""
    columns = columns_of(sheet.layout.model, sheet.candidates.keys() & set(sheet.layout.fields))
    columns = [column for column in columns if column.measured]
    if not columns:
        return []
    all_statements = [*_of_head(sheet), *_below(sheet)]
    money_places: set[int] = set()
    for column in columns:
        if column.is_money:
            money_places.update(candidate.place for candidate in sheet.candidates[column.name])
    if money_places:
        all_statements += _among_records(sheet, money_places)
        all_statements += _in_formats(sheet, money_places)
    order = list(Force)
    return sorted(dict.fromkeys(all_statements), key=lambda each: order.index(each.force))


def amounts_beside(sheet: HeadedSheet) -> list[tuple[Decimal, Statement]]:
    """Find the amounts that texts beside the table give in a larger unit: 合计1.2万元."""
    amounts = []
    for cell in (_name_of(sheet), *sheet.above(), *_cells_aside(sheet)):
        for amount in units.amounts_named(cell.text):
            amounts.append((amount, cell.state("万元", Force.VAGUE)))
    return amounts


def _name_of(sheet: HeadedSheet) -> TextCell:
    return TextCell(0, 0, sheet.grid.title)


def _of_head(sheet: HeadedSheet) -> Iterator[Statement]:
    """Read the name of the sheet, the lines above its heading, and what stands among its headings."""
    yield from _in_line([_name_of(sheet)], Force.ALL)
    for line in _by_row(sheet.above()):
        yield from _in_line(line, Force.ALL)
    for place, text in sheet.others.items():
        for unit in units.units_stated_openly(text):
            yield Statement(unit, Force.ALL, text, sheet.heading, place + 1)


def _below(sheet: HeadedSheet) -> Iterator[Statement]:
    """Read footers, totals, hints and lines that only say the unit."""
    span = _span(sheet)
    for line in _by_row(_cells_aside(sheet)):
        yield from _in_line(line, span.force(line[0].row))


def _cells_aside(sheet: HeadedSheet) -> Iterator[TextCell]:
    """Yield the texts of rows that are no records; of hints and lower headings those of our columns."""
    ours = sheet.candidate_places()
    for row in sheet.below:
        if row.aside in ("", asides.HEAD_AGAIN, asides.COLUMN_NUMBERS):
            continue
        is_of_columns = row.aside in (asides.HINTS, asides.SUB_HEADINGS)
        for place, cell in enumerate(row.cells):
            if not isinstance(cell, str):
                continue
            if place in ours or not is_of_columns or units.units_stated_openly(cell):
                yield TextCell(row.number, place + 1, cell)


def _in_line(cells: list[TextCell], force: Force) -> Iterator[Statement]:
    """Read the cells of one line; a cell 单位 speaks with the next one."""
    short = [cell for cell in cells if len(cell.text) <= units.LONGEST]
    pairs = []
    for label, unit_cell in pairwise(short):
        if _is_label(label.text):
            pairs.append(label._replace(text=f"{label.text}:{unit_cell.text}"))
    for cell in (*short, *pairs):
        stated_units = units.units_stated(cell.text)
        for unit in stated_units:
            yield cell.state(unit, force)
        for unit in units.units_named(cell.text):
            if unit not in stated_units:
                yield cell.state(unit, Force.VAGUE)


def _is_label(text: str) -> bool:
    return bool(re.search(r"单\s*位\s*[:：]?\s*$", text))


def _by_row(cells: Iterable[TextCell]) -> list[list[TextCell]]:
    lines: dict[int, list[TextCell]] = defaultdict(list)
    for cell in cells:
        lines[cell.row].append(cell)
    return list(lines.values())


def _span(sheet: HeadedSheet) -> Span:
    numbers = [row.number for row in sheet.below if not row.aside]
    return Span(numbers[0], numbers[-1]) if numbers else Span(0, 0)


# ── Among the records ───────────────────────────────────────────────────────
# Of most texts this is all that is asked.
_TELLING = re.compile(
    r"[百千万亿佰仟萬億]\s*[元圆圓]|单\s*位|[以按]\s*(?:人民币)?[元圆圓万萬亿億]|^\W*(?:人民币)?\s*[元圆圓万萬亿億]\W*$"
    r"|[(（【\[][^)）】\]]*[元圆圓万萬亿億]\s*[)）】\]]"
)


def _among_records(sheet: HeadedSheet, money_places: set[int]) -> Iterator[Statement]:
    """Read the records.

    A column of units decides where all amounts have the same; whatever else names a unit does not decide.
    """
    unit_cells: dict[int, dict[int, str]] = defaultdict(dict)  # texts that only say a unit, by place and row
    for number, cells in sheet.rows():
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or not _TELLING.search(cell):
                continue
            if units.unit_alone(cell):
                unit_cells[place][number] = cell.strip()
            elif place not in money_places or not re.search(r"\d", cell):
                has_amount = _has_amount(cells, money_places)
                yield from _in_record(TextCell(number, place + 1, cell), has_amount)
    if unit_cells:
        bare_rows = _rows_of_bare_amounts(sheet, money_places)
        for place, words in unit_cells.items():
            yield from _of_column(place, words, bare_rows)


def _has_amount(cells: list[Cell], money_places: set[int]) -> bool:
    return any(place < len(cells) and asides.is_filled(cells[place]) for place in money_places)


def _rows_of_bare_amounts(sheet: HeadedSheet, money_places: set[int]) -> set[int]:
    """Find the rows with an amount that says nothing of its unit itself."""
    rows = set()
    for number, cells in sheet.rows():
        if any(_is_bare(cells, place) for place in money_places):
            rows.add(number)
    return rows


def _is_bare(cells: list[Cell], place: int) -> bool:
    if place >= len(cells) or cells[place] is None:
        return False
    text = str(cells[place]).strip()
    return bool(text) and not re.search(r"[^\d.,，．\s¥￥+-]", text)


def _in_record(cell: TextCell, has_amount: bool) -> Iterator[Statement]:
    """Read a text in a record; in a row without an amount it may be a line of its own."""
    stated_units = units.units_stated(cell.text)
    if has_amount:
        for unit in stated_units:
            yield cell.state(unit, Force.VAGUE)
        return
    for unit in stated_units:
        yield cell.state(unit, Force.SOME)
    for unit in units.units_named(cell.text):
        if unit not in stated_units:
            yield cell.state(unit, Force.VAGUE)


def _of_column(place: int, words: dict[int, str], bare_rows: set[int]) -> Iterator[Statement]:
    """Read a column of units, its words by row: it decides where each bare amount has the same one."""
    first_rows: dict[str, int] = {}
    for row, text in words.items():
        first_rows.setdefault(units.unit_alone(text), row)
    is_same = len(first_rows) == 1 and bool(bare_rows) and bare_rows <= words.keys()
    force = Force.ALL if is_same else Force.SOME
    for unit, row in first_rows.items():
        yield Statement(unit, force, words[row], row, place + 1)


# ── In the format of the cells ──────────────────────────────────────────────
def _in_formats(sheet: HeadedSheet, money_places: set[int]) -> Iterator[Statement]:
    """Read the unit that a number format shows behind amounts: it decides where all are shown in the same."""
    if not sheet.grid.formats:
        return
    records = dict(sheet.rows())
    for place in money_places:
        amount_rows = _rows_of_numbers(records, place)
        rows_by_unit: dict[str, set[int]] = defaultdict(set)
        codes: dict[str, str] = {}
        for (column, code), rows in sheet.grid.formats.items():
            if column != place + 1 or amount_rows.isdisjoint(rows):
                continue
            for unit in units_of_format(code):
                rows_by_unit[unit] |= amount_rows.intersection(rows)
                codes[unit] = code
        for unit, unit_rows in rows_by_unit.items():
            row = min(unit_rows)
            is_same = len(rows_by_unit) == 1 and unit_rows == amount_rows
            words = f"{records[row][place]}（显示格式 {codes[unit]}）"
            yield Statement(unit, Force.ALL if is_same else Force.SOME, words, row, place + 1)


def _rows_of_numbers(records: dict[int, list[Cell]], place: int) -> set[int]:
    rows = set()
    for row, cells in records.items():
        if place < len(cells) and _is_number(cells[place]):
            rows.add(row)
    return rows


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
