"""What a set of figures is computed over: one 街道, one year, the communities within reach."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from communities.models import Community, Leader, SubDistrict
from dangjian.periods import Period, year_earlier
from dangjian.records.readers import Reader
from reports.models import AnnualReport, Target, ZeroStatement
from services.models import Brand, MediaReport


@dataclass(frozen=True)
class Scope:
    """`reach` narrows to some communities' own records, None means the whole 街道; `day` is the cut-off of stocks."""

    subdistrict: SubDistrict
    year: int
    today: date
    reach: Any = None

    @classmethod
    def of(cls, subdistrict: SubDistrict, year: int) -> "Scope":
        return cls(subdistrict, year, timezone.localdate())

    @classmethod
    def for_reader(cls, reader: Reader, year: int) -> "Scope":
        return cls(reader.subdistrict, year, timezone.localdate(), reader.community_ids)  # type: ignore[attr-defined]

    def of_year(self, year: int) -> "Scope":
        """The same 街道 and reach in another year."""
        return Scope(self.subdistrict, year, self.today, self.reach)

    @property
    def before(self) -> "Scope":
        """The same span of the year before: a running year is compared with last year up to the same day."""
        then = year_earlier(self.day) if self.running else self.today
        return Scope(self.subdistrict, self.year - 1, then, self.reach)

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

    @property
    def until(self) -> str:
        """The cut-off day as it is told within the year: 11月26日."""
        return f"{self.day.month}月{self.day.day}日"

    @property
    def last_year(self) -> str:
        """What figures are compared with: 上年, or of a running year 上年同期."""
        return "上年同期" if self.running else "上年"

    @property
    def months_over(self) -> int:
        """How many months of the year are over: a running year's last one never is."""
        return self.day.month - 1 if self.running else 12

    def all(self, model: Any) -> Any:
        """Every record of a kind that belongs here, of whatever date."""
        return model._default_manager.of(self.subdistrict.pk, self.reach)

    def during(self, model: Any) -> Any:
        return self.all(model).during(self.period)

    def in_force(self, model: Any) -> Any:
        return self.all(model).in_force(self.day)

    @cached_property
    def communities(self) -> dict[int, Community]:
        """By id, in the office's own order."""
        return {community.pk: community for community in self.all(Community)}

    @cached_property
    def report(self) -> AnnualReport:
        """What was decided about this year's report: thresholds, the chosen brand."""
        return AnnualReport.of_year(self.subdistrict, self.year)

    @cached_property
    def reporter(self) -> str:
        """Who reports: as set for the report, else the 党工委书记 in post on the cut-off day; empty where there is none."""
        return self.report.reporter or self._secretary

    @property
    def _secretary(self) -> str:
        leaders = Leader.objects.of(self.subdistrict.pk).in_force(self.day).filter(post=Leader.Post.SECRETARY)
        return leaders.order_by("-since", "-pk").values_list("name", flat=True).first() or ""

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Next year's, by key."""
        return self._targets_of(self.year + 1)

    @cached_property
    def promised(self) -> dict[str, Target]:
        """This year's, by key: what last year's report promised."""
        return self._targets_of(self.year)

    def _targets_of(self, year: int) -> dict[str, Target]:
        """They are the 街道's own."""
        if self.reach is not None:
            return {}
        rows = Target.objects.of(self.subdistrict.pk).filter(year=year).prefetch_related("communities")
        return {target.key: target for target in rows}

    @cached_property
    def zeros(self) -> dict[str, set[int | None]]:
        """For which communities (None: the whole 街道) each key was stated to be zero."""
        stated: dict[str, set[int | None]] = {}
        for key, community in ZeroStatement.objects.of(self.subdistrict.pk).filter(year=self.year).values_list("key", "community"):
            stated.setdefault(key, set()).add(community)
        return stated

    @cached_property
    def brand(self) -> Brand | None:
        """The brand the report tells of: the chosen one, else the one begun last that the press wrote about."""
        chosen = self.report.brand_id or (self.report.media_report and self.report.media_report.brand_id)
        brands = self.all(Brand).select_related("community")
        if chosen:
            return brands.filter(pk=chosen).first()
        return brands.reported(self.day).order_by("-since", "-pk").first()

    @cached_property
    def media_report(self) -> MediaReport | None:
        """The report of that brand which is quoted: the chosen one, else the latest."""
        if self.brand is None:
            return None
        if self.report.media_report is not None:
            return self.report.media_report
        return MediaReport.objects.filter(brand=self.brand, date__lte=self.day).first()
