"""附件: listed after the text, then each on a page of its own. GB/T 9704-2012, 7.3.4 and 7.3.7."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from documents.blocks import Run, paragraph
from documents.docx import charts, tables, text
from documents.docx.elements import w
from reports.document import Annex

HEAD = "附件："
NUMBER = 240  # twips that “1.” takes


def listed(annexes: Sequence[Annex]) -> Iterator[Any]:
    """附件：1.… with the titles one below the other."""
    if not annexes:
        return
    yield text.line()
    alone = len(annexes) == 1
    first = 2 * text.CHARACTER + len(HEAD) * text.CHARACTER
    for number, annex in enumerate(annexes, start=1):
        head = HEAD if number == 1 else ""
        place = "" if alone else f"{number}."
        inside = 0 if alone else NUMBER
        hanging = inside + (len(HEAD) * text.CHARACTER if head else 0)
        yield text.line(f"{head}{place}{annex.title}", "text", w("ind", left=first + inside, hanging=hanging))


def bound(word: Any, annexes: Sequence[Annex], fingerprint: str = "") -> Iterator[Any]:
    """The annexes themselves; the fingerprint is the last line of the file."""
    for number, annex in enumerate(annexes, start=1):
        yield text.line("附件" if len(annexes) == 1 else f"附件{number}", "hei", w("pageBreakBefore"))
        yield text.line()
        yield text.title(annex.title, after=240)
        yield from _content(word, annex, number)
    if fingerprint:
        yield text.body(paragraph(Run(f"定稿指纹：{' '.join(textwrap.wrap(fingerprint, 8))}")))


def _content(word: Any, annex: Annex, number: int) -> Iterator[Any]:
    """Lines under a table are its notes, in its letters; others are text."""
    if annex.table:
        yield tables.table(annex.table)
        yield from (tables.note(line, place == 0) for place, line in enumerate(annex.lines))
    if annex.chart and charts.readable(annex.chart):
        yield charts.chart(word, annex.chart, number)
    if not annex.table:
        yield from (text.body(paragraph(Run(line))) for line in annex.lines)
