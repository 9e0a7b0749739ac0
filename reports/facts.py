"""Everything computed about one year of one 街道, each thing once.

These are its figures and last year's, the promises, and who stands behind the findings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F

from communities.models import Community, Leader
from duties.models import Remedy
from indicators.catalogue import CATALOGUE, COUNTS
from indicators.compute import compute
from indicators.definitions.decisions import seldom
from indicators.definitions.studies import idle_branches
from indicators.kinds import Value
from indicators.months import Months, by_month
from meetings.models import Meeting
from members.models import PartyOrg
from reports.context import ReportScope
from reports.models import Edition
from reports.pledges.judging import judge_all
from reports.pledges.promises import Promise

SPECIAL = "meetings.special"


@dataclass(frozen=True)
class Branch:
    """A 支部 that studies seldom, and how often it did."""

    name: str
    studies: int


class Facts:
    """What the text, the checks and the annexes are written from.

    `values` may be given where they are computed already.
    """

    def __init__(self, scope: ReportScope, values: Mapping[str, Value] | None = None) -> None:
        self.scope = scope
        self.names: dict[str, str | None] = {}  # what `reports.text.names` has found so far
        self._is_recorded_before: dict[str, bool] = {}  # by key, asked once
        if values is not None:
            self.values = values

    @cached_property
    def values(self) -> Mapping[str, Value]:
        return compute(CATALOGUE.values(), self.scope)

    @property
    def running(self) -> bool:
        """Whether the year is not over: all is told up to the cut-off day, and no promise is judged kept."""
        return self.scope.running

    @cached_property
    def before(self) -> Mapping[str, Value]:
        """Last year's figures by the same definitions; of a running year those of the same span."""
        return compute(CATALOGUE.values(), self.scope.before)

    def is_recorded_before(self, key: str) -> bool:
        """Tell whether any record that a figure might count is of a day up to the end of last year's span."""
        if key not in self._is_recorded_before:
            before, record_set = self.scope.before, CATALOGUE[key].main
            rows = before.all(record_set.model).filter(**{f"{record_set.day}__lte": before.day})
            self._is_recorded_before[key] = rows.exists()
        return self._is_recorded_before[key]

    @cached_property
    def promises(self) -> list[Promise]:
        return judge_all(self.scope, self.values)

    def promise(self, target: str) -> Promise | None:
        """Return what last year's report promised under a key, judged by this year's figures."""
        for promise in self.promises:
            if promise.figure.key == target:
                return promise
        return None

    # by month

    @cached_property
    def months(self) -> Mapping[str, Months]:
        """By key of what happened in the year: the amount of each month in which anything did."""
        return by_month(COUNTS.values(), self.scope)

    def without(self, key: str) -> list[int]:
        """Return the months gone by in which nothing of a figure happened; none while it is not known."""
        if self.values[key].missing:
            return []
        return self._missing_from(self.months.get(key, {}))

    def _missing_from(self, months: Months) -> list[int]:
        return [month for month in range(1, self.scope.months_over + 1) if month not in months]

    @property
    def idle_months(self) -> list[int]:
        """Months gone by in which the 街道 held no 党建专题会议; none while no such meeting is on record."""
        return self.without(SPECIAL)

    @cached_property
    def idle_months_last(self) -> list[int] | None:
        """The same of last year; None while nothing is on record of it."""
        if self.before[SPECIAL].missing:
            return None
        return self._missing_from(by_month([COUNTS[SPECIAL]], self.scope.before)[SPECIAL])

    # who stands behind the findings

    @cached_property
    def low_communities(self) -> list[tuple[Community, Decimal]]:
        """The 社区 under the limit of 年度满意率 with their rates in %, in the office's own order."""
        # with the sheets of their latest survey
        rows = CATALOGUE["communities.low_satisfaction"].main.records(self.scope)
        communities = rows.order_by("order", "code", "pk")
        return [(row, Decimal(row.satisfied * 100) / row.valid) for row in communities]

    @cached_property
    def seldom_deciding(self) -> list[tuple[Community, int]]:
        """The 城市社区 under the limit of decided matters with how many they decided."""
        numbers = self.values["meetings.decisions"].rows
        communities = seldom(self.scope).order_by("order", "code", "pk")
        return [(community, int(numbers.get(community.pk, 0))) for community in communities]

    @cached_property
    def idle_branches(self) -> list[Branch]:
        """The community 支部 under the limit of study meetings."""
        orgs = list(idle_branches(self.scope).order_by("community__order", "name_order", "pk"))
        studies = self.scope.of_subdistricts(Meeting).during(self.scope.period).studies()
        of_orgs = studies.filter(org__in=[org.pk for org in orgs]).order_by()
        numbers = dict(of_orgs.values_list("org").annotate(number=Count("pk")))
        return [Branch(org.name, numbers.get(org.pk, 0)) for org in orgs]

    @cached_property
    def vacant_orgs(self) -> list[PartyOrg]:
        """The Party organisations without a 书记."""
        rows = CATALOGUE["members.vacant_orgs"].main.records(self.scope)
        return list(rows.order_by("community__order", "name_order", "pk"))

    @cached_property
    def urban(self) -> list[Community]:
        """The 城市社区 that stood all through the year so far."""
        standing = self.scope.standing_throughout.values()
        return [community for community in standing if community.kind == Community.Kind.URBAN]

    @cached_property
    def waiting(self) -> list[date]:
        """On which days those applied who wait to be talked to."""
        rows = CATALOGUE["members.waiting_applicants"].main.records(self.scope)
        return list(rows.order_by("applied_on").values_list("applied_on", flat=True))

    @cached_property
    def open_categories(self) -> list[tuple[str, int]]:
        """The categories of difficulties still open with how many there are, the most frequent first."""
        rows = CATALOGUE["visits.difficulties_open"].main.records(self.scope).exclude(category="")
        categories = rows.order_by().values_list("category").annotate(number=Count("pk"))
        return list(categories.order_by("-number", "category"))

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What the year's 整改 has within reach, by its due day; what has none stands last."""
        rows = self.scope.all(Remedy).of_year(self.scope.year)
        return list(rows.order_by(F("due").asc(nulls_last=True), "pk"))

    @cached_property
    def is_secretary(self) -> bool:
        """Whether the reporter was 党工委书记 all through the period: what the secretary did, the reporter did."""
        leaders = Leader.objects.of(self.scope.subdistrict.pk).filter(post=Leader.Post.SECRETARY)
        period = self.scope.period
        inside = leaders.begun_by(period.end).lasting(period.start)
        names = set(inside.values_list("name", flat=True))
        return names == {self.scope.reporter}

    @cached_property
    def last_edition(self) -> Edition | None:
        """What was signed last of the year before, untampered with; None where nothing was."""
        scope = self.scope
        editions = Edition.objects.filter(report__subdistrict=scope.subdistrict, report__year=scope.year - 1)
        edition = editions.order_by("-number").first()
        if edition is None or not edition.intact:
            return None
        return edition

    @cached_property
    def last_content(self) -> Mapping[str, Any]:
        """What that edition holds; empty where there is none."""
        if self.last_edition is None:
            return {}
        return self.last_edition.thaw()
