"""Indicators of 三会一课 by the rules that each 街道 keeps, and of the 培训计划."""

from collections import defaultdict
from collections.abc import Callable

from django.db.models import Case, Expression, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import in_year
from indicators.kinds import CountIndicator, Kind, RatioIndicator
from indicators.scope import Scope
from meetings.models import Meeting, MeetingQuerySet, Norm, TrainingPlan, TrainingPlanQuerySet
from meetings.org_life import Lists, times_asked, times_served
from members.models import PartyOrg, PartyOrgQuerySet, PostHolder

SPHERE = PartyOrg.Sphere
RULES = "各街道在“组织生活规定”里定的、已执行的规定"
SOURCE = "《中国共产党支部工作条例（试行）》；次数由街道在组织生活规定中定"


# ── What the database is asked ──────────────────────────────────────────────
def _lists(scope: Scope) -> Lists:
    """Return which branches have a 支委会 or 党小组, as far as records tell by the cut-off day."""
    committees = scope.of_subdistricts(PostHolder).of_committees().in_force(scope.day)
    groups = (
        scope.of_subdistricts(Meeting)
        .of_kind(Meeting.Kind.GROUP)
        .filter(date__lte=scope.day, org__isnull=False)
    )
    return Lists(committees.order_by().values("org"), groups.order_by().values("org"))


def _by_rules(scope: Scope, expression: Callable[[tuple[Norm, ...]], Expression]) -> Expression:
    """Return an expression of the rules of whichever 街道 a row belongs to."""
    offices: dict[tuple[Norm, ...], list[int]] = defaultdict(list)
    for subdistrict, settings in scope.settings.items():
        offices[settings.org_life].append(subdistrict)
    if len(offices) < 2:
        return expression(next(iter(offices), ()))
    cases = [When(subdistrict__in=keys, then=expression(norms)) for norms, keys in offices.items()]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _with_times_asked(rows: PartyOrgQuerySet, scope: Scope) -> PartyOrgQuerySet:
    """Keep branches that had to hold meetings, with how many."""
    lists = _lists(scope)
    number = _by_rules(scope, lambda norms: times_asked(norms, scope.period, lists))
    return rows.annotate(times_asked=number).filter(times_asked__gt=0)


def _with_times_served(rows: MeetingQuerySet, scope: Scope) -> MeetingQuerySet:
    """Say of each meeting how many of those asked for it is."""
    lists, meetings = _lists(scope), scope.of_subdistricts(Meeting).during(scope.period)
    number = _by_rules(scope, lambda norms: times_served(norms, scope.period, meetings, lists))
    return rows.annotate(times_served=number)


def _asked_for(rows: MeetingQuerySet, scope: Scope) -> MeetingQuerySet:
    return _with_times_served(rows, scope).filter(times_served__gt=0)


def _behind(rows: PartyOrgQuerySet, scope: Scope) -> PartyOrgQuerySet:
    """Keep branches that held fewer than they had to."""
    meetings = _with_times_served(scope.of_subdistricts(Meeting).during(scope.period), scope)
    sums = meetings.filter(org=OuterRef("pk")).order_by().values("org").annotate(sum=Sum("times_served"))
    times = Coalesce(Subquery(sums.values("sum")), 0, output_field=IntegerField())
    return rows.annotate(times_held=times).filter(times_held__lt=F("times_asked"))


def _of_keeping_offices(rows: PartyOrgQuerySet, scope: Scope) -> PartyOrgQuerySet:
    """Keep branches of 街道 that put meetings of branches on record in the period."""
    meetings = scope.of_subdistricts(Meeting).during(scope.period).held_by_branches()
    return rows.filter(subdistrict__in=meetings.order_by().values("subdistrict"))


def _due(rows: TrainingPlanQuerySet, scope: Scope) -> TrainingPlanQuerySet:
    return rows.due_between(scope.period.start, scope.day)


def _carried_out(rows: TrainingPlanQuerySet, scope: Scope) -> TrainingPlanQuerySet:
    """Keep items of the plan that a meeting of the year carried out by the cut-off day."""
    meetings = scope.of_subdistricts(Meeting).filter(plan__isnull=False, date__lte=scope.day)
    return rows.filter(pk__in=meetings.order_by().values("plan"))


# ── What is counted ─────────────────────────────────────────────────────────
ASKED = (
    Criterion("不是社区领域的党组织", lambda rows, s: rows.in_sphere(SPHERE.COMMUNITY)),
    Criterion("不是支部", lambda rows, s: rows.branches()),
    Criterion("街道没有录支部的会议", _of_keeping_offices),
    Criterion("没有规定要它召开的会议，或没有满一个周期", _with_times_asked),
)
REQUIRED = RecordSet("应开会议", PartyOrg, ASKED, Sum("times_asked"), summed="应开次数")
HELD = RecordSet(
    "已开会议",
    Meeting,
    (
        in_year("会议日期不在当年"),
        Criterion("不是支部召开", lambda rows, s: rows.held_by_branches()),
        Criterion("不是社区领域的支部", lambda rows, s: rows.held_in(SPHERE.COMMUNITY)),
        Criterion("规定没有要求，或超出规定的次数", _asked_for),
    ),
    Sum("times_served"),
    summed="应开次数",
)
DUE = (Criterion("计划月份不在当年，或没有过完", _due),)


def asked_branches(scope: Scope) -> QuerySet:
    """Return the branches that had to hold meetings."""
    return REQUIRED.records(scope)


INDICATORS = [
    RatioIndicator(
        key="meetings.org_life_rate",
        label="三会一课落实率",
        unit="%",
        definition=(
            f"按{RULES}：社区支部已开次数 ÷ 应开次数。只算已经过完、支部从头到尾都在的周期；"
            "一个周期里开得多的，只算到规定的次数。统计日有副书记或委员在任的，是设支委会的支部；"
            "开过党小组会的，是设党小组的支部。"
        ),
        source=SOURCE,
        optional="没有执行中的组织生活规定，或没有支部会议记录",
        part=HELD,
        whole=REQUIRED,
    ),
    CountIndicator(
        key="meetings.org_life_behind",
        label="三会一课没有开齐的支部",
        unit="个",
        kind=Kind.STOCK,
        definition=f"按{RULES}，已开次数少于应开次数的社区支部数。周期和次数同三会一课落实率。",
        source=SOURCE,
        optional="没有执行中的组织生活规定，或没有支部会议记录",
        record_set=RecordSet(
            "三会一课没有开齐的支部", PartyOrg, (*ASKED, Criterion("应开的都开了", _behind))
        ),
        presence=Presence("org_life", "任一应开三会一课的社区支部", asked_branches),
    ),
    RatioIndicator(
        key="meetings.plan_done",
        label="培训计划完成率",
        unit="%",
        definition="当年培训计划中，计划月份已经过完的：统计日前有会议按它办了的条数 ÷ 条数。",
        source="本系统约定：会议里选了这条计划，就算办了；推迟办的，办了就算",
        optional="没有到期的培训计划",
        part=RecordSet("已办的培训计划", TrainingPlan, (*DUE, Criterion("还没有会议按它办", _carried_out))),
        whole=RecordSet("到期的培训计划", TrainingPlan, DUE),
    ),
]
