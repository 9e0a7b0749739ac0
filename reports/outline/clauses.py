"""The text of a point, read as sentences (。), clauses (，；), alternatives (／) and items (、).

What is left out when the text is printed:

- An item drops if one of its figures is truly zero; a clause drops with all its items.
- Of alternatives the first that stands is printed.
- What stands before a ｜ belongs to the whole clause and stays while any item stays, and so does what
  stands behind a second ｜.
- An aside （…） drops alone where it counts nothing, or names what is not there.
- A clause that begins with 其中, 我没有 or 我也 drops with the one before it.
- A clause without figures and names is printed as it was typed.
"""

import re
from dataclasses import dataclass

from reports.outline.tokens import LABELS, TOKEN, keys, shows

SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]|[^。！？\n]+")
ENDS = "。！？\n"
BREAK = re.compile(r"([，；])")
LEANING = ("其中", "我没有", "我也")


@dataclass(frozen=True)
class Wording:
    """One way to say a clause: its items between what belongs to all of them."""

    items: tuple[str, ...]
    lead: str = ""
    tail: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it names something that the records have to give."""
        return any(TOKEN.search(item) for item in self.items)

    def say(self, items: list[str]) -> str:
        """Write the clause with these of its items."""
        return f"{self.lead}{'、'.join(items)}{self.tail}"


@dataclass(frozen=True)
class Clause:
    """Alternative wordings; `mark` divides it from the clause before it."""

    wordings: tuple[Wording, ...]
    mark: str = ""

    @property
    def shows(self) -> bool:
        """Whether it names something that some records give, and others do not."""
        return any(shows(wording.say(list(wording.items))) for wording in self.wordings)

    @property
    def leans(self) -> bool:
        """Whether it speaks of what the clause before it says, and does not stand without that."""
        first = self.wordings[0]
        return f"{first.lead}{first.items[0]}".startswith(LEANING)


@dataclass(frozen=True)
class Sentence:
    """The clauses of a sentence, and the mark at its end."""

    clauses: tuple[Clause, ...]
    end: str = ""


def sentences(text: str) -> list[Sentence]:
    """Read a text as sentences."""
    return [_sentence(sentence) for sentence in SENTENCE.findall(text)]


def _sentence(text: str) -> Sentence:
    end = ""
    if text[-1] in ENDS:
        end = text[-1]
    pieces = BREAK.split(text.removesuffix(end))
    marks = ["", *pieces[1::2]]
    clauses = []
    for piece, mark in zip(pieces[::2], marks, strict=True):
        clauses.append(Clause(_wordings(piece), mark))
    return Sentence(tuple(clauses), end)


def _wordings(text: str) -> tuple[Wording, ...]:
    """Read the alternatives of a clause; ／ and 、 mean nothing in a clause without tokens."""
    if not any(key in LABELS for key in keys(text)):
        return (Wording((text,)),)
    return tuple(_wording(alternative) for alternative in text.split("／"))


def _wording(text: str) -> Wording:
    lead, body, tail = "", text, ""
    if "｜" in text:
        lead, body = text.split("｜", 1)
        body, _, tail = body.partition("｜")
    items = body.split("、")
    if sum(bool(TOKEN.search(item)) for item in items) < 2:
        items = [body]
    return Wording(tuple(items), lead, tail)
