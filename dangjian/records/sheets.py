"""Excel workbooks, written row by row. Text stays text, whatever it begins with."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE = 31  # characters that Excel allows
NARROWEST, WIDEST, LOOKED_AT = 12, 60, 50  # of a column, in Latin letters; rows that say how wide one should be


class Sheet(NamedTuple):
    """`rows` may be written only once, as they come."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Iterable[Sheet]) -> IO[bytes]:
    """An .xlsx in a temporary file, to be read from its beginning; of the rows only a few are held at a time."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:TITLE])
        _fill(page, sheet.head, iter(sheet.rows))
        page.close()
    stream = TemporaryFile()  # noqa: SIM115  whoever asked closes it
    book.save(stream)
    stream.seek(0)
    return stream


def _fill(page: Any, head: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    first = list(islice(rows, LOOKED_AT))
    page.freeze_panes = "A2"
    for index, column in enumerate(zip(head, *first, strict=True), start=1):
        page.column_dimensions[get_column_letter(index)].width = min(max(NARROWEST, *map(_width, column)), WIDEST)
    page.append([_cell(page, heading, bold=True) for heading in head])
    for row in chain(first, rows):
        page.append([_cell(page, value) for value in row])


def _width(value: Any) -> int:
    """A Chinese character takes two."""
    return 2 + sum(1 if character.isascii() else 2 for character in str(value))


def _cell(page: Any, value: Any, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(page, value=value if value != "" else None)
    if isinstance(value, str) and value:
        cell.data_type = "s"  # else a leading = becomes a live formula
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    if bold:
        cell.font = Font(bold=True)
    return cell
