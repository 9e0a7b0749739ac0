"""A sheet looked through before calamine sees it.

calamine lays out all cells between the outermost ones, and a process that asks for too much memory is not
refused but ends. So it is given only what has been looked through here: the rows alone, with no filled cell
outside the bounds. Most pieces pass with a few searches; the others have their tags written anew one by one.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED, DEEPEST
from spreadsheets.reading.grids import (
    FORMATTED,
    LAST_ROW,
    Load,
    Merged,
    Place,
    check_bounds,
    column_number,
    letters,
)
from spreadsheets.reading.markup import UNNAMED, pieces
from spreadsheets.reading.texts import Texts

_VALUES = (b'<c r="', b'<row r="', b"<v>", b"</")
_FORMULAS = (b"<f>", b"<f ", b"<v/>")
_INLINE = (b"<is>", b"<t>", b"<t ")
# A place beyond row 19,999 or column CZ, whatever looks like one, and any other way to write r="…".
_FAR = re.compile(rb'r(?:[\s=](?!")|="(?![ABC]?[A-Z]?+1?\d{1,4}"))')
_DEEP = re.compile(rb"(?:<[A-Za-z][^<>]*+(?<!/)>[^<>]*+){%d}" % DEEPEST)
_PREFIX = re.compile(rb"<(/?)[\w.-]+:")
_ATTRIBUTE_KEPT = re.compile(rb"""(?<![\w:.-])(s|t|hidden)\s*=\s*["'](\w+)["']""")
_EMPTY_CELL = re.compile(rb'<c r="[^"<>]*"[^<>]*(?:/>|></c>)')
_EMPTY_ROW = re.compile(rb'<row r="[^"<>]*"[^<>]*(?:/>|></row>)')
_TAG = re.compile(rb"<(row|c)(?![^ \t\r\n/>])([^<>]*?)(/?)>")
_CLOSES = re.compile(rb"\s*</")
_REFERENCE = re.compile(rb"""(?<![\w:.-])r\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_ROW = re.compile(rb"\d{1,7}")
_ERROR = re.compile(rb'(<c r=[^<>]*?\st=")e(?=")')
_STYLED = re.compile(rb"""<c r="([A-Za-z]{1,3})(\d{1,7})"[^<>]*?\ss\s*=\s*["'](\d{1,6})["']""")
_HIDDEN = re.compile(rb'<row r="(\d{1,7})"[^<>]*?\shidden="(?:1|true|on)"')
_FORMULA = re.compile(
    rb"""<c r="([A-Za-z]{1,3})(\d{1,7})"([^<>]*)>\s*"""
    rb"""<f\b[^<>]*?(?:/>|>[^<]*</f>)\s*(<v\s*/>\s*|<v>\s*</v>\s*)?</c>"""
)
_BROKEN_INDEX = re.compile(rb'"s"[^<>]*+>\s*+<v>(?!\s*\d*\s*</v>)')
_MERGED = re.compile(
    rb"""<(?:[\w.-]+:)?mergeCell\b[^<>]*?\bref\s*=\s*"""
    rb"""["']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})["']"""
)
_LONG = re.compile(rb">([^<>]{16,})<")  # shorter texts are bounded by the number of cells
MOST_MERGED = 50_000  # ranges of one sheet
LONGEST_MERGE = 200  # bytes of the tag


@dataclass
class Survey:
    """What the pieces of one sheet have shown so far."""

    title: str
    texts: Texts
    load: Load
    telling: Mapping[int, str] = field(default_factory=dict)  # styles whose format shows a unit of money
    unvalued: set[Place] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    merged: set[Merged] = field(default_factory=set)
    formats: "dict[tuple[int, str], array[int]]" = field(default_factory=dict)
    _row: int = 0
    _column: int = 0

    def rewrite(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the inside of `<sheetData>`, fit for calamine."""
        for piece in pieces(self._with_merges_noted(chunks), b"sheetData", b"row"):
            piece = self._within_bounds(piece)
            self._note(piece)
            yield _errors_as_texts(piece)

    def _with_merges_noted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks as they come, to their end: merged cells stand behind the rows."""
        before = b""
        for chunk in chunks:
            part = before + chunk
            if b"mergeCell" in part:
                self._note_merges(part)
            before = chunk[-LONGEST_MERGE:]
            yield chunk

    def _note_merges(self, part: bytes) -> None:
        for first, top, last, bottom in _MERGED.findall(part):
            columns = column_number(first.decode()), column_number(last.decode())
            self.merged.add(Merged(int(top), columns[0], int(bottom), columns[1]))
        if len(self.merged) > MOST_MERGED:
            raise UnreadableError(FORMATTED)

    def _within_bounds(self, piece: bytes) -> bytes:
        """Return the piece with no filled cell outside the bounds; `UnreadableError` where there is one."""
        self.load.add_tags(piece.count(b"<"))
        if not _is_near(piece):
            piece = _without_empty_cells(piece)
            if not _is_near(piece):
                return self._with_places(piece)
        self._row = _last_row(piece) or self._row
        return piece

    def _with_places(self, piece: bytes) -> bytes:
        """Return the piece without prefixes, its rows and cells beginning with their place as in Excel."""
        self.load.add_odd(piece.count(b"<"))
        piece = _PREFIX.sub(rb"<\1", piece)
        self.load.add_odd(4 * (piece.count(b"<c") + piece.count(b"<row")))
        if UNNAMED.search(piece) or _PREFIX.search(piece) or _DEEP.search(piece):
            raise UnreadableError(DAMAGED)
        return _TAG.sub(self._write_anew, piece)

    def _write_anew(self, tag: re.Match[bytes]) -> bytes:
        name, attributes, empty = tag.groups()
        references = _REFERENCE.findall(attributes)
        if len(references) > 1:
            raise UnreadableError(DAMAGED)
        reference = references[0] if references else None
        rest = b"".join(b' %s="%s"' % attribute for attribute in _ATTRIBUTE_KEPT.findall(attributes))
        if name == b"row":
            self._enter_row(reference)
            return b'<row r="%d"%s%s>' % (self._row, rest, empty)
        row, column = self._place(reference)
        if not empty and not _CLOSES.match(tag.string, tag.end()):
            check_bounds(self.title, row, column)
        return b'<c r="%s%d"%s%s>' % (letters(column).encode(), row, rest, empty)

    def _enter_row(self, reference: bytes | None) -> None:
        if reference is not None and not _ROW.fullmatch(reference):
            raise UnreadableError(DAMAGED)
        self._row = int(reference) if reference else self._row + 1
        self._column = 0

    def _place(self, reference: bytes | None) -> Place:
        """Return row and column of a cell: those of its reference, or those behind the cell before."""
        if reference is None:
            self._column += 1
            return self._row, self._column
        match = _PLACE.fullmatch(reference)
        if match is None:
            raise UnreadableError(DAMAGED)
        self._column = column_number(match[1].decode())
        return int(match[2]), self._column

    def _note(self, piece: bytes) -> None:
        """Put down sizes, hidden rows, formulas without value and telling formats."""
        self._weigh(piece)
        if b"hidden=" in piece:
            self.hidden.update(map(int, _HIDDEN.findall(piece)))
        if b"<f" in piece:
            self._note_formulas(piece)
        if self.telling:
            self._note_formats(piece)
        if _BROKEN_INDEX.search(piece):  # calamine takes it for 0
            raise UnreadableError(DAMAGED)

    def _weigh(self, piece: bytes) -> None:
        """Add its cells and the text that they show to what the workbook comes to."""
        values = piece.count(b"</v")
        inline = piece.count(b"</is")
        self.load.add_cells(values + inline)
        has_own_text = inline or b"str" in piece
        most = values * self.texts.longest
        if has_own_text:
            most += len(piece)
        if not self.load.is_light(most):
            most = self.texts.most_shown(piece, values)
            if has_own_text:
                most += sum(map(len, _LONG.findall(piece)))
        self.load.add_text(most)

    def _note_formulas(self, piece: bytes) -> None:
        for column, row, attributes, value in _FORMULA.findall(piece):
            is_empty_text = value and b"str" in attributes
            if not is_empty_text:
                self.unvalued.add((int(row), column_number(column.decode())))

    def _note_formats(self, piece: bytes) -> None:
        for column, row, style in _STYLED.findall(piece):
            code = self.telling.get(int(style))
            if code and int(row) <= LAST_ROW:
                rows = self.formats.setdefault((column_number(column.decode()), code), array("I"))
                rows.append(int(row))


def _errors_as_texts(piece: bytes) -> bytes:
    """Make texts of errors, which calamine leaves out."""
    return _ERROR.sub(rb"\1str", piece) if b't="e"' in piece else piece


def _is_near(piece: bytes) -> bool:
    """Tell whether all tags are usual ones, each row and cell beginning with its place, and none far away."""
    tags = piece.count(b"<")
    for kinds in (_VALUES, _FORMULAS, _INLINE):
        tags -= sum(map(piece.count, kinds))
        if not tags:
            return not _FAR.search(piece)
    return False


def _without_empty_cells(piece: bytes) -> bytes:
    """Leave out cells and rows that are only formatted, unless others take their places from them."""
    if piece.count(b"<c") != piece.count(b'<c r="') or piece.count(b"<row") != piece.count(b'<row r="'):
        return piece
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece))


def _last_row(piece: bytes) -> int:
    """Return the number of the last row that says it; 0 where none does."""
    start = piece.rfind(b'<row r="')
    if start < 0:
        return 0
    row = _ROW.match(piece, start + len(b'<row r="'))
    return int(row[0]) if row else 0
