"""An .xls workbook, the format before 2007, read by calamine in a process of its own.

What such a file unpacks to cannot be told before it is read, so the process has only so much memory, and
whatever it dies of is this file's own. Number formats, hidden rows and formulas without a value are not
told apart in it.
"""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED
from spreadsheets.reading.grids import Grid, Merged, carry_down, trim
from spreadsheets.reading.strangers import MACROS, PASSWORD

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS = 120  # that the largest file allowed needs many times over
TOO_ODD = "文件里的内容读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
NOTHING_SEEN = "工作簿里没有看得见的工作表。请检查是否选错了文件，或取消隐藏，保存后再上传。"
_STREAMS = ("Workbook", "Book")  # names inside the file, of which one is the workbook
_MACROS = "_VBA_PROJECT"
_READER = Path(__file__).with_name("old_reader.py")


def is_old(data: bytes, name: str) -> bool:
    """Tell whether a file is an .xls workbook that may be read; those of WPS (.et) are refused by name."""
    if not data.startswith(OLE) or name.lower().endswith(".et"):
        return False
    return any(_has_stream(data, stream) for stream in _STREAMS) and not _has_stream(data, "EncryptedPackage")


def read_old(source: Path, data: bytes) -> list[Grid]:
    """Read the sheets of an .xls workbook. `UnreadableError` says what is wrong with it."""
    if _MACROS.encode("utf-16-le") in data:
        raise UnreadableError(MACROS)
    command = [sys.executable, "-I", str(_READER), str(source)]
    try:
        process = subprocess.run(command, capture_output=True, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(TOO_ODD) from error
    if process.returncode:
        raise UnreadableError(TOO_ODD)
    answer: dict[str, Any] = pickle.loads(process.stdout)  # noqa: S301 - written by our own process
    if "refused" in answer:
        raise UnreadableError(_reason(answer["refused"]))
    grids = [_grid(*sheet) for sheet in answer["sheets"]]
    if all(grid.is_hidden for grid in grids):
        raise UnreadableError(NOTHING_SEEN)
    return grids


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in data


def _reason(text: str) -> str:
    return {"password": PASSWORD, "damaged": DAMAGED}.get(text, text)


def _grid(
    title: str, is_hidden: bool, rows: list[list[Any]], ranges: list[tuple[int, int, int, int]]
) -> Grid:
    rows = trim(rows)
    filled_places, places_beside = carry_down(rows, [Merged(*each) for each in ranges])
    return Grid(title, rows, carried=filled_places, beside=places_beside, is_hidden=is_hidden)
