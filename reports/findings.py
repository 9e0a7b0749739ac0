"""What the records say is a problem: which findings hold for a year, and the figures that show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.facts import Facts
from reports.figures.base import Value
from reports.outline import tokens
from reports.outline.problems import PROBLEMS, Problem


def some(key: str) -> Callable[[Facts], bool]:
    """The figure is not truly zero: a missing one may well be a problem."""
    return lambda facts: not facts.values[key].zero


def under(key: str, limit: str) -> Callable[[Facts], bool]:
    """A known rate is under the limit kept with the report."""
    return lambda facts: not facts.values[key].missing and facts.values[key].value < getattr(facts.scope.report, limit)


def over(key: str, limit: str) -> Callable[[Facts], bool]:
    return lambda facts: not facts.values[key].missing and facts.values[key].value > getattr(facts.scope.report, limit)


HOLDS: dict[str, Callable[[Facts], bool]] = {
    "uneven": some("communities.low_satisfaction"),
    "decisions": some("meetings.low_decision_communities"),
    "education": some("meetings.low_study_branches"),
    "two_new": some("members.waiting_applicants"),
    "attendance": under("meetings.study_attendance", "low_attendance"),
    "age": over("members.elderly_share", "many_elderly"),
    "idle_orgs": some("meetings.two_new_idle_orgs"),
    "difficulties": some("visits.difficulties_open"),
    "special_meetings": lambda facts: bool(facts.idle_months),
    "promises": lambda facts: any(promise.kept is False for promise in facts.promises),
}


@dataclass(frozen=True)
class Finding:
    """A problem that holds, with the figures its wording rests on."""

    problem: Problem
    evidence: tuple[Value, ...]


def holds(key: str, facts: Facts) -> bool:
    """Whether what this problem tells is so; of a problem somebody wrote himself nobody but he can say."""
    return HOLDS[key](facts) if key in HOLDS else True


def findings(facts: Facts) -> list[Finding]:
    """Everything found in the year's records, in the order of the list."""
    return [Finding(problem, _evidence(problem, facts.values)) for problem in PROBLEMS if holds(problem.key, facts)]


def _evidence(problem: Problem, values: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(values[key] for key in dict.fromkeys(tokens.figures(problem.text)))
