"""Figures of visits: 2–5 and the measure of 50."""

from django.db.models import Sum

from reports.figures.base import EVERY, Base, Ratio, Tally, Term
from visits.models import Visit, VisitIssue

K = Visit.Kind
ANY_TRIP = Base("trips", "当年任一社区走访", lambda s: s.during(Visit).of_kind(K.COMMUNITY))
ANY_VISIT = Base("visits", "当年任一走访", lambda s: s.during(Visit))
HOUSEHOLDS = Base("households", "填了户数的领导走访", lambda s: s.during(Visit).frontline().filter(households__isnull=False))
ANY_DIFFICULTY = Base("difficulties", "当年提出或尚未解决的困难", lambda s: s.all(VisitIssue).raised_or_open(s.period))

FIGURES = [
    Tally(
        key="visits.frontline",
        label="领导班子深入社区",
        unit="次",
        definition="当年至少有一名班子成员参加的社区走访次数；同一天到同一社区算一次，不论几人同去。",
        term=Term("领导班子的社区走访", lambda s: s.during(Visit).frontline()),
        base=ANY_TRIP,
        expects=EVERY,
    ),
    Tally(
        key="visits.households",
        label="走访群众户次",
        unit="户",
        definition="领导班子社区走访的户数合计，是户次，不去重。",
        term=Term("填了户数的领导走访", HOUSEHOLDS.records, Sum("households")),
        base=HOUSEHOLDS,
        expects=EVERY,
    ),
    Tally(
        key="visits.opinions",
        label="听取意见建议",
        unit="条",
        definition="当年各类走访中听取的意见建议条数（按走访日期）。",
        term=Term("意见建议", lambda s: s.all(VisitIssue).opinions().heard(s.period)),
        base=ANY_VISIT,
        expects=EVERY,
    ),
    Tally(
        key="visits.difficulties_solved",
        label="解决群众困难",
        unit="件",
        definition="当年解决的困难件数（按解决日期），不论哪一年走访提出。",
        term=Term("当年解决的困难", lambda s: s.all(VisitIssue).solved(s.period)),
        base=ANY_DIFFICULTY,
    ),
    Ratio(
        key="visits.home_visit_households",
        label="每次书记家访户数",
        unit="户",
        definition="当年书记家访的户数合计 ÷ 填了户数的书记家访次数。",
        part=Term("书记家访户数", lambda s: s.during(Visit).of_kind(K.HOME).filter(households__isnull=False), Sum("households")),
        whole=Term("书记家访", lambda s: s.during(Visit).of_kind(K.HOME).filter(households__isnull=False)),
        percent=False,
    ),
]
