"""Where in a sheet its heading stands, and which sheet of a file is which sheet of the layout."""

from collections.abc import Mapping
from itertools import zip_longest

from imports.parse import asides
from imports.parse.sheets import Sheet, bare
from imports.parse.vocabulary import Candidate, Vocabulary
from records.inputs import without_invisible
from records.layout import LASTING, NUMBER, Layout, SheetLayout
from spreadsheets.reading.grids import Cell, Grid

LOOKED_AT = 20  # rows in which a heading is looked for
REMARK = "错误说明"  # our own column in a returned workbook
OURS = GUIDE, SUMMARY, OPTIONS = "填写说明", "错误汇总", "选项"  # our own sheets


def read_heading(grid: Grid, layout: SheetLayout, enough: int = 2) -> Sheet | None:
    """Find the row of the grid that heads the most columns, and `enough`.

    Where merged cells leave a cell of it empty, the row above speaks for it.
    """
    vocabulary = Vocabulary.of(layout)
    best: Sheet | None = None
    most = 0
    above: list[Cell] = []
    for number, cells in enumerate(grid.rows[:LOOKED_AT], start=1):
        heads = _with_above(cells, above, vocabulary)
        sheet = _read_as_heading(grid, layout, number, heads, vocabulary)
        if len(sheet.places) > most:
            best, most = sheet, len(sheet.places)
        above = cells
    if best is None or len(best.places.keys() - {NUMBER, LASTING}) < enough:
        return None
    return best


def _with_above(cells: list[Cell], above: list[Cell], vocabulary: Vocabulary) -> list[Cell]:
    if not any(vocabulary.heading(cell) for cell in cells):
        return cells
    heads = []
    for cell, over in zip_longest(cells, above):
        heads.append(over if cell is None else cell)
    return heads


def _read_as_heading(
    grid: Grid, layout: SheetLayout, number: int, cells: list[Cell], vocabulary: Vocabulary
) -> Sheet:
    """Read the row as a heading; of several cells that name one column the surest, and of these the first."""
    sheet = Sheet(grid, layout, number, {})
    for place, cell in enumerate(cells):
        heading = vocabulary.heading(cell)
        if heading:
            candidate = Candidate(place, without_invisible(str(cell)), heading.rank, heading.unit)
            sheet.candidates.setdefault(heading.name, []).append(candidate)
    for name, candidates in sheet.candidates.items():
        candidates.sort(key=lambda each: each.rank)
        sheet.places[name] = candidates[0].place
    ours = sheet.candidate_places()
    for place, cell in enumerate(cells):
        if asides.is_filled(cell):
            sheet.headed_places.add(place)
        if isinstance(cell, str) and place not in ours:
            text = without_invisible(cell)
            if text not in ("", REMARK):
                sheet.others[place] = text
    return sheet


def match_sheets(grids: list[Grid], layout: Layout) -> dict[SheetLayout, Sheet]:
    """Find which grid is which sheet of the layout: by its title, or else the main one by its heading."""
    sheets: dict[SheetLayout, Sheet] = {}
    for sheet_layout in layout:
        sheet = _sheet_by_title(grids, sheet_layout)
        if sheet:
            sheets[sheet_layout] = sheet
    if layout.main not in sheets:
        others = without_grids(grids, [sheet.grid for sheet in sheets.values()])
        main = _sheet_by_heading(others, layout.main)
        if main:
            sheets[layout.main] = main
    return sheets


def without_grids(grids: list[Grid], others: list[Grid]) -> list[Grid]:
    """Leave these very grids out of a list; others may be equal to them."""
    ids = set(map(id, others))
    return [grid for grid in grids if id(grid) not in ids]


def _sheet_by_title(grids: list[Grid], layout: SheetLayout) -> Sheet | None:
    for grid in grids:
        if bare(grid.title) == bare(layout.title):
            sheet = read_heading(grid, layout, enough=1)
            if sheet:
                return sheet
    return None


def _sheet_by_heading(grids: list[Grid], layout: SheetLayout) -> Sheet | None:
    """Find the sheet with the most columns of ours."""
    best: Sheet | None = None
    for grid in grids:
        sheet = read_heading(grid, layout)
        if sheet and (best is None or len(sheet.places) > len(best.places)):
            best = sheet
    return best


def find_headless(
    grids: list[Grid], layout: Layout, sheets: Mapping[SheetLayout, Sheet]
) -> list[tuple[Grid, SheetLayout]]:
    """Find sheets below the main one that are there by their title, but without a heading."""
    headless = []
    for child in layout.children:
        if child in sheets:
            continue
        for grid in grids:
            if bare(grid.title) == bare(child.title) and any(map(asides.texts_of, grid.rows)):
                headless.append((grid, child))
    return headless
