"""Printed sheets: each as a page to look at and print, and as a Word file."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_filters import FilterSet

from access.roles import reader_of
from audit.addresses import address_of
from audit.models import Entry
from common.attachments import DOCX, attachment
from documents import html
from documents.docx import paper
from documents.paper import Paper
from ledgers.base import PrintedSheet
from ledgers.sheets import sheet_named
from records.filters import filterset
from records.models import Record
from records.views import RecordView, chips, condition


class SheetView(RecordView):
    """A sheet, open to whoever may open the list of its records.

    `as_word` answers with the Word file instead of a page.
    """

    http_method_names = ["get", "head"]
    as_word = False
    sheet: type[PrintedSheet]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sheet = sheet_named(kwargs["key"])
        if sheet is None or not self.offers(sheet):
            raise Http404
        self.sheet = sheet
        self.pages = sheet.pages

    def offers(self, sheet: type[PrintedSheet]) -> bool:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.rows()
        number = rows.count()
        if number > self.sheet.most:
            return self.refuse(number)
        sheet = self.sheet(reader_of(request))
        papers = list(sheet.papers(list(sheet.rows(rows)), self.in_words()))
        if self.as_word and papers:
            return self.word(papers, number)
        return self.page(papers, number)

    def rows(self) -> QuerySet:
        """Find the records to be printed."""
        raise NotImplementedError

    def in_words(self) -> str:
        """Say in words how the records were chosen; empty of a single one."""
        return ""

    def for_the_log(self) -> str:
        """Say it without what may be somebody's name or number."""
        return ""

    def back(self) -> tuple[str, str]:
        """Return where the page was opened from: the address, and what is there."""
        return self.pages.url("list"), self.pages.name()

    def page(self, papers: list[Paper], number: int) -> HttpResponse:
        return self.answer({"papers": html.render(papers), "number": number})

    def refuse(self, number: int) -> HttpResponse:
        """Ask for fewer records: so many sheets would be the wrong query."""
        return self.answer({"number": number, "too_many": True})

    def answer(self, context: dict[str, Any]) -> HttpResponse:
        address, place = self.back()
        context |= {"sheet": self.sheet, "pages": self.pages, "back": address, "place": place}
        context["word"] = self.word_address()
        return render(self.request, "ledgers/sheet.html", context)

    def word_address(self) -> str:
        raise NotImplementedError

    def word(self, papers: list[Paper], number: int) -> HttpResponseBase:
        """Hand the file out, and write down that it left, as of any export."""
        office = str(reader_of(self.request).subdistrict)  # type: ignore[attr-defined]
        content = paper.render(papers, self.sheet.label, office, timezone.localtime().isoformat())
        Entry.objects.create(
            account=self.request.user,
            act=Entry.Act.EXPORT,
            address=address_of(self.request),
            model=self.pages.model._meta.label,
            count=number,
            what=self.for_the_log(),
        )
        return attachment(content, f"{self.sheet.label}.docx", DOCX)


class SheetOfRecord(SheetView):
    """A sheet of one record."""

    def offers(self, sheet: type[PrintedSheet]) -> bool:
        return sheet.of_record

    def rows(self) -> QuerySet:
        return self.pages.queryset(reader_of(self.request)).filter(pk=self.printed_record.pk)

    @cached_property
    def printed_record(self) -> Record:
        return self.record()

    def back(self) -> tuple[str, str]:
        return self.pages.url_of(self.printed_record), self.pages.heading(self.printed_record)

    def word_address(self) -> str:
        return reverse("ledgers:record-word", args=[self.sheet.key, self.kwargs["pk"]])


class SheetOfList(SheetView):
    """A sheet of all records of a query, which stands in the address as it does on the list."""

    def offers(self, sheet: type[PrintedSheet]) -> bool:
        return sheet.of_list

    @cached_property
    def query(self) -> FilterSet:
        rows = self.pages.queryset(reader_of(self.request))
        filters = filterset(self.pages.model, self.pages.filters, self.pages.search)
        return filters(self.request.GET or None, queryset=rows, request=self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        query = self.query
        if query.is_bound and not query.form.is_valid():
            address, _ = self.back()  # the list says what is wrong with the query
            return redirect(address)
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet:
        return self.query.qs

    def in_words(self) -> str:
        reader: Any = reader_of(self.request)
        office = str(reader.subdistrict)
        if not reader.record_reach.is_whole:
            office = f"{office}（只含本人负责的社区）"
        parts = [f"{chip['label']}：{chip['text']}" for chip in chips(self.query)]
        return "　".join([office, *parts])

    def for_the_log(self) -> str:
        return condition(self.query)

    def back(self) -> tuple[str, str]:
        return f"{self.pages.url('list')}?{self.request.GET.urlencode()}", self.pages.name()

    def word_address(self) -> str:
        return f"{reverse('ledgers:list-word', args=[self.sheet.key])}?{self.request.GET.urlencode()}"
