"""What the records say is a problem: which findings hold for a year, and the figures that show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.kinds import Value
from reports.facts import Facts
from reports.outline import tokens
from reports.outline.problems import PROBLEMS, Problem

Holds = Callable[[Facts], bool]


def some(key: str) -> Holds:
    """A figure that counts what is under its limit is not truly zero: a missing one may well be a problem."""
    return lambda facts: not facts.values[key].zero


def under(key: str, limit: str) -> Holds:
    """A known rate is under the limit kept with the report."""
    return lambda facts: (
        not facts.values[key].missing and facts.values[key].value < getattr(facts.scope.report, limit)
    )


def over(key: str, limit: str) -> Holds:
    return lambda facts: (
        not facts.values[key].missing and facts.values[key].value > getattr(facts.scope.report, limit)
    )


def more(count: Callable[[Facts], int], limit: str) -> Holds:
    return lambda facts: count(facts) > getattr(facts.scope.report, limit)


def _missed(facts: Facts) -> int:
    return sum(promise.kept is False for promise in facts.promises)


# These print X while their figure is missing.
PRINTED_ANYWAY = {
    "uneven": "communities.low_satisfaction",
    "decisions": "meetings.low_decision_communities",
    "education": "meetings.low_study_branches",
    "two_new": "members.waiting_applicants",
}
# The limit of the settings that a problem lies beyond; the figures of the others are counted under a limit already.
LIMITS = {
    "attendance": "low_attendance",
    "age": "many_elderly",
    "idle_orgs": "most_idle_orgs",
    "difficulties": "most_open_difficulties",
    "special_meetings": "most_idle_months",
    "promises": "most_missed_promises",
}
HOLDS: dict[str, Holds] = {
    **{problem: some(key) for problem, key in PRINTED_ANYWAY.items()},
    "attendance": under("meetings.study_attendance", LIMITS["attendance"]),
    "age": over("members.elderly_share", LIMITS["age"]),
    "idle_orgs": over("meetings.two_new_idle_orgs", LIMITS["idle_orgs"]),
    "difficulties": over("visits.difficulties_open", LIMITS["difficulties"]),
    "special_meetings": more(lambda facts: len(facts.idle_months), LIMITS["special_meetings"]),
    "promises": more(_missed, LIMITS["promises"]),
}


# The figure that shows a problem; of the others a list does.
FIGURES = {
    **PRINTED_ANYWAY,
    "attendance": "meetings.study_attendance",
    "age": "members.elderly_share",
    "idle_orgs": "meetings.two_new_idle_orgs",
    "difficulties": "visits.difficulties_open",
}


@dataclass(frozen=True)
class Finding:
    """A problem that holds, with the figures its wording rests on."""

    problem: Problem
    evidence: tuple[Value, ...]


def holds(key: str, facts: Facts) -> bool:
    """Whether what this problem tells is so; of a problem somebody wrote himself nobody but he can say."""
    return HOLDS[key](facts) if key in HOLDS else True


def unsure(key: str, facts: Facts) -> bool:
    """The problem is printed with an X, and nobody knows whether there is one."""
    return key in PRINTED_ANYWAY and facts.values[PRINTED_ANYWAY[key]].missing


def findings(facts: Facts) -> list[Finding]:
    """Everything found in the year's records, in the order of the list."""
    return [
        Finding(problem, _evidence(problem, facts.values))
        for problem in PROBLEMS
        if holds(problem.key, facts)
    ]


def _evidence(problem: Problem, values: Mapping[str, Value]) -> tuple[Value, ...]:
    return tuple(values[key] for key in dict.fromkeys(tokens.figures(problem.wordings[0])))


ENOUGH = 3  # problems, below which the figures nearest their limits are told
# By problem: what is said of a figure that lies on the good side of its limit, what the limit asks, and its unit.
NEAR = {
    "attendance": (
        "社区支部学习到课率{meetings.study_attendance}",
        "meetings.study_attendance",
        "不低于",
        "%",
    ),
    "age": ("六十岁以上党员占自管党员的{members.elderly_share}", "members.elderly_share", "不高于", "%"),
    "idle_orgs": (
        "没有活动的两新党组织{meetings.two_new_idle_orgs}家",
        "meetings.two_new_idle_orgs",
        "不多于",
        "家",
    ),
    "difficulties": (
        "尚未解决的困难{visits.difficulties_open}件",
        "visits.difficulties_open",
        "不多于",
        "件",
    ),
}


def nearest(facts: Facts, most: int) -> list[str]:
    """Figures that are no problem, the nearest to their limits first, each with its limit; what is truly zero is far off."""
    found = []
    for problem, (said, key, asks, unit) in NEAR.items():
        limit = LIMITS[problem]
        value = facts.values[key]
        if value.missing or value.zero or holds(problem, facts):
            continue
        allowed = Decimal(getattr(facts.scope.report, limit))
        distance = abs(Decimal(value.value) - allowed)
        found.append((distance / max(allowed, Decimal(1)), f"{said}（{asks}{{limit.{limit}}}{unit}）"))
    return [text for _, text in sorted(found)][:most]
