"""Where in a sheet its heading stands, and which column means what."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Any, NamedTuple

from imports.parse import asides
from imports.parse.statements import Force, Statement, statements
from imports.parse.units import unit_of
from imports.parse.vocabulary import Rank, Vocabulary, plain_heading
from records.columns.registry import columns_of
from records.inputs import without_invisible
from records.layout import LASTING, NUMBER, SheetLayout
from spreadsheets.reading.grids import letters

LOOKED_AT = 20  # rows in which a heading is looked for
REMARK = "错误说明"  # our own column in a returned workbook
OURS = GUIDE, SUMMARY, OPTIONS = "填写说明", "错误汇总", "选项"  # our own sheets


class Candidate(NamedTuple):
    """A column of the file that may be one of ours, with what stands in its heading."""

    place: int
    text: str
    rank: Rank
    unit: str  # in brackets


@dataclass
class Sheet:
    """A grid read as one sheet of the layout: the rows below the heading, and the place of each column by name.

    `candidates` are all columns that may be one of ours, the surest first; `spare` are places that speak where the column
    itself is empty; `choices` say which of two columns was taken.
    """

    grid: Any
    layout: SheetLayout
    heading: int  # Excel's row
    places: dict[str, int]
    others: dict[int, str] = field(default_factory=dict)  # headings that name nothing of ours, by place
    headed: frozenset[int] = frozenset()  # the places that have a heading, of ours or not
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    spare: dict[str, list[int]] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)

    @cached_property
    def below(self) -> list[asides.Row]:
        """The rows below the heading that are not blank, records or not: told apart once, for there may be thousands."""
        return list(asides.rows(self.grid, self.heading, self._telling()))

    def _telling(self) -> set[int]:
        """The places of the days and choices that every record has; of a kind that has none, of all days and choices."""
        columns = columns_of(self.layout.model, self.places.keys() & set(self.layout.fields))
        days_and_choices = [column for column in columns if column.is_day or column.is_choice]
        needed = [column for column in days_and_choices if not column.field.blank]
        return {self.places[column.name] for column in needed or days_and_choices}

    def rows(self) -> Iterable[tuple[int, list[Any]]]:
        """Excel's row number and cells of each record."""
        return ((row.number, row.cells) for row in self.below if not row.aside)

    def explained(self, name: str) -> list[Any]:
        """What the hints and lower headings below its heading say of a column."""
        return [
            self.cell(row.cells, name)
            for row in self.below
            if row.aside in (asides.HINTS, asides.SUB_HEADINGS)
        ]

    @cached_property
    def statements(self) -> list[Statement]:
        """Everything that names a unit for its numbers."""
        return statements(self)

    @property
    def stated(self) -> list[str]:
        """The units that are stated for all of it."""
        return list(dict.fromkeys(each.unit for each in self.statements if each.force == Force.ALL))

    def above(self) -> Iterator[tuple[int, int, str]]:
        """Row, column and text of what stands above the heading, as far as it speaks for columns that are ours."""
        for number, cells in enumerate(self.grid.rows[: self.heading - 1], start=1):
            for place in self._over_ours(cells):
                if isinstance(cells[place], str):
                    yield number, place + 1, cells[place]

    def _over_ours(self, cells: list[Any]) -> list[int]:
        """The filled places of a line above the heading, without upper headings that do not stand over ours.

        What is in the brackets of such a heading is said of other columns.
        """
        filled = [place for place, cell in enumerate(cells) if cell is not None]
        ends = [*filled[1:], max(len(cells), len(self.grid.rows[self.heading - 1]))]
        ours = {each.place for candidates in self.candidates.values() for each in candidates}
        spans = zip(filled, ends, strict=False)
        return [
            start for start, end in spans if ours & set(range(start, end)) or not _is_bracketed(cells[start])
        ]

    @property
    def passed(self) -> dict[str, list[int]]:
        """The rows that are not blank and taken for no records, by the reason."""
        found: dict[str, list[int]] = {}
        for row in self.below:
            if row.aside:
                found.setdefault(row.aside, []).append(row.number)
        return found

    def leave_out(self, names: Iterable[str]) -> None:
        """Columns that whoever sends the file cannot fill in."""
        for name in names:
            self.places.pop(name, None)

    @property
    def unused(self) -> list[str]:
        """The headings of the columns that are not read."""
        read = {*self.places.values(), *(place for places in self.spare.values() for place in places)}
        candidates = [each for all_of_one in self.candidates.values() for each in all_of_one]
        unread = [each.text for each in candidates if each.place not in read]
        return [
            *self.others.values(),
            *unread,
            *(f"没有表头的 {letters(place + 1)} 列" for place in sorted(self.headless)),
        ]

    @cached_property
    def headless(self) -> dict[int, list[Any]]:
        """The cells in which something stands by the places of columns without a heading."""
        found: dict[int, list[Any]] = {}
        width = max((len(cells) for _, cells in self.rows()), default=0)
        places = [place for place in range(width) if place not in self.headed]
        for _, cells in self.rows() if places else ():
            for place in places:
                if place < len(cells) and cells[place] is not None and str(cells[place]).strip():
                    found.setdefault(place, []).append(cells[place])
        return found

    def cell(self, cells: list[Any], name: str) -> Any:
        """What a row says in a column; None where the sheet has no such column or the row ends before it."""
        place = self.places.get(name)
        if place is None:
            return None
        found = cells[place] if place < len(cells) else None
        for spare in self.spare.get(name, ()):
            if found is None or not str(found).strip():
                found = cells[spare] if spare < len(cells) else None
        return found

    def head(self, name: str) -> str:
        """The heading of a column as it stands in the file."""
        return next(
            (each.text for each in self.candidates.get(name, ()) if each.place == self.places.get(name)), ""
        )

    def unit(self, name: str) -> str:
        """The unit in the brackets of its heading."""
        return next(
            (each.unit for each in self.candidates.get(name, ()) if each.place == self.places.get(name)), ""
        )

    def own_unit(self, name: str) -> str:
        """The unit of one column of numbers: in its heading, or in a hint right below."""
        below = (unit_of(plain_heading(text)) for text in self.explained(name) if isinstance(text, str))
        return self.unit(name) or next(filter(None, below), "")

    def position(self, name: str) -> int:
        return self.places[name] + 1 if name in self.places else 0


