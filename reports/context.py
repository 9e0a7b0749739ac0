"""What a report is made over: a scope of indicators with everything that was decided about the report of its year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from access.roles import Reader
from common.periods import year_earlier
from communities.models import Community, Leader, SubDistrict
from indicators.periods import Span
from indicators.scope import Goal, Scope, Settings
from indicators.territory import Territory
from meetings.models import Campaign
from reports.models import AnnualReport, Target, ZeroStatement
from services.models import Brand, MediaReport

LIMITS = ("low_satisfaction", "low_decisions", "low_study", "waiting_months", "basically_satisfied")
SELECTORS = ("brand_id", "media_report_id")


def scope_of(
    subdistrict: SubDistrict,
    year: int,
    today: date | None = None,
    reach: Collection[int] | None = None,
) -> ReportScope:
    """A year of one 街道 as it stands today, or stood on another day; `reach` narrows it to some 社区, by id."""
    return _scope(Territory.of(subdistrict, reach=reach), Span(year), today or timezone.localdate())


def scope_for(reader: Reader, year: int) -> ReportScope:
    """A year of what this reader reaches."""
    return scope_of(reader.subdistrict, year, reach=reader.community_ids)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Decisions:
    """What one 街道 decided for a year and for the year before, read at once: both are compared on most pages."""

    reports: Mapping[int, AnnualReport]
    targets: Mapping[int, Mapping[str, Target]]
    zeros: Mapping[int, Mapping[str, frozenset[int | None]]]
    campaigns: Mapping[int, frozenset[int]]

    @classmethod
    def read(cls, scope: Scope) -> Decisions:
        """The targets are the 街道's own: there are none for whoever reaches some 社区."""
        years = (scope.year, scope.year - 1)
        reports = AnnualReport.of_years(scope.subdistrict, *years)
        return cls(reports, _targets(scope), _zeros(scope, years), _campaigns(scope, years))


def _scope(territory: Territory, span: Span, today: date, decisions: Decisions | None = None) -> ReportScope:
    """Read all that was decided about the report, where it is not given, and hand it to the scope."""
    bare = Scope(territory, span, today)
    read = decisions or Decisions.read(bare)
    promised = {key: _goal(target) for key, target in read.targets.get(span.year, {}).items()}
    return ReportScope(
        territory,
        span,
        today,
        {bare.subdistrict.pk: _settings(bare, read)},
        report=read.reports[span.year],
        target_rows=read.targets.get(span.year + 1, {}),
        promised=promised,
        decisions=read,
    )


def joint_scope(subdistricts: Sequence[SubDistrict], span: Span, today: date) -> Scope:
    """Any stretch of a year in one 街道 or several, with what each decided for that year."""
    scope = Scope(Territory.of(*subdistricts), span, today)
    decided = {}
    for subdistrict in subdistricts:
        own = scope.within(subdistrict)
        decided[subdistrict.pk] = _settings(own, Decisions.read(own))
    return replace(scope, settings=decided)


def _settings(scope: Scope, decisions: Decisions) -> Settings:
    report = decisions.reports[scope.year]
    brand = _brand(scope, report)
    targets = decisions.targets.get(scope.year + 1, {})
    return Settings(
        **{name: getattr(report, name) for name in LIMITS},
        campaigns=decisions.campaigns[scope.year],
        zeros=decisions.zeros[scope.year],
        targets={key: _goal(target) for key, target in targets.items()},
        brand=brand,
        media_report=_media_report(scope, report, brand),
        selected=frozenset(name for name in SELECTORS if getattr(report, name)),
    )


def _campaigns(scope: Scope, years: Collection[int]) -> dict[int, frozenset[int]]:
    """By year the 主题教育 of it, by id."""
    rows = Campaign.objects.of(scope.subdistrict.pk).filter(
        first_year__lte=max(years), last_year__gte=min(years)
    )
    spans = list(rows.order_by().values_list("pk", "first_year", "last_year"))
    return {year: frozenset(pk for pk, first, last in spans if first <= year <= last) for year in years}


