"""How a point's text is read: sentences (。), clauses (，；), alternatives (／), items (、).

An item one of whose figures is truly zero drops, and a clause with all its items. Of alternatives the first that
stands is written. What stands before a ｜ belongs to the whole clause and outlasts any item, and so does what stands
behind a second ｜. An aside （…） that counts nothing, or names what is not there, drops alone. A clause that begins with
其中, 我没有 or 我也 drops with the one before it. A clause without figures and names is written as it was typed.
"""

import re
from dataclasses import dataclass

from reports.outline.tokens import LABELS, TOKEN, keys, shows

SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]|[^。！？\n]+")
BREAK = re.compile(r"([，；])")
LEANING = ("其中", "我没有", "我也")


@dataclass(frozen=True)
class Wording:
    """One way to say a clause."""

    items: tuple[str, ...]
    lead: str = ""
    tail: str = ""

    @property
    def counted(self) -> bool:
        """It names something that the records have to give."""
        return any(TOKEN.search(item) for item in self.items)

    def say(self, items: list[str]) -> str:
        return f"{self.lead}{'、'.join(items)}{self.tail}"


@dataclass(frozen=True)
class Clause:
    """Alternative wordings; `mark` divides it from the clause before it."""

    wordings: tuple[Wording, ...]
    mark: str = ""

    @property
    def shows(self) -> bool:
        """It names something that some records give, and others do not."""
        return any(shows(wording.say(list(wording.items))) for wording in self.wordings)

    @property
    def leans(self) -> bool:
        """It speaks of what the clause before it says, and does not stand without that."""
        first = self.wordings[0]
        return f"{first.lead}{first.items[0]}".startswith(LEANING)


@dataclass(frozen=True)
class Sentence:
    clauses: tuple[Clause, ...]
    end: str = ""


def sentences(text: str) -> list[Sentence]:
    return [_sentence(found) for found in SENTENCE.findall(text)]


def _sentence(text: str) -> Sentence:
    end = text[-1] if text[-1] in "。！？\n" else ""
    pieces = BREAK.split(text.removesuffix(end))
    marks = ["", *pieces[1::2]]
    return Sentence(
        tuple(Clause(_wordings(piece), mark) for piece, mark in zip(pieces[::2], marks, strict=True)), end
    )


def _wordings(text: str) -> tuple[Wording, ...]:
    named = any(key in LABELS for key in keys(text))
    return tuple(map(_wording, text.split("／"))) if named else (Wording((text,)),)


def _wording(text: str) -> Wording:
    lead, body, tail = "", text, ""
    if "｜" in text:
        lead, body = text.split("｜", 1)
        body, _, tail = body.partition("｜")
    items = body.split("、")
    if sum(bool(TOKEN.search(item)) for item in items) < 2:
        items = [body]
    return Wording(tuple(items), lead, tail)
