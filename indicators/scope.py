"""What indicators are computed over: a territory, a stretch of a year, and what its offices decided.

The stretch ends on the cut-off day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Q

from access.reach import Reach
from common.periods import Period
from communities.models import Community, SubDistrict
from indicators.periods import Length, Span
from indicators.territory import Places, Territory
from meetings.models import Norm
from records.models import Record, RecordQuerySet
from services.models import Brand, MediaReport

Rows = TypeVar("Rows", bound=RecordQuerySet)


@dataclass(frozen=True)
class Goal:
    """A target that an office set: an amount, or 社区; judged by the mean where that is meant."""

    amount: Decimal | None = None
    by_mean: bool = False
    communities: tuple[Community, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The decisions of one 街道 about its indicators of a year."""

    low_satisfaction: Decimal  # %
    low_decisions: int  # a year
    low_study: int  # a year
    waiting_months: int
    basically_satisfied: bool  # 基本满意 counts as satisfied
    campaigns: frozenset[int] = frozenset()  # the year's 主题教育, by id
    org_life: tuple[Norm, ...] = ()  # how often which meetings are held
    # stated to be zero, by key: for which 社区, None for the 街道
    zeros: Mapping[str, frozenset[int | None]] = field(default_factory=dict)
    targets: Mapping[str, Goal] = field(default_factory=dict)  # next year's, by key
    brand: Brand | None = None  # the one the report tells of
    media_report: MediaReport | None = None
    selected: frozenset[str] = frozenset()  # which of brand_id and media_report_id a person chose


@dataclass(frozen=True)
class Scope:
    """Everything that indicators are computed over; whoever builds it hands in what the offices decided.

    `today` ends a running year: nothing later is counted. `settings` are by 街道, by id.
    """

    territory: Territory
    span: Span
    today: date
    settings: Mapping[int, Settings] = field(default_factory=dict)

    @property
    def subdistrict(self) -> SubDistrict:
        """The one 街道; raise `ValueError` where there are several."""
        [subdistrict] = self.territory.subdistricts
        return subdistrict

    @property
    def own(self) -> Settings:
        """The decisions of the one 街道."""
        return self.settings[self.subdistrict.pk]

    @property
    def reach(self) -> Reach:
        return self.territory.reach

    def within(self, subdistrict: SubDistrict) -> Scope:
        """Return the same stretch in one 街道 of several."""
        if self.territory.subdistricts == (subdistrict,):
            return self
        return replace(self, territory=self.territory.within(subdistrict))

    # ── Days ────────────────────────────────────────────────────────────────
    @property
    def year(self) -> int:
        return self.span.year

    @property
    def length(self) -> Length:
        return self.span.length

    @property
    def period(self) -> Period:
        """The days up to the cut-off day."""
        return Period(self.span.first, self.day)

    @property
    def day(self) -> date:
        """The cut-off day: the last one, or today where that is earlier."""
        return min(self.span.last, self.today)

    @property
    def running(self) -> bool:
        """Whether the stretch is not over on the cut-off day."""
        return self.today < self.span.last

    # ── Records ─────────────────────────────────────────────────────────────
    # What these return is the queryset of the model, with the questions of its own.
    def all(self, model: type[Record]) -> Any:
        """Return every record of a kind that belongs here, of whatever date."""
        return self.territory.rows(model)

    def of_subdistricts(self, model: type[Record]) -> Any:
        """Return every record of a kind of these 街道, whoever asks.

        For conditions on what a record is linked with, which may lie beyond the reader's reach.
        """
        return self.territory.of_subdistricts(model)

    def during(self, model: type[Record]) -> Any:
        """Return the events of a kind in the period."""
        return self.all(model).during(self.period)

    def in_force(self, model: type[Record]) -> Any:
        """Return the standings of a kind that hold on the cut-off day."""
        return self.all(model).in_force(self.day)

    def by_office(self, rows: Rows, keep: Callable[[Rows, Settings], Rows]) -> Rows:
        """Return the rows that `keep` leaves of each 街道 by what that one decided."""
        if len(self.territory.subdistricts) == 1:
            return keep(rows, self.own)
        path = rows.model.subdistrict_path
        condition = Q()
        for subdistrict in self.territory.subdistricts:
            own = keep(rows.filter(**{path: subdistrict.pk}), self.settings[subdistrict.pk])
            condition |= Q(pk__in=own.order_by().values("pk"))
        return rows.filter(condition)

    # ── 社区 ────────────────────────────────────────────────────────────────
    @property
    def every_community(self) -> Mapping[int, Community]:
        """All 社区 that were ever here, by id, in the office's own order."""
        return self.territory.every_community

    @property
    def reached_communities(self) -> dict[int, Community]:
        """All 社区 that were ever here, within reach, by id."""
        return {pk: place for pk, place in self.every_community.items() if self.reach.has_community(pk)}

    @property
    def communities(self) -> Mapping[int, Community]:
        """The 社区 that stood on any day of the period, within reach, by id, in the office's own order."""
        return self.in_flows.asked

    @property
    def standing_throughout(self) -> dict[int, Community]:
        """The 社区 within reach that stood on every day of the period, by id: whom a limit per year asks."""
        period = self.period
        return {pk: place for pk, place in self.communities.items() if place.stood_throughout(period)}

    @cached_property
    def in_flows(self) -> Places:
        """The places where what happened in the period counts."""
        return self._places(self.period.start)

    @cached_property
    def in_stocks(self) -> Places:
        """The places where what stands on the cut-off day counts."""
        return self._places(self.day)

    def _places(self, first: date) -> Places:
        return Places.between(first, self.day, self.every_community, self.reach)
