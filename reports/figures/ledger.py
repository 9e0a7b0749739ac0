"""The year's figures grouped as in the report, each beside last year's."""

from dataclasses import dataclass

from indicators.breakdown import change
from indicators.catalogue import NUMBERED, TARGETS
from indicators.kinds import Value
from reports.context import ReportScope
from reports.facts import Facts

# what the secretary did himself, and what gives other figures their meaning
BESIDE = (
    "visits.by_secretary",
    "visits.home_visits",
    "visits.secretary_difficulties",
    "meetings.chaired",
    "visits.days_to_solve",
    "visits.difficulties_earlier",
    "visits.difficulties_overdue",
    "mediation.days_to_close",
    "services.days_to_finish",
    "communities.satisfaction",
    "communities.former_villages",
    "meetings.branch_study_mean",
    "meetings.decisions_incomplete",
    "members.young_share",
)
# what else the secretary picks problems from
FINDINGS = (
    "meetings.study_attendance",
    "members.elderly_share",
    "meetings.two_new_idle_orgs",
    "visits.difficulties_open",
)
# 三会一课 and 培训计划
ORG_LIFE = (
    "meetings.org_life_rate",
    "meetings.org_life_behind",
    "meetings.plan_done",
    "targets.org_life_rate",
    "targets.plan_done",
)
ASSESSMENT = (
    "duties.surveys",
    "duties.supervisions",
    "duties.half_reviews",
    "duties.self_reviews",
    "duties.problems_found",
    "duties.problems_closed",
    "duties.review_good_share",
)
POSTS = (
    "members.secretaries",
    "members.vacant_orgs",
    "members.honours",
    "members.honoured_orgs",
    "members.flag_members",
    "members.flag_share",
    "members.flag_communities",
)
# who answers for what, and what was put right
DUTIES = (
    "duties.duties",
    "duties.duties_done",
    "duties.pledges",
    "duties.pledge_coverage",
    "duties.pledge_items_kept",
    "duties.talks",
    "duties.talks_rectified",
    "duties.remedies",
    "duties.remedies_done",
)
ELSEWHERE = {*NUMBERED, *ORG_LIFE, *POSTS, *DUTIES}
MEASURES = {target.measure: None for target in TARGETS.values() if target.measure not in ELSEWHERE}
# Title, subtitle and keys of each group.
GROUPS: list[tuple[str, str, tuple[str, ...]]] = [
    ("特色亮点（一）", "责任、服务、经费、阵地", NUMBERED[0:11]),
    ("特色亮点（二）", "干部、党员、工作、志愿者队伍", (*NUMBERED[11:19], "services.party_volunteers")),
    ("特色亮点（三）", "区域化、两新、服务型建设", NUMBERED[19:34]),
    ("特色亮点（四）", "决策、调解、代办机制", NUMBERED[34:38]),
    ("存在问题", "按门槛查出", (*NUMBERED[38:48], *FINDINGS)),
    ("书记本人和补充", "书记自己做的，以及说明其他数字的数", BESIDE),
    ("目标核对用数", "与上年定下的目标对照", tuple(MEASURES)),
    (
        "下年目标",
        "书记填写，印在第四部分",
        (
            "targets.special_meetings",
            *(key for key in NUMBERED if key.startswith("targets.")),
            "services.volunteer_categories",
            "targets.honours",
            "targets.flag_members",
            "targets.pledge_coverage",
            "targets.duties_done",
        ),
    ),
    ("组织生活和培训", "三会一课、培训计划", ORG_LIFE),
    ("督导考核", "月调查、季督导、半年考、年述评和民主评议", ASSESSMENT),
    ("书记在岗和先进典型", "书记配备、表彰、一名党员一面旗", POSTS),
    ("责任和整改", "责任清单、目标责任书、约谈、问题整改", DUTIES),
]


@dataclass(frozen=True)
class Entry:
    """One figure of the ledger.

    It has this year's value, last year's text, the change in words, and what that year is called.
    """

    value: Value
    before: str
    change: str
    last_year: str


@dataclass(frozen=True)
class Group:
    """A section of the ledger."""

    title: str
    subtitle: str
    entries: tuple[Entry, ...]

    @property
    def missing(self) -> int:
        return sum(entry.value.is_gap for entry in self.entries)


def ledger(facts: Facts) -> list[Group]:
    """Return all figures of a year that its reader may see, with those of the year before."""
    groups = []
    for title, subtitle, keys in GROUPS:
        entries = []
        for key in keys:
            if belongs(facts.values[key], facts.scope):
                entries.append(_entry(facts, key))
        if entries:
            groups.append(Group(title, subtitle, tuple(entries)))
    return groups


def _entry(facts: Facts, key: str) -> Entry:
    value = facts.values[key]
    before, difference = compare(value, facts.before[key])
    # what a person decided about a whole year does not grow from day to day
    last_year = facts.scope.last_year if value.indicator.comparable else "上年"
    return Entry(value, before, difference, last_year)


def belongs(value: Value, scope: ReportScope) -> bool:
    """Whether a figure is for this reader: to one of some 社区 if it counts their records, or should."""
    if scope.reach.is_whole:
        return True
    return bool(value.indicator.lists and (not value.missing or value.indicator.expects))


def compare(now: Value, last: Value) -> tuple[str, str]:
    """Return last year's text, and the change in words: 增 26, 减 3, 持平, 增 2.6 个百分点."""
    if last.missing:
        return "", ""
    if not (now.comparable and last.comparable):
        return last.text, ""
    return last.text, change(now.value, last.value, now.indicator.unit)
