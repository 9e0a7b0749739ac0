"""现场稿: what is read out, with the minute at which each paragraph begins, and numbers that catch the eye."""

import re
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
    """Said in one breath, or a number in it."""

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
    label: str
    percent: int
    minutes: str


SHARES = {"成绩": ("highlights",), "问题和原因": ("problems", "causes"), "打算": ("measures",)}


def clock(characters: int) -> str:
    """4:46 for so many characters."""
    seconds = characters * 60 // PER_MINUTE
    return f"{seconds // 60}:{seconds % 60:02}"


def in_words(characters: int) -> str:
    minutes, seconds = divmod(characters * 60 // PER_MINUTE, 60)
    return f"{minutes} 分 {seconds} 秒" if seconds else f"{minutes} 分"


def lines(document: Document) -> Iterator[Line]:
    """Every passage on a line of its own."""
    said = len(document.salutation)
    for paragraph in document.paragraphs():
        heading = paragraph.role == "heading"
        for piece in paragraph.pieces:
            yield Line(tuple(_stretches(piece)), "" if heading else clock(said), heading)
            said += len(piece.text)


def _stretches(piece: Piece) -> Iterator[Stretch]:
    """Numbers with their units, which are never broken, and what stands between them."""
    since, unit = 0, ""
    for run in piece.runs:
        since += len(run.text)
        if run.key:
            unit = CATALOGUE[run.key].unit.removesuffix("%") if run.key in CATALOGUE else ""
            following = _following(piece, run)
            told = unit if unit and following.startswith(unit) else ""
            yield Stretch(f"{run.text}{told}", number=True)
            unit = told
            continue
        for stretch in BREATH.split(run.text.removeprefix(unit)):
            breath = stretch.endswith(("，", "；")) and since >= SHORTEST
            yield Stretch(stretch, breath=breath)
            since = 0 if breath else since
        unit = ""


def _following(piece: Piece, run: Run) -> str:
    """What stands behind a run."""
    place = next(number for number, other in enumerate(piece.runs) if other is run)
    return piece.runs[place + 1].text if place + 1 < len(piece.runs) else ""


def shares(document: Document) -> list[Share]:
    lengths = {
        part.role: sum(len(paragraph.text) for paragraph in part.paragraphs) for part in document.parts
    }
    found = {label: sum(lengths.get(role, 0) for role in roles) for label, roles in SHARES.items()}
    whole = max(1, sum(found.values()))
    return [Share(label, round(length * 100 / whole), in_words(length)) for label, length in found.items()]
