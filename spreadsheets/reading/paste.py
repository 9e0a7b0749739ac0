"""A block pasted from a spreadsheet: cells between tabs, those with line breaks in quotes."""

import re

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import LARGEST
from spreadsheets.reading.grids import Cell, Grid, Load, check_bounds, trim

TITLE = "粘贴的内容"
# A quote opens a quoted cell only if it is closed at the cell's end: people also begin a text with "党员之家".
_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)')


def read_pasted(text: str) -> list[Grid]:
    """Read a block as one grid; every cell is text or None.

    `UnreadableError` if there is nothing in it or far too much.
    """
    if len(text) > LARGEST:
        raise UnreadableError("粘贴的内容太多。请分几次粘贴，或存成 .xlsx 文件上传。")
    rows: list[list[Cell]] = [[]]
    for match in _CELL.finditer(text.removeprefix("\ufeff")):
        cell_text, end = _unquote(match), match[3]
        rows[-1].append(cell_text or None)
        check_bounds(TITLE, len(rows), len(rows[-1]) if cell_text else 0)
        if not end:
            break
        if end != "\t":
            rows.append([])
    Load().add_cells(sum(map(len, rows)))
    rows = trim(rows)
    if not rows:
        raise UnreadableError("没有粘贴任何内容。请在表格里选中要导入的行（连同表头），复制后粘贴到这里。")
    return [Grid(TITLE, rows)]


def _unquote(cell: re.Match[str]) -> str:
    quoted_text, plain_text, _ = cell.groups()
    return plain_text if quoted_text is None else quoted_text.replace('""', '"')
