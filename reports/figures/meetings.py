"""Figures of meetings and decisions: 1, 12–15, 35, 36, 42, 43, 45–47 and the measures of 53, 54, 63."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from communities.models import Community
from meetings.models import Decision, DecisionOpinion, Meeting, seldom_deciding, seldom_studying
from members.models import PartyOrg
from reports.figures.base import URBAN, Base, Records, Tally, Term

if TYPE_CHECKING:
    from reports.scope import Scope

A_STEP = Base("decisions", "当年有步骤日期的决策事项", lambda s: s.all(Decision).with_a_step(s.period))
BRANCH_STUDY = Base("branch_study", "当年任一支部的学习", lambda s: s.during(Meeting).branch_study())
TWO_NEW_ORG = Base("two_new_orgs", "任一两新党组织", lambda s: s.all(PartyOrg).filter(sphere=PartyOrg.Sphere.TWO_NEW))


def seldom(scope: Scope) -> QuerySet:
    """城市社区 under the limit of decided matters."""
    return seldom_deciding(scope.all(Community), scope.period, scope.report.low_decisions)


def idle(scope: Scope) -> QuerySet:
    """支部 under the limit of study meetings."""
    return seldom_studying(scope.all(PartyOrg), scope.period, scope.report.low_study)


def _meetings(key: str, label: str, kind: str, definition: str, records: Records | None = None) -> Tally:
    """Meetings of one kind, held by the 街道 unless `records` says otherwise; known once any of that kind is on record."""
    return Tally(
        key=key,
        label=label,
        unit="次",
        definition=definition,
        term=Term(label, records or (lambda s: s.during(Meeting).of_kind(kind).held_by_office())),
        base=Base(f"meetings_{kind}", f"当年任一{Meeting.Kind(kind).label}", lambda s: s.during(Meeting).of_kind(kind)),
    )


K = Meeting.Kind
FIGURES = [
    _meetings("meetings.special", "党建专题会议", K.SPECIAL, "当年街道召开的党建专题会议次数。"),
    _meetings(
        "meetings.study",
        "主题教育学习研讨",
        K.STUDY,
        "当年街道组织的学习研讨次数：开展主题教育的年度只算属于主题教育的，没有主题教育的年度全算。",
        lambda s: s.during(Meeting).study_of_the_year(s.year, s.subdistrict.pk),
    ),
    _meetings(
        "meetings.secretary_lectures",
        "书记讲党课",
        K.LECTURE,
        "当年党课中，主讲人当天是在任党工委书记的次数。",
        lambda s: s.during(Meeting).secretary_lectures(),
    ),
    _meetings("meetings.party_spirit", "党性学习", K.PARTY_SPIRIT, "当年街道组织的党性学习次数。"),
    _meetings("meetings.training", "以会代训", K.TRAINING, "当年街道组织的以会代训次数。"),
    _meetings("meetings.conduct_education", "党风政风教育", K.CONDUCT, "当年街道组织的党风政风教育次数。"),
    _meetings("meetings.branch_secretary_training", "支部书记培训", K.BRANCH_SECRETARIES, "当年街道组织的支部书记培训次数。"),
    _meetings("meetings.decision_training", "民主决策培训", K.DECISION_TRAINING, "当年街道组织的民主决策培训次数。"),
    Tally(
        key="meetings.decisions",
        label="运用民主决策工作法",
        unit="次",
        definition="当年用一征三议两公开或四议两公开作出决议的事项数，到决议为止的步骤日期齐全的才算（按决议日期）。",
        term=Term("当年作出决议的事项", lambda s: s.all(Decision).resolved(s.period)),
        base=A_STEP,
        expects=URBAN,
    ),
    Tally(
        key="meetings.decision_opinions_adopted",
        label="决策中采纳意见",
        unit="项",
        definition="当年作出决议的事项中，采纳的意见条数。",
        term=Term(
            "采纳的意见",
            lambda s: s.all(DecisionOpinion).filter(adopted=True, decision__in=Decision.objects.resolved(s.period).values("pk")),
        ),
        base=A_STEP,
    ),
    Tally(
        key="meetings.low_decision_communities",
        label="民主决策较少的城市社区",
        unit="个",
        kind="S",
        definition="当年作出决议的事项数低于门槛（默认 4 次）的城市社区数，一次也没有的也算。",
        term=Term("决策较少的城市社区", seldom),
        base=A_STEP,
    ),
    Tally(
        key="meetings.low_decision_uses",
        label="这些社区运用次数",
        unit="次",
        definition="民主决策较少的城市社区，当年作出决议的事项合计。",
        term=Term("这些社区的决议事项", lambda s: s.all(Decision).resolved(s.period).filter(community__in=seldom(s).values("pk"))),
        base=A_STEP,
    ),
    Tally(
        key="meetings.low_study_branches",
        label="学习较少的支部",
        unit="个",
        kind="S",
        definition="全年都在的社区支部中，党课、学习研讨、党性学习、主题党日合计次数低于门槛（默认 4 次）的支部数。",
        term=Term("学习较少的支部", idle),
        base=BRANCH_STUDY,
    ),
    Tally(
        key="meetings.low_study_sessions",
        label="这些支部学习次数",
        unit="次",
        definition="学习较少的支部，当年党课、学习研讨、党性学习、主题党日合计次数。",
        term=Term("这些支部的学习", lambda s: s.during(Meeting).branch_study().filter(org__in=idle(s).values("pk"))),
        base=BRANCH_STUDY,
    ),
    Tally(
        key="meetings.two_new_activities",
        label="两新党组织活动",
        unit="次",
        definition="两新党组织当年召开的各类会议和活动次数。",
        term=Term("两新党组织的会议活动", lambda s: s.during(Meeting).held_by_two_new()),
        base=TWO_NEW_ORG,
    ),
]