def bare(text: Any) -> str:
    """A heading without spaces, the mark of a needed column, and what stands in brackets behind it."""
    return re.sub(r"(?<=.)[(（【\[].*[)）】\]]$", "", plain_heading(str(text or "")))


def _is_bracketed(text: Any) -> bool:
    """Whether brackets stand behind a heading; （单位：万元） alone is none."""
    return bare(text) != plain_heading(str(text))


def read_heading(grid: Any, layout: SheetLayout, enough: int = 2) -> Sheet | None:
    """The row of the grid that heads the most columns, and `enough`; where merged cells leave one empty, the row above speaks for it."""
    vocabulary = Vocabulary.of(layout)
    best: Sheet | None = None
    above: list[Any] = []
    for number, cells in enumerate(grid.rows[:LOOKED_AT], start=1):
        sheet = _headed(grid, layout, number, _with_above(cells, above, vocabulary), vocabulary)
        if len(sheet.places) > (len(best.places) if best else 0):
            best = sheet
        above = cells
    return best if best and len(set(best.places) - {NUMBER, LASTING}) >= enough else None


def _with_above(cells: list[Any], above: list[Any], vocabulary: Vocabulary) -> list[Any]:
    if not any(vocabulary.heading(cell) for cell in cells):
        return cells
    return [over if cell is None else cell for cell, over in zip_longest(cells, above)]


def _headed(grid: Any, layout: SheetLayout, number: int, cells: list[Any], vocabulary: Vocabulary) -> Sheet:
    """The row as a heading; of several cells that name one column the surest, and of these the first."""
    sheet = Sheet(grid, layout, number, {})
    for place, cell in enumerate(cells):
        if heading := vocabulary.heading(cell):
            candidate = Candidate(place, without_invisible(cell), heading.rank, heading.unit)
            sheet.candidates.setdefault(heading.name, []).append(candidate)
    for name, candidates in sheet.candidates.items():
        candidates.sort(key=lambda each: each.rank)
        sheet.places[name] = candidates[0].place
    named = {each.place for candidates in sheet.candidates.values() for each in candidates}
    others = {
        place: without_invisible(cell)
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and place not in named
    }
    sheet.headed = frozenset(place for place, cell in enumerate(cells) if asides.texts_of([cell]))
    sheet.others = {place: text for place, text in others.items() if text not in ("", REMARK)}
    return sheet


def matched(grids: list[Any], layout: Any) -> dict[SheetLayout, Sheet]:
    """Which grid is which sheet of the layout: by its title, and the main one otherwise by its heading."""
    found: dict[SheetLayout, Sheet] = {}
    for wanted in layout:
        for grid in grids:
            if bare(grid.title) == bare(wanted.title) and (sheet := read_heading(grid, wanted, enough=1)):
                found[wanted] = sheet
                break
    if layout.main not in found:
        taken = {id(sheet.grid) for sheet in found.values()}
        others = [
            sheet for grid in grids if id(grid) not in taken and (sheet := read_heading(grid, layout.main))
        ]
        if others:
            found[layout.main] = max(others, key=lambda sheet: len(sheet.places))
    return found


def headless(
    grids: list[Any], layout: Any, found: Mapping[SheetLayout, Sheet]
) -> list[tuple[Any, SheetLayout]]:
    """Sheets below the main one that are there by their title, but without a heading."""
    lost = [
        (grid, wanted)
        for wanted in layout.children
        if wanted not in found
        for grid in grids
        if bare(grid.title) == bare(wanted.title)
    ]
    return [(grid, wanted) for grid, wanted in lost if any(asides.texts_of(cells) for cells in grid.rows)]
