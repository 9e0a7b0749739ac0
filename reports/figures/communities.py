"""Figures of the communities: 10, 11, 19–22, 39–41 and the measures of 56, 57, 59, 60, 64, 66."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Sum, Value
from django.db.models.functions import Concat

from communities.models import Community, Election, PartnerUnit, PartTimeMember, Survey, total_satisfied
from reports.figures.base import EVERY, Base, Ratio, Records, Tally, Term, Threshold

if TYPE_CHECKING:
    from reports.scope import Scope

ANY_COMMUNITY = Base("communities", "任一社区", lambda s: s.all(Community))
ANY_ELECTION = Base("elections", "当年的换届选举", lambda s: s.during(Election))
ANY_PARTNER = Base("partners", "任一共建单位", lambda s: s.all(PartnerUnit))
ANY_PART_TIME = Base("part_time", "任一兼职委员", lambda s: s.all(PartTimeMember))
ANNUAL_SURVEY = Base("annual_surveys", "当年的年度满意度测评", lambda s: s.all(Survey).annual_satisfaction(s.period))


def _basically(scope: Scope) -> bool:
    return scope.report.basically_satisfied


class SatisfactionRate(Ratio):
    """Satisfied sheets ÷ valid sheets; whether 基本满意 is satisfied is the office's choice, kept with the report."""

    def measures(self, scope: Scope):  # type: ignore[no-untyped-def]
        counted = Term(self.part.label, self.part.records, total_satisfied(_basically(scope)))
        yield from counted.measures(f"{self.key}/part", scope)
        yield from self.whole.measures(f"{self.key}/whole", scope)


def _rate(key: str, label: str, definition: str, surveys: Records, rate: type[Ratio] = SatisfactionRate) -> Ratio:
    return rate(
        key=key,
        label=label,
        unit="%",
        definition=definition,
        part=Term("满意（知晓）份数", surveys, Sum("satisfied")),
        whole=Term("有效份数", surveys, Sum("valid")),
    )


def _span(key: str, label: str, definition: str, span: str) -> Tally:
    return Tally(
        key=key,
        label=label,
        unit="个",
        kind="S",
        definition=definition,
        term=Term(label, lambda s: s.all(Community).with_span(span, s.day)),
        base=ANY_COMMUNITY,
    )


def low_satisfaction(scope: Scope):  # type: ignore[no-untyped-def]
    return scope.all(Community).low_satisfaction(scope.period, scope.report.low_satisfaction, _basically(scope))


FIGURES = [
    _rate(
        "communities.satisfaction_before",
        "整顿前群众满意率",
        "整顿前、整顿后测评都有，且整顿后测评在当年的整顿单位：整顿前测评满意份数合计 ÷ 有效份数合计。",
        lambda s: s.all(Survey).rectified_pairs(s.period, Survey.Phase.BEFORE),
    ),
    _rate(
        "communities.satisfaction_after",
        "整顿后群众满意率",
        "与整顿前满意率相同的整顿单位：整顿后测评满意份数合计 ÷ 有效份数合计。",
        lambda s: s.all(Survey).rectified_pairs(s.period, Survey.Phase.AFTER),
    ),
    Tally(
        key="communities.elections_completed",
        label="完成两委换届的城市社区",
        unit="个",
        definition="党组织和居委会同一轮换届都已完成、后完成的一个在当年的城市社区数。当年没有换届记录的，这一句不写。",
        term=Term("完成换届的社区", lambda s: s.all(Community).elections_completed(s.period)),
        base=ANY_ELECTION,
        optional="本年无换届",
    ),
    _span("communities.big_committees", "建立大党委的社区", "统计日已成立、未撤销大党委的社区数。", "big_committee_"),
    Tally(
        key="communities.partner_units",
        label="共建单位",
        unit="家",
        kind="S",
        definition="统计日仍在共建的单位，全街道同名的只算一家。",
        term=Term("共建单位", lambda s: s.in_force(PartnerUnit), Count("name", distinct=True), distinct=True),
        base=ANY_PARTNER,
        expects=EVERY,
    ),
    Tally(
        key="communities.part_time_members",
        label="兼职委员",
        unit="名",
        kind="S",
        definition="统计日在任的大党委兼职委员，姓名和单位都相同的只算一名。",
        term=Term(
            "兼职委员", lambda s: s.in_force(PartTimeMember), Count(Concat("name", Value("|"), "unit"), distinct=True), distinct=True
        ),
        base=ANY_PART_TIME,
        expects=EVERY,
    ),
    Tally(
        key="communities.total",
        label="社区总数",
        unit="个",
        kind="S",
        definition="本街道的社区数。",
        term=Term("社区", lambda s: s.all(Community)),
        base=ANY_COMMUNITY,
    ),
    Tally(
        key="communities.low_satisfaction",
        label="满意率低于门槛的社区",
        unit="个",
        kind="S",
        definition="当年最近一次年度满意度测评的满意率低于门槛的社区数。",
        term=Term("满意率低于门槛的社区", low_satisfaction),
        base=ANNUAL_SURVEY,
        expects=EVERY,
    ),
    Threshold(
        key="communities.low_satisfaction_threshold",
        label="满意率门槛",
        unit="%",
        definition="在年度报告设置中填写，随报告保存。",
        pick=lambda s: s.report.low_satisfaction,
    ),
    _rate(
        "communities.rectified_satisfaction",
        "整顿社区年度满意率",
        "当年处在整顿中的社区，当年年度满意度测评的满意份数合计 ÷ 有效份数合计。",
        lambda s: s.all(Survey).of_rectified(s.period),
    ),
    _span("communities.demonstration", "党建示范社区", "统计日是示范点的社区数。", "demonstration_"),
    Tally(
        key="communities.partner_units_joined",
        label="当年新吸纳共建单位",
        unit="家",
        definition="当年开始共建的单位，全街道同名的只算一家。",
        term=Term(
            "新吸纳共建单位",
            lambda s: s.all(PartnerUnit).filter(since__range=(s.period.start, s.period.end)),
            Count("name", distinct=True),
            distinct=True,
        ),
        base=ANY_PARTNER,
    ),
    Tally(
        key="communities.part_time_members_appointed",
        label="当年新聘兼职委员",
        unit="名",
        definition="当年聘任的兼职委员，姓名和单位都相同的只算一名。",
        term=Term(
            "新聘兼职委员",
            lambda s: s.all(PartTimeMember).filter(since__range=(s.period.start, s.period.end)),
            Count(Concat("name", Value("|"), "unit"), distinct=True),
            distinct=True,
        ),
        base=ANY_PART_TIME,
    ),
    _rate(
        "communities.decision_awareness",
        "民主决策知晓度",
        "当年知晓度测评的知晓份数合计 ÷ 有效份数合计。",
        lambda s: s.during(Survey).filter(kind=Survey.Kind.AWARENESS),
    ),
    _span("communities.pilots", "四项机制试点社区", "统计日是四项机制试点的社区数。", "pilot_"),
]
