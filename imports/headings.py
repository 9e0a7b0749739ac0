"""Where in a sheet its heading stands, and which column means what."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from dangjian.records.layout import LASTING, NUMBER, SheetLayout
from dangjian.records.presentation import label
from imports import asides
from imports.synonyms import SYNONYMS

LOOKED_AT = 20  # rows in which a heading is looked for
NUMBERS = ("编号", "行号", "No", "NO.")  # other names of 序号
ALIKE = (("日期", "时间"), ("数", "数量"), ("人数", "数"), ("所在", "所属"), ("所属", "所在"))
REMARK = "错误说明"  # our own column in a returned workbook
OURS = GUIDE, SUMMARY, OPTIONS = "填写说明", "错误汇总", "选项"  # our own sheets


@dataclass
class Sheet:
    """A grid read as one sheet of the layout: the rows below the heading, and the place of each column by name."""

    grid: Any
    layout: SheetLayout
    heading: int  # Excel's row
    places: dict[str, int]
    unused: list[str] = field(default_factory=list)

    def rows(self) -> Iterable[tuple[int, list[Any]]]:
        """Excel's row number and cells of each record."""
        return ((row.number, row.cells) for row in asides.rows(self.grid, self.heading) if not row.aside)

    @property
    def passed(self) -> dict[str, list[int]]:
        """The rows that are not blank and taken for no records, by the reason."""
        found: dict[str, list[int]] = {}
        for row in asides.rows(self.grid, self.heading):
            if row.aside:
                found.setdefault(row.aside, []).append(row.number)
        return found

    def leave_out(self, names: Iterable[str]) -> None:
        """Columns that whoever sends the file cannot fill in."""
        self.unused += [label(self.layout.model, name) for name in names if self.places.pop(name, None) is not None]

    def position(self, name: str) -> int:
        return self.places[name] + 1 if name in self.places else 0


def bare(text: Any) -> str:
    """A heading without spaces, the mark of a needed column, and what stands in brackets behind it."""
    name = re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", str(text or "")))
    return re.sub(r"(?<=.)[(（【\[].*[)）】\]]$", "", name)


def names_of(layout: SheetLayout) -> dict[str, str]:
    """Every heading under which a column may stand, to its name; the real headings go before synonyms."""
    found = {bare(LASTING): LASTING, bare(NUMBER): NUMBER}
    for name in layout.fields:
        found[bare(label(layout.model, name))] = name
    others = [(synonym, name) for name in layout.fields for synonym in (*SYNONYMS.get(name, ()), *_variants(label(layout.model, name)))]
    others += [(name, NUMBER) for name in NUMBERS]
    counted: dict[str, set[str]] = {}
    for synonym, name in others:
        counted.setdefault(bare(synonym), set()).add(name)
    return {**{synonym: names.pop() for synonym, names in counted.items() if len(names) == 1}, **found}


def _variants(heading: str) -> list[str]:
    """走访时间 for 走访日期, and the like."""
    return [heading.replace(ours, theirs) for ours, theirs in ALIKE if ours in heading]


def read_heading(grid: Any, layout: SheetLayout, enough: int = 2) -> Sheet | None:
    """The row of the grid that heads the most columns, and `enough`; where merged cells leave one empty, the row above speaks for it."""
    known = names_of(layout)
    best: Sheet | None = None
    above: list[Any] = []
    for number, cells in enumerate(grid.rows[:LOOKED_AT], start=1):
        sheet = _headed(grid, layout, number, cells, above, known)
        if len(sheet.places) > (len(best.places) if best else 0):
            best = sheet
        above = cells
    return best if best and len(set(best.places) - {NUMBER, LASTING}) >= enough else None


def _headed(grid: Any, layout: SheetLayout, number: int, cells: list[Any], above: list[Any], known: Mapping[str, str]) -> Sheet:
    sheet = Sheet(grid, layout, number, {})
    direct = any(bare(cell) in known for cell in cells if isinstance(cell, str))
    for index, (cell, over) in enumerate(zip_longest(cells, above)):
        cell = over if cell is None and direct else cell
        name = known.get(bare(cell)) if isinstance(cell, str) else None
        if name and name not in sheet.places:
            sheet.places[name] = index
        elif isinstance(cell, str) and cell.strip() and cell.strip() != REMARK:
            sheet.unused.append(cell.strip())
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
        others = [sheet for grid in grids if id(grid) not in taken and (sheet := read_heading(grid, layout.main))]
        if others:
            found[layout.main] = max(others, key=lambda sheet: len(sheet.places))
    return found


def headless(grids: list[Any], layout: Any, found: Mapping[SheetLayout, Sheet]) -> list[tuple[Any, SheetLayout]]:
    """Sheets below the main one that are there by their title, but without a heading."""
    lost = [(grid, wanted) for wanted in layout.children if wanted not in found for grid in grids if bare(grid.title) == bare(wanted.title)]
    return [(grid, wanted) for grid, wanted in lost if any(asides.texts_of(cells) for cells in grid.rows)]


def alike(grids: list[Any], layout: Any, found: Mapping[SheetLayout, Sheet]) -> list[Sheet]:
    """Sheets beside the main one with the same columns: one a month, say."""
    taken = {id(sheet.grid) for sheet in found.values()}
    others = [sheet for grid in grids if id(grid) not in taken and (sheet := read_heading(grid, layout.main))]
    return [sheet for sheet in others if sheet.places.keys() == found[layout.main].places.keys() and any(sheet.rows())]
