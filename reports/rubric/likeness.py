"""How much two texts are alike once numbers are left out."""

import re
from difflib import SequenceMatcher

from reports.document import Document

LEFT_OUT = re.compile(r"[\d.%]|万元|[年月日X]|[^\w]")


def bare(document: Document) -> str:
    """Return the text without numbers, dates and punctuation, annexes left out."""
    return LEFT_OUT.sub("", "".join(paragraph.text for paragraph in document.paragraphs()))


def likeness(one: Document, other: Document) -> float:
    """Return how much two texts are alike in %: twice the matching characters by all."""
    first, second = bare(one), bare(other)
    if not first or not second:
        return 0.0
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return 200 * sum(block.size for block in blocks) / (len(first) + len(second))
