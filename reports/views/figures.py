"""The ledger of figures, and the records behind each."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from communities.models import Community
from dangjian.records.readers import Role
from dangjian.records.views import RecordExport, RecordList
from reports.figures import CATALOGUE
from reports.figures.base import Figure, Value
from reports.figures.compute import compute
from reports.figures.terms import Term
from reports.ledger import ledger
from reports.pages import PAGES_OF
from reports.scope import Scope
from reports.views.access import YearView, chosen_year, years


class Ledger(YearView):
    """指标台账: every figure within reach, by section of the report."""

    roles = frozenset({Role.CLERK, Role.SECRETARY})

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = self.scope
        return render(request, "reports/ledger.html", {"groups": ledger(scope), "scope": scope, "years": years()})


class FigureList(RecordList):
    """The list page of the counted kind of record, narrowed to exactly the rows a figure counts."""

    figure: Figure
    scope: Scope
    part: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = CATALOGUE.get(kwargs["key"])
        if found is None or request.user.subdistrict_id is None:
            raise Http404
        self.figure, self.scope = found, Scope.for_reader(request.user, chosen_year(request))
        if found.lists:
            self.part = request.GET.get("part", "") if request.GET.get("part") in found.lists else next(iter(found.lists))
            self.pages = PAGES_OF[self.term.records(self.scope).model]
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        return user.role in (Role.CLERK, Role.SECRETARY) and (self.pages is None or user.role in self.pages.readers)

    @property
    def term(self) -> Term:
        return self.figure.lists[self.part]

    def rows(self) -> QuerySet:
        return self.pages.with_columns(self.term.records(self.scope), self.pages.columns)


class FigureRecords(FigureList):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.figure.lists:
            return self.stated()
        return super().get(request, *args, **kwargs)

    def stated(self) -> HttpResponse:
        """A figure that a person sets: what it is now and where it is set."""
        where = {"T": "reports:targets", "P": "reports:settings", "K": "reports:settings"}[self.figure.kind]
        value = compute([self.figure], self.scope)[self.figure.key]
        edit = f"{reverse(where)}?year={self.scope.year}" if self.request.user.role == Role.SECRETARY else ""
        context = {"value": value, "scope": self.scope, "edit": edit, "brand": self.scope.brand, "media": self.scope.media_report}
        return render(self.request, "reports/stated.html", context)

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        value = compute([self.figure], self.scope)[self.figure.key]
        own = {
            "figure": self.figure,
            "value": value,
            "scope": self.scope,
            "part": self.part,
            "term": self.term,
            "shares": self.shares(value),
            "repeated": repeated(value),
            "unknown": self.unknown(),
        }
        own["export_url"] = reverse("reports:figure-export", args=[self.figure.key])
        context = {**context, **own, "pages": self.pages, "may_write": False}
        return render(self.request, "reports/figure.html", context, status=status)

    def unknown(self) -> list[Any]:
        """What a rate leaves out because nobody knows where it belongs."""
        term = self.figure.lists.get("unknown")
        return list(term.records(self.scope)) if term else []

    def shares(self, value: Value) -> list[dict[str, Any]]:
        """The value of each community in the office's order, then of the 街道本级; each leads to its records."""
        if not value.rows:
            return []
        silent = {community.pk for community in value.incomplete}
        narrowed = "community" in self.pages.filters
        shares = [
            {
                "name": community.name,
                "amount": "未录" if community.pk in silent else value.rows.get(community.pk, 0),
                "address": f"?year={self.scope.year}&community={community.pk}" if narrowed and community.pk in value.rows else "",
            }
            for community in self.scope.communities.values()
        ]
        apart = self.scope.reach is None and self.pages.model is not Community
        return [*shares, {"name": "街道本级", "amount": value.rows.get(None, 0), "address": ""}] if apart else shares


def repeated(value: Value) -> Any:
    """How much the communities' values exceed the whole: what is counted once but stands in several."""
    return sum(value.rows.values()) - value.value if value.rows and not value.missing else 0


class FigureExport(FigureList, RecordExport):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.figure.lists:
            raise Http404
        return super().get(request, *args, **kwargs)
