"""How good a text is, by what hearers, commenters and scorers of such reports ask for.

There are 27 criteria in eight groups. Each gives 0, 1 or 2 points times its weight; a criterion whose matter
does not exist is left out, and the score is taken of the rest. Of what only a reader can decide, the
measurable part is taken.
"""

from collections.abc import Iterable
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
class CriterionMark:
    """A criterion that applies, with the mark that the text gets by it."""

    criterion: Criterion
    mark: Mark

    @property
    def points(self) -> int:
        return self.criterion.weight * self.mark.points

    @property
    def points_lost(self) -> int:
        return self.criterion.full - self.points


@dataclass(frozen=True)
class GroupPoints:
    """What the criteria of a group give together, and what they would give at best."""

    group: Group
    points: int
    full: int

    @property
    def share(self) -> int:
        """The points in % of the full ones."""
        return _percent(self.points, self.full) if self.full else 100


@dataclass(frozen=True)
class Score:
    """The marks of every criterion that applies."""

    marks: tuple[CriterionMark, ...]

    @property
    def total(self) -> int:
        """The points in % of the full ones; 0 where no criterion applies."""
        points, full = _sums(self.marks)
        return _percent(points, full) if full else 0

    @property
    def groups(self) -> list[GroupPoints]:
        """The groups of which a criterion applies."""
        groups = []
        for group in Group:
            own = [each for each in self.marks if each.criterion.group == group]
            if own:
                groups.append(GroupPoints(group, *_sums(own)))
        return groups

    @property
    def mends(self) -> list[CriterionMark]:
        """The marks that lose points, the one that loses most first."""
        imperfect = [each for each in self.marks if each.points_lost]
        return sorted(imperfect, key=lambda each: -each.points_lost)

    @property
    def false(self) -> list[CriterionMark]:
        """The criteria of truth at nothing: such a text is not fit to be read."""
        return [each for each in self.marks if each.criterion.group == Group.TRUTH and not each.points]


def _sums(marks: Iterable[CriterionMark]) -> tuple[int, int]:
    """Add up the points of these marks, and the full ones."""
    points = full = 0
    for each in marks:
        points += each.points
        full += each.criterion.full
    return points, full


def _percent(points: int, full: int) -> int:
    return round(points * 100 / full)


def score(reading: Reading, with_chosen: bool = True) -> Score:
    """Mark a text by every criterion that applies.

    `with_chosen`: by those too that only a person can fulfil, by choosing.
    """
    marks = []
    for criterion in CRITERIA:
        if criterion.chosen and not with_chosen:
            continue
        mark = criterion.mark(reading)
        if mark is not None:
            marks.append(CriterionMark(criterion, mark))
    return Score(tuple(marks))
