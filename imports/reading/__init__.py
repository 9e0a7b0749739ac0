"""A file, whoever made it, as plain grids; what cannot be taken is refused by name."""

import csv
import io
from pathlib import Path

from imports.reading.archive import LARGEST, opened
from imports.reading.cells import MOST_ROWS, Grid, grids

__all__ = ["LARGEST", "MOST_ROWS", "Grid", "pasted", "read"]


def read(source: Path, name: str = "") -> list[Grid]:
    """The visible sheets of an .xlsx. `Unreadable` says what is wrong with any other file, and what to do."""
    return grids(opened(source, name))


def pasted(text: str) -> list[Grid]:
    """A block copied from a spreadsheet: cells divided by tabs, those with line breaks in quotes."""
    rows = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter="\t")
    return [Grid("", [[cell or None for cell in row] for row in rows])]
