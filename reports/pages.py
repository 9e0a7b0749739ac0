"""The records that the report itself keeps, and which pages any counted record has."""

from typing import Any

from communities import pages as communities
from dangjian.records.pages import RecordPages
from dangjian.records.readers import Role
from funding import pages as funding
from mediation import pages as mediation
from meetings import pages as meetings
from members import pages as members
from reports.models import AnnualReport, Cause, ZeroStatement
from services import pages as services
from visits import pages as visits


class AnnualReportPages(RecordPages):
    """Reached by year, from the report's own page."""

    model = AnnualReport
    columns = ["year", "layout", "reporter"]
    sections = [
        ("开头和落款", ["title", "layout", "reporter_post", "reporter", "report_date", "salutation", "signature"]),
        ("重点品牌", ["brand", "media_report"]),
        ("问题门槛", list(AnnualReport.THRESHOLDS)),
        ("篇幅和附件", [*AnnualReport.LENGTHS, *AnnualReport.ANNEXES]),
    ]
    writers = frozenset({Role.SECRETARY})
    readers = frozenset({Role.SECRETARY})


class ZeroStatementPages(RecordPages):
    model = ZeroStatement
    columns = ["key", "year", "community", "note"]
    sections = [("零报告", ["year", "key", "community", "note"])]
    filters = ["year", "community"]
    keep = ["year", "community"]
    intro = "某项数字在这一年确实是零，又没有记录可录时，在这里说明；录入了记录，零报告自动失效。"
    writers = frozenset({Role.CLERK, Role.SECRETARY})


class CausePages(RecordPages):
    """原因库: what the secretary may give as a problem's cause."""

    model = Cause
    columns = ["name", "order", "in_use"]
    sections = [("原因", ["name", "order", "in_use"])]
    intro = "写“产生问题的原因”时从这里选用，可以增改。"
    writers = frozenset({Role.CLERK, Role.SECRETARY})


PAGES: list[type[RecordPages]] = [ZeroStatementPages, CausePages]
# the most usual first
PAGES_OF: dict[Any, type[RecordPages]] = {
    pages.model: pages for module in (visits, meetings, services, mediation, funding, members, communities) for pages in module.PAGES
}
