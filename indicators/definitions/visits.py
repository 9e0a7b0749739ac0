"""Indicators of visits: 2–5, the measure of 50, the secretary's own, and what became of difficulties."""

from datetime import date

from django.db.models import Sum

from indicators.criteria import Criterion, Presence, RecordSet
from indicators.definitions.conditions import filled_in, in_year, of_kind
from indicators.kinds import EVERY, CountIndicator, Kind, MedianIndicator, RatioIndicator
from indicators.scope import Scope
from visits.models import Visit, VisitIssue, VisitIssueQuerySet

K = Visit.Kind
ANY_TRIP = Presence("trips", "当年任一社区走访", lambda s: s.during(Visit).of_kind(K.COMMUNITY))
ANY_VISIT = Presence("visits", "当年任一走访", lambda s: s.during(Visit))
ANY_DIFFICULTY = Presence(
    "difficulties", "当年提出或尚未解决的困难", lambda s: s.all(VisitIssue).raised_or_open(s.period)
)

VISITED = in_year("走访日期不在当年")
COUNTED_HOUSEHOLDS = filled_in("没有填走访户数", "households")
BY_LEADERS = Criterion("没有班子成员参加", lambda rows, s: rows.with_leaders())
FRONTLINE = (VISITED, of_kind("不是社区走访", K.COMMUNITY), BY_LEADERS)
DOOR_TO_DOOR = RecordSet(
    "填了户数、有班子成员参加的社区走访和入户",
    Visit,
    (VISITED, of_kind("不是社区走访，也不是入户", K.COMMUNITY, K.HOUSEHOLD), BY_LEADERS, COUNTED_HOUSEHOLDS),
    Sum("households"),
)
HOUSEHOLDS = Presence("households", "填了户数、有班子成员参加的社区走访或入户", DOOR_TO_DOOR.records)
HOME = (VISITED, of_kind("不是书记家访", K.HOME), COUNTED_HOUSEHOLDS)
A_DIFFICULTY = Criterion("是意见建议，不是困难", lambda rows, s: rows.difficulties())
BY_SECRETARY = Criterion("当天在任的党工委书记没有参加", lambda rows, s: rows.with_secretary())
LOG = "本系统约定：以走访台账为准，"


def _heard_by_secretary(rows: VisitIssueQuerySet, scope: Scope) -> VisitIssueQuerySet:
    """Keep what was heard on visits that whoever was 党工委书记 on that day made."""
    visits = scope.of_subdistricts(Visit).with_secretary()
    return rows.filter(visit__in=visits.order_by().values("pk"))


IN_POST = f"{LOG}按班子成员的任职日期认定当天的党工委书记"
OPEN = (
    A_DIFFICULTY,
    Criterion("统计日后才提出", lambda rows, s: rows.raised_by(s.day)),
    Criterion("统计日已解决", lambda rows, s: rows.open_on(s.day)),
)
SOLVED = (A_DIFFICULTY, filled_in("还没有解决", "solved_on"), in_year("解决日期不在当年", "solved_on"))

