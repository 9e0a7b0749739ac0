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
    """`good` is a figure; the other side is told by any token of `by`. `bad` says it in words, empty where there is none."""

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
    def of(facts: Facts) -> str:
        value = facts.values[key]
        known = not value.missing and value.value > getattr(facts.scope.report, limit)
        return f"{value.text}{value.indicator.unit}" if known else ""

    return of


def some(key: str) -> Bad:
    def of(facts: Facts) -> str:
        value = facts.values[key]
        return "" if value.missing or value.zero else f"{value.text}{value.indicator.unit}"

    return of


def named(key: str, unit: str) -> Bad:
    def of(facts: Facts) -> str:
        found = names.name(facts, key)
        return f"{found}{unit}" if found else ""

    return of


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
        named("short.party_funding", "万元"),
        "highlights.foundations.funding",
    ),
    Twin(
        "阵地建设与整顿经费",
        "funding.premises",
        "比承诺少",
        ("short.rectification_funding", *MISSED_NAMES),
        named("short.rectification_funding", "万元"),
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
        named("left.members.two_new_coverage", "个"),
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
        named("left.mediation.success_rate", "件"),
        "highlights.mechanisms.mediation",
    ),
    Twin(
        "上年目标做到",
        "targets_kept",
        "没有做到",
        tuple(MISSED_NAMES),
        named("targets_missed", "项"),
        "problems.lead",
    ),
)


def sides(reading: Reading) -> list[Side]:
    """Those whose good side is told while the other side is over its limit."""
    found = []
    for twin in TWINS:
        bad = twin.bad(reading.facts)
        if twin.good in reading.keys and bad:
            found.append(
                Side(twin, _good(reading.facts, twin.good), bad, any(key in reading.keys for key in twin.by))
            )
    return found


def _good(facts: Facts, key: str) -> str:
    value = facts.values.get(key)
    if value is None:
        return f"{names.name(facts, key)}项"
    return value.text if value.indicator.unit == "%" else f"{value.text}{value.indicator.unit}"
