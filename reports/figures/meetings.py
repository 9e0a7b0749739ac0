"""Figures of meetings and decisions: 1, 12–15, 35, 36, 42, 43, 45–47, the measures of 53, 54, 63, and two of study and idleness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from communities.models import Community
from meetings.models import Decision, DecisionOpinion, Meeting, idle, seldom_deciding, seldom_studying
from members.models import PartyOrg
from reports.figures.base import URBAN, Ratio, Tally
from reports.figures.steps import ALL_YEAR_LONG, in_year, known, of_kind
from reports.figures.terms import Base, Step, Term

if TYPE_CHECKING:
    from reports.scope import Scope

K, SPHERE = Meeting.Kind, PartyOrg.Sphere
A_STEP = Base("decisions", "当年有步骤日期的决策事项", lambda s: s.all(Decision).with_a_step(s.period))
BRANCH_STUDY = Base("branch_study", "当年任一支部的学习", lambda s: s.during(Meeting).studies().held_by_branches())
TWO_NEW_ORG = Base("two_new_orgs", "任一两新党组织", lambda s: s.all(PartyOrg).in_sphere(SPHERE.TWO_NEW))

HELD = in_year("会议日期不在当年")
BY_OFFICE = Step("由党组织召开，不是街道召开", lambda rows, s: rows.held_by_office())
ONCE = Step("与另一条是同一次会议（重复待核）", lambda rows, s: rows.once())
OF_OFFICE = "召开单位不填或填党工委的，是街道召开的。"
RESOLVED = (
    known("还没有作出决议", "resolved_on"),
    in_year("决议日期不在当年", "resolved_on"),
    Step("决议前的步骤日期不齐", lambda rows, s: rows.complete()),
)
SELDOM = (
    Step("村改居社区", lambda rows, s: rows.urban()),
    ALL_YEAR_LONG,
    Step("决议事项不少于门槛", lambda rows, s: seldom_deciding(rows, s.period, s.report.low_decisions)),
)
STUDIES = Step("不是学习类会议", lambda rows, s: rows.studies())
BY_BRANCHES = Step("不是支部召开", lambda rows, s: rows.held_by_branches())
IDLE = (
    Step("不是社区领域的党组织", lambda rows, s: rows.in_sphere(SPHERE.COMMUNITY)),
    Step("不是支部", lambda rows, s: rows.branches()),
    Step("当年1月1日后才成立", lambda rows, s: rows.begun(s.period.start)),
    Step("统计日前已撤销", lambda rows, s: rows.lasting(s.period.end)),
    Step("学习不少于门槛", lambda rows, s: seldom_studying(rows, s.period, s.report.low_study)),
)
ATTENDED = (
    HELD,
    STUDIES,
    BY_BRANCHES,
    Step("不是社区领域的支部", lambda rows, s: rows.held_in(SPHERE.COMMUNITY)),
    known("没有填应到或实到", "expected", "present"),
)
LOG = "本系统约定：以会议记录为准，一条记录算一次"
LIMIT = "本系统约定：门槛由街道在年度报告设置中定"


def seldom(scope: Scope) -> QuerySet:
    """城市社区 under the limit of decided matters."""
    return Term("", Community, SELDOM).records(scope)


def idle_branches(scope: Scope) -> QuerySet:
    """Community 支部, standing all through the year, under the limit of study meetings."""
    return Term("", PartyOrg, IDLE).records(scope)


def _meetings(key: str, label: str, kind: str, definition: str, by: tuple[Step, ...] = (BY_OFFICE,), source: str = LOG) -> Tally:
    """Meetings of one kind, held by the 街道 unless `by` says otherwise; known once any of that kind is on record."""
    return Tally(
        key=key,
        label=label,
        unit="次",
        definition=f"{definition}{OF_OFFICE * (BY_OFFICE in by)}",
        source=source,
        term=Term(label, Meeting, (HELD, of_kind("其他会议类型", kind), *by, ONCE)),
        base=Base(f"meetings_{kind}", f"当年任一{Meeting.Kind(kind).label}", lambda s: s.during(Meeting).of_kind(kind)),
    )


FIGURES = [
    _meetings("meetings.special", "党建专题会议", K.SPECIAL, "当年街道召开的党建专题会议次数。"),
    _meetings(
        "meetings.study",
        "主题教育学习研讨",
        K.STUDY,
        "当年街道组织的学习研讨次数：开展主题教育的年度只算属于主题教育的，没有主题教育的年度全算。",
        (BY_OFFICE, Step("不属于当年的主题教育", lambda rows, s: rows.of_the_campaign(s.year, s.subdistrict.pk))),
    ),
    _meetings(
        "meetings.secretary_lectures",
        "书记讲党课",
        K.LECTURE,
        "当年党课中，主讲人当天是在任党工委书记的次数。",
        (
            known("不是班子成员主讲", "lecturer"),
            Step("主讲人当天不是在任党工委书记", lambda rows, s: rows.by_secretary()),
        ),
        "本系统约定：按会议记录中讲课的班子成员和他的任职日期认定",
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
        source="一征三议两公开、四议两公开的步骤；本系统约定：一个事项算一次，以决议日期定年度",
        term=Term("当年作出决议的事项", Decision, RESOLVED),
        base=A_STEP,
        expects=URBAN,
    ),
    Tally(
        key="meetings.decision_opinions_adopted",
        label="决策中采纳意见",
        unit="项",
        definition="当年作出决议的事项中，采纳的意见条数。",
        source="本系统约定：以决策事项中登记为采纳的意见为准",
        term=Term(
            "采纳的意见",
            DecisionOpinion,
            (
                Step("没有采纳", lambda rows, s: rows.filter(adopted=True)),
                known("所属事项还没有作出决议", "decision__resolved_on"),
                in_year("所属事项的决议不在当年", "decision__resolved_on"),
                Step(
                    "所属事项决议前的步骤日期不齐",
                    lambda rows, s: rows.filter(decision__in=Decision.objects.resolved(s.period).values("pk")),
                ),
            ),
        ),
        base=A_STEP,
    ),
    Tally(
        key="meetings.low_decision_communities",
        label="民主决策较少的城市社区",
        unit="个",
        kind="S",
        definition="年初到统计日一直都在的城市社区中，当年作出决议的事项数低于门槛（默认 4 次）的社区数，一次也没有的也算。",
        source=LIMIT,
        term=Term("决策较少的城市社区", Community, SELDOM),
        base=A_STEP,
        yearly=True,
    ),
    Tally(
        key="meetings.low_decision_uses",
        label="这些社区运用次数",
        unit="次",
        definition="民主决策较少的城市社区，当年作出决议的事项合计。",
        source=LIMIT,
        term=Term(
            "这些社区的决议事项",
            Decision,
            (*RESOLVED, Step("所在社区不属于决策较少的城市社区", lambda rows, s: rows.filter(community__in=seldom(s).values("pk")))),
        ),
        base=A_STEP,
        yearly=True,
    ),
    Tally(
        key="meetings.low_study_branches",
        label="学习较少的支部",
        unit="个",
        kind="S",
        definition="年初到统计日一直都在的社区支部中，党课、学习研讨、党性学习、主题党日合计次数低于门槛（默认 4 次）的支部数。",
        source=f"《中国共产党支部工作条例（试行）》规定主题党日等制度，没有合计次数；{LIMIT}",
        term=Term("学习较少的支部", PartyOrg, IDLE),
        base=BRANCH_STUDY,
        yearly=True,
    ),
    Tally(
        key="meetings.low_study_sessions",
        label="这些支部学习次数",
        unit="次",
        definition="学习较少的支部，当年党课、学习研讨、党性学习、主题党日合计次数。",
        source=LIMIT,
        term=Term(
            "这些支部的学习",
            Meeting,
            (
                HELD,
                STUDIES,
                BY_BRANCHES,
                Step("所在支部不属于学习较少的支部", lambda rows, s: rows.filter(org__in=idle_branches(s).values("pk"))),
            ),
        ),
        base=BRANCH_STUDY,
        yearly=True,
    ),
    Ratio(
        key="meetings.study_attendance",
        label="社区支部学习到课率",
        unit="%",
        definition="当年社区支部的党课、学习研讨、党性学习、主题党日中，应到、实到都填了的：实到人次合计 ÷ 应到人次合计。",
        source="本系统约定：人次相加再相除，不取各次到课率的平均；没有填应到或实到的不计入",
        part=Term("实到人次", Meeting, ATTENDED, Sum("present")),
        whole=Term("应到人次", Meeting, ATTENDED, Sum("expected")),
    ),
    Tally(
        key="meetings.two_new_activities",
        label="两新党组织活动",
        unit="次",
        definition="两新党组织当年召开的各类会议和活动次数。",
        source=LOG,
        term=Term("两新党组织的会议活动", Meeting, (HELD, Step("不是两新党组织召开", lambda rows, s: rows.held_in(SPHERE.TWO_NEW)))),
        base=TWO_NEW_ORG,
    ),
    Tally(
        key="meetings.two_new_idle_orgs",
        label="没有活动的两新党组织",
        unit="家",
        kind="S",
        definition="上年底前成立、统计日仍在的两新党组织中，当年没有任何会议活动记录的家数。",
        source="本系统约定：以会议记录为准，当年新成立的不列入",
        term=Term(
            "没有活动的两新党组织",
            PartyOrg,
            (
                Step("不是两新党组织", lambda rows, s: rows.in_sphere(SPHERE.TWO_NEW)),
                Step("当年或以后才成立", lambda rows, s: rows.filter(since__lt=s.period.start)),
                Step("统计日已撤销", lambda rows, s: rows.lasting(s.day)),
                Step("当年有会议活动", lambda rows, s: idle(rows, s.period)),
            ),
        ),
        base=TWO_NEW_ORG,
        yearly=True,
    ),
]
