"""What a report is made over.

It is a scope of indicators with everything that was decided about the report of its year.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from access.reach import Reach
from access.roles import Reader
from common.periods import year_earlier
from communities.models import Community, Leader, SubDistrict
from indicators.periods import Span
from indicators.scope import Goal, Scope, Settings
from indicators.territory import Territory
from meetings.models import Campaign, Norm, OrgLifeRule, norms
from reports.models import AnnualReport, Target, ZeroStatement
from services.models import Brand, MediaReport

LIMITS = ("low_satisfaction", "low_decisions", "low_study", "waiting_months", "basically_satisfied")
SELECTORS = ("brand_id", "media_report_id")


def scope_of(
    subdistrict: SubDistrict,
    year: int,
    today: date | None = None,
    reach: Reach | None = None,
) -> ReportScope:
    """Return a year of one 街道 as it stands today, or stood on another day.

    `reach` may narrow it to some 社区.
    """
    return _scope(Territory.of(subdistrict, reach=reach), Span(year), today or timezone.localdate())


def scope_for(reader: Reader, year: int) -> ReportScope:
    """Return a year of what this reader reaches."""
    return scope_of(reader.subdistrict, year, reach=reader.record_reach)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Decisions:
    """What one 街道 decided for a year and for the year before.

    Both are compared on most pages, and so read at once.
    """

    reports: Mapping[int, AnnualReport]
    targets: Mapping[int, Mapping[str, Target]]
    zeros: Mapping[int, Mapping[str, frozenset[int | None]]]
    campaigns: Mapping[int, frozenset[int]]
    org_life: tuple[Norm, ...]

    @classmethod
    def read(cls, scope: Scope) -> Decisions:
        """Read all of it; targets are the 街道's own, and there are none for whoever reaches some 社区."""
        years = (scope.year, scope.year - 1)
        reports = AnnualReport.of_years(scope.subdistrict, *years)
        org_life = norms(OrgLifeRule.objects.of(scope.subdistrict.pk))
        return cls(reports, _targets(scope), _zeros(scope, years), _campaigns(scope, years), org_life)


def _scope(territory: Territory, span: Span, today: date, decisions: Decisions | None = None) -> ReportScope:
    """Make the scope, and read what was decided about its report where it is not given."""
    bare = Scope(territory, span, today)
    if decisions is None:
        decisions = Decisions.read(bare)
    return ReportScope(
        territory,
        span,
        today,
        {bare.subdistrict.pk: _settings(bare, decisions)},
        report=decisions.reports[span.year],
        target_rows=decisions.targets.get(span.year + 1, {}),
        promised=_goals(decisions, span.year),
        decisions=decisions,
    )


def joint_scope(subdistricts: Sequence[SubDistrict], span: Span, today: date) -> Scope:
    """Return any stretch of a year in one 街道 or several, with what each decided for that year."""
    scope = Scope(Territory.of(*subdistricts), span, today)
    settings = {}
    for subdistrict in subdistricts:
        own = scope.within(subdistrict)
        settings[subdistrict.pk] = _settings(own, Decisions.read(own))
    return replace(scope, settings=settings)


def _settings(scope: Scope, decisions: Decisions) -> Settings:
    report = decisions.reports[scope.year]
    brand = _brand(scope, report)
    limits = {name: getattr(report, name) for name in LIMITS}
    return Settings(
        **limits,
        campaigns=decisions.campaigns[scope.year],
        org_life=decisions.org_life,
        zeros=decisions.zeros[scope.year],
        targets=_goals(decisions, scope.year + 1),
        brand=brand,
        media_report=_media_report(scope, report, brand),
        selected=frozenset(name for name in SELECTORS if getattr(report, name)),
    )


