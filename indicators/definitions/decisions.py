"""Indicators of the decisions of residents: 35, 36, 42, 43, and those whose steps are incomplete."""

from django.db.models import QuerySet

from communities.models import Community, CommunityQuerySet
from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import ALL_YEAR_LONG, LIMIT, filled_in, in_year
from indicators.kinds import URBAN, CountIndicator, Kind
from indicators.scope import Scope
from meetings.models import Decision, DecisionOpinion, seldom_deciding

A_STEP = Presence("decisions", "当年有步骤日期的决策事项", lambda s: s.all(Decision).with_a_step(s.period))
RESOLVED = (
    filled_in("还没有作出决议", "resolved_on"),
    in_year("决议日期不在当年", "resolved_on"),
    Criterion("决议前的步骤日期不齐", lambda rows, s: rows.complete()),
)


def _seldom_deciding(rows: CommunityQuerySet, scope: Scope) -> CommunityQuerySet:
    """Keep 社区 under the limit of their 街道."""
    decisions = scope.of_subdistricts(Decision).resolved_in(scope.period)
    return scope.by_office(rows, lambda rows, own: seldom_deciding(rows, decisions, own.low_decisions))


SELDOM = (
    Criterion("村改居社区", lambda rows, s: rows.urban()),
    ALL_YEAR_LONG,
    Criterion("决议事项不少于门槛", _seldom_deciding),
)


def seldom(scope: Scope) -> QuerySet:
    """Return the 城市社区 under the limit of decided matters."""
    return RecordSet("", Community, SELDOM).records(scope)


INDICATORS = [
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
                filled_in("所属事项还没有作出决议", "decision__resolved_on"),
                in_year("所属事项的决议不在当年", "decision__resolved_on"),
                Criterion(
                    "所属事项决议前的步骤日期不齐",
                    lambda rows, s: rows.filter(
                        decision__in=s.of_subdistricts(Decision).resolved_in(s.period).values("pk")
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
]
