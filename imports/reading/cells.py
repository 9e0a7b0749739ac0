"""The cells of a workbook's visible sheets, by calamine; what it does not tell is read off the XML."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import normpath
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from imports.problems import Unreadable
from imports.reading.archive import DAMAGED

MOST_ROWS = 20_000  # of data in one sheet
ABOVE = 100  # further rows: titles and headings
MOST_COLUMNS = 100  # calamine makes the whole rectangle, down to the last cell
MOST_SHEETS = 60
LONG_TAIL = 1_000_000  # bytes

FAR = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="[A-Z]+(\d{5,})"[^>/]*>')  # cells with content from row 10,000 on
WIDE = re.compile(rb'\br="([A-Z]{2,})\d')
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)<")
HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')


@dataclass(frozen=True)
class Grid:
    """`rows[0]` is Excel's row 1; cells are text, numbers, booleans, dates, times or None. Places count from 1."""

    title: str
    rows: list[list[Any]]
    unvalued: frozenset[tuple[int, int]] = frozenset()  # (row, column) of formulas that nothing has calculated
    hidden: frozenset[int] = frozenset()


def grids(archive: dict[str, bytes]) -> list[Grid]:
    """`Unreadable` where the sheets are too large or broken."""
    paths = _sheets(archive)
    parts = {path: _trimmed(archive[path]) for _, path in paths if path in archive}
    for data in parts.values():
        _refuse_vast(data)
    try:
        book = CalamineWorkbook.from_filelike(_packed({**archive, **parts}))
        shown = [sheet.name for sheet in book.sheets_metadata if _is_shown(sheet)]
        if not shown:
            raise Unreadable("文件里没有可见的工作表。请检查后再上传。")
        if len(shown) > MOST_SHEETS:
            raise Unreadable(f"文件里有 {len(shown)} 张工作表，太多了。请只留下要导入的，再上传。")
        xml = {name: parts.get(path, b"") for name, path in paths}
        return [_grid(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), xml.get(name, b"")) for name in shown]
    except Unreadable:
        raise
    except BaseException as error:  # a panic inside calamine is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise Unreadable(DAMAGED) from error


def _is_shown(sheet: Any) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """What was looked into and nothing else: calamine believes whatever an archive says of its sizes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    stream.seek(0)
    return stream


def _trimmed(data: bytes) -> bytes:
    """Without the rows behind the last cell that holds anything: some sheets are formatted a million rows down."""
    end = data.rfind(b"</c>") + len(b"</c>")
    return data[:end] + b"</row></sheetData></worksheet>" if len(data) - end > LONG_TAIL and end > len(b"</c>") else data


def _sheets(archive: dict[str, bytes]) -> list[tuple[str, str]]:
    """Every sheet's name and the path of its part."""
    try:
        book = fromstring(archive["xl/workbook.xml"])
        links = fromstring(archive.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    except (ParseError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    targets = {link.get("Id"): _path(link.get("Target", "")) for link in links}
    found = []
    for sheet in _named(book, "sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.rpartition("}")[2] == "id"), "")
        found.append((sheet.get("name", ""), targets.get(key, "")))
    return found


def _named(tree: Element, name: str) -> Iterator[Element]:
    return (element for element in tree.iter() if element.tag.rpartition("}")[2] == name)


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _refuse_vast(data: bytes) -> None:
    """A single cell far away would make a rectangle of gigabytes."""
    far = max((int(row) for row in FAR.findall(data)), default=0)
    if far > MOST_ROWS + ABOVE:
        raise Unreadable(f"表格一直用到第 {far:,} 行，最多 {MOST_ROWS:,} 行。请删去多余的行，或分成几份再上传。")
    wide = max((column_index_from_string(name.decode()) if len(name) < 4 else 99_999 for name in set(WIDE.findall(data))), default=0)
    if wide > MOST_COLUMNS:
        raise Unreadable(f"表格一直用到第 {wide:,} 列，最多 {MOST_COLUMNS} 列。请删去多余的列再上传。")


def _grid(title: str, cells: list[list[Any]], data: bytes) -> Grid:
    rows = [[None if cell == "" else cell for cell in row] for row in cells]
    unvalued: set[tuple[int, int]] = set()
    if b"<f" in data or b":f" in data or b't="e"' in data:
        unvalued = _told_by_formulas(data, rows)
    hidden = frozenset(int(row) for row in HIDDEN.findall(data)) if b"hidden=" in data else frozenset()
    return Grid(title, rows, frozenset(unvalued), hidden)


def _told_by_formulas(data: bytes, rows: list[list[Any]]) -> set[tuple[int, int]]:
    """Formulas without a value; errors such as #N/A, which calamine leaves empty, are put into their cells."""
    unvalued = set()
    for attributes, body in CELL.findall(data):
        formula, error = re.search(rb"<(?:\w+:)?f\b", body), b't="e"' in attributes
        place = PLACE.search(attributes)
        if place is None or not (formula or error):
            continue
        row, position = int(place[2]), column_index_from_string(place[1].decode())
        value = VALUE.search(body)
        if value is None:
            unvalued.add((row, position))
        elif error and row <= len(rows) and position <= len(rows[row - 1]):
            rows[row - 1][position - 1] = value[1].decode()
    return unvalued
