"""Reading any kind of record: ordinary generic views over a declaration of its pages."""

import logging
from decimal import Decimal
from typing import Any, NamedTuple

import django_filters as filters
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views import View

from access.roles import Reader, reader_of
from audit.addresses import address_of
from audit.models import Entry
from common.attachments import XLSX, attachment
from records import searching, store
from records.children import Children
from records.chips import chips, condition, field_names
from records.columns.base import NameOf
from records.columns.links import names_within
from records.columns.registry import column_of, columns_of
from records.columns.values import format_value
from records.declaration import Declaration
from records.exports import hand_out
from records.filters import filterset
from records.inputs import whole
from records.models import Record
from records.presentation import NamesWithinReach, label
from records.tables import PER_PAGE, table

log = logging.getLogger("audit")


class Generous(Paginator):
    """A paginator for which a page beyond the last is the last."""

    def validate_number(self, number: float | str) -> int:
        return min(int(number), self.num_pages)


class RecordView(LoginRequiredMixin, View):
    """A page about one kind of record, open to the roles its declaration names."""

    #: The declaration that the page is made from: given by `as_view`, or by a subclass.
    pages: type[Declaration] = None  # type: ignore[assignment]
    #: The page is for whoever may enter records.
    writes = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not self.is_allowed(reader_of(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, reader: Reader) -> bool:
        """Say whether somebody may open this page."""
        return self.pages.may_write(reader) if self.writes else self.pages.may_read(reader)

    def record(self) -> Any:
        """Return the record in the address, of the declared model; 404 where it is out of reach."""
        return get_object_or_404(self.pages.queryset(reader_of(self.request)), pk=self.kwargs["pk"])

    def naming(self) -> NameOf:
        """Return what names linked records on this page."""
        return NamesWithinReach(reader_of(self.request))

    def show(self, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        """Render one of the templates of records."""
        may_write = self.pages.may_write(reader_of(self.request))
        context = {"pages": self.pages, "may_write": may_write, **context}
        return render(self.request, f"records/{template}.html", context, status=status)


class RecordList(RecordView):
    """查询区, table with sorting and paging, and totals of the query; all of it stands in the address.

    A query is sent by POST and answered by a redirect to its address, in which full numbers stand by their
    digests.
    """

    #: What of the address, beside the query, the page is about.
    narrowed_by: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        shorter = None
        if request.method in ("GET", "HEAD") and request.user.is_authenticated:
            shorter = searching.redirect_to_fewer_words(request)
        return shorter or super().dispatch(request, *args, **kwargs)

    def rows(self) -> QuerySet:
        """Return the records that may be listed, before the query."""
        return self.pages.queryset(reader_of(self.request))

    def filter_class(self) -> type[filters.FilterSet]:
        """Make the form of the query."""
        return filterset(self.pages.model, self.pages.filters, self.pages.search)

    def query(self) -> filters.FilterSet:
        """Return the rows narrowed by the query in the address."""
        return self.filter_class()(self.request.GET or None, queryset=self.rows(), request=self.request)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        names = [*field_names(self.filter_class()), "sort"]
        return searching.redirect_to_query(request, names, self.narrowed_by)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        query = self.query()
        rows = query.qs
        make_table = table(self.pages.model, self.pages.columns, self.pages.url_of, self.naming())
        rows_table = make_table(rows, extra_columns=self.extra_columns())
        sort = request.GET.get("sort", "")
        if sort.removeprefix("-") in rows_table.columns.names():
            rows_table.order_by = [sort]  # one, however often the address says it
        page = whole(request.GET.get("page", "")) or 1
        rows_table.paginate(page=page, per_page=self.per_page(), paginator_class=Generous)
        may_view_full = reader_of(request).may_view_personal_data
        context = {
            "query": query,
            "table": rows_table,
            "totals": self.totals(rows),
            "chips": chips(query),
            "may_export_full": may_view_full and self.pages.has_personal_data(),
            "found": rows_table.paginator.count,
        }
        return self.show("list", context)

    def extra_columns(self) -> list[tuple[str, Any]]:
        """Return columns that stand behind the declared ones, by name."""
        return []

    def per_page(self) -> int:
        """Return how many rows a page has: as the address says, if that is offered."""
        size = whole(self.request.GET.get("per_page", ""))
        return size if size in PER_PAGE else PER_PAGE[0]

    def totals(self, rows: QuerySet) -> list[tuple[str, str]]:
        """Sum up the numbers that the declaration names, each with its label."""
        if not self.pages.totals:
            return []
        sums: dict[str, Decimal | int | None] = rows.order_by().aggregate(
            **{f"sum_{name}": Sum(name) for name in self.pages.totals}
        )
        totals = []
        for name in self.pages.totals:
            total = format_value(sums[f"sum_{name}"] or 0)
            totals.append((label(self.pages.model, name), total))
        return totals


class RecordExport(RecordList):
    """The filtered list as a workbook that can be read in again; by POST with full personal data."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return self.answer()

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not reader_of(request).may_view_personal_data:
            raise PermissionDenied
        if not self.pages.has_personal_data():
            raise Http404
        return self.answer(full=True)

    def answer(self, *, full: bool = False) -> HttpResponseBase:
        """Hand out the workbook."""
        query = self.query()
        file = hand_out(
            self.pages,
            query.qs,
            reader_of(self.request),
            full=full,
            condition=condition(query),
            address=address_of(self.request),
        )
        return attachment(file, f"{self.pages.name()}.xlsx", XLSX)


class Fact(NamedTuple):
    """One column of a record as its page shows it."""

    label: str
    value: str
    #: It takes the whole width.
    wide: bool
    #: The address at which the full number is shown; empty where there is none to show.
    reveal: str


class RecordDetail(RecordView):
    """One record: its facts, its child rows, its history."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        record: Record = self.record()
        naming = self.naming()
        sections = []
        for title, names in self.pages.sections:
            sections.append((title, [self.fact(record, name, naming) for name in names]))
        context = {
            "record": record,
            "sections": sections,
            "children": [
                (kind, headings(kind), rows_of(kind, record, naming)) for kind in self.pages.children
            ],
            "warnings": record.warnings(),
            "heading": self.pages.heading(record),
            "further": self.pages.further_of(record),
            "beside": self.pages.beside(record, reader_of(request)),
            "versions": store.timeline(record, self.pages.children, naming),
        }
        return self.show("detail", context)

    def fact(self, record: Record, name: str, naming: NameOf) -> Fact:
        """Return one column of the record; a masked one with the way to its value, for whoever may see it."""
        column = column_of(self.pages.model, name)
        reveal = ""
        is_masked = column.personal and bool(getattr(record, name))
        if is_masked and reader_of(self.request).may_view_personal_data:
            reveal = self.pages.url("reveal", record.pk, name)
        return Fact(column.label, column.presenter(naming)(record), column.wide, reveal)


def headings(kind: Children) -> list[str]:
    """Return the headings of a table of child rows."""
    return [column.label for column in columns_of(kind.model, kind.fields)]


def rows_of(kind: Children, record: Record, naming: NameOf) -> list[list[str]]:
    """Return the child rows of a record as texts."""
    columns = columns_of(kind.model, kind.fields)
    presenters = [column.presenter(naming) for column in columns]
    links = []
    for column in columns:
        if column.linked and not column.several:
            # what is named may name its own 社区 or 党组织
            own = names_within(column.field.related_model, editable=True)
            links += [column.name, *(f"{column.name}__{name}" for name in own)]
    rows = kind.of(record).select_related(*links)
    return [[present(row) for present in presenters] for row in rows]


class RecordReveal(RecordView):
    """One full value of personal data, for an account with the right to it; each look is written down."""

    def is_allowed(self, reader: Reader) -> bool:
        return super().is_allowed(reader) and reader.may_view_personal_data

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        record: Record = self.record()
        column = column_of(self.pages.model, self.kwargs["field"])
        if not column.personal:
            raise Http404
        model = record._meta.label
        log.warning(
            "personal data viewed: user=%s record=%s.%s field=%s",
            request.user.pk,
            model,
            record.pk,
            column.name,
        )
        Entry.objects.create(
            account=request.user,
            act=Entry.Act.LOOK,
            address=address_of(request),
            model=model,
            record=record.pk,
            column=column.name,
            what=f"查看完整{column.label}",
        )
        context = {"record": record, "label": column.label, "value": getattr(record, column.name)}
        return self.show("reveal", context)


def seen_version(request: HttpRequest) -> int:
    """Return the version that a form or question was shown of; 0, which no record has, without one."""
    return whole(request.POST.get("version", "")) or 0
