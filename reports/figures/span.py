"""What records are read over: one 街道, one year up to the cut-off day, the 社区 within reach."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from communities.models import Community, SubDistrict
from dangjian.periods import Period
from reports.figures.base import Figure
from reports.figures.places import Places


@dataclass(frozen=True)
class Span:
    """`reach` narrows to some communities' own records, None means the whole 街道; `day` is the cut-off of stocks."""

    subdistrict: SubDistrict
    year: int
    today: date
    reach: Any = None

    @property
    def period(self) -> Period:
        """The year's days up to the cut-off day."""
        return Period(date(self.year, 1, 1), self.day)

    @property
    def day(self) -> date:
        """31 December, or today where that is earlier."""
        return min(date(self.year, 12, 31), self.today)

    @property
    def running(self) -> bool:
        """The year is not over on the cut-off day."""
        return self.today < date(self.year, 12, 31)

    def all(self, model: Any) -> Any:
        """Every record of a kind that belongs here, of whatever date."""
        return model._default_manager.of(self.subdistrict.pk, self.reach)

    def during(self, model: Any) -> Any:
        return self.all(model).during(self.period)

    def in_force(self, model: Any) -> Any:
        return self.all(model).in_force(self.day)

    @cached_property
    def every_community(self) -> dict[int, Community]:
        """All that the 街道 ever had, by id, in the office's own order."""
        return {community.pk: community for community in Community.objects.of(self.subdistrict.pk)}

    @cached_property
    def in_flows(self) -> Places:
        """Where what happened in the year counts."""
        return Places.between(self.period.start, self.day, self.every_community, self._reached)

    @cached_property
    def in_stocks(self) -> Places:
        """Where what stands on the cut-off day counts."""
        return Places.between(self.day, self.day, self.every_community, self._reached)

    @cached_property
    def _reached(self) -> Any:
        return None if self.reach is None else set(self.all(Community).values_list("pk", flat=True))

    def places(self, figure: Figure) -> Places:
        return self.in_flows if figure.of_year else self.in_stocks
