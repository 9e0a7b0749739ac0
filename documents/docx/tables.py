"""Native Word tables: hairlines, a heading that every page repeats, rows that stay whole."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from documents.blocks import MISSING, Table
from documents.docx.elements import Element, w
from documents.docx.fonts import runs
from documents.docx.page import WIDTH
from documents.docx.text import paragraph, unspaced_latin

FITS = ((24, False), (21, False), (21, True))  # 小四, 五号 in half points; headings in several lines
MARGIN = 60  # twips left and right of a cell's text
ROW = 360  # twips a row is high at least
LATIN, GAP = 0.65, 0.25  # of a character: a Latin letter, and the gap between a Chinese and a Latin one


class Fitting(NamedTuple):
    """How a table stands on the page.

    The lines of each heading, the widths of the columns in twips, which of them hold numbers, and the size of
    the letters in half points.
    """

    heads: list[list[str]]
    columns: list[int]
    numeric: list[bool]
    size: int


def fit(source: Table, *, smaller: Sequence[tuple[int, bool]] = ()) -> Fitting:
    """Find the first size in which no word breaks, and the widths of the columns.

    `smaller` are sizes to try after the usual ones, in half points, and whether headings fold.
    """
    heads, needs, size = _fit(source, (*FITS, *smaller))
    return Fitting(heads, widths(needs, WIDTH), source.numeric_columns, size)


def table(source: Table, fitting: Fitting | None = None) -> Element:
    """Write a table as wide as the type area; several share a fitting that was found for all their rows."""
    heads, columns, numeric, size = fitting or fit(source)
    cells = []
    for width, is_number in zip(columns, numeric, strict=True):
        cells.append(_Cells(width, "right" if is_number else "left", size))
    first_total = len(source.rows) - source.total
    rows = [_row(cells, row, bold=place >= first_total) for place, row in enumerate(source.rows)]
    grid = [w("gridCol", w=width) for width in columns]
    return w("tbl", _properties(), w("tblGrid", *grid), _head(heads, columns, size), *rows)


def note(letters: str, first: bool) -> Element:
    """Write a remark under the table, in its own small letters."""
    size = FITS[-1][0]
    space = {"before": 120} if first else {}
    spacing = w("spacing", **space, line=size * 15, lineRule="exact")
    return paragraph(runs(letters, size=size), *unspaced_latin(), spacing)


def _fit(source: Table, sizes: Sequence[tuple[int, bool]]) -> tuple[list[list[str]], list[int], int]:
    """Choose the first size that fits, else the last one.

    Return the lines of each heading, what each column needs to break no word, and the size.
    """
    for size, folds in sizes:
        heads = _heads(source, folds)
        needs = [_need(column, size) for column in _columns(heads, source)]
        if sum(needs) <= WIDTH:
            break
    return heads, needs, size


def _heads(source: Table, folds: bool) -> list[list[str]]:
    """Return the lines of each heading: of all in one line, or folded."""
    if folds:
        return [_fold(name) for name in source.head]
    return [[name] for name in source.head]


def _columns(heads: list[list[str]], source: Table) -> list[list[str]]:
    """Return the lines of each column, those of its heading first."""
    columns = [list(head) for head in heads]
    for row in source.rows:
        for column, cell in zip(columns, row, strict=True):
            column.append(cell)
    return columns


def _fold(name: str) -> list[str]:
    """Break a heading into lines: 班子走访（次） as 班子, 走访, （次）."""
    label, bracket, unit = name.partition("（")
    half = len(label)
    if half > 3:
        half = (half + 1) // 2
    lines = (label[:half], label[half:], bracket + unit)
    return list(filter(None, lines))


def _need(lines: Sequence[str], size: int) -> int:
    """Return the width in twips that the longest line needs."""
    return round(max(map(_breadth, lines)) * size * 10) + 2 * MARGIN


def _breadth(line: str) -> float:
    """Measure a line in characters.

    Latin ones are taken somewhat too wide, because the font may be another and sums are bold.
    """
    gaps = sum(one.isascii() != other.isascii() for one, other in pairwise(line))
    return sum(map(_character_breadth, line)) + gaps * GAP


def _character_breadth(character: str) -> float:
    return LATIN if character.isascii() else 1


def widths(needs: Sequence[int], width: int) -> list[int]:
    """Share a width among columns by what they need.

    What is over is shared equally; where there is too little, the widest share what the others leave, by
    the roots of what they need: a column with four times the text is twice as wide, and twice as high.
    """
    over = width - sum(needs)
    if over >= 0:
        return [need + over // len(needs) for need in needs]
    shares = list(needs)
    remaining = width
    wide = sorted(range(len(needs)), key=lambda place: needs[place])
    while needs[wide[0]] <= remaining // len(wide):
        remaining -= needs[wide.pop(0)]
    roots = sum(sqrt(needs[place]) for place in wide)
    for place in wide:
        shares[place] = int(remaining * (sqrt(needs[place]) / roots))  # of one alone the share is 1 exactly
    return shares


def _properties() -> Element:
    borders = w("tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(w(edge, val="single", sz=4, space=0, color="auto"))
    return w(
        "tblPr",
        w("tblW", w=WIDTH, type="dxa"),
        w("jc", val="center"),
        borders,
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=MARGIN, type="dxa"), w("right", w=MARGIN, type="dxa")),
    )


def _head(heads: Sequence[Sequence[str]], columns: Sequence[int], size: int) -> Element:
    cells = []
    for head, width in zip(heads, columns, strict=True):
        cells.append(_cell(width, "center", size, _lines(head, size)))
    return w("tr", _row_properties(w("tblHeader")), *cells)


def _lines(head: Sequence[str], size: int) -> list[Element]:
    """Write the lines of a heading, with a break before each but the first."""
    letters: list[Element] = []
    for line in head:
        if letters:
            letters.append(w("r", w("br")))
        letters += runs(line, "hei", size)
    return letters


def _row(cells: Sequence["_Cells"], row: Sequence[str], bold: bool) -> Element:
    elements = [cell.of(text, bold) for cell, text in zip(cells, row, strict=True)]
    return w("tr", _row_properties(), *elements)


def _row_properties(*more: Element) -> Element:
    return w("trPr", w("cantSplit"), w("trHeight", val=ROW, hRule="atLeast"), *more)


class _Cells:
    """The cells of one column: an empty one, copied for each text."""

    def __init__(self, width: int, side: str, size: int) -> None:
        self.size = size
        self.empty = _cell(width, side, size, [])

    def of(self, text: str, bold: bool) -> Element:
        cell = deepcopy(self.empty)
        cell[-1].extend(runs(text, size=self.size, bold=bold, highlight=text == MISSING))
        return cell


def _cell(width: int, side: str, size: int, letters: list[Element]) -> Element:
    spacing = w("spacing", line=size * 15, lineRule="exact")
    layout = w("pPr", *unspaced_latin(), spacing, w("jc", val=side))
    properties = w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center"))
    return w("tc", properties, w("p", layout, *letters))