INDICATORS = [
    CountIndicator(
        key="visits.frontline",
        label="领导班子深入社区",
        unit="次",
        definition="当年至少有一名班子成员参加的社区走访次数；同一天到同一社区算一次，不论谁去、几人同去。",
        source=f"{LOG}同一天同一社区只录一条",
        record_set=RecordSet("领导班子的社区走访", Visit, FRONTLINE),
        presence=ANY_TRIP,
        expects=EVERY,
    ),
    CountIndicator(
        key="visits.households",
        label="走访群众户次",
        unit="户",
        definition="当年至少有一名班子成员参加的社区走访和入户，走访户数合计，是户次，不去重；书记家访和接访不计入。",
        source=f"{LOG}走到一户算一户次",
        record_set=DOOR_TO_DOOR,
        presence=HOUSEHOLDS,
        expects=EVERY,
    ),
    CountIndicator(
        key="visits.opinions",
        label="听取意见建议",
        unit="条",
        definition="当年走访接访中听取的意见建议条数：社区走访、入户、书记家访、接访都算，不论班子成员是否参加（按走访日期）。",
        source=f"{LOG}按走访日期",
        record_set=RecordSet(
            "意见建议",
            VisitIssue,
            (
                Criterion("是困难，不是意见建议", lambda rows, s: rows.opinions()),
                in_year("走访日期不在当年", "visit__date"),
            ),
        ),
        presence=ANY_VISIT,
        expects=EVERY,
    ),
    CountIndicator(
        key="visits.difficulties_solved",
        label="解决群众困难",
        unit="件",
        definition="当年解决的困难件数（按解决日期），不论哪一年走访提出。",
        source=f"{LOG}按解决日期",
        record_set=RecordSet(
            "当年解决的困难",
            VisitIssue,
            SOLVED,
        ),
        presence=ANY_DIFFICULTY,
    ),
    CountIndicator(
        key="visits.difficulties_open",
        label="尚未解决的困难",
        unit="件",
        kind=Kind.STOCK,
        definition="统计日前走访中提出、到统计日还没有解决的困难件数，不论哪一年提出。",
        source=f"{LOG}没有解决日期或解决日期在统计日后的，都算没有解决",
        record_set=RecordSet(
            "尚未解决的困难",
            VisitIssue,
            OPEN,
        ),
        presence=ANY_DIFFICULTY,
    ),
    CountIndicator(
        key="visits.difficulties_earlier",
        label="往年留下的困难",
        unit="件",
        kind=Kind.STOCK,
        definition="上年底以前走访中提出、到统计日还没有解决的困难件数。",
        source=f"{LOG}按提出困难的走访日期分往年和当年",
        record_set=RecordSet(
            "往年留下的困难",
            VisitIssue,
            (*OPEN, Criterion("当年提出", lambda rows, s: rows.filter(visit__date__lt=date(s.year, 1, 1)))),
        ),
        presence=ANY_DIFFICULTY,
        optional="没有困难的记录",
    ),
    CountIndicator(
        key="visits.difficulties_overdue",
        label="过期未解决的困难",
        unit="件",
        kind=Kind.STOCK,
        definition="到统计日还没有解决、承办期限在统计日以前的困难件数；没有填承办期限的不算。",
        source=f"{LOG}按承办期限",
        record_set=RecordSet(
            "过期未解决的困难",
            VisitIssue,
            (*OPEN, Criterion("没有过承办期限", lambda rows, s: rows.overdue(s.day))),
        ),
        presence=ANY_DIFFICULTY,
        optional="没有困难的记录",
    ),
    MedianIndicator(
        key="visits.days_to_solve",
        label="困难办结用时",
        unit="天",
        definition="当年解决的困难，从走访提出到解决的天数的中位数：至少一半在这些天内解决。",
        source=f"{LOG}按走访日期和解决日期",
        optional="当年没有解决的困难",
        record_set=RecordSet("当年解决的困难", VisitIssue, SOLVED),
        began="visit__date",
        ended="solved_on",
    ),
    CountIndicator(
        key="visits.by_secretary",
        label="书记到社区走访",
        unit="次",
        definition="当年的社区走访中，当天在任的党工委书记参加的次数。",
        source=IN_POST,
        record_set=RecordSet(
            "书记参加的社区走访", Visit, (VISITED, of_kind("不是社区走访", K.COMMUNITY), BY_SECRETARY)
        ),
        presence=ANY_TRIP,
        optional="没有社区走访的记录",
    ),
    CountIndicator(
        key="visits.home_visits",
        label="书记家访",
        unit="次",
        definition="当年的书记家访中，当天在任的党工委书记参加的次数。",
        source=IN_POST,
        record_set=RecordSet(
            "书记参加的家访", Visit, (VISITED, of_kind("不是书记家访", K.HOME), BY_SECRETARY)
        ),
        presence=Presence("home_visits", "当年任一书记家访", lambda s: s.during(Visit).of_kind(K.HOME)),
        optional="没有书记家访的记录",
    ),
    CountIndicator(
        key="visits.secretary_difficulties",
        label="书记走访解决的困难",
        unit="件",
        definition="当年解决的困难中，在当天在任的党工委书记参加的走访中提出的件数，不论哪一年提出。",
        source=IN_POST,
        record_set=RecordSet(
            "书记走访中提出、当年解决的困难",
            VisitIssue,
            (*SOLVED, Criterion("提出时书记没有参加", _heard_by_secretary)),
        ),
        presence=ANY_DIFFICULTY,
        optional="没有困难的记录",
    ),
    RatioIndicator(
        key="visits.home_visit_households",
        label="每次书记家访户数",
        unit="户",
        definition="当年书记家访的户数合计 ÷ 填了户数的书记家访次数。",
        source=f"{LOG}没有填户数的家访不计入",
        part=RecordSet("书记家访户数", Visit, HOME, Sum("households")),
        whole=RecordSet("填了户数的书记家访", Visit, HOME),
        percent=False,
    ),
]
