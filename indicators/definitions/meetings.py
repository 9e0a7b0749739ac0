"""Indicators of meetings and decisions: 1, 12–15, 35, 36, 42, 43, 45–47, the measures of 53, 54, 63, and what stands beside them."""

from typing import Any

from django.db.models import QuerySet, Sum

from communities.models import Community
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import ALL_YEAR_LONG, in_year, known, of_kind
from indicators.kinds import URBAN, CountIndicator, Kind, RatioIndicator
from indicators.scope import Scope
from meetings.models import Decision, DecisionOpinion, Meeting, idle, seldom_deciding, seldom_studying
from members.models import PartyOrg

K, SPHERE = Meeting.Kind, PartyOrg.Sphere
A_STEP = Presence("decisions", "当年有步骤日期的决策事项", lambda s: s.all(Decision).with_a_step(s.period))
BRANCH_STUDY = Presence(
    "branch_study", "当年任一支部的学习", lambda s: s.during(Meeting).studies().held_by_branches()
)
TWO_NEW_ORG = Presence("two_new_orgs", "任一两新党组织", lambda s: s.all(PartyOrg).in_sphere(SPHERE.TWO_NEW))

HELD = in_year("会议日期不在当年")
BY_OFFICE = Criterion("由党组织召开，不是街道召开", lambda rows, s: rows.held_by_office())
ONCE = Criterion("与另一条是同一次会议（重复待核）", lambda rows, s: rows.once())
OF_OFFICE = "召开单位不填或填党工委的，是街道召开的。"
RESOLVED = (
    known("还没有作出决议", "resolved_on"),
    in_year("决议日期不在当年", "resolved_on"),
    Criterion("决议前的步骤日期不齐", lambda rows, s: rows.complete()),
)


def _seldom_deciding(rows: Any, scope: Scope) -> Any:
    decisions = scope.owned(Decision).resolved(scope.period)
    return scope.by_office(rows, lambda rows, own: seldom_deciding(rows, decisions, own.low_decisions))


def _seldom_studying(rows: Any, scope: Scope) -> Any:
    meetings = scope.owned(Meeting).during(scope.period)
    return scope.by_office(rows, lambda rows, own: seldom_studying(rows, meetings, own.low_study))


def _of_campaigns(rows: Any, scope: Scope) -> Any:
    return scope.by_office(rows, lambda rows, own: rows.of_campaigns(own.campaigns))


SELDOM = (
    Criterion("村改居社区", lambda rows, s: rows.urban()),
    ALL_YEAR_LONG,
    Criterion("决议事项不少于门槛", _seldom_deciding),
)
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
CHAIRED = Presence(
    "chaired",
    "当年填了主持人的党建专题会议",
    lambda s: s.during(Meeting).of_kind(K.SPECIAL).held_by_office().with_values("chair"),
)
ATTENDED = (
    HELD,
    STUDIES,
    BY_BRANCHES,
    Criterion("不是社区领域的支部", lambda rows, s: rows.held_in(SPHERE.COMMUNITY)),
    known("没有填应到或实到", "expected", "present"),
)
LOG = "本系统约定：以会议记录为准，一条记录算一次"
LIMIT = "本系统约定：门槛由街道在年度报告设置中定"


def seldom(scope: Scope) -> QuerySet:
    """城市社区 under the limit of decided matters."""
    return RecordSet("", Community, SELDOM).records(scope)


def idle_branches(scope: Scope) -> QuerySet:
    """Community 支部, standing all through the year, under the limit of study meetings."""
    return RecordSet("", PartyOrg, IDLE).records(scope)


def _meetings(
    key: str,
    label: str,
    kind: str,
    definition: str,
    by: tuple[Criterion, ...] = (BY_OFFICE,),
    source: str = LOG,
) -> CountIndicator:
    """Meetings of one kind, held by the 街道 unless `by` says otherwise; known once any of that kind is on record."""
    return CountIndicator(
        key=key,
        label=label,
        unit="次",
        definition=f"{definition}{OF_OFFICE * (BY_OFFICE in by)}",
        source=source,
        record_set=RecordSet(label, Meeting, (HELD, of_kind("其他会议类型", kind), *by, ONCE)),
        presence=Presence(
            f"meetings_{kind}",
            f"当年任一{Meeting.Kind(kind).label}",
            lambda s: s.during(Meeting).of_kind(kind),
        ),
    )


