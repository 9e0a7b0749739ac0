"""The ledger of figures, and where each comes from: its value, its 口径, the records counted and left out."""

from typing import Any

import django_tables2 as tables
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dangjian.records.inputs import whole
from dangjian.records.readers import Role
from dangjian.records.views import RecordExport, RecordList
from reports import gaps, lineage
from reports.facts import Facts
from reports.figures import CATALOGUE, numbers
from reports.figures.base import Chosen, Figure, Target
from reports.figures.compute import compute
from reports.ledger import compared, ledger
from reports.models import Passage
from reports.outline import tokens
from reports.pages import PAGES_OF
from reports.passages import passages_of
from reports.scope import Scope
from reports.views.access import YearView, chosen_year, years

NAMED = 20  # records named one by one
SET_AT = {"T": "reports:targets", "P": "reports:settings", "K": "reports:settings"}


class Ledger(YearView):
    """指标台账: every figure within reach, by section of the report."""

    roles = frozenset({Role.CLERK, Role.SECRETARY})

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = self.scope
        return render(request, "reports/ledger.html", {"groups": ledger(Facts(scope)), "scope": scope, "years": years()})


class FigureList(RecordList):
    """The list page of the counted kind of record, narrowed to exactly the rows of one part of a figure.

    The address names the part (`part`), and the community it is narrowed to (`place`, or `office` for the 街道 itself).
    """

    narrowed_by = ("year", "part", "place")
    figure: Figure
    scope: Scope
    part: lineage.Part

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = CATALOGUE.get(kwargs["key"])
        if found is None or request.user.subdistrict_id is None:
            raise Http404
        self.figure, self.scope = found, Scope.for_reader(request.user, chosen_year(request))
        if found.lists:
            parts = lineage.parts(found)
            self.part = parts.get(request.GET.get("part", "")) or next(iter(parts.values()))
            self.pages = PAGES_OF[self.part.term.model]
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        return user.role in (Role.CLERK, Role.SECRETARY) and (self.pages is None or user.role in self.pages.readers)

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
        if given == lineage.OFFICE:
            return given, "街道本级"
        community = self.scope.reached_communities.get(whole(given) or 0)
        return (given, community.name) if community else None

    def at_place(self, rows: QuerySet) -> QuerySet:
        path = self.part.term.model.community_path
        if self.place is None:
            return rows
        office = self.place[0] == lineage.OFFICE
        if path is None:
            return rows if office else rows.none()
        places = self.scope.places(self.figure)
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
        return self.part.counted and bool(self.part.term.distinct)

    def rows(self) -> QuerySet:
        rows = super().rows()
        if not self.marks_repeats:
            return rows
        again = ExpressionWrapper(~Q(pk__in=self.part.term.firsts(self.scope)), output_field=BooleanField())
        return rows.annotate(repeats=again)

    def extra_columns(self) -> list[tuple[str, Any]]:
        return [("repeats", Repeats())] if self.marks_repeats else []

    def about(self) -> dict[str, Any]:
        """What the page of every kind of figure shows."""
        figure, scope = self.figure, self.scope
        needed = [figure, CATALOGUE[figure.measure]] if isinstance(figure, Target) else [figure]
        now = compute(needed, scope)
        value, last = now[figure.key], compute([figure], scope.before)[figure.key]
        return {
            "figure": figure,
            "numbers": numbers(figure.key),
            "aims": [aim for aim in CATALOGUE.values() if isinstance(aim, Target) and aim.measure == figure.key],
            "used": self.used(),
            "value": value,
            "last": last,
            "change": compared(value, last)[1],
            "measure": now[figure.measure] if isinstance(figure, Target) else None,
            "gap": gaps.gap(value, scope, self.request.user) if value.missing or value.incomplete else None,
            "scope": scope,
            "next_year": scope.year + 1,
            "years": years(),
            "computed": timezone.localtime(),
        }

    def used(self) -> list[Passage]:
        """The passages that name the figure, for whoever may open the desk."""
        if self.request.user.role != Role.SECRETARY:
            return []
        return [passage for passage in passages_of(Facts(self.scope)) if self.figure.key in tokens.keys(passage.wording)]

    def decided(self) -> dict[str, Any]:
        """Of a figure that a person sets: who did, when, and where it is changed."""
        figure, scope = self.figure, self.scope
        edit = f"{reverse(SET_AT[figure.kind])}?year={scope.year}" if self.request.user.role == Role.SECRETARY else ""
        return {
            **self.about(),
            "decision": lineage.decision(figure, scope),
            "per": per(figure, scope.targets),
            "last_per": per(figure, scope.promised),
            "chosen": isinstance(figure, Chosen) and lineage.is_chosen(figure, scope),
            "edit": edit,
            "brand": scope.brand,
            "media": scope.media_report,
        }

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        about = self.about()
        value, last = about["value"], about["last"]
        own = {
            "part": self.part,
            "place": self.place,
            "funnels": [(funnel, self.address(funnel)) for funnel in lineage.funnels(self.figure, self.scope)],
            "lines": lineage.lines(value, last, self.scope),
            "repeated": value.repeated,
            "unknown": self.unknown(),
            "export_url": reverse("reports:figure-export", args=[self.figure.key]),
        }
        context = {**context, **about, **own, "pages": self.pages, "may_write": False}
        if self.place:
            context["chips"] = [{"label": "范围", "text": self.place[1], "without": self.without_place()}, *context["chips"]]
        return render(self.request, "reports/figure.html", context, status=status)

    def unknown(self) -> list[Any]:
        """What a rate leaves out because nobody knows where it belongs: enough of it to name."""
        term = self.figure.lists.get("unknown")
        return list(self.pages.with_columns(term.records(self.scope), self.pages.columns)[: NAMED + 1]) if term else []

    def address(self, funnel: lineage.Funnel) -> str:
        """Where the records that a funnel starts from are listed."""
        if funnel.within:
            return f"?year={self.scope.year}&part=denominator#list"
        return funnel.pages.url("list") if funnel.pages.may_read(self.request.user) else ""

    def without_place(self) -> str:
        left = self.request.GET.copy()
        for name in ("place", "page"):
            left.pop(name, None)
        return f"?{left.urlencode()}#list"


def per(figure: Figure, targets: dict[str, Any]) -> str:
    """每月, 平均每月 … of a target that is set; nothing of other figures."""
    target = targets.get(figure.key)
    return figure.per(target.by_mean) if isinstance(figure, Target) and target else ""


class FigureExport(FigureList, RecordExport):
    http_method_names = ["get", "head", "options"]  # personal data stays masked

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.figure.lists:
            raise Http404
        return super().get(request, *args, **kwargs)
