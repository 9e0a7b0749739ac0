"""What a criterion is, what it reads, and how marks become a score."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from reports.checks import Result
from reports.checks.parts import characters_of
from reports.document import Document
from reports.draft import Draft
from reports.models import Passage
from reports.outline import tokens
from reports.rubric.likeness import likeness
from reports.text.writer import Writer

FULL = 2  # points of a mark
Part = Passage.Part


class Group(StrEnum):
    """What several criteria look at together."""

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
    """0, 1 or 2 points; `why` no more, and how to mend it: neither is shown of a full mark."""

    points: int
    why: str = ""
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """What a text is marked by.

    `mark` gives None where its matter does not exist. `chosen`: only a person can fulfil it, by choosing.
    """

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
    """A text with the records beside it: what each passage prints, its tokens, and what the checks found."""

    def __init__(self, draft: Draft, results: Iterable[Result], is_spoken: bool = False) -> None:
        self.draft, self.facts, self.is_spoken = draft, draft.facts, is_spoken
        self.results = [result for result in results if result.stops]
        self.document: Document = draft.speech if is_spoken else draft.document

    @cached_property
    def writer(self) -> Writer:
        return self.draft.speaker if self.is_spoken else self.draft.writer

    @cached_property
    def pieces(self) -> Mapping[str, str]:
        """What is printed, by passage."""
        return {key: piece.text for key, piece in self.document.pieces().items()}

    @cached_property
    def passages(self) -> list[Passage]:
        """The passages that are printed."""
        return [passage for passage in self.draft.passages if passage.key in self.pieces]

    @cached_property
    def wordings(self) -> Mapping[str, str]:
        """What is printed, by passage, with its tokens."""
        return {passage.key: self.writer.standing_text(passage) for passage in self.passages}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every token that is printed, figures by their own key besides."""
        keys: set[str] = set()
        for passage in self.passages:
            keys |= self.keys_of(passage)
        return frozenset(keys)

    def keys_of(self, passage: Passage) -> set[str]:
        """Return the tokens that a passage prints, figures by their own key besides."""
        keys = tokens.keys(self.wordings[passage.key])
        return {*keys, *map(tokens.figure_of, keys)}

    def rooms_of(self, passage: Passage) -> set[str]:
        """Return what the tokens of a passage say of figures: what stands before the first point of each."""
        return {key.partition(".")[0] for key in self.keys_of(passage)}

    @cached_property
    def alike(self) -> list[tuple[str, float]]:
        """The texts that it is held against: what each is called, and in % how much this one is like it."""
        others = self.draft.spoken_before if self.is_spoken else self.draft.texts_before
        return [(label, likeness(self.document, other)) for label, other in others]

    @cached_property
    def text(self) -> str:
        return "".join(paragraph.text for paragraph in self.document.paragraphs())

    def of(self, part: str) -> list[Passage]:
        """Return the printed passages of a part that are no lead and stand before nothing."""
        points = []
        for passage in self.passages:
            if passage.part == part and not passage.is_lead and not passage.introduces:
                points.append(passage)
        return points

    def count_faults(self, check: str) -> int:
        """Count the faults of that check that nobody has passed."""
        return sum(result.check.key == check for result in self.results)

    @cached_property
    def problems(self) -> list[Passage]:
        """The problems that are told."""
        return self.of(Part.PROBLEMS)

    @cached_property
    def sections(self) -> dict[str, list[Passage]]:
        """The printed points and cases of the results, by section."""
        sections: dict[str, list[Passage]] = {}
        for passage in self.of(Part.HIGHLIGHTS):
            sections.setdefault(passage.section, []).append(passage)
        return sections

    def share_of(self, *roles: str) -> float:
        """Return how much of the text those parts are, in %."""
        return characters_of(self.document, roles) * 100 / self.document.length


def grade(share: float, full: float, half: float) -> int:
    """Return the points of what should be much: 2 from `full` on, 1 from `half` on."""
    if share >= full:
        return FULL
    return 1 if share >= half else 0


def grade_few(number: int, half: int) -> int:
    """Return the points of what should not be there: 2 for none, 1 for up to `half`."""
    if not number:
        return FULL
    return 1 if number <= half else 0


def mend_each(passages: Sequence[Passage], label: str = "改写“{}”", most: int = 3) -> tuple[Mend, ...]:
    """Offer to mend the first of these passages, each by a link with its name in it."""
    return tuple(Mend(label.format(passage.name[:8]), passage.key) for passage in passages[:most])


NUMBER = re.compile(r"\d+(?:\.\d+)?%?(?![\d.%]*[年月日])")  # what is counted: days and years are not
