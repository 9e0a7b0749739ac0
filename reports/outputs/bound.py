"""附件: their list after the text, then each on a page of its own. GB/T 9704-2012, 7.3.4 and 7.3.7."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from documents.blocks import Run, paragraph
from documents.docx import charts, tables, text
from documents.docx.elements import w
from reports.document import Annex

HEAD = "附件："
NUMBER = 240  # twips that “1.” takes


def annex_list(annexes: Sequence[Annex]) -> Iterator[Any]:
    """Write 附件：1.… with the titles one below the other."""
    if not annexes:
        return
    yield text.line()
    is_numbered = len(annexes) > 1
    number_width = NUMBER if is_numbered else 0
    head_width = len(HEAD) * text.CHARACTER
    indent = 2 * text.CHARACTER + head_width + number_width
    for number, annex in enumerate(annexes, start=1):
        line, hanging = annex.title, number_width
        if is_numbered:
            line = f"{number}.{line}"
        if number == 1:
            line = f"{HEAD}{line}"
            hanging += head_width
        yield text.line(line, "text", w("ind", left=indent, hanging=hanging))


def annex_pages(word: Any, annexes: Sequence[Annex], fingerprint: str = "") -> Iterator[Any]:
    """Write the annexes themselves; the fingerprint is the last line of the file."""
    for number, annex in enumerate(annexes, start=1):
        label = "附件" if len(annexes) == 1 else f"附件{number}"
        yield text.line(label, "hei", w("pageBreakBefore"))
        yield text.line()
        yield text.title(annex.title, after=240)
        yield from _content(word, annex, number)
    if fingerprint:
        yield text.body(paragraph(Run(f"定稿指纹：{' '.join(textwrap.wrap(fingerprint, 8))}")))


def _content(word: Any, annex: Annex, number: int) -> Iterator[Any]:
    """Write what an annex holds. Lines under a table are its notes, in its letters; others are text."""
    if annex.table:
        yield tables.table(annex.table)
        for place, line in enumerate(annex.lines):
            yield tables.note(line, place == 0)
    if annex.chart and charts.readable(annex.chart):
        yield charts.chart(word, annex.chart, number)
    if not annex.table:
        for line in annex.lines:
            yield text.body(paragraph(Run(line)))
