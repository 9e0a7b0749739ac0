"""What a set of figures is computed over: one 街道, one year, the communities within reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from communities.models import Community, Leader, SubDistrict
from dangjian.periods import year_earlier
from dangjian.records.readers import Reader
from reports.figures.span import Span
from reports.models import AnnualReport, Target, ZeroStatement
from services.models import Brand, MediaReport


@dataclass(frozen=True)
class Scope(Span):
    """A span with what was decided about its report: thresholds, targets, zeros."""

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

    @property
    def reached_communities(self) -> dict[int, Community]:
        """All that the 街道 ever had, within reach, by id."""
        return {pk: community for pk, community in self.every_community.items() if self._reached is None or pk in self._reached}

    @property
    def communities(self) -> Mapping[int, Community]:
        """Those that stood in the year, within reach, by id, in the office's own order."""
        return self.in_flows.asked

    @cached_property
    def standing_throughout(self) -> dict[int, Community]:
        """Those of them that stood all year: whom a limit per year asks."""
        throughout = set(Community.objects.of(self.subdistrict.pk).standing_throughout(self.period).values_list("pk", flat=True))
        return {pk: community for pk, community in self.communities.items() if pk in throughout}

    @property
    def changes(self) -> list[str]:
        """In words, which 社区 of the year no longer stand on the cut-off day, and where their records count; for the 街道."""
        if self.reach is not None:
            return []
        told = [_ended(c, self.every_community) for pk, c in self.communities.items() if pk in self.in_stocks.absent]
        if None in self.in_flows.moved.values():
            told.append("已撤销又没有并入其他社区的、当时还没有成立的社区，名下的记录算在街道本级。")
        return told

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


def _ended(community: Community, every: Mapping[int, Community]) -> str:
    heir = every.get(community.successor_id or 0)
    ended = f"{community}于{community.until:%Y年}{community.until.month}月{community.until.day}日撤销"  # type: ignore[union-attr]
    if heir is None:
        return f"{ended}，没有并入其他社区，仍在的记录算在街道本级。"
    return f"{ended}，并入{heir}：当年发生的仍算在{community}，时点数算在并入后的社区。"
