"""What is decided about one year's report: a form like any other, looked up by its year."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from communities.models import SubDistrict
from records.editing import RecordFormView
from records.models import Record
from reports.models import AnnualReport
from reports.pages import AnnualReportPages
from reports.views.years import year_or_404


class Settings(RecordFormView):
    """The settings of the report of the year in the address."""

    pages = AnnualReportPages

    def instance(self) -> AnnualReport:
        user = cast(User, self.request.user)
        subdistrict = cast(SubDistrict, user.subdistrict)  # the page is open to secretaries of one alone
        return AnnualReport.of_year(subdistrict, year_or_404(self.request))

    def success(self, record: Record, *, announce: bool = False) -> HttpResponse:
        return redirect(f"{reverse('reports:report')}?year={year_or_404(self.request)}")

    def draft_form(self, instance: Record) -> str:
        return f"{self.pages.label()}/{year_or_404(self.request)}"

    def draft_address(self) -> str:
        return f"{self.request.path}?year={year_or_404(self.request)}"

    def submit(self) -> HttpResponse:
        report = self.instance()
        if not report.open:
            messages.error(self.request, "报告已经送审或定稿，设置不能再改。要改请先退回修改，或开新稿。")
            return self.success(report)
        response = super().submit()
        if response.status_code != 302:
            return response
        return self.success(self.instance())

    def show(self, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        own = {"pages": self.pages, "year": year_or_404(self.request)}
        return render(self.request, "reports/settings.html", {**own, **context}, status=status)
