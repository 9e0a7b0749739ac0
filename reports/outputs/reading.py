"""现场稿: what is read out, with the minute at which each paragraph begins, and numbers that catch the eye."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from documents.blocks import Piece, Run
from indicators.catalogue import CATALOGUE
from reports.document import Document
from reports.text.spoken import PER_MINUTE

BREATH = re.compile(r"(?<=[，；])")
SHORTEST = 12  # characters before a breath


@dataclass(frozen=True)
class Stretch:
    """Words said in one breath, or a number in them; `breath`: one is taken behind it."""

    text: str
    number: bool = False
    breath: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph or a heading; `at` is when it begins, empty of a heading."""

    stretches: tuple[Stretch, ...]
    at: str = ""
    heading: bool = False


@dataclass(frozen=True)
class Share:
    """How much of the text some parts are, and how long they take."""

    label: str
    percent: int
    minutes: str


SHARES = {"成绩": ("highlights",), "问题和原因": ("problems", "causes"), "打算": ("measures",)}


def clock(characters: int) -> str:
    """Return when so many characters have been read, in minutes and seconds: 4:46."""
    minutes, seconds = _minutes(characters)
    return f"{minutes}:{seconds:02}"


def in_words(characters: int) -> str:
    """Return how long so many characters take, in Chinese: 4 分 46 秒."""
    minutes, seconds = _minutes(characters)
    if not seconds:
        return f"{minutes} 分"
    return f"{minutes} 分 {seconds} 秒"


def _minutes(characters: int) -> tuple[int, int]:
    return divmod(characters * 60 // PER_MINUTE, 60)


def lines(document: Document) -> Iterator[Line]:
    """Put every passage on a line of its own."""
    characters = len(document.salutation)
    for paragraph in document.paragraphs():
        is_heading = paragraph.role == "heading"
        for piece in paragraph.pieces:
            at = "" if is_heading else clock(characters)
            yield Line(tuple(_stretches(piece)), at, is_heading)
            characters += len(piece.text)


def _stretches(piece: Piece) -> Iterator[Stretch]:
    """Cut a passage into numbers with their units, which are never broken, and what stands between them."""
    since = 0  # characters since the last breath
    unit = ""  # of the number before, which is said already
    texts = [run.text for run in piece.runs]
    for run, following in zip(piece.runs, [*texts[1:], ""], strict=True):
        since += len(run.text)
        if run.key:
            unit = _unit_before(run, following)
            yield Stretch(f"{run.text}{unit}", number=True)
            continue
        for text in BREATH.split(run.text.removeprefix(unit)):
            is_breath = text.endswith(("，", "；")) and since >= SHORTEST
            yield Stretch(text, breath=is_breath)
            if is_breath:
                since = 0
        unit = ""


def _unit_before(run: Run, following: str) -> str:
    """Return the unit of a figure where the text behind it begins with that; empty otherwise."""
    if run.key not in CATALOGUE:
        return ""
    unit = CATALOGUE[run.key].unit.removesuffix("%")
    return unit if following.startswith(unit) else ""


def shares(document: Document) -> list[Share]:
    """Return how the text divides into 成绩, 问题和原因 and 打算."""
    lengths: defaultdict[str, int] = defaultdict(int)
    for part in document.parts:
        lengths[part.role] += sum(len(paragraph.text) for paragraph in part.paragraphs)
    characters = {}
    for label, roles in SHARES.items():
        characters[label] = sum(lengths[role] for role in roles)
    whole = max(1, sum(characters.values()))
    shares = []
    for label, number in characters.items():
        shares.append(Share(label, round(number * 100 / whole), in_words(number)))
    return shares
