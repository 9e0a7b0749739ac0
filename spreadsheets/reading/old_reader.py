"""The process that reads an .xls workbook.

`old_reader.py FILE` writes the cells of its sheets to its output, pickled.

It is started with little memory by `spreadsheets.reading.old`; whatever goes wrong in it ends it alone.
"""

import math
import pickle
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.grids import Load, check_bounds

MEMORY = 1024 * 1024 * 1024  # bytes of addresses
EXACT = 2**53  # whole numbers below it keep all their digits in a spreadsheet


def main(path: str) -> None:
    """Write `{"sheets": [(title, is_hidden, rows, merged ranges)]}`, or `{"refused": why}`."""
    limit_memory()
    try:
        answer: dict[str, object] = {"sheets": sheets(path)}
    except UnreadableError as error:
        answer = {"refused": str(error)}
    except CalamineError as error:
        answer = {"refused": "password" if "password" in str(error).lower() else "damaged"}
    pickle.dump(answer, sys.stdout.buffer)


def limit_memory() -> None:
    """Let this process have only so much memory, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def sheets(path: str) -> list[tuple]:
    load = Load()
    sheet_list = []
    with CalamineWorkbook.from_path(path) as workbook:
        for place, about in enumerate(workbook.sheets_metadata):
            is_hidden = about.visible != SheetVisibleEnum.Visible
            sheet = workbook.get_sheet_by_index(place)
            sheet_list.append((about.name, is_hidden, cells(sheet, about.name, load), merged_ranges(sheet)))
    return sheet_list


def cells(sheet: CalamineSheet, title: str, load: Load) -> list[list[object]]:
    """Return the cells of a sheet. `UnreadableError` where there are too many, or too much text in them."""
    row, column = sheet.end or (0, 0)
    check_bounds(title, row + 1, column + 1)
    load.add_cells((row + 1) * (column + 1))
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for values in rows:
        for place, value in enumerate(values):
            values[place] = plain(value)
            if isinstance(value, str):
                load.add_text(len(value.encode()))
    return rows


def plain(value: object) -> object:
    """Return None of empty text, an int of a whole number that keeps all its digits, and text of infinity."""
    if value == "":
        return None
    if not isinstance(value, float):
        return value
    if value.is_integer() and -EXACT < value < EXACT:
        return int(value)
    return value if math.isfinite(value) else str(value)


def merged_ranges(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges, from 1: top, left, bottom, right."""
    ranges = []
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        ranges.append((top + 1, first + 1, bottom + 1, last + 1))
    return ranges


if __name__ == "__main__":
    main(sys.argv[1])