INDICATORS = [
    _meetings("meetings.special", "党建专题会议", K.SPECIAL, "当年街道召开的党建专题会议次数。"),
    _meetings(
        "meetings.study",
        "主题教育学习研讨",
        K.STUDY,
        "当年街道组织的学习研讨次数：开展主题教育的年度只算属于主题教育的，没有主题教育的年度全算。",
        (BY_OFFICE, Criterion("不属于当年的主题教育", _of_campaigns)),
    ),
    _meetings(
        "meetings.secretary_lectures",
        "书记讲党课",
        K.LECTURE,
        "当年党课中，主讲人当天是在任党工委书记的次数。",
        (
            known("不是班子成员主讲", "lecturer"),
            Criterion("主讲人当天不是在任党工委书记", lambda rows, s: rows.by_secretary()),
        ),
        "本系统约定：按会议记录中讲课的班子成员和他的任职日期认定",
    ),
    CountIndicator(
        key="meetings.chaired",
        label="书记主持的专题会议",
        unit="次",
        definition=f"当年街道召开的党建专题会议中，主持人是当天在任的党工委书记的次数。{OF_OFFICE}",
        source="本系统约定：按会议记录中的主持人和他的任职日期认定；没有填主持人的不计入",
        record_set=RecordSet(
            "书记主持的党建专题会议",
            Meeting,
            (
                HELD,
                of_kind("其他会议类型", K.SPECIAL),
                BY_OFFICE,
                ONCE,
                Criterion("主持人不是当天在任的党工委书记", lambda rows, s: rows.chaired_by_secretary()),
            ),
        ),
        presence=CHAIRED,
        optional="没有填主持人",
    ),
    _meetings("meetings.party_spirit", "党性学习", K.PARTY_SPIRIT, "当年街道组织的党性学习次数。"),
    _meetings("meetings.training", "以会代训", K.TRAINING, "当年街道组织的以会代训次数。"),
    _meetings("meetings.conduct_education", "党风政风教育", K.CONDUCT, "当年街道组织的党风政风教育次数。"),
    _meetings(
        "meetings.branch_secretary_training",
        "支部书记培训",
        K.BRANCH_SECRETARIES,
        "当年街道组织的支部书记培训次数。",
    ),
    _meetings(
        "meetings.decision_training", "民主决策培训", K.DECISION_TRAINING, "当年街道组织的民主决策培训次数。"
    ),
    CountIndicator(
        key="meetings.decisions",
        label="运用民主决策工作法",
        unit="次",
        definition="当年用一征三议两公开或四议两公开作出决议的事项数，到决议为止的步骤日期齐全的才算（按决议日期）。",
        source="一征三议两公开、四议两公开的步骤；本系统约定：一个事项算一次，以决议日期定年度",
        record_set=RecordSet("当年作出决议的事项", Decision, RESOLVED),
        presence=A_STEP,
        expects=URBAN,
    ),
    CountIndicator(
        key="meetings.decision_opinions_adopted",
        label="决策中采纳意见",
        unit="项",
        definition="当年作出决议的事项中，采纳的意见条数。",
        source="本系统约定：以决策事项中登记为采纳的意见为准",
        record_set=RecordSet(
            "采纳的意见",
            DecisionOpinion,
            (
                Criterion("没有采纳", lambda rows, s: rows.filter(adopted=True)),
                known("所属事项还没有作出决议", "decision__resolved_on"),
                in_year("所属事项的决议不在当年", "decision__resolved_on"),
                Criterion(
                    "所属事项决议前的步骤日期不齐",
                    lambda rows, s: rows.filter(
                        decision__in=s.owned(Decision).resolved(s.period).values("pk")
                    ),
                ),
            ),
        ),
        presence=A_STEP,
    ),
    CountIndicator(
        key="meetings.decisions_incomplete",
        label="步骤不齐的决策事项",
        unit="项",
        definition="当年作出决议、但决议前的步骤日期不齐的事项数，这些事项不计入运用次数。",
        source="一征三议两公开、四议两公开的步骤",
        record_set=RecordSet(
            "步骤不齐的决议事项",
            Decision,
            (
                *RESOLVED[:2],
                Criterion("决议前的步骤日期齐全", lambda rows, s: rows.incomplete()),
            ),
        ),
        presence=A_STEP,
        optional="没有决策事项的记录",
    ),
    CountIndicator(
        key="meetings.low_decision_communities",
        label="民主决策较少的城市社区",
        unit="个",
        kind=Kind.STOCK,
        definition="年初到统计日一直都在的城市社区中，当年作出决议的事项数低于门槛（默认 4 次）的社区数，一次也没有的也算。",
        source=LIMIT,
        record_set=RecordSet("决策较少的城市社区", Community, SELDOM),
        presence=A_STEP,
        yearly=True,
    ),
    CountIndicator(
        key="meetings.low_decision_uses",
        label="这些社区运用次数",
        unit="次",
        definition="民主决策较少的城市社区，当年作出决议的事项合计。",
        source=LIMIT,
        record_set=RecordSet(
            "这些社区的决议事项",
            Decision,
            (
                *RESOLVED,
                Criterion(
                    "所在社区不属于决策较少的城市社区",
                    lambda rows, s: rows.filter(community__in=seldom(s).values("pk")),
                ),
            ),
        ),
        presence=A_STEP,
        yearly=True,
    ),
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
