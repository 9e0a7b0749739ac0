"""What indicators count in 测评: the sheets, and the 社区 with too few satisfied ones."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Case, Sum, When
from django.db.models.expressions import Combinable

from communities.models import CommunityQuerySet, Survey, satisfied_sheets
from indicators.criteria import Criterion, RecordSet
from indicators.kinds import RatioIndicator
from indicators.measures import Measure
from indicators.scope import Scope, Settings

SHEETS = "本系统约定：份数相加再相除，不取各社区比率的平均；基本满意是否计入，在年度报告设置中定"


def in_phase(reason: str, phase: str) -> Criterion:
    return Criterion(reason, lambda rows, s: rows.in_phase(phase))


def _satisfied_sheets(scope: Scope) -> Combinable:
    """Count the satisfied sheets of a survey, with 基本满意 where its 街道 so decided."""
    if len(scope.settings) == 1:
        return satisfied_sheets(scope.own.basically_satisfied)
    by_office = []
    for subdistrict, own in scope.settings.items():
        by_office.append(When(subdistrict=subdistrict, then=satisfied_sheets(own.basically_satisfied)))
    return Case(*by_office)


def with_survey(rows: CommunityQuerySet, scope: Scope) -> CommunityQuerySet:
    """Keep 社区 with an annual survey, and count its sheets as their 街道 decided."""
    return scope.by_office(rows, lambda rows, own: _with_sheets(rows, scope, own))


def under_limit(rows: CommunityQuerySet, scope: Scope) -> CommunityQuerySet:
    """Keep 社区 whose latest annual survey lies under the limit of their 街道."""
    return scope.by_office(rows, lambda rows, own: _with_sheets(rows, scope, own).under(own.low_satisfaction))


def _with_sheets(rows: CommunityQuerySet, scope: Scope, own: Settings) -> CommunityQuerySet:
    return rows.with_annual_satisfaction(scope.period, own.basically_satisfied)


class SatisfactionRate(RatioIndicator):
    """Satisfied sheets ÷ valid sheets; whether 基本满意 is satisfied is each office's choice."""

    def measures(self, scope: Scope) -> Iterable[Measure]:
        part = replace(self.part, aggregate=Sum(_satisfied_sheets(scope)))
        yield from part.measures(f"{self.key}/part", scope, self.places(scope))
        yield from self.whole.measures(f"{self.key}/whole", scope, self.places(scope))


def survey_rate(
    key: str, label: str, definition: str, *criteria: Criterion, part: str = "满意份数", optional: str = ""
) -> RatioIndicator:
    """Declare a rate of sheets among surveys that meet the criteria."""
    return SatisfactionRate(
        optional=optional,
        key=key,
        label=label,
        unit="%",
        definition=definition,
        source=SHEETS,
        part=RecordSet(part, Survey, criteria, Sum("satisfied")),
        whole=RecordSet("有效份数", Survey, criteria, Sum("valid")),
    )
