"""Good figures and the other side of each: whoever is told the one wants to hear the other."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.facts import Facts
from reports.outline.problems import MISSED_NAMES
from reports.rubric.base import Reading
from reports.text import names

Bad = Callable[[Facts], str]


@dataclass(frozen=True)
class Twin:
    """A good figure and its other side.

    `good` is the key of the figure; any token of `by` tells the other side. `bad` says that in words, empty
    where there is none.
    """

    label: str
    good: str
    other: str
    by: tuple[str, ...]
    bad: Bad
    passage: str


@dataclass(frozen=True)
class Side:
    """A twin as it stands in a text."""

    twin: Twin
    good: str
    bad: str
    told: bool


def over(key: str, limit: str) -> Bad:
    """Say a figure that is over the limit of the report's settings."""

    def say(facts: Facts) -> str:
        value = facts.values[key]
        if value.missing or value.value <= getattr(facts.scope.report, limit):
            return ""
        return f"{value.text}{value.indicator.unit}"

    return say


def some(key: str) -> Bad:
    """Say a figure that is known and not zero."""

    def say(facts: Facts) -> str:
        value = facts.values[key]
        if value.missing or value.zero:
            return ""
        return f"{value.text}{value.indicator.unit}"

    return say


def by_name(key: str, unit: str) -> Bad:
    """Say what `reports.text.names` has under that key, where it has something."""

    def say(facts: Facts) -> str:
        text = names.name(facts, key)
        return f"{text}{unit}" if text else ""

    return say


def _idle_months(facts: Facts) -> str:
    number = len(facts.idle_months)
    return f"{number}个月" if number > facts.scope.report.most_idle_months else ""


DUTY = ("idle_months", "idle_months_count", "strict.special_meetings")
TWINS = (
    Twin(
        "党建专题会议", "meetings.special", "没有开的月份", DUTY, _idle_months, "highlights.foundations.duty"
    ),
    Twin(
        "困难解决",
        "visits.difficulties_solved",
        "没有解决",
        ("visits.difficulties_open",),
        over("visits.difficulties_open", "most_open_difficulties"),
        "highlights.foundations.frontline",
    ),
    Twin(
        "党建工作经费",
        "funding.party",
        "比承诺少",
        ("short.party_funding", *MISSED_NAMES),
        by_name("short.party_funding", "万元"),
        "highlights.foundations.funding",
    ),
    Twin(
        "阵地建设与整顿经费",
        "funding.premises",
        "比承诺少",
        ("short.rectification_funding", *MISSED_NAMES),
        by_name("short.rectification_funding", "万元"),
        "highlights.foundations.premises",
    ),
    Twin(
        "两新党组织",
        "members.two_new_party_orgs",
        "没有活动",
        ("meetings.two_new_idle_orgs",),
        over("meetings.two_new_idle_orgs", "most_idle_orgs"),
        "highlights.coverage.two_new",
    ),
    Twin(
        "应建已建率",
        "members.two_new_coverage",
        "应建未建",
        ("left.members.two_new_coverage", "whole.members.two_new_coverage"),
        by_name("left.members.two_new_coverage", "个"),
        "highlights.coverage.two_new",
    ),
    Twin(
        "民主决策",
        "meetings.decisions",
        "用得少的社区",
        ("meetings.low_decision_communities",),
        some("meetings.low_decision_communities"),
        "problems.decisions",
    ),
    Twin(
        "调解成功",
        "mediation.success_rate",
        "没有调成",
        ("left.mediation.success_rate", "whole.mediation.success_rate"),
        by_name("left.mediation.success_rate", "件"),
        "highlights.mechanisms.mediation",
    ),
    Twin(
        "上年目标做到",
        "targets_kept",
        "没有做到",
        tuple(MISSED_NAMES),
        by_name("targets_missed", "项"),
        "problems.lead",
    ),
    Twin(
        "在任党组织书记",
        "members.secretaries",
        "书记空缺",
        ("known.members.vacant_orgs", "members.vacant_orgs"),
        some("members.vacant_orgs"),
        "highlights.teams.secretaries",
    ),
)


def sides(reading: Reading) -> list[Side]:
    """Find the twins whose good side is told while the other side is over its limit."""
    both = []
    for twin in TWINS:
        bad = twin.bad(reading.facts)
        if twin.good in reading.keys and bad:
            is_told = not reading.keys.isdisjoint(twin.by)
            both.append(Side(twin, _good(reading.facts, twin.good), bad, is_told))
    return both


def _good(facts: Facts, key: str) -> str:
    """Say a good figure with its unit, or how many of what a name counts."""
    value = facts.values.get(key)
    if value is None:
        return f"{names.name(facts, key)}项"
    if value.indicator.unit == "%":
        return value.text  # its sign is part of it
    return f"{value.text}{value.indicator.unit}"
