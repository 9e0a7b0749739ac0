"""Native Word tables: hairlines, a heading that every page repeats, rows that stay whole."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from math import sqrt
from typing import Any, NamedTuple

from documents.blocks import MISSING, Table, holds_numbers
from documents.docx.elements import w
from documents.docx.fonts import runs
from documents.docx.page import WIDTH
from documents.docx.text import paragraph, unspaced

FITS = ((24, False), (21, False), (21, True))  # 小四, 五号 in half points; headings in several lines
MARGIN = 60  # twips left and right of a cell's text
ROW = 360  # twips a row is high at least


class Fitting(NamedTuple):
    """How a table stands on the page: the lines of each heading, the widths of its columns in twips, its size in half points."""

    heads: list[list[str]]
    columns: list[int]
    size: int


def fit(source: Table) -> Fitting:
    """Find the first size in which no word breaks, and the widths of the columns."""
    heads, needs, size = _fitting(source)
    return Fitting(heads, widths(needs, WIDTH), size)


def table(source: Table, fitting: Fitting | None = None) -> Any:
    """Write a table; several share a fitting that was found for all their rows."""
    heads, columns, size = fitting or fit(source)
    right = [holds_numbers([row[place] for row in source.rows]) for place in range(len(source.head))]
    cells = [
        _Cells(width, "right" if number else "left", size)
        for width, number in zip(columns, right, strict=True)
    ]
    first_total = len(source.rows) - source.total
    rows = [_row(cells, row, bold=place >= first_total) for place, row in enumerate(source.rows)]
    return w(
        "tbl",
        _properties(),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        _head(heads, columns, size),
        *rows,
    )


def note(written: str, first: bool) -> Any:
    """A remark under the table, in its own small letters."""
    size = FITS[-1][0]
    space = {"before": 120} if first else {}
    return paragraph(
        runs(written, size=size), *unspaced(), w("spacing", **space, line=size * 15, lineRule="exact")
    )


def _fitting(source: Table) -> tuple[list[list[str]], list[int], int]:
    """Lines of each heading, what each column needs to break no word, and the first size that lets all of them."""
    for size, folds in FITS:
        heads = [_folded(name, folds) for name in source.head]
        needs = [_need([*head, *cells], size) for head, *cells in zip(heads, *source.rows, strict=True)]
        if sum(needs) <= WIDTH:
            break
    return heads, needs, size


def _folded(name: str, folds: bool) -> list[str]:
    """班子走访（次） in one line, or as 班子, 走访, （次）."""
    label, opened, unit = name.partition("（")
    if not folds:
        return [name]
    half = (len(label) + 1) // 2 if len(label) > 3 else len(label)
    return [part for part in (label[:half], label[half:], opened + unit) if part]


def _need(lines: Sequence[str], size: int) -> int:
    return round(max(map(_breadth, lines)) * size * 10) + 2 * MARGIN


def _breadth(line: str) -> float:
    """In characters; Latin ones somewhat too wide, because the font may be another and sums are bold.

    Between a Chinese and a Latin one stands a quarter of a character.
    """
    apart = sum(one.isascii() != other.isascii() for one, other in pairwise(line))
    return sum(0.65 if character.isascii() else 1 for character in line) + apart * 0.25


def widths(needs: Sequence[int], width: int) -> list[int]:
    """What is over is shared equally; where there is too little, the widest share what the others leave.

    They share by the roots of what they need: a column with four times the text is twice as wide, and twice as high.
    """
    over = width - sum(needs)
    if over >= 0:
        return [need + over // len(needs) for need in needs]
    given, left = list(needs), width
    wide = sorted(range(len(needs)), key=lambda place: needs[place])
    while needs[wide[0]] <= left // len(wide):
        left -= needs[wide.pop(0)]
    roots = sum(sqrt(needs[place]) for place in wide)
    for place in wide:
        given[place] = int(left * (sqrt(needs[place]) / roots))  # of one alone the share is 1 exactly
    return given


def _properties() -> Any:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return w(
        "tblPr",
        w("tblW", w=WIDTH, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(edge, val="single", sz=4, space=0, color="auto") for edge in edges)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=MARGIN, type="dxa") for side in ("left", "right"))),
    )


def _head(heads: Sequence[Sequence[str]], columns: Sequence[int], size: int) -> Any:
    made = [
        _cell(width, "center", size, _lines(head, size)) for head, width in zip(heads, columns, strict=True)
    ]
    return w("tr", w("trPr", w("cantSplit"), w("trHeight", val=ROW, hRule="atLeast"), w("tblHeader")), *made)


def _lines(head: Sequence[str], size: int) -> list[Any]:
    first, *others = [runs(line, "hei", size) for line in head]
    return first + [run for line in others for run in (w("r", w("br")), *line)]


def _row(cells: Sequence["_Cells"], row: Sequence[str], bold: bool) -> Any:
    made = [cell.of(written, bold) for cell, written in zip(cells, row, strict=True)]
    return w("tr", w("trPr", w("cantSplit"), w("trHeight", val=ROW, hRule="atLeast")), *made)


class _Cells:
    """The cells of one column: an empty one, copied for each text."""

    def __init__(self, width: int, side: str, size: int) -> None:
        self.size, self.empty = size, _cell(width, side, size, [])

    def of(self, written: str, bold: bool) -> Any:
        made = deepcopy(self.empty)
        made[-1].extend(runs(written, size=self.size, bold=bold, marked=written == MISSING))
        return made


def _cell(width: int, side: str, size: int, letters: list[Any]) -> Any:
    layout = w("pPr", *unspaced(), w("spacing", line=size * 15, lineRule="exact"), w("jc", val=side))
    return w(
        "tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), w("p", layout, *letters)
    )
