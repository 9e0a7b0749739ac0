"""A finding of the records, and the texts that say it."""

from dataclasses import dataclass

from reports.outline.base import Point
from reports.outline.labels import PROBLEM_LABELS

LATEST = 11  # the month before the next year is judged
# The section of the measures that answer problems, and the beginning of their keys.
ANSWERS = "measures.answers."


@dataclass(frozen=True)
class Problem:
    """The proposed wordings of a finding: of the problem, of its causes, and of the measures that answer it.

    Each of `causes` begins with what a record shows. Where no record shows any, no cause is written, and
    a person may choose one of `offered`. A measure moves the very figure of the problem and names who
    does it, and by when. Problems that are `usual` are written unless somebody decides otherwise.
    """

    key: str
    wordings: tuple[str, ...]
    causes: tuple[str, ...]
    offered: tuple[str, ...]
    answers: tuple[str, ...]
    usual: bool = False
    aim: str = ""  # what the plan sets out to do about it; empty where no figure counts it
    month: int = LATEST  # of the next year: done by its end, where nobody set a day

    @property
    def label(self) -> str:
        return PROBLEM_LABELS[self.key]

    @property
    def measure(self) -> Point:
        return Point(f"{ANSWERS}{self.key}", self.answers)
