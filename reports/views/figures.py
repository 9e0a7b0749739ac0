"""The ledger of figures, and where each comes from: its value, its 口径, the records counted and left out."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import django_tables2 as tables
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_filters import FilterSet

from access.roles import PageKind, Reader, may_read, may_write
from accounts.models import User
from indicators import breakdown
from indicators.catalogue import CATALOGUE, DECIDED, TARGETS, numbers
from indicators.compute import compute
from indicators.kinds import Indicator, Page, Value
from indicators.scope import Goal
from records.filters import filterset
from records.inputs import whole
from records.views import RecordExport, RecordList
from reports.context import ReportScope, scope_for
from reports.facts import Facts
from reports.figures import gaps
from reports.figures.decisions import decision
from reports.figures.ledger import compare, ledger
from reports.models import Passage
from reports.pages import PAGES_OF, pages_in_figures
from reports.text.passages import passages_of
from reports.views.years import YearView, year_or_404, years

NAMED = 20  # records named one by one
SET_AT = {Page.TARGETS: "reports:targets", Page.SETTINGS: "reports:settings"}


class Source(NamedTuple):
    """What a funnel starts from: its name, and the address of its list; none for whoever may not read it."""

    name: str
    address: str


class Ledger(YearView):
    """指标台账: every figure within reach, by section of the report."""

    kind = PageKind.FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"groups": ledger(Facts(self.scope)), "scope": self.scope, "years": years()}
        return render(request, "reports/ledger.html", context)


class FigureList(RecordList):
    """The list page of the counted kind of record, narrowed to exactly the rows of one part of a figure.

    The address names the part (`part`), and the community it is narrowed to (`place`, or `office` for the 街道
    itself).
    """

    narrowed_by = ("year", "part", "place")
    figure: Indicator
    scope: ReportScope
    part: breakdown.Part

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        figure = CATALOGUE.get(str(kwargs["key"]))
        if figure is None or self.user.subdistrict_id is None:
            raise Http404
        self.figure, self.scope = figure, scope_for(self.user, year_or_404(request))
        if figure.lists:
            parts = breakdown.parts(figure)
            self.part = parts.get(request.GET.get("part", "")) or next(iter(parts.values()))
            self.pages = pages_in_figures(self.part.record_set.model)
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def is_allowed(self, user: Reader) -> bool:
        if not may_read(user, PageKind.FIGURES):
            return False
        return self.pages is None or may_read(user, self.pages.kind)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.figure.lists:
            raise Http404
        return super().post(request, *args, **kwargs)

    def filter_class(self) -> type[FilterSet]:
        """Make the form of the query, without columns whose names stand in the address for something else."""
        names = [name for name in self.pages.filters if name not in self.narrowed_by]
        return filterset(self.pages.model, names, self.pages.search)

    def rows(self) -> QuerySet:
        return self.pages.with_columns(self.at_place(self.part.rows(self.scope)), self.pages.columns)

    @property
    def place(self) -> tuple[str, str] | None:
        """What the list is narrowed to: its name in the address and on the page."""
        name = self.request.GET.get("place", "")
        if name == breakdown.OFFICE:
            return name, "街道本级"
        community = self.scope.reached_communities.get(whole(name) or 0)
        return (name, community.name) if community else None

    def at_place(self, rows: QuerySet) -> QuerySet:
        """Narrow the rows to those that count at the place in the address, where there is one."""
        place = self.place
        if place is None:
            return rows
        is_office = place[0] == breakdown.OFFICE
        path = self.part.record_set.model.community_path
        if path is None:
            return rows if is_office else rows.none()
        community = None if is_office else int(place[0])
        condition = Q(**{f"{path}__in": self.figure.places(self.scope).counted_at(community)})
        if is_office:
            condition |= Q(**{f"{path}__isnull": True})
        return rows.filter(condition)


class Repeats(tables.Column):
    """Whether a record adds to a figure that counts everybody once."""

    def __init__(self) -> None:
        super().__init__(verbose_name="计入", orderable=False, attrs={"td": {"class": "nowrap"}})

    def render(self, value: bool) -> str:
        return "重复，不另计" if value else "计 1"


class FigureRecords(FigureList):
    """The page of a figure: where it comes from, and the records of one part of it."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.figure.lists:
            return render(request, "reports/stated.html", self.about_decision())
        return super().get(request, *args, **kwargs)

    @property
    def marks_repeats(self) -> bool:
        return self.part.counted and bool(self.part.record_set.distinct)

    def rows(self) -> QuerySet:
        rows = super().rows()
        if not self.marks_repeats:
            return rows
        is_repeated = ~Q(pk__in=self.part.record_set.firsts(self.scope))
        return rows.annotate(repeats=ExpressionWrapper(is_repeated, output_field=BooleanField()))

    def extra_columns(self) -> list[tuple[str, tables.Column]]:
        if not self.marks_repeats:
            return []
        return [("repeats", Repeats())]

    def about(self) -> dict[str, Any]:
        """Return what the page of every kind of figure shows."""
        figure, scope = self.figure, self.scope
        figures = [figure]
        if figure.judged_by in CATALOGUE:
            figures.append(CATALOGUE[figure.judged_by])
        now = compute(figures, scope)
        value, last = now[figure.key], compute([figure], scope.before)[figure.key]
        return {
            "figure": figure,
            "numbers": numbers(figure.key),
            "aims": [aim for aim in TARGETS.values() if aim.measure == figure.key],
            "used": self.passages(),
            "value": value,
            "last": last,
            "change": compare(value, last)[1],
            "measure": now.get(figure.judged_by),
            "gap": self.gap(value),
            "scope": scope,
            "next_year": scope.year + 1,
            "years": years(),
            "computed": timezone.localtime(),
        }

    def gap(self, value: Value) -> gaps.Gap | None:
        """Return what stands against the figure, where something does."""
        if not value.missing and not value.incomplete:
            return None
        return gaps.gap(value, self.scope, self.user)

    def passages(self) -> list[Passage]:
        """Return the passages that name the figure, for whoever may open the desk."""
        if not may_read(self.user, PageKind.REPORT):
            return []
        return [passage for passage in passages_of(Facts(self.scope)) if passage.may_print(self.figure.key)]

    def about_decision(self) -> dict[str, Any]:
        """Return what the page of a figure that a person sets shows: who did, and where it is changed."""
        figure, scope = DECIDED[self.figure.key], self.scope
        about = self.about()
        return {
            **about,
            "heading": figure.heading_now(scope.year),
            "last_heading": figure.heading_before(scope.year),
            "decision": decision(figure, scope),
            "per": per(figure, scope.targets),
            "last_per": per(figure, scope.promised),
            "origin": figure.origin(about["value"], scope),
            "edit": self.edit_address(),
            "brand": scope.own.brand,
            "media": scope.own.media_report,
        }

    def edit_address(self) -> str:
        """Return where the figure is set, for whoever may set it."""
        if not may_write(self.user, PageKind.REPORT):
            return ""
        return f"{reverse(SET_AT[DECIDED[self.figure.key].page])}?year={self.scope.year}"

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        about = self.about()
        value, last = about["value"], about["last"]
        funnels = breakdown.funnels(self.figure, self.scope)
        own = {
            "part": self.part,
            "place": self.place,
            "funnels": [(funnel, self.source(funnel)) for funnel in funnels],
            "lines": breakdown.lines(value, last, self.scope),
            "repeated": value.surplus,
            "unknown": self.unknown_records(),
            "export_url": reverse("reports:figure-export", args=[self.figure.key]),
        }
        context = {**context, **about, **own, "pages": self.pages, "may_write": False}
        if self.place:
            chip = {"label": "范围", "text": self.place[1], "without": self.without_place()}
            context["chips"] = [chip, *context["chips"]]
        return render(self.request, "reports/figure.html", context, status=status)

    def unknown_records(self) -> list[Model]:
        """Return what a rate leaves out because nobody knows where it belongs: enough of it to name."""
        record_set = self.figure.lists.get("unknown")
        if record_set is None:
            return []
        records = self.pages.with_columns(record_set.records(self.scope), self.pages.columns)
        return list(records[: NAMED + 1])

    def source(self, funnel: breakdown.Funnel) -> Source:
        """Return what the records are called that a funnel starts from, and where they are listed."""
        if funnel.within:
            return Source(f"{funnel.within}的记录", f"?year={self.scope.year}&part=denominator#list")
        pages = PAGES_OF[funnel.opening.record_set.model]
        name = f"{pages.name()}，不论年度"
        if not pages.may_read(self.user):
            return Source(name, "")
        return Source(name, pages.url("list"))

    def without_place(self) -> str:
        """Return the address of the list at all places."""
        query = self.request.GET.copy()
        for name in ("place", "page"):
            query.pop(name, None)
        return f"?{query.urlencode()}#list"


def per(figure: Indicator, goals: Mapping[str, Goal]) -> str:
    """Say of a target that is set what it is per: 每月, 平均每月 …; nothing of other figures."""
    goal = goals.get(figure.key)
    return figure.per(goal.by_mean) if goal else ""


class FigureExport(FigureList, RecordExport):
    """The records of one part of a figure as a workbook."""

    http_method_names = ["get", "head", "options"]  # personal data stays masked

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.figure.lists:
            raise Http404
        return super().get(request, *args, **kwargs)
