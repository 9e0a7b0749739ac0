"""The heading of a file in which none was found: a row that looks like one, or none at all."""

import re
from collections.abc import Sequence

from imports.parse import asides
from imports.parse.decisions import Decisions
from imports.parse.headings import LOOKED_AT
from spreadsheets.reading.grids import Cell, Grid

LONGEST = 20  # characters of a heading
FEWEST = 2  # rows, and columns, of a table


def guess_heading(grids: Sequence[Grid]) -> Decisions | None:
    """Guess which sheet has the records and in which row they are headed; None where no sheet holds a table.

    The row is 0 where none looks like a heading.
    """
    for grid in grids:
        if len(grid.rows) >= FEWEST and len(grid.rows[0]) >= FEWEST and not grid.is_hidden:
            return Decisions(heading=_likely_row(grid), title=grid.title)
    return None


def _likely_row(grid: Grid) -> int:
    for number, cells in enumerate(grid.rows[:LOOKED_AT], start=1):
        if _looks_like_heading(cells):
            return number
    return 0


def _looks_like_heading(cells: Sequence[Cell]) -> bool:
    """Tell whether a row has nothing but short, different words."""
    cells_with_text = [cell for cell in cells if asides.is_filled(cell)]
    texts = {cell for cell in cells_with_text if isinstance(cell, str) and len(cell) <= LONGEST}
    return len(texts) == len(cells_with_text) >= FEWEST and not any(re.search(r"\d", text) for text in texts)
