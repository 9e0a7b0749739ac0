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
    """Hold where a figure that counts what is under its limit is not truly zero.

    A missing one may well be a problem.
    """
    return lambda facts: not facts.values[key].zero


def some_on_record(key: str) -> Holds:
    """Hold where a figure is known and more than nothing: it need not be recorded."""

    def is_more(facts: Facts) -> bool:
        value = facts.values[key]
        return not value.missing and value.value > 0

    return is_more


def under(key: str, limit: str) -> Holds:
    """Hold where a known rate is under the limit kept with the report."""

    def is_under(facts: Facts) -> bool:
        value = facts.values[key]
        return not value.missing and value.value < _limit(facts, limit)

    return is_under


def over(key: str, limit: str) -> Holds:
    """Hold where a known figure is over the limit kept with the report."""

    def is_over(facts: Facts) -> bool:
        value = facts.values[key]
        return not value.missing and value.value > _limit(facts, limit)

    return is_over


def more(count: Callable[[Facts], int], limit: str) -> Holds:
    """Hold where a count is over the limit kept with the report."""
    return lambda facts: count(facts) > _limit(facts, limit)


def remaining(key: str) -> Holds:
    """Hold where of the whole of a known rate something is left."""

    def is_remaining(facts: Facts) -> bool:
        value = facts.values[key]
        return not value.missing and value.numerator < value.denominator

    return is_remaining


def _limit(facts: Facts, column: str) -> Decimal:
    return Decimal(getattr(facts.scope.report, column))


def _missed_promises(facts: Facts) -> int:
    return sum(promise.is_kept is False for promise in facts.promises)


def _idle_months(facts: Facts) -> int:
    return len(facts.idle_months)


# These print X while their figure is missing.
PRINTED_ANYWAY = {
    "uneven": "communities.low_satisfaction",
    "decisions": "meetings.low_decision_communities",
    "education": "meetings.low_study_branches",
    "two_new": "members.waiting_applicants",
}
# The limit of the settings that a problem lies beyond; the other figures count what is under a limit.
LIMITS = {
    "attendance": "low_attendance",
    "age": "many_elderly",
    "idle_orgs": "most_idle_orgs",
    "difficulties": "most_open_difficulties",
    "special_meetings": "most_idle_months",
    "promises": "most_missed_promises",
    "duties": "least_duties_done",
}
HOLDS: dict[str, Holds] = {
    **{problem: some(key) for problem, key in PRINTED_ANYWAY.items()},
    "attendance": under("meetings.study_attendance", LIMITS["attendance"]),
    "age": over("members.elderly_share", LIMITS["age"]),
    "idle_orgs": over("meetings.two_new_idle_orgs", LIMITS["idle_orgs"]),
    "difficulties": over("visits.difficulties_open", LIMITS["difficulties"]),
    "special_meetings": more(_idle_months, LIMITS["special_meetings"]),
    "promises": more(_missed_promises, LIMITS["promises"]),
    "vacant_orgs": some_on_record("members.vacant_orgs"),
    "duties": under("duties.duties_done", LIMITS["duties"]),
    "talks": remaining("duties.talks_rectified"),
}
# The figure that shows a problem; of the others a list does.
FIGURES = {
    **PRINTED_ANYWAY,
    "attendance": "meetings.study_attendance",
    "age": "members.elderly_share",
    "idle_orgs": "meetings.two_new_idle_orgs",
    "difficulties": "visits.difficulties_open",
    "vacant_orgs": "members.vacant_orgs",
    "duties": "duties.duties_done",
    "talks": "duties.talks_rectified",
}


@dataclass(frozen=True)
class Finding:
    """A problem that holds, with the figures its wording rests on."""

    problem: Problem
    evidence: tuple[Value, ...]


def holds(key: str, facts: Facts) -> bool:
    """Tell whether what a problem tells is so; one that a person added is taken at that person's word."""
    if key not in HOLDS:
        return True
    return HOLDS[key](facts)


def unsure(key: str, facts: Facts) -> bool:
    """Tell whether a problem is printed with an X because nobody knows whether there is one."""
    if key not in PRINTED_ANYWAY:
        return False
    return facts.values[PRINTED_ANYWAY[key]].missing


def findings(facts: Facts) -> list[Finding]:
    """Return the problems that the year's records show, in the order of the list."""
    holding = [problem for problem in PROBLEMS if holds(problem.key, facts)]
    return [Finding(problem, _evidence(problem, facts.values)) for problem in holding]


def _evidence(problem: Problem, values: Mapping[str, Value]) -> tuple[Value, ...]:
    keys = dict.fromkeys(tokens.figures(problem.wordings[0]))
    return tuple(values[key] for key in keys)


ENOUGH = 3  # problems, below which the figures nearest their limits are told


@dataclass(frozen=True)
class Near:
    """What is said of a figure that lies on the good side of its limit, and what the limit asks."""

    key: str
    text: str
    asks: str
    unit: str

    def say(self, limit: str) -> str:
        """Write it with its limit, figure and limit as tokens."""
        return f"{self.text}{{{self.key}}}{self.unit_behind}（{self.asks}{{limit.{limit}}}{self.unit}）"

    @property
    def unit_behind(self) -> str:
        """The unit behind the figure; a rate has its % already."""
        return "" if self.unit == "%" else self.unit


# By problem.
NEAR = {
    "attendance": Near("meetings.study_attendance", "社区支部学习到课率", "不低于", "%"),
    "age": Near("members.elderly_share", "六十岁以上党员占自管党员的", "不高于", "%"),
    "idle_orgs": Near("meetings.two_new_idle_orgs", "没有活动的两新党组织", "不多于", "家"),
    "difficulties": Near("visits.difficulties_open", "尚未解决的困难", "不多于", "件"),
    "duties": Near("duties.duties_done", "责任清单到期完成率", "不低于", "%"),
}


def nearest(facts: Facts, most: int) -> list[str]:
    """Write the figures that are no problem, each with its limit, the nearest to their limits first.

    One that is truly zero is far off and left out.
    """
    texts = []
    for problem, near in NEAR.items():
        value = facts.values[near.key]
        if value.missing or value.zero or holds(problem, facts):
            continue
        limit = _limit(facts, LIMITS[problem])
        distance = abs(Decimal(value.value) - limit) / max(limit, Decimal(1))
        texts.append((distance, near.say(LIMITS[problem])))
    return [text for _, text in sorted(texts)][:most]
