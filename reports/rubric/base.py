"""What a criterion is, what it reads, and how marks become a score."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from reports.checks import Result
from reports.document import Document
from reports.draft import Draft
from reports.models import Passage
from reports.outline import tokens
from reports.rubric.likeness import likeness
from reports.text.writer import Writer

FULL = 2  # points of a mark
Part = Passage.Part


class Group(StrEnum):
    TRUTH = "真实"
    COMPLETE = "完整"
    EVIDENCE = "有据"
    PROBLEMS = "问题"
    PLAN = "打算"
    LANGUAGE = "语言"
    FORM = "格式"
    VOICE = "口气"


@dataclass(frozen=True)
class Mend:
    """One way to raise a mark: what a link to it says, and where it leads on the desk."""

    label: str
    passage: str = ""
    page: str = ""  # the name of another page


@dataclass(frozen=True)
class Mark:
    """0, 1 or 2 points, why no more, and how to mend it."""

    points: int
    why: str = ""
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """`mark` gives None where the matter of it does not exist. `chosen`: only a person can give it, by choosing."""

    key: str
    group: Group
    weight: int
    label: str
    mark: "Callable[[Reading], Mark | None]"
    chosen: bool = False

    @property
    def full(self) -> int:
        return self.weight * FULL


class Reading:
    """A text with the records beside it: what is printed of each passage, with its tokens, and what the checks found."""

    def __init__(self, draft: Draft, results: Iterable[Result], spoken: bool = False) -> None:
        self.draft, self.facts, self.spoken = draft, draft.facts, spoken
        self.results = [result for result in results if result.stops]
        self.document: Document = draft.speech if spoken else draft.document

    @cached_property
    def writer(self) -> Writer:
        return self.draft.speaker if self.spoken else self.draft.writer

    @cached_property
    def pieces(self) -> Mapping[str, str]:
        """What is printed, by passage."""
        return {key: piece.text for key, piece in self.document.pieces().items()}

    @cached_property
    def passages(self) -> list[Passage]:
        """Those that are printed."""
        return [passage for passage in self.draft.passages if passage.key in self.pieces]

    @cached_property
    def said(self) -> Mapping[str, str]:
        """The same with its tokens, as far as it is printed."""
        return {passage.key: self.writer.standing_text(passage) for passage in self.passages}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every token that is printed, figures by their own key besides."""
        named = [key for said in self.said.values() for key in tokens.keys(said)]
        return frozenset([*named, *map(tokens.figure_of, named)])

    @cached_property
    def alike(self) -> list[tuple[str, float]]:
        """In % how much it is like each text that it is held against, with what that is called."""
        others = self.draft.spoken_before if self.spoken else self.draft.texts_before
        return [(label, likeness(self.document, other)) for label, other in others]

    @cached_property
    def text(self) -> str:
        return "".join(paragraph.text for paragraph in self.document.paragraphs())

    def keys_of(self, passage: Passage) -> set[str]:
        named = tokens.keys(self.said[passage.key])
        return {*named, *map(tokens.figure_of, named)}

    def of(self, part: str) -> list[Passage]:
        """The printed passages of a part that are no lead and stand before nothing."""
        return [p for p in self.passages if p.part == part and not p.is_lead and not p.introduces]

    def found(self, check: str) -> int:
        """How many faults of that check nobody has passed."""
        return sum(result.check.key == check for result in self.results)

    @cached_property
    def told(self) -> list[Passage]:
        """The problems that are told."""
        return self.of(Part.PROBLEMS)

    @cached_property
    def sections(self) -> dict[str, list[Passage]]:
        """The printed points and cases of the results, by section."""
        found: dict[str, list[Passage]] = {}
        for passage in self.of(Part.HIGHLIGHTS):
            found.setdefault(passage.section, []).append(passage)
        return found

    def share_of(self, *roles: str) -> float:
        """How much of the text those parts are, in %."""
        told = sum(len(p.text) for part in self.document.parts if part.role in roles for p in part.paragraphs)
        return told * 100 / self.document.length


def graded(share: float, full: float, half: float) -> int:
    """2 from `full` on, 1 from `half` on."""
    return FULL if share >= full else 1 if share >= half else 0


def room(key: str) -> str:
    return key.partition(".")[0]


NUMBER = re.compile(r"\d+(?:\.\d+)?%?(?![\d.%]*[年月日])")  # what is counted: days and years are not
