"""Excel workbooks, written row by row. Text stays text, whatever it begins with."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE, LONGEST = 31, 32767  # characters that Excel allows, those of a cell counted in UTF-16
NARROWEST, WIDEST, LOOKED_AT = (
    12,
    60,
    50,
)  # of a column, in Latin letters; rows that say how wide one should be
FIRST_DAY, BEFORE_DAY_ONE = (
    date(1900, 3, 1),
    693594,
)  # Excel takes 1900 for a leap year, and knows no day before it
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


class Sheet(NamedTuple):
    """Rows of texts, numbers, days and None, which may be written only once, as they come."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


def workbook(sheets: Iterable[Sheet]) -> IO[bytes]:
    """An .xlsx in a temporary file, to be read from its beginning; of the rows only a few are held at a time."""
    stream = TemporaryFile()  # noqa: SIM115  whoever asked closes it
    with Workbook(stream, {"constant_memory": True}) as book:
        styles = Styles.of(book)
        for sheet in sheets:
            book.add_worksheet(sheet.title[:TITLE], worksheet_class=Page).fill(sheet, styles)
    stream.seek(0)
    return stream


class Styles(NamedTuple):
    """Of cells, as attributes."""

    head: str
    day: str
    money: str

    @classmethod
    def of(cls, book: Workbook) -> "Styles":
        wanted: list[dict[str, Any]] = [
            {"bold": True},
            {"num_format": "yyyy-mm-dd"},
            {"num_format": "#,##0.00"},
        ]
        return cls(*(f' s="{book.add_format(properties)._get_xf_index()}"' for properties in wanted))


class Page(Worksheet):
    """Writes each row as one line of XML, XlsxWriter keeping the package around it.

    Cell by cell it would take four times as long, and take text that stands between <r> and </r> for markup.
    """

    def fill(self, sheet: Sheet, styles: Styles) -> None:
        rows = iter(sheet.rows)
        first = list(islice(rows, LOOKED_AT))
        self.freeze_panes(1, 0)
        for place, column in enumerate(zip(sheet.head, *first, strict=True)):
            self.set_column(place, place, min(max(NARROWEST, *map(_width, column)), WIDEST))
        letters = [xl_col_to_name(place) for place in range(len(sheet.head))]
        self._line(
            1,
            [
                _text(f"{letter}1", heading, styles.head)
                for letter, heading in zip(letters, sheet.head, strict=True)
            ],
        )
        for number, row in enumerate(chain(first, rows), start=2):
            self._line(
                number,
                [
                    _cell(f"{letter}{number}", value, styles)
                    for letter, value in zip(letters, row, strict=True)
                ],
            )

    def _line(self, number: int, cells: Sequence[str]) -> None:
        self._check_dimensions(number - 1, len(cells) - 1)
        self.fh.write(f'<row r="{number}">{"".join(cells)}</row>')


def _width(value: Any) -> int:
    """A Chinese character takes two."""
    return 2 + sum(1 if character.isascii() else 2 for character in str(value))


def _cell(place: str, value: Any, styles: Styles) -> str:
    if isinstance(value, str):
        return _text(place, value)
    if value is None:
        return ""
    if isinstance(value, date):
        return _day(place, value, styles)
    style = styles.money if isinstance(value, Decimal) else ""
    return f'<c r="{place}"{style}><v>{value}</v></c>'


def _day(place: str, value: date, styles: Styles) -> str:
    if value < FIRST_DAY:
        return _text(place, value.isoformat())
    return f'<c r="{place}"{styles.day}><v>{value.toordinal() - BEFORE_DAY_ONE}</v></c>'


def _text(place: str, value: str, style: str = "") -> str:
    text = escape(LIKE_ESCAPE.sub("_x005F_", NOT_XML.sub("", _fitting(value))), {"\r": "&#13;"})
    return (
        f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else ""
    )


def _fitting(text: str) -> str:
    if len(text) <= LONGEST // 2:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST].decode("utf-16-le", "ignore")
