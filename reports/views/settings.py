"""What is decided about one year's report: a form like any other, found by year."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from records.editing import RecordFormView
from reports.models import AnnualReport
from reports.pages import AnnualReportPages
from reports.views.access import chosen_year


class Settings(RecordFormView):
    pages = AnnualReportPages

    def instance(self) -> Any:
        user: Any = self.request.user
        return AnnualReport.of_year(user.subdistrict, chosen_year(self.request))

    def success(self, record: Any, *, announce: bool = False) -> HttpResponse:
        return redirect(f"{reverse('reports:report')}?year={record.year}")

    def draft_form(self, instance: Any) -> str:
        return f"{self.pages.label()}/{instance.year}"

    def draft_address(self) -> str:
        return f"{self.request.path}?year={chosen_year(self.request)}"

    def submit(self) -> HttpResponse:
        report = self.instance()
        if not report.open:
            messages.error(self.request, "报告已经送审或定稿，设置不能再改。要改请先退回修改，或开新稿。")
            return self.success(report)
        response = super().submit()
        return self.success(self.instance()) if response.status_code == 302 else response

    def show(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(
            self.request,
            "reports/settings.html",
            {"pages": self.pages, "year": chosen_year(self.request), **context},
            status=status,
        )
