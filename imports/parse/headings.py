"""Where in a sheet its heading stands, and which sheet of a file is which sheet of the layout."""

from collections.abc import Mapping
from itertools import zip_longest

from imports.parse import asides
from imports.parse.decisions import UNDECIDED, ByTitle, Decisions, heading_keys
from imports.parse.sheets import Sheet, bare
from imports.parse.vocabulary import Candidate, Rank, Vocabulary, plain_heading
from records.inputs import without_invisible
from records.layout import LASTING, NUMBER, Layout, SheetLayout
from spreadsheets.reading.grids import Cell, Grid

LOOKED_AT = 20  # rows in which a heading is looked for
REMARK = "错误说明"  # our own column in a returned workbook
NONE_DECIDED: ByTitle = {}
OURS = GUIDE, SUMMARY, OPTIONS = "填写说明", "错误汇总", "选项"  # our own sheets


def read_heading(
    grid: Grid, layout: SheetLayout, enough: int = 2, decisions: Decisions = UNDECIDED
) -> Sheet | None:
    """Find the row of the grid that heads the most columns, and `enough`.

    Where merged cells leave a cell of it empty, the row above speaks for it.
    """
    if decisions.heading is not None and decisions.title == grid.title:
        return read_heading_at(grid, layout, decisions)
    vocabulary = Vocabulary.of(layout)
    best: Sheet | None = None
    most = 0
    above: list[Cell] = []
    for number, cells in enumerate(grid.rows[:LOOKED_AT], start=1):
        heads = _with_above(cells, above, vocabulary)
        sheet = _read_as_heading(grid, layout, number, heads, vocabulary, decisions)
        if len(sheet.places) > most:
            best, most = sheet, len(sheet.places)
        above = cells
    if best is None or len(best.places.keys() - {NUMBER, LASTING}) < enough:
        return None
    return best


def read_heading_at(grid: Grid, layout: SheetLayout, decisions: Decisions) -> Sheet:
    """Read the row that was decided to be the heading; without one the columns are known by their letters."""
    number = decisions.heading or 0
    heads: list[Cell] = []
    if 0 < number <= len(grid.rows):
        heads = grid.rows[number - 1]
    else:
        number = 0
        heads = [None] * max(map(len, grid.rows), default=0)
    return _read_as_heading(grid, layout, number, heads, Vocabulary.of(layout), decisions)


def _with_above(cells: list[Cell], above: list[Cell], vocabulary: Vocabulary) -> list[Cell]:
    if not any(vocabulary.heading(cell) for cell in cells):
        return cells
    heads = []
    for cell, over in zip_longest(cells, above):
        heads.append(over if cell is None else cell)
    return heads


def _read_as_heading(
    grid: Grid,
    layout: SheetLayout,
    number: int,
    cells: list[Cell],
    vocabulary: Vocabulary,
    decisions: Decisions,
) -> Sheet:
    """Read the row as a heading; of several cells that name one column the surest, and of these the first."""
    keys = heading_keys(map(_bare_heading, cells))
    sheet = Sheet(grid, layout, number, {}, keys)
    for place, (cell, key) in enumerate(zip(cells, keys, strict=True)):
        name, candidate = _candidate(place, cell, vocabulary, decisions.columns.get(key))
        if candidate:
            sheet.candidates.setdefault(name, []).append(candidate)
    for name, candidates in sheet.candidates.items():
        candidates.sort(key=lambda each: each.rank)
        sheet.places[name] = candidates[0].place
    _note_others(sheet, cells)
    return sheet


def _bare_heading(cell: Cell) -> str:
    return plain_heading(cell) if isinstance(cell, str) else ""


def _candidate(
    place: int, cell: Cell, vocabulary: Vocabulary, decision: str | None
) -> tuple[str, Candidate | None]:
    """Return the column that a cell of a heading names; what was decided goes before what it says."""
    text = without_invisible(str(cell or ""))
    if decision == "":
        return "", None
    if decision in vocabulary.layout.fields:
        return decision, Candidate(place, text, Rank.DECIDED, vocabulary.unit_in(cell))
    heading = vocabulary.heading(cell)
    if heading is None:
        return "", None
    return heading.name, Candidate(place, text, heading.rank, heading.unit)


def _note_others(sheet: Sheet, cells: list[Cell]) -> None:
    """Note which columns have a heading, and the headings that name nothing of ours."""
    ours = sheet.candidate_places()
    for place, cell in enumerate(cells):
        if asides.is_filled(cell):
            sheet.headed_places.add(place)
        if isinstance(cell, str) and place not in ours:
            text = without_invisible(cell)
            if text not in ("", REMARK):
                sheet.others[place] = text


def match_sheets(
    grids: list[Grid], layout: Layout, decisions: ByTitle = NONE_DECIDED
) -> dict[SheetLayout, Sheet]:
    """Find which grid is which sheet of the layout: by its title, or else the main one by its heading."""
    sheets: dict[SheetLayout, Sheet] = {}
    for sheet_layout in layout:
        sheet = _sheet_by_title(grids, sheet_layout, decisions.get(sheet_layout.title, UNDECIDED))
        if sheet:
            sheets[sheet_layout] = sheet
    if layout.main not in sheets:
        others = without_grids(grids, [sheet.grid for sheet in sheets.values()])
        main = _sheet_by_heading(others, layout.main, decisions.get(layout.main.title, UNDECIDED))
        if main:
            sheets[layout.main] = main
    return sheets


def without_grids(grids: list[Grid], others: list[Grid]) -> list[Grid]:
    """Leave these very grids out of a list; others may be equal to them."""
    ids = set(map(id, others))
    return [grid for grid in grids if id(grid) not in ids]


def _sheet_by_title(grids: list[Grid], layout: SheetLayout, decisions: Decisions) -> Sheet | None:
    for grid in grids:
        if bare(grid.title) == bare(layout.title):
            sheet = read_heading(grid, layout, 1, decisions)
            if sheet:
                return sheet
    return None


def _sheet_by_heading(grids: list[Grid], layout: SheetLayout, decisions: Decisions) -> Sheet | None:
    """Find the sheet with the most columns of ours, or the one whose heading was decided."""
    best: Sheet | None = None
    for grid in grids:
        sheet = read_heading(grid, layout, 2, decisions)
        if sheet and decisions.heading is not None and decisions.title == grid.title:
            return sheet
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
