"""A grid read as one sheet of a kind of record: where its heading stands, and which column means what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from imports.parse import asides
from imports.parse.statements import Force, Statement, TextCell, statements
from imports.parse.units import unit_of
from imports.parse.vocabulary import Candidate, plain_heading
from records.columns.registry import columns_of
from records.layout import SheetLayout
from spreadsheets.reading.grids import Cell, Grid, letters


@dataclass
class Sheet:
    """A grid read as one sheet of the layout.

    It has the rows below the heading, and the place of each column by name. `keys` are by what each
    column is known again (`heading_keys`). `candidates` are all columns that may be one of ours, the
    surest first; `spare` are places that speak where the column itself is empty; `choices` say which of
    two columns was taken. `constants` are the texts that all rows have in columns that it lacks.
    `left_out` are the rows that are not brought in, by number, each with the reason. `places_below` are
    columns with what stands below its records, each with the key of what it is
    (`imports.parse.below.Target`).
    """

    grid: Grid
    layout: SheetLayout
    heading: int  # Excel's row; 0 where there is none
    places: dict[str, int]
    keys: list[str] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)  # headings that name nothing of ours, by place
    headed_places: set[int] = field(default_factory=set)  # of the columns that have a heading, ours or not
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    spare: dict[str, list[int]] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    places_below: dict[int, str] = field(default_factory=dict)

    # ── Rows ────────────────────────────────────────────────────────────────
    @cached_property
    def below(self) -> list[asides.Row]:
        """The rows below the heading that are not blank, records or not."""
        return list(asides.rows(self.grid, self.heading, self._telling_places()))

    def _telling_places(self) -> set[int]:
        """Return the places of the days and choices that every record has, or else of all of them."""
        columns = columns_of(self.layout.model, self.places.keys() & set(self.layout.fields))
        all_places, places_of_every_record = set(), set()
        for column in columns:
            if column.is_day or column.is_choice:
                all_places.add(self.places[column.name])
                if not column.field.blank:
                    places_of_every_record.add(self.places[column.name])
        return places_of_every_record or all_places

    def rows(self) -> Iterable[tuple[int, list[Cell]]]:
        """Yield Excel's row number and cells of each record."""
        for row in self.below:
            if not row.aside and row.number not in self.left_out:
                yield row.number, row.cells

    @property
    def rows_by_aside(self) -> dict[str, list[int]]:
        """The rows that are not blank and taken for no records: their numbers by the reason."""
        numbers: dict[str, list[int]] = {}
        for row in self.below:
            reason = row.aside or self.left_out.get(row.number)
            if reason:
                numbers.setdefault(reason, []).append(row.number)
        return numbers

    def above(self) -> Iterator[TextCell]:
        """Yield what stands above the heading, as far as it speaks for columns of ours."""
        for number, cells in enumerate(self.grid.rows[: max(self.heading - 1, 0)], start=1):
            for place in self._places_over_ours(cells):
                text = cells[place]
                if isinstance(text, str):
                    yield TextCell(number, place + 1, text)

    def _places_over_ours(self, cells: list[Cell]) -> list[int]:
        """Return the filled places of a line above the heading, but for headings over other columns.

        What is in the brackets of such a heading is said of those columns.
        """
        starts = [place for place, cell in enumerate(cells) if cell is not None]
        width = max(len(cells), len(self.grid.rows[self.heading - 1]))
        ours = self.candidate_places()
        places = []
        for start, end in zip(starts, [*starts[1:], width], strict=False):
            is_over_ours = not ours.isdisjoint(range(start, end))
            if is_over_ours or not _has_brackets(cells[start]):
                places.append(start)
        return places

    # ── Columns ─────────────────────────────────────────────────────────────
    def cell(self, cells: list[Cell], name: str) -> Cell:
        """Return what a row says in a column; None where there is no such column, or no such cell."""
        place = self.places.get(name)
        if place is None:
            return self.constants.get(name)
        value = cells[place] if place < len(cells) else None
        for spare in self.spare.get(name, ()):
            if value is None or not str(value).strip():
                value = cells[spare] if spare < len(cells) else None
        return value

    def leave_out(self, names: Iterable[str]) -> None:
        """Leave out columns that whoever sends the file cannot fill in."""
        for name in names:
            self.places.pop(name, None)

    def position(self, name: str) -> int:
        """Return where a column stands, from 1; 0 where the sheet has none such."""
        if name not in self.places:
            return 0
        return self.places[name] + 1

    def head(self, name: str) -> str:
        """Return the heading of a column as it stands in the file."""
        candidate = self._candidate_taken(name)
        return candidate.text if candidate else ""

    def _candidate_taken(self, name: str) -> Candidate | None:
        place = self.places.get(name)
        for candidate in self.candidates.get(name, ()):
            if candidate.place == place:
                return candidate
        return None

    def candidate_places(self) -> set[int]:
        """Return the places of all columns that may be one of ours."""
        return {each.place for candidates in self.candidates.values() for each in candidates}

    @property
    def unread_headings(self) -> list[str]:
        """The headings of the columns that are not read."""
        read = set(self.places.values())
        for places in self.spare.values():
            read.update(places)
        headings = list(self.others.values())
        for candidates in self.candidates.values():
            headings += [each.text for each in candidates if each.place not in read]
        for place in sorted(self.cells_without_heading):
            headings.append(f"没有表头的 {letters(place + 1)} 列")
        return headings

    @cached_property
    def cells_without_heading(self) -> dict[int, list[Cell]]:
        """The cells in which something stands by the places of columns without a heading."""
        cells_by_place: dict[int, list[Cell]] = {}
        width = max((len(cells) for _, cells in self.rows()), default=0)
        places = [place for place in range(width) if place not in self.headed_places]
        if not places:
            return cells_by_place
        for _, cells in self.rows():
            for place in places:
                if place < len(cells) and asides.is_filled(cells[place]):
                    cells_by_place.setdefault(place, []).append(cells[place])
        return cells_by_place

    # ── Units ───────────────────────────────────────────────────────────────
    @cached_property
    def statements(self) -> list[Statement]:
        """Everything that names a unit for its numbers."""
        return statements(self)

    @property
    def stated_units(self) -> list[str]:
        """The units that are stated for all of it."""
        return list(dict.fromkeys(each.unit for each in self.statements if each.force == Force.ALL))

    @property
    def units_named(self) -> list[str]:
        """Every unit that stands in or beside it."""
        units = {statement.unit for statement in self.statements}
        units.update(unit for name in self.places if (unit := self.own_unit(name)))
        return sorted(units)

    def own_unit(self, name: str) -> str:
        """Return the unit of one column of numbers: in its heading, or in a hint right below."""
        candidate = self._candidate_taken(name)
        if candidate and candidate.unit:
            return candidate.unit
        for hint in self._hints(name):
            unit = unit_of(plain_heading(hint))
            if unit:
                return unit
        return ""

    def _hints(self, name: str) -> Iterator[str]:
        """Yield the texts that hints and lower headings below its heading say of a column."""
        for row in self.below:
            if row.aside in (asides.HINTS, asides.SUB_HEADINGS):
                cell = self.cell(row.cells, name)
                if isinstance(cell, str):
                    yield cell


def bare(text: Cell) -> str:
    """Return a heading without spaces, the mark of a needed column, and what stands in brackets behind it."""
    return re.sub(r"(?<=.)[(（【\[].*[)）】\]]$", "", plain_heading(str(text or "")))


def _has_brackets(text: Cell) -> bool:
    """Tell whether brackets stand behind a heading; （单位：万元） alone is none."""
    return bare(text) != plain_heading(str(text))
