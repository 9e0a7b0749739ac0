"""Indicators of what Party organisations hold: 45–47, and what stands beside them."""

from django.db.models import QuerySet, Sum

from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import LIMIT, filled_in
from indicators.definitions.meetings import HELD, LOG
from indicators.kinds import CountIndicator, Kind, RatioIndicator
from indicators.scope import Scope
from meetings.models import Meeting, idle, seldom_studying
from members.models import PartyOrg, PartyOrgQuerySet

SPHERE = PartyOrg.Sphere
BRANCH_STUDY = Presence(
    "branch_study", "当年任一支部的学习", lambda s: s.during(Meeting).studies().held_by_branches()
)
TWO_NEW_ORG = Presence("two_new_orgs", "任一两新党组织", lambda s: s.all(PartyOrg).in_sphere(SPHERE.TWO_NEW))


def _seldom_studying(rows: PartyOrgQuerySet, scope: Scope) -> PartyOrgQuerySet:
    """Keep Party organisations under the limit of their 街道."""
    meetings = scope.of_subdistricts(Meeting).during(scope.period)
    return scope.by_office(rows, lambda rows, own: seldom_studying(rows, meetings, own.low_study))


STUDIES = Criterion("不是学习类会议", lambda rows, s: rows.studies())
STUDY_KINDS = "、".join(str(kind.label) for kind in Meeting.STUDIES)
BY_BRANCHES = Criterion("不是支部召开", lambda rows, s: rows.held_by_branches())
BRANCHES_ALL_YEAR = (
    Criterion("不是社区领域的党组织", lambda rows, s: rows.in_sphere(SPHERE.COMMUNITY)),
    Criterion("不是支部", lambda rows, s: rows.branches()),
    Criterion("当年1月1日后才成立", lambda rows, s: rows.begun_by(s.period.start)),
    Criterion("统计日前已撤销", lambda rows, s: rows.lasting(s.period.end)),
)
IDLE = (*BRANCHES_ALL_YEAR, Criterion("学习不少于门槛", _seldom_studying))
ALL_BRANCHES = RecordSet("年初到统计日一直都在的社区支部", PartyOrg, BRANCHES_ALL_YEAR)
ATTENDED = (
    HELD,
    STUDIES,
    BY_BRANCHES,
    Criterion("不是社区领域的支部", lambda rows, s: rows.held_in(SPHERE.COMMUNITY)),
    filled_in("没有填应到或实到", "expected", "present"),
)


def idle_branches(scope: Scope) -> QuerySet:
    """Return the community 支部, standing all through the year, under the limit of study meetings."""
    return RecordSet("", PartyOrg, IDLE).records(scope)


INDICATORS = [
    CountIndicator(
        key="meetings.low_study_branches",
        label="学习较少的支部",
        unit="个",
        kind=Kind.STOCK,
        definition=f"年初到统计日一直都在的社区支部中，{STUDY_KINDS}合计次数低于门槛（默认 4 次）的支部数。",
        source=f"《中国共产党支部工作条例（试行）》规定主题党日等制度，没有合计次数；{LIMIT}",
        record_set=RecordSet("学习较少的支部", PartyOrg, IDLE),
        presence=BRANCH_STUDY,
        yearly=True,
    ),
    CountIndicator(
        key="meetings.low_study_sessions",
        label="这些支部学习次数",
        unit="次",
        definition=f"学习较少的支部，当年{STUDY_KINDS}合计次数。",
        source=LIMIT,
        record_set=RecordSet(
            "这些支部的学习",
            Meeting,
            (
                HELD,
                STUDIES,
                BY_BRANCHES,
                Criterion(
                    "所在支部不属于学习较少的支部",
                    lambda rows, s: rows.filter(org__in=idle_branches(s).values("pk")),
                ),
            ),
        ),
        presence=BRANCH_STUDY,
        yearly=True,
    ),
    RatioIndicator(
        key="meetings.branch_study_mean",
        label="社区支部平均学习",
        unit="次",
        definition=f"年初到统计日一直都在的社区支部，当年{STUDY_KINDS}合计次数 ÷ 这些支部数。",
        source="本系统约定：与学习较少的支部同一批支部、同一种会议",
        optional="没有一直都在的社区支部",
        part=RecordSet(
            "这些支部的学习",
            Meeting,
            (
                HELD,
                STUDIES,
                Criterion(
                    "不是这些支部召开",
                    lambda rows, s: rows.filter(org__in=ALL_BRANCHES.records(s).values("pk")),
                ),
            ),
        ),
        whole=ALL_BRANCHES,
        percent=False,
        standing=True,
    ),
    RatioIndicator(
        key="meetings.study_attendance",
        label="社区支部学习到课率",
        unit="%",
        definition=f"当年社区支部的{STUDY_KINDS}中，应到、实到都填了的：实到人次合计 ÷ 应到人次合计。",
        source="本系统约定：人次相加再相除，不取各次到课率的平均；没有填应到或实到的不计入",
        part=RecordSet("实到人次", Meeting, ATTENDED, Sum("present")),
        whole=RecordSet("应到人次", Meeting, ATTENDED, Sum("expected")),
    ),
    CountIndicator(
        key="meetings.two_new_activities",
        label="两新党组织活动",
        unit="次",
        definition="两新党组织当年召开的各类会议和活动次数。",
        source=LOG,
        record_set=RecordSet(
            "两新党组织的会议活动",
            Meeting,
            (HELD, Criterion("不是两新党组织召开", lambda rows, s: rows.held_in(SPHERE.TWO_NEW))),
        ),
        presence=TWO_NEW_ORG,
    ),
    CountIndicator(
        key="meetings.two_new_idle_orgs",
        label="没有活动的两新党组织",
        unit="家",
        kind=Kind.STOCK,
        definition="上年底前成立、统计日仍在的两新党组织中，当年没有任何会议活动记录的家数。",
        source="本系统约定：以会议记录为准，当年新成立的不列入",
        record_set=RecordSet(
            "没有活动的两新党组织",
            PartyOrg,
            (
                Criterion("不是两新党组织", lambda rows, s: rows.in_sphere(SPHERE.TWO_NEW)),
                Criterion("当年或以后才成立", lambda rows, s: rows.filter(since__lt=s.period.start)),
                Criterion("统计日已撤销", lambda rows, s: rows.lasting(s.day)),
                Criterion("当年有会议活动", lambda rows, s: idle(rows, s.period)),
            ),
        ),
        presence=TWO_NEW_ORG,
        yearly=True,
    ),
]
