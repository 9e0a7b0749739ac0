"""Reading what comes: an uploaded file or a pasted block, whoever made it, as plain grids; hostile ones refused by name."""

from imports.reading.archive import LARGEST
from imports.reading.grids import MOST_ROWS, Grid
from imports.reading.paste import pasted
from imports.reading.workbook import read

__all__ = ["LARGEST", "MOST_ROWS", "Grid", "pasted", "read"]