def _campaigns(scope: Scope, years: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the 主题教育 that run in each year, by year and id."""
    campaigns = Campaign.objects.of(scope.subdistrict.pk)
    rows = campaigns.filter(first_year__lte=max(years), last_year__gte=min(years)).order_by()
    by_year: dict[int, set[int]] = {year: set() for year in years}
    for pk, first, last in rows.values_list("pk", "first_year", "last_year"):
        for year in years:
            if first <= year <= last:
                by_year[year].add(pk)
    return {year: frozenset(pks) for year, pks in by_year.items()}


def _zeros(scope: Scope, years: Collection[int]) -> dict[int, dict[str, frozenset[int | None]]]:
    """Return by year for which 社区 (None: the whole 街道) each key was stated to be zero."""
    by_year: dict[int, dict[str, frozenset[int | None]]] = {year: {} for year in years}
    rows = ZeroStatement.objects.of(scope.subdistrict.pk).filter(year__in=years)
    for year, key, community in rows.values_list("year", "key", "community"):
        by_year[year][key] = by_year[year].get(key, frozenset()) | {community}
    return by_year


def _targets(scope: Scope) -> dict[int, dict[str, Target]]:
    """Return the targets of the year, of the next and of the last one, by year and key."""
    if not scope.reach.is_whole:
        return {}
    years = (scope.year - 1, scope.year, scope.year + 1)
    rows = Target.objects.of(scope.subdistrict.pk).filter(year__in=years).prefetch_related("communities")
    by_year: dict[int, dict[str, Target]] = {}
    for target in rows:
        by_year.setdefault(target.year, {})[target.key] = target
    return by_year


def _goals(decisions: Decisions, year: int) -> dict[str, Goal]:
    """Return the targets that were set for a year, by key."""
    goals = {}
    for key, target in decisions.targets.get(year, {}).items():
        goals[key] = Goal(target.amount, target.by_mean, tuple(target.communities.all()))
    return goals


def _brand(scope: Scope, report: AnnualReport) -> Brand | None:
    """Return the brand the report tells of: the selected one, else the latest that the press wrote about."""
    brands = scope.all(Brand).select_related("community", "subdistrict")
    brand_id = report.brand_id
    if not brand_id and report.media_report is not None:
        brand_id = report.media_report.brand_id
    if brand_id:
        return brands.filter(pk=brand_id).first()
    return brands.with_media_report_by(scope.day).order_by("-since", "-pk").first()


def _media_report(scope: Scope, report: AnnualReport, brand: Brand | None) -> MediaReport | None:
    """Return the article on that brand which is quoted: the selected one, else the latest."""
    if brand is None:
        return None
    if report.media_report is not None:
        return report.media_report
    return MediaReport.objects.everywhere().filter(brand=brand, date__lte=scope.day).first()


@dataclass(frozen=True, kw_only=True)
class ReportScope(Scope):
    """The scope of one 街道 and year, with what was decided about its report."""

    report: AnnualReport
    target_rows: Mapping[str, Target]  # next year's, by key, as they are stored
    promised: Mapping[str, Goal]  # this year's, by key: what last year's report promised
    decisions: Decisions  # what these were taken from, last year's among them

    def of_year(self, year: int) -> ReportScope:
        """Return the same territory in another year."""
        return _scope(self.territory, Span(year), self.today)

    @cached_property
    def before(self) -> ReportScope:
        """The same stretch of the year before; of a running year up to the same day."""
        today = year_earlier(self.day) if self.running else self.today
        decisions = None
        if self.year - 1 in self.decisions.reports:
            decisions = self.decisions
        return _scope(self.territory, self.span.year_before, today, decisions)

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
        """Which 社区 of the year no longer stand on the cut-off day, and where their records count, in words.

        None for whoever reaches some 社区 only.
        """
        if not self.reach.is_whole:
            return []
        texts = []
        for pk, community in self.communities.items():
            if pk in self.in_stocks.absent:
                texts.append(_ending(community, self.every_community))
        if None in self.in_flows.moved.values():
            texts.append("已撤销又没有并入其他社区的、当时还没有成立的社区，名下的记录算在街道本级。")
        return texts

    @cached_property
    def reporter(self) -> str:
        """Who reports: as set, else the 党工委书记 in post on the cut-off day, else nobody (empty)."""
        return self.report.reporter or self._secretary

    @property
    def _secretary(self) -> str:
        leaders = Leader.objects.of(self.subdistrict.pk).in_force(self.day).filter(post=Leader.Post.SECRETARY)
        return leaders.order_by("-since", "-pk").values_list("name", flat=True).first() or ""


def _ending(community: Community, every: Mapping[int, Community]) -> str:
    """Say of a 社区 that ended when it did, and where its records count."""
    day = community.until
    heir = every.get(community.successor_id or 0)
    text = f"{community}于{day:%Y年}{day.month}月{day.day}日撤销"
    if heir is None:
        return f"{text}，没有并入其他社区，仍在的记录算在街道本级。"
    return f"{text}，并入{heir}：当年发生的仍算在{community}，时点数算在并入后的社区。"
