"""How good a text is, by what hearers, commenters and scorers of such reports ask for: 27 criteria in eight groups.

Each gives 0, 1 or 2 points times its weight; a criterion whose matter does not exist is left out, and the score is taken of
the rest. Of what only a reader can decide, the measurable part is taken.
"""

from dataclasses import dataclass

from reports.rubric import completeness, evidence, language, plan, problems, truth
from reports.rubric.base import Criterion, Group, Mark, Mend, Reading

__all__ = ["CRITERIA", "Criterion", "Group", "Mark", "Mend", "Reading", "Score", "score"]

CRITERIA = (
    *truth.CRITERIA,
    *completeness.CRITERIA,
    *evidence.CRITERIA,
    *problems.CRITERIA,
    *plan.CRITERIA,
    *language.CRITERIA,
)


@dataclass(frozen=True)
class Marked:
    criterion: Criterion
    mark: Mark

    @property
    def points(self) -> int:
        return self.criterion.weight * self.mark.points

    @property
    def lost(self) -> int:
        return self.criterion.full - self.points


@dataclass(frozen=True)
class OfGroup:
    group: Group
    points: int
    full: int

    @property
    def share(self) -> int:
        return round(self.points * 100 / self.full) if self.full else 100


@dataclass(frozen=True)
class Score:
    """The marks of every criterion that applies."""

    marks: tuple[Marked, ...]

    @property
    def total(self) -> int:
        """Of 100."""
        full = sum(marked.criterion.full for marked in self.marks)
        return round(sum(marked.points for marked in self.marks) * 100 / full) if full else 0

    @property
    def groups(self) -> list[OfGroup]:
        found = []
        for group in Group:
            own = [marked for marked in self.marks if marked.criterion.group == group]
            found.append(OfGroup(group, sum(m.points for m in own), sum(m.criterion.full for m in own)))
        return [of_group for of_group in found if of_group.full]

    @property
    def mends(self) -> list[Marked]:
        """What loses most comes first."""
        return sorted((marked for marked in self.marks if marked.lost), key=lambda marked: -marked.lost)

    @property
    def false(self) -> list[Marked]:
        """Criteria of truth at nothing: such a text is not fit to be read."""
        return [
            marked
            for marked in self.marks
            if marked.criterion.group == Group.TRUTH and not marked.mark.points
        ]


def score(reading: Reading, with_chosen: bool = True) -> Score:
    """Without what only a person can give, where that is not wanted."""
    wanted = [criterion for criterion in CRITERIA if with_chosen or not criterion.chosen]
    marks = ((criterion, criterion.mark(reading)) for criterion in wanted)
    return Score(tuple(Marked(criterion, mark) for criterion, mark in marks if mark is not None))
