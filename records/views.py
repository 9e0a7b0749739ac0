"""Reading any kind of record: ordinary generic views over a `RecordPages` declaration."""

import logging
from typing import IO, Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views import View

from audit.addresses import address_of
from audit.models import Entry
from records import searching, store
from records.children import Children
from records.columns.base import NameOf
from records.columns.registry import column_of
from records.columns.values import written
from records.exports import hand_out
from records.filters import filterset
from records.inputs import whole
from records.presentation import NamesWithinReach, label, present
from records.tables import PER_PAGE, table
from spreadsheets.writing import XLSX

log = logging.getLogger("audit")


class Generous(Paginator):
    """A page beyond the last is the last."""

    def validate_number(self, number: Any) -> int:
        return min(int(number), self.num_pages)


class RecordView(LoginRequiredMixin, View):
    """A page about one kind of record, open to the roles its declaration names."""

    pages: Any = None
    writes = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        return self.pages.may_write(user) if self.writes else self.pages.may_read(user)

    def record(self) -> Any:
        return get_object_or_404(self.pages.queryset(self.request.user), pk=self.kwargs["pk"])

    def naming(self) -> NameOf:
        """How linked records are called on this page."""
        reader: Any = self.request.user
        return NamesWithinReach(reader)

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        shared = {"pages": self.pages, "may_write": self.pages.may_write(self.request.user)}
        return render(self.request, f"records/{template}.html", {**shared, **context}, status=status)