def _zeros(scope: Scope, years: Collection[int]) -> dict[int, dict[str, frozenset[int | None]]]:
    """By year: for which communities (None: the whole 街道) each key was stated to be zero."""
    stated: dict[int, dict[str, frozenset[int | None]]] = {year: {} for year in years}
    rows = ZeroStatement.objects.of(scope.subdistrict.pk).filter(year__in=years)
    for year, key, community in rows.values_list("year", "key", "community"):
        stated[year][key] = stated[year].get(key, frozenset()) | {community}
    return stated


def _targets(scope: Scope) -> dict[int, dict[str, Target]]:
    """The targets of the year, of the next and of the last one, by year and key."""
    if scope.reach is not None:
        return {}
    years = (scope.year - 1, scope.year, scope.year + 1)
    rows = Target.objects.of(scope.subdistrict.pk).filter(year__in=years).prefetch_related("communities")
    by_year: dict[int, dict[str, Target]] = {}
    for target in rows:
        by_year.setdefault(target.year, {})[target.key] = target
    return by_year


def _goal(target: Target) -> Goal:
    return Goal(target.amount, target.by_mean, tuple(target.communities.all()))


def _brand(scope: Scope, report: AnnualReport) -> Brand | None:
    """The brand the report tells of: the selected one, else the one begun last that the press wrote about."""
    selected = report.brand_id or (report.media_report and report.media_report.brand_id)
    brands = scope.all(Brand).select_related("community", "subdistrict")
    if selected:
        return brands.filter(pk=selected).first()
    return brands.with_media_report_by(scope.day).order_by("-since", "-pk").first()


def _media_report(scope: Scope, report: AnnualReport, brand: Brand | None) -> MediaReport | None:
    """The article on that brand which is quoted: the selected one, else the latest."""
    if brand is None:
        return None
    if report.media_report is not None:
        return report.media_report
    return MediaReport.objects.filter(brand=brand, date__lte=scope.day).first()


@dataclass(frozen=True, kw_only=True)
class ReportScope(Scope):
    """The scope of one 街道 and year, with what was decided about its report."""

    report: AnnualReport
    target_rows: Mapping[str, Target]  # next year's, by key, as they are stored
    promised: Mapping[str, Goal]  # this year's, by key: what last year's report promised
    decisions: Decisions  # what these were taken from, last year's among them

    def of_year(self, year: int) -> ReportScope:
        """The same territory in another year."""
        return _scope(self.territory, Span(year), self.today)

    @cached_property
    def before(self) -> ReportScope:
        """The same stretch of the year before: a running year is compared with last year up to the same day."""
        today = year_earlier(self.day) if self.running else self.today
        year = self.year - 1
        known = self.decisions if year in self.decisions.reports else None
        return _scope(self.territory, self.span.year_before, today, known)

    @property
    def targets(self) -> Mapping[str, Goal]:
        """Next year's, by key."""
        return self.own.targets

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
    def changes(self) -> list[str]:
        """In words, which 社区 of the year no longer stand on the cut-off day, and where their records count; for the 街道."""
        if self.reach is not None:
            return []
        told = [
            _ended(c, self.every_community)
            for pk, c in self.communities.items()
            if pk in self.in_stocks.absent
        ]
        if None in self.in_flows.moved.values():
            told.append("已撤销又没有并入其他社区的、当时还没有成立的社区，名下的记录算在街道本级。")
        return told

    @cached_property
    def reporter(self) -> str:
        """Who reports: as set for the report, else the 党工委书记 in post on the cut-off day; empty where there is none."""
        return self.report.reporter or self._secretary

    @property
    def _secretary(self) -> str:
        leaders = Leader.objects.of(self.subdistrict.pk).in_force(self.day).filter(post=Leader.Post.SECRETARY)
        return leaders.order_by("-since", "-pk").values_list("name", flat=True).first() or ""


def _ended(community: Community, every: Mapping[int, Community]) -> str:
    heir = every.get(community.successor_id or 0)
    ended = f"{community}于{community.until:%Y年}{community.until.month}月{community.until.day}日撤销"  # type: ignore[union-attr]
    if heir is None:
        return f"{ended}，没有并入其他社区，仍在的记录算在街道本级。"
    return f"{ended}，并入{heir}：当年发生的仍算在{community}，时点数算在并入后的社区。"
