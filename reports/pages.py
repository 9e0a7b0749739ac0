"""The records that the report itself keeps, and which pages any counted record has."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from access.roles import PageKind
from communities import pages as communities
from duties import pages as duties
from funding import pages as funding
from mediation import pages as mediation
from meetings import pages as meetings
from members import pages as members
from records.forms import RecordForm
from records.models import Record
from records.pages import RecordPages
from reports.models import AnnualReport, Cause, ZeroStatement
from reports.models.plans import RECORDED, void
from services import pages as services
from visits import pages as visits


class AnnualReportPages(RecordPages):
    """The settings of a report, reached by year from the report's own page."""

    model = AnnualReport
    columns = ["year", "layout", "reporter"]
    sections = [
        (
            "开头和落款",
            ["title", "layout", "reporter_post", "reporter", "report_date", "salutation", "signature"],
        ),
        ("重点品牌", ["brand", "media_report"]),
        ("问题门槛", list(AnnualReport.THRESHOLDS)),
        ("篇幅和附件", [*AnnualReport.LENGTHS, *AnnualReport.ANNEXES]),
        ("考核", ["shows_last_places"]),
    ]
    kind = PageKind.REPORT


class ZeroStatementForm(RecordForm):
    """The form of a 零报告."""

    def full_clean(self) -> None:
        """Judge what was entered; where records stand against it, lead to them."""
        super().full_clean()
        if self.has_error("key", RECORDED):
            address = f"{reverse('reports:figure', args=[self.instance.key])}?year={self.instance.year}"
            self["key"].help_text = format_html('<a href="{}">看这项数字的记录</a>', address)


class ZeroStatementPages(RecordPages):
    """零报告: what the office states to be truly zero."""

    model = ZeroStatement
    form = ZeroStatementForm
    columns = ["key", "year", "community", "note", "state"]
    sections = [("零报告", ["year", "key", "community", "note"])]
    filters = ["year", "community"]
    keep = ["year", "community"]
    intro = "某项数字在这一年确实是零，又没有记录可录时，在这里说明；录入了记录，零报告自动失效。"
    kind = PageKind.STATEMENTS

    @classmethod
    def with_columns(cls, rows: QuerySet, names: list[str]) -> QuerySet:
        rows = super().with_columns(rows, names)
        if "state" not in names:
            return rows
        void_keys = [statement.pk for statement in void(rows.select_related("subdistrict"))]
        is_void = ExpressionWrapper(Q(pk__in=void_keys), output_field=BooleanField())
        return rows.annotate(is_void=is_void)


class CausePages(RecordPages):
    """原因库: what the secretary may give as a problem's cause."""

    model = Cause
    columns = ["name", "order", "in_use"]
    sections = [("原因", ["name", "order", "in_use"])]
    intro = "写“产生问题的原因”时从这里选用，可以增改。"
    kind = PageKind.STATEMENTS


PAGES: list[type[RecordPages]] = [ZeroStatementPages, CausePages]
# What is listed of kinds of record that only their own pages tell of.
COUNTED_ONLY: dict[type[Record], type[RecordPages]] = {duties.Talk: duties.CountedTalkPages}
# The pages of every kind of record, the most usual first.
PAGES_OF: dict[type[Record], type[RecordPages]] = {
    pages.model: pages
    for module in (visits, meetings, services, mediation, funding, members, duties, communities)
    for pages in module.PAGES
}


def pages_in_figures(model: type[Record]) -> type[RecordPages]:
    """Return the pages by which a figure lists the records it counts: of a 约谈 they name nobody."""
    if model.is_confidential:
        return COUNTED_ONLY[model]
    return PAGES_OF[model]