class RecordList(RecordView):
    """查询区, table with sorting and paging, and totals of the query; all of it stands in the address.

    A query is sent by POST and answered by a redirect to its address, in which full numbers stand by their digests.
    """

    narrowed_by: tuple[str, ...] = ()  # of the address, beside the query: what the page is about

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.method in ("GET", "HEAD") and request.user.is_authenticated
        shorter = searching.shortened(request) if asked else None
        return shorter or super().dispatch(request, *args, **kwargs)

    def rows(self) -> models.QuerySet:
        return self.pages.queryset(self.request.user)

    def filters(self) -> Any:
        return filterset(self.pages.model, self.pages.filters, self.pages.search)

    def filtered(self) -> Any:
        return self.filters()(self.request.GET or None, queryset=self.rows(), request=self.request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return searching.answered(request, [*field_names(self.filters()), "sort"], self.narrowed_by)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        query = self.filtered()
        rows = query.qs
        naming = self.naming()
        shown = table(self.pages.model, self.pages.columns, self.pages.url_of, naming)(
            rows, extra_columns=self.extra_columns()
        )
        sort = request.GET.get("sort", "")
        if sort.removeprefix("-") in shown.columns.names():
            shown.order_by = [sort]  # one, however often the address says it
        shown.paginate(
            page=whole(request.GET.get("page", "")) or 1, per_page=self.per_page(), paginator_class=Generous
        )
        context = {"query": query, "table": shown, "totals": self.totals(rows), "chips": chips(query)}
        context["may_export_full"] = request.user.may_view_personal_data and self.pages.has_personal_data()
        return self.show("list", {**context, "found": shown.paginator.count})

    def extra_columns(self) -> list[tuple[str, Any]]:
        """Columns that stand behind the declared ones, by name."""
        return []

    def per_page(self) -> int:
        size = whole(self.request.GET.get("per_page", ""))
        return size if size in PER_PAGE else PER_PAGE[0]

    def totals(self, rows: models.QuerySet) -> list[tuple[str, str]]:
        if not self.pages.totals:
            return []
        sums = rows.order_by().aggregate(**{f"sum_{name}": Sum(name) for name in self.pages.totals})
        return [
            (label(self.pages.model, name), written(sums[f"sum_{name}"] or 0)) for name in self.pages.totals
        ]


def field_names(filters: Any) -> list[str]:
    """The names under which a query is sent."""
    names: list[str] = []
    for name, made in filters.base_filters.items():
        suffixes = getattr(made.field_class.widget, "suffixes", None)
        names += [f"{name}_{suffix}" for suffix in suffixes] if suffixes else [name]
    return names


def chips(query: Any) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it off."""
    found: list[dict[str, str]] = []
    if not query.is_bound or not query.form.is_valid():
        return found
    for name, value in query.form.cleaned_data.items():
        if value in (None, "", []):
            continue
        text = value
        if name == searching.NUMBER:
            text = ""
        elif name != searching.WORDS:
            text = column_of(query._meta.model, name).sought(value)
        left = query.data.copy()
        for key in (name, f"{name}_from", f"{name}_to", "page"):
            left.pop(key, None)
        found.append(
            {
                "name": name,
                "label": query.form.fields[name].label,
                "text": text,
                "without": f"?{left.urlencode()}",
            }
        )
    return found


def condition(query: Any) -> str:
    """The filters in force, for the log: words searched for may be somebody's name or number."""
    secret = (searching.WORDS, searching.NUMBER)
    return "；".join(
        f"{chip['label']}={'***' if chip['name'] in secret else chip['text']}" for chip in chips(query)
    )


class RecordExport(RecordList):
    """The filtered list as a workbook that can be read in again; by POST with full personal data, for whoever may see it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.answer()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.may_view_personal_data:
            raise PermissionDenied
        if not self.pages.has_personal_data():
            raise Http404
        return self.answer(full=True)

    def answer(self, *, full: bool = False) -> FileResponse:
        query, reader, address = self.filtered(), self.request.user, address_of(self.request)
        file = hand_out(self.pages, query.qs, reader, full=full, condition=condition(query), address=address)
        return workbook_file(file, f"{self.pages.name()}.xlsx")


def workbook_file(file: IO[bytes], name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class RecordDetail(RecordView):
    """One record: its facts, its child rows, its history."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.record()
        naming = self.naming()
        sections = [
            (title, [self.fact(record, name, naming) for name in names])
            for title, names in self.pages.sections
        ]
        children = [(kind, headings(kind), rows_of(kind, record, naming)) for kind in self.pages.children]
        context = {
            "record": record,
            "sections": sections,
            "children": children,
            "warnings": record.warnings(),
        }
        context |= {"heading": self.pages.heading(record), "further": self.pages.further_of(record)}
        context["beside"] = self.pages.beside(record, self.request.user)
        return self.show(
            "detail", {**context, "versions": store.timeline(record, self.pages.children, naming)}
        )

    def fact(self, record: Any, name: str, naming: NameOf) -> dict[str, Any]:
        column = column_of(self.pages.model, name)
        secret = column.personal and bool(getattr(record, name))
        reveal = (
            self.pages.url("reveal", record.pk, name)
            if secret and self.request.user.may_view_personal_data
            else ""
        )
        return {
            "label": column.label,
            "value": column.presenter(naming)(record),
            "wide": column.wide,
            "reveal": reveal,
        }


def headings(kind: Children) -> list[str]:
    return [label(kind.model, name) for name in kind.fields]


def rows_of(kind: Children, record: Any, naming: NameOf) -> list[list[str]]:
    return [[present(row, name, naming=naming) for name in kind.fields] for row in kind.of(record)]


class RecordReveal(RecordView):
    """One full value of personal data, for an account with the right to it; each look is written down."""

    def allowed(self, user: Any) -> bool:
        return super().allowed(user) and user.may_view_personal_data

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.record()
        column = column_of(self.pages.model, kwargs["field"])
        if not column.personal:
            raise Http404
        label, what = record._meta.label, f"查看完整{column.label}"
        log.warning(
            "personal data viewed: user=%s record=%s.%s field=%s",
            request.user.pk,
            label,
            record.pk,
            column.name,
        )
        seen = {"model": label, "record": record.pk, "column": column.name, "what": what}
        Entry.objects.create(account=request.user, act=Entry.Act.LOOK, address=address_of(request), **seen)
        context = {"record": record, "label": column.label, "value": getattr(record, column.name)}
        return self.show("reveal", context)


def seen_version(request: HttpRequest) -> int:
    """The version that a form was shown of, or a question asked about; 0, which no record has, where none was sent."""
    return whole(request.POST.get("version", "")) or 0
