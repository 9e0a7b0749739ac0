"""Reading what comes: an uploaded file or a pasted block, whoever made it, as plain grids; hostile ones refused by name."""

from spreadsheets.reading.archive import LARGEST
from spreadsheets.reading.grids import MOST_ROWS, Grid
from spreadsheets.reading.paste import pasted
from spreadsheets.reading.workbook import read

__all__ = ["LARGEST", "MOST_ROWS", "Grid", "pasted", "read"]
