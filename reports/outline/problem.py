"""What a finding is, as the text tells it."""

from dataclasses import dataclass

from reports.outline.base import Point
from reports.outline.labels import PROBLEM_LABELS

LATEST = 11  # the month before the next year is judged
ANSWERS = (
    "measures.answers."  # the section of the measures that answer problems, and the beginning of their keys
)


@dataclass(frozen=True)
class Problem:
    """The proposed wordings of a finding.

    Each of `causes` begins with what a record shows; without one that stands no cause is written, and one of `offered` may
    be chosen. The measure moves the very figure of the problem, and names who and by when. `usual` ones are told unless
    somebody decides otherwise.
    """

    key: str
    wordings: tuple[str, ...]
    causes: tuple[str, ...]
    offered: tuple[str, ...]
    answers: tuple[str, ...]
    usual: bool = False
    aim: str = ""  # what the plan sets out to do about it first; empty of what nobody counts
    month: int = LATEST  # of the next year, by the end of which it is to be done where nobody set a day

    @property
    def label(self) -> str:
        return PROBLEM_LABELS[self.key]

    @property
    def measure(self) -> Point:
        return Point(f"{ANSWERS}{self.key}", self.answers)
