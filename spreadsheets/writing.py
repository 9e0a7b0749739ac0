"""Excel workbooks, written row by row. Text stays text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from spreadsheets.texts import TITLE, cell_text, width

LONGEST = 32767  # characters that Excel allows in a cell, counted in UTF-16
NARROWEST, WIDEST = 12, 60  # of a column, in Latin letters
LOOKED_AT = 50  # rows that say how wide a column should be
FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year, and knows no day before it
BEFORE_DAY_ONE = 693594


class Sheet(NamedTuple):
    """Rows of texts, numbers, days and None, which may be written only once, as they come."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[object]]


def workbook(sheets: Iterable[Sheet]) -> IO[bytes]:
    """Write an .xlsx into a temporary file, to be read from its beginning.

    Of the rows only a few are held at a time.
    """
    stream = TemporaryFile()  # noqa: SIM115  whoever asked closes it
    with Workbook(stream, {"constant_memory": True}) as book:
        styles = Styles.of(book)
        for sheet in sheets:
            book.add_worksheet(sheet.title[:TITLE], worksheet_class=Page).fill(sheet, styles)
    stream.seek(0)
    return stream


class Styles(NamedTuple):
    """The styles of cells, as attributes of their tags."""

    head: str
    day: str
    money: str

    @classmethod
    def of(cls, book: Workbook) -> "Styles":
        return cls(
            head=_style(book, {"bold": True}),
            day=_style(book, {"num_format": "yyyy-mm-dd"}),
            money=_style(book, {"num_format": "#,##0.00"}),
        )


def _style(book: Workbook, properties: dict[str, object]) -> str:
    return f' s="{book.add_format(properties)._get_xf_index()}"'


class Page(Worksheet):
    """Writes each row as one line of XML, XlsxWriter keeping the package around it.

    Cell by cell it would take four times as long, and take text that stands between <r> and </r> for markup.
    """

    def fill(self, sheet: Sheet, styles: Styles) -> None:
        """Write the heading and the rows, the columns as wide as the first rows need them."""
        rows = iter(sheet.rows)
        first = list(islice(rows, LOOKED_AT))
        self.freeze_panes(1, 0)
        for place, values in enumerate(zip(sheet.head, *first, strict=True)):
            widest = max(map(_width, values))
            self.set_column(place, place, min(max(NARROWEST, widest), WIDEST))
        letters = [xl_col_to_name(place) for place in range(len(sheet.head))]
        heads = zip(letters, sheet.head, strict=True)
        self._line(1, [_text(f"{letter}1", heading, styles.head) for letter, heading in heads])
        for number, row in enumerate(chain(first, rows), start=2):
            cells = zip(letters, row, strict=True)
            self._line(number, [_cell(f"{letter}{number}", value, styles) for letter, value in cells])

    def _line(self, number: int, cells: Sequence[str]) -> None:
        self._check_dimensions(number - 1, len(cells) - 1)
        self.fh.write(f'<row r="{number}">{"".join(cells)}</row>')


def _width(value: object) -> int:
    """Return the width in Latin letters, with some room."""
    return 2 + width(str(value))


def _cell(place: str, value: object, styles: Styles) -> str:
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
    text = escape(cell_text(_shorten(value)), {"\r": "&#13;"})
    if not text:
        return ""
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _shorten(text: str) -> str:
    """Cut a text to the length that Excel allows, in UTF-16."""
    if len(text) <= LONGEST // 2:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST].decode("utf-16-le", "ignore")
