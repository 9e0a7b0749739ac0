"""Uploaded files and pasted blocks, whoever made them, read as plain grids; hostile ones are refused."""

from spreadsheets.reading.archive import LARGEST
from spreadsheets.reading.grids import MOST_ROWS, Grid
from spreadsheets.reading.paste import read_pasted
from spreadsheets.reading.workbook import read

__all__ = ["LARGEST", "MOST_ROWS", "Grid", "read", "read_pasted"]
