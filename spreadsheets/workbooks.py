"""What workbooks share that are changed cell by cell: text that stays text, notes, the file."""

from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from common.xml import clean_for_xml
from spreadsheets.texts import cell_text, width

AUTHOR = "街道党建工作台"  # of notes
TEXT = "@"  # the number format that keeps 007 and eighteen digits as typed
BOLD = Font(bold=True)
LAST_ROW = 1_048_576
NOTE_WIDTH, LINE_HEIGHT, LETTER_WIDTH = 280, 18, 7  # pixels
# openpyxl writes the children of a font in an order of its own; the schema has another (CT_Font).
Font.__elements__ = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


def tint(colour: str) -> PatternFill:
    """Make a plain fill of an ARGB colour."""
    return PatternFill("solid", fgColor=colour)


def write(cell: Cell, text: str) -> Cell:
    """Put text into a cell, where it stays text, whatever it begins with; return the cell."""
    cell.value = cell_text(text) or None
    if cell.value is not None:
        cell.data_type = "s"
    return cell


def note(text: str) -> Comment:
    """Make a note that shows the whole of its text."""
    return fit_size(Comment(clean_for_xml(text), AUTHOR))


def fit_size(comment: Comment) -> Comment:
    """Make a note as large as its text needs it, for openpyxl forgets how large it was; return the note."""
    per_line = NOTE_WIDTH // LETTER_WIDTH - 4
    lines = sum(1 + width(line) // per_line for line in comment.text.split("\n"))
    comment.width, comment.height = NOTE_WIDTH, LINE_HEIGHT * (lines + 1)
    return comment


def define(book: Workbook, name: str, place: str) -> None:
    """Give a range a name.

    Excel moves lists that name another sheet directly to where openpyxl cannot keep them.
    """
    book.defined_names[name] = DefinedName(name, attr_text=place)


def save(book: Workbook) -> IO[bytes]:
    """Write the .xlsx into a temporary file, to be read from its beginning."""
    stream = TemporaryFile()  # noqa: SIM115  whoever asked closes it
    book.save(stream)
    stream.seek(0)
    return stream
