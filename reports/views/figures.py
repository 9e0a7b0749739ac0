"""The ledger of figures, and where each comes from: its value, its 口径, the records counted and left out."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import django_tables2 as tables
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from access.roles import PageKind, may_read, may_write, reader_of
from indicators import breakdown
from indicators.catalogue import CATALOGUE, DECIDED, TARGETS, numbers
from indicators.compute import compute
from indicators.kinds import Indicator, Page
from indicators.scope import Goal
from records.inputs import whole
from records.views import RecordExport, RecordList
from reports.context import ReportScope, scope_for
from reports.facts import Facts
from reports.figures import gaps
from reports.figures.decisions import decision
from reports.figures.ledger import compared, ledger
from reports.models import Passage
from reports.pages import PAGES_OF
from reports.text.passages import passages_of
from reports.views.access import YearView, chosen_year, years

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
        scope = self.scope
        return render(
            request, "reports/ledger.html", {"groups": ledger(Facts(scope)), "scope": scope, "years": years()}
        )


class FigureList(RecordList):
    """The list page of the counted kind of record, narrowed to exactly the rows of one part of a figure.

    The address names the part (`part`), and the community it is narrowed to (`place`, or `office` for the 街道 itself).
    """

    narrowed_by = ("year", "part", "place")
    figure: Indicator
    scope: ReportScope
    part: breakdown.Part

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = CATALOGUE.get(kwargs["key"])
        if found is None or request.user.subdistrict_id is None:
            raise Http404
        self.figure, self.scope = found, scope_for(request.user, chosen_year(request))
        if found.lists:
            parts = breakdown.parts(found)
            self.part = parts.get(request.GET.get("part", "")) or next(iter(parts.values()))
            self.pages = PAGES_OF[self.part.record_set.model]
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        return may_read(user, PageKind.FIGURES) and (self.pages is None or may_read(user, self.pages.kind))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.figure.lists:
            raise Http404
        return super().post(request, *args, **kwargs)

    def rows(self) -> QuerySet:
        return self.pages.with_columns(self.at_place(self.part.rows(self.scope)), self.pages.columns)

    @property
    def place(self) -> tuple[str, str] | None:
        """The name in the address and on the page of what the list is narrowed to."""
        given = self.request.GET.get("place", "")
        if given == breakdown.OFFICE:
            return given, "街道本级"
        community = self.scope.reached_communities.get(whole(given) or 0)
        return (given, community.name) if community else None

    def at_place(self, rows: QuerySet) -> QuerySet:
        path = self.part.record_set.model.community_path
        if self.place is None:
            return rows
        office = self.place[0] == breakdown.OFFICE
        if path is None:
            return rows if office else rows.none()
        places = self.figure.places(self.scope)
        there = Q(**{f"{path}__in": places.counted_at(None if office else int(self.place[0]))})
        return rows.filter(there | Q(**{f"{path}__isnull": True}) if office else there)


class Repeats(tables.Column):
    """Whether a record adds to a figure that counts everybody once."""

    def __init__(self) -> None:
        super().__init__(verbose_name="计入", orderable=False, attrs={"td": {"class": "nowrap"}})

    def render(self, value: bool) -> str:
        return "重复，不另计" if value else "计 1"


class FigureRecords(FigureList):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.figure.lists:
            return render(request, "reports/stated.html", self.decided())
        return super().get(request, *args, **kwargs)

    @property
    def marks_repeats(self) -> bool:
        return self.part.counted and bool(self.part.record_set.distinct)

    def rows(self) -> QuerySet:
        rows = super().rows()
        if not self.marks_repeats:
            return rows
        again = ExpressionWrapper(
            ~Q(pk__in=self.part.record_set.firsts(self.scope)), output_field=BooleanField()
        )
        return rows.annotate(repeats=again)

    def extra_columns(self) -> list[tuple[str, Any]]:
        return [("repeats", Repeats())] if self.marks_repeats else []

    def about(self) -> dict[str, Any]:
        """What the page of every kind of figure shows."""
        figure, scope = self.figure, self.scope
        measure = CATALOGUE.get(figure.judged_by)
        now = compute([figure, measure] if measure else [figure], scope)
        value, last = now[figure.key], compute([figure], scope.before)[figure.key]
        return {
            "figure": figure,
            "numbers": numbers(figure.key),
            "aims": [aim for aim in TARGETS.values() if aim.measure == figure.key],
            "used": self.used(),
            "value": value,
            "last": last,
            "change": compared(value, last)[1],
            "measure": now.get(figure.judged_by),
            "gap": gaps.gap(value, scope, self.request.user) if value.missing or value.incomplete else None,
            "scope": scope,
            "next_year": scope.year + 1,
            "years": years(),
            "computed": timezone.localtime(),
        }

    def used(self) -> list[Passage]:
        """The passages that name the figure, for whoever may open the desk."""
        if not may_read(reader_of(self.request), PageKind.REPORT):
            return []
        return [passage for passage in passages_of(Facts(self.scope)) if passage.may_print(self.figure.key)]

    def decided(self) -> dict[str, Any]:
        """Of a figure that a person sets: who did, when, and where it is changed."""
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
        """Where the figure is set, for whoever may set it."""
        if not may_write(reader_of(self.request), PageKind.REPORT):
            return ""
        return f"{reverse(SET_AT[DECIDED[self.figure.key].page])}?year={self.scope.year}"

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        about = self.about()
        value, last = about["value"], about["last"]
        own = {
            "part": self.part,
            "place": self.place,
            "funnels": [
                (funnel, self.source(funnel)) for funnel in breakdown.funnels(self.figure, self.scope)
            ],
            "lines": breakdown.lines(value, last, self.scope),
            "repeated": value.repeated,
            "unknown": self.unknown(),
            "export_url": reverse("reports:figure-export", args=[self.figure.key]),
        }
        context = {**context, **about, **own, "pages": self.pages, "may_write": False}
        if self.place:
            context["chips"] = [
                {"label": "范围", "text": self.place[1], "without": self.without_place()},
                *context["chips"],
            ]
        return render(self.request, "reports/figure.html", context, status=status)

    def unknown(self) -> list[Any]:
        """What a rate leaves out because nobody knows where it belongs: enough of it to name."""
        term = self.figure.lists.get("unknown")
        return (
            list(self.pages.with_columns(term.records(self.scope), self.pages.columns)[: NAMED + 1])
            if term
            else []
        )

    def source(self, funnel: breakdown.Funnel) -> Source:
        """What the records are called that a funnel starts from, and where they are listed."""
        if funnel.within:
            return Source(f"{funnel.within}的记录", f"?year={self.scope.year}&part=denominator#list")
        pages = PAGES_OF[funnel.opening.record_set.model]
        address = pages.url("list") if pages.may_read(reader_of(self.request)) else ""
        return Source(f"{pages.name()}，不论年度", address)

    def without_place(self) -> str:
        left = self.request.GET.copy()
        for name in ("place", "page"):
            left.pop(name, None)
        return f"?{left.urlencode()}#list"


def per(figure: Indicator, goals: Mapping[str, Goal]) -> str:
    """每月, 平均每月 … of a target that is set; nothing of other figures."""
    goal = goals.get(figure.key)
    return figure.per(goal.by_mean) if goal else ""


class FigureExport(FigureList, RecordExport):
    http_method_names = ["get", "head", "options"]  # personal data stays masked

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.figure.lists:
            raise Http404
        return super().get(request, *args, **kwargs)
