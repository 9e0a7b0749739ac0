"""What can be read off the Word file and the preview page of a report: its text, and each figure in its place."""

import io
import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import html

from indicators.catalogue import CATALOGUE

MISSING_ON_PAGE = "fig--missing"


@dataclass(frozen=True)
class Printed:
    """One figure as it stands in the text, and whether it is marked as missing."""

    key: str
    text: str
    marked: bool


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def report_of(file: Any) -> list[Any]:
    """The paragraphs of the report itself, up to its first annex."""
    return list(
        takewhile(lambda p: p._p.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is None, file.paragraphs)
    )


def figures_in_word(review: bytes) -> list[Printed]:
    """Of the review copy: every stretch that has a comment, by the figure whose 口径 the comment gives."""
    file = opened(review)
    defined = {figure.definition: key for key, figure in CATALOGUE.items()}
    assert len(defined) == len(CATALOGUE)
    keys = {
        comment.comment_id: defined[comment.paragraphs[1].text.removeprefix("口径：")]
        for comment in file.comments
    }
    found = []
    for start in file.element.body.iter(qn("w:commentRangeStart")):
        number = start.get(qn("w:id"))
        runs = list(takewhile(lambda element: element.tag != qn("w:commentRangeEnd"), start.itersiblings()))
        text = "".join(run.findtext(qn("w:t")) or "" for run in runs)
        marked = [run.find(f"{qn('w:rPr')}/{qn('w:highlight')}") is not None for run in runs]
        assert len(set(marked)) == 1
        found.append(Printed(keys[int(number)], text, marked[0]))
    return found


def figures_on_page(page: bytes) -> list[Printed]:
    """Of the preview: every link in the text that leads to a figure."""
    sheet = html.fromstring(page.decode()).xpath("//article")[0]
    links = sheet.xpath(".//a[contains(@href, '/figures/')]")
    return [
        Printed(
            a.get("href").split("/figures/")[1].split("/")[0],
            a.text_content(),
            MISSING_ON_PAGE in a.get("class"),
        )
        for a in links
    ]


def text_on_page(page: bytes) -> list[str]:
    sheet = html.fromstring(page.decode()).xpath("//article")[0]
    return squeezed(p.text_content() for p in sheet.xpath(".//p | .//h2"))


def squeezed(texts: Any) -> list[str]:
    return [text for text in (re.sub(r"\s", "", text) for text in texts) if text]


def highlighted(file: Any) -> list[str]:
    """Everything in the clean file that is marked."""
    mark = f"{qn('w:rPr')}/{qn('w:highlight')}"
    return [
        run.findtext(qn("w:t")) for run in file.element.body.iter(qn("w:r")) if run.find(mark) is not None
    ]


def table_in_word(file: Any) -> list[list[str]]:
    """The first table: its heads as one text each, then the rows."""
    rows = list(file.tables[0]._tbl.iter(qn("w:tr")))
    return [
        ["".join(text.text for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))] for row in rows
    ]


def table_on_page(page: bytes) -> list[list[str]]:
    table = html.fromstring(page.decode()).xpath("//table")[0]
    return [
        [cell.text_content().strip() for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tr")
    ]
