"""Printed sheets as .docx, on the page of GB/T 9704-2012: 2号 title, 4号 text, frames of 0.5 pt."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from documents.blocks import Face
from documents.docx import tables, text
from documents.docx.elements import Element, w
from documents.docx.file import WordFile
from documents.docx.fonts import runs
from documents.docx.page import WIDTH
from documents.paper import Block, Field, Form, FormRow, Paper, PenLine, Register, Remark, Roll, RollEntry

SIZE, HEAD_SIZE, SMALL = 28, 24, 21  # 4号, 小四, 五号 in half points
MM = 56.7  # twips
LINE = 440  # twips of a line of text
FORM_WIDTHS = (15, 32, 13, 40)  # % of the type area
ROLL_WIDTHS = (7.5, 14.5, 18, 10) * 2
ROW = 8.2  # mm that a row is high at least
MARGIN = 60  # twips left and right of a cell's text
SMALLER = ((18, False), (18, True))  # 小五, for a register of many columns
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def render(papers: Sequence[Paper], title: str, author: str, moment: str = "") -> bytes:
    """Write the file; `moment` is what it speaks of, ISO 8601."""
    file = WordFile(title, author, moment)
    body: list[Element] = []
    for number, paper in enumerate(papers):
        body += _paper(paper, is_first=number == 0)
    return file.save(body)


def _paper(paper: Paper, *, is_first: bool) -> Iterator[Element]:
    page_break = [] if is_first else [w("pageBreakBefore")]
    layout = [*page_break, w("spacing", after=200, line=700, lineRule="exact"), w("jc", val="center")]
    yield text.paragraph(runs(paper.title, "title", text.TITLE_SIZE), *layout)
    if paper.subtitle:
        layout = [w("spacing", after=160, line=LINE, lineRule="exact"), w("jc", val="center")]
        yield text.paragraph(runs(paper.subtitle, "kai", SIZE), *layout)
    for block in paper.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Element]:
    yield from RENDERERS[type(block)](block)


# ── A form ──────────────────────────────────────────────────────────────────
def _form(form: Form) -> Iterator[Element]:
    columns = _columns(FORM_WIDTHS)
    yield _frame(columns, [_form_row(row, columns) for row in form.rows])


def _form_row(row: FormRow, columns: Sequence[int]) -> Element:
    cells: list[Element] = []
    for place, field in enumerate(row.fields):
        cells.append(_head_cell(columns[2 * place], field.label))
        if len(row.fields) == 1:
            cells.append(_value_cell(sum(columns[1:]), field, row.height, span=3))
        else:
            cells.append(_value_cell(columns[2 * place + 1], field, row.height))
    return _row(cells, max(row.height, ROW), may_break=bool(row.height))


def _head_cell(width: int, label: str) -> Element:
    return _cell(width, [_line(label, "hei", HEAD_SIZE, "center")])


def _value_cell(width: int, field: Field, height: float, span: int = 1) -> Element:
    if not height:
        return _cell(width, [_line(field.text, "text", SIZE, "left")], span)
    paragraphs = [_prose(line) for line in field.paragraphs]
    return _cell(width, paragraphs, span, align="top")


def _prose(line: str) -> Element:
    layout = [w("spacing", line=LINE, lineRule="exact"), w("ind", firstLineChars=200, firstLine=SIZE * 20)]
    return text.paragraph(runs(line, "text", SIZE), *text.unspaced_latin(), *layout, w("jc", val="both"))


# ── A roll ──────────────────────────────────────────────────────────────────
def _roll(roll: Roll) -> Iterator[Element]:
    columns = _columns(ROLL_WIDTHS)
    for number, pairs in enumerate(roll.pages):
        if number:
            yield text.paragraph([], w("pageBreakBefore"), w("spacing", line=20, lineRule="exact"))
        rows = [_row(_heads(columns, roll.head * 2), ROW, is_head=True)]
        rows += [_roll_row(columns, pair) for pair in pairs]
        yield _frame(columns, rows)


def _heads(columns: Sequence[int], labels: Sequence[str]) -> list[Element]:
    return [_head_cell(width, label) for width, label in zip(columns, labels, strict=True)]


def _roll_row(columns: Sequence[int], pair: Sequence[RollEntry]) -> Element:
    words: list[str] = []
    for entry in pair:
        words += [str(entry.number), entry.name, "", ""]
    cells = []
    for width, word in zip(columns, words, strict=True):
        cells.append(_cell(width, [_line(word, "text", SIZE, "center")]))
    return _row(cells, ROW)


# ── A register ──────────────────────────────────────────────────────────────
def _register(register: Register) -> Iterator[Element]:
    fitting = tables.fit(register.whole, smaller=SMALLER)
    for listing in register.listings:
        layout = [w("keepNext"), w("spacing", before=200, after=80, line=LINE, lineRule="exact")]
        yield text.paragraph(runs(listing.heading, "hei", SIZE), *layout)
        yield tables.table(listing.table, fitting)


def _pen_line(block: PenLine) -> Iterator[Element]:
    share = WIDTH / len(block.labels)
    stops = [w("tab", val="left", pos=round(share * place)) for place in range(1, len(block.labels))]
    letters: list[Element] = []
    for place, label in enumerate(block.labels):
        if place:
            letters.append(w("r", w("tab")))
        letters += runs(label, "text", SIZE)
    yield text.paragraph(letters, w("tabs", *stops), w("spacing", before=240, line=LINE, lineRule="exact"))


def _remark(block: Remark) -> Iterator[Element]:
    yield tables.note(block.text, first=True)


# ── Tables ──────────────────────────────────────────────────────────────────
def _columns(shares: Sequence[float]) -> list[int]:
    """Turn shares of the type area into twips."""
    return [round(WIDTH * share / sum(shares)) for share in shares]


def _frame(columns: Sequence[int], rows: Sequence[Element]) -> Element:
    properties = w(
        "tblPr",
        w("tblW", w=sum(columns), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(edge, val="single", sz=6, space=0, color="auto") for edge in EDGES)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=MARGIN, type="dxa") for side in ("left", "right"))),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in columns)), *rows)


def _row(
    cells: Sequence[Element], height: float, *, is_head: bool = False, may_break: bool = False
) -> Element:
    layout = [] if may_break else [w("cantSplit")]
    layout.append(w("trHeight", val=round(height * MM), hRule="atLeast"))
    if is_head:
        layout.append(w("tblHeader"))
    return w("tr", w("trPr", *layout), *cells)


def _cell(width: int, paragraphs: Sequence[Element], span: int = 1, align: str = "center") -> Element:
    layout = [w("tcW", w=width, type="dxa")]
    if span > 1:
        layout.append(w("gridSpan", val=span))
    layout.append(w("vAlign", val=align))
    return w("tc", w("tcPr", *layout), *paragraphs)


def _line(words: str, face: Face, size: int, side: str) -> Element:
    layout = [w("spacing", line=LINE, lineRule="exact"), w("jc", val=side)]
    return text.paragraph(runs(words, face, size), *text.unspaced_latin(), *layout)


RENDERERS: dict[type[Block], Callable[[Any], Iterator[Any]]] = {
    Form: _form,
    Roll: _roll,
    Register: _register,
    PenLine: _pen_line,
    Remark: _remark,
}
