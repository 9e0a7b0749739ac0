"""The year's report: its preview, its settings, and the Word file."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dangjian.records.editing import RecordForm
from dangjian.records.readers import Role
from reports import gaps, word
from reports.draft import build, file_name
from reports.figures import CATALOGUE
from reports.figures.compute import compute
from reports.models import AnnualReport
from reports.pages import AnnualReportPages
from reports.views.access import YearView, chosen_year, years

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Preview(YearView):
    """年度报告: the text with every figure marked and linked, what is missing, and the download."""

    roles = frozenset({Role.SECRETARY})

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = self.scope
        values = compute(CATALOGUE.values(), scope)
        document = build(scope, values)
        context = {
            "document": document,
            "scope": scope,
            "years": years(),
            "missing": gaps.missing(values.values(), scope, request.user),
            "incomplete": gaps.incomplete(values.values(), scope, request.user),
            "contradicted": gaps.contradicted(values.values()),
            "dropped": [value for value in values.values() if value.missing and value.figure.optional],
            "empty": gaps.nothing_recorded(values.values(), scope),
            "length": sum(len(paragraph.text) for paragraph in document.paragraphs()),
        }
        return render(request, "reports/preview.html", context)


class Download(YearView):
    roles = frozenset({Role.SECRETARY})

    def get(self, request: HttpRequest) -> HttpResponse:
        scope = self.scope
        content = word.render(build(scope, compute(CATALOGUE.values(), scope)))
        response = HttpResponse(content, content_type=DOCX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(scope))}"
        return response


class Settings(RecordForm):
    """What is decided about one year's report: a form like any other, found by year."""

    pages = AnnualReportPages

    def instance(self) -> Any:
        user: Any = self.request.user
        return AnnualReport.of_year(user.subdistrict, chosen_year(self.request))

    def done(self, record: Any, said: bool = False) -> HttpResponse:
        return redirect(f"{reverse('reports:report')}?year={record.year}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        return self.done(self.instance()) if response.status_code == 302 else response

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(
            self.request, "reports/settings.html", {"pages": self.pages, "year": chosen_year(self.request), **context}, status=status
        )
