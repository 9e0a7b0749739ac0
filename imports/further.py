"""Sheets beside the main one that hold records of the same kind: one a month, or one a 社区."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from imports.headings import OURS, Sheet, read_heading


class Further(NamedTuple):
    """`alike` are read with the main sheet as one; `others` are headed otherwise, so that nobody can say how to join them."""

    alike: list[Sheet]
    others: list[Sheet]


def further(grids: Iterable[Any], main: Sheet, taken: Collection[Any], needed: Collection[str]) -> Further:
    """The sheets with records that have all `needed` columns that the main one has. `taken` are the grids read already."""
    found = Further([], [])
    wanted = set(needed) & main.places.keys()
    for grid in grids:
        if grid.title in OURS or any(grid is other for other in taken):
            continue
        sheet = read_heading(grid, main.layout)
        if sheet is None or not wanted <= sheet.places.keys() or not any(sheet.rows()):
            continue
        (found.alike if _is_alike(sheet, main) else found.others).append(sheet)
    return found


def _is_alike(sheet: Sheet, main: Sheet) -> bool:
    """Whether the same columns stand in the same places under the same headings, their numbers in the same unit."""
    return sheet.candidates == main.candidates and sheet.stated == main.stated


def join(sheets: Iterable[Sheet], main: Sheet) -> None:
    """Let the sheets find their columns where the main one does, whatever is settled later."""
    for sheet in sheets:
        sheet.places, sheet.spare = main.places, main.spare
