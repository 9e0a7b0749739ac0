"""A year's report as it stands: facts and passages, and the documents written from them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone

from indicators.kinds import Value
from reports import spoken, wordings
from reports.annexes import annexes, notes
from reports.context import ReportScope
from reports.document import Document, from_json
from reports.facts import Facts
from reports.findings import Finding, findings
from reports.models import Edition, Passage, Remark
from reports.passages import passages_of
from reports.writer import Writer, printed


class Draft:
    """`document` is the whole report with its annexes, `spoken` the version to be read out; both from the same facts."""

    def __init__(self, scope: ReportScope, values: Mapping[str, Value] | None = None, passages: Sequence[Passage] | None = None) -> None:
        self.scope, self.facts = scope, Facts(scope, values)
        if passages is not None:
            self.passages = list(passages)

    @cached_property
    def passages(self) -> list[Passage]:
        found = passages_of(self.facts)
        wordings.offer(found, self.facts)
        return found

    @cached_property
    def writer(self) -> Writer:
        return Writer(self.facts, self.passages)

    @cached_property
    def findings(self) -> list[Finding]:
        return findings(self.facts)

    @cached_property
    def remarks(self) -> list[Remark]:
        report = self.scope.report
        return list(report.remarks.all()) if report.pk else []

    @cached_property
    def editions(self) -> list[Edition]:
        """What was signed, the latest first."""
        report = self.scope.report
        return list(report.editions.select_related("signed_by").defer("content")) if report.pk else []

    @cached_property
    def document(self) -> Document:
        return self.written(self.writer, with_annexes=True)

    @cached_property
    def speaker(self) -> Writer:
        return spoken.written(self.facts, self.passages)

    @cached_property
    def spoken(self) -> Document:
        return self.written(self.speaker, with_annexes=False)

    @cached_property
    def contents_before(self) -> list[Mapping[str, Any]]:
        """What was signed of the year before, and of the same year by other 街道 of the database."""
        report, scope = self.facts.last_content, self.scope
        others = Edition.objects.filter(report__year=scope.year).exclude(report__subdistrict=scope.subdistrict)
        signed = {edition.report_id: edition for edition in others.order_by("report", "number")}
        found = [edition.thawed() for edition in signed.values() if edition.intact]
        return [content for content in (report, *found) if content]

    @cached_property
    def signed_before(self) -> list[Document]:
        """The texts that this one is held against for being like another."""
        return [from_json(content["document"]) for content in self.contents_before]

    @cached_property
    def spoken_before(self) -> list[Document]:
        return [from_json(content["spoken"]) for content in self.contents_before if "spoken" in content]

    def written(self, writer: Writer, with_annexes: bool) -> Document:
        scope, report = self.scope, self.scope.report
        day = report.report_date
        opening, parts = writer.opening(), writer.parts()
        dated = f"{day.year}年{day.month}月" if day else f"{scope.year}年12月"
        keys = printed([opening, *(found for part in parts for found in part.paragraphs)])
        return Document(
            title=report.title,
            byline="　".join(filter(None, [f"{scope.subdistrict.name}{report.reporter_post}", scope.reporter])),
            dated=f"（{dated}）",
            salutation=report.salutation,
            opening=opening,
            parts=parts,
            signature=report.signature,
            signed_on=f"{day.year}年{day.month}月{day.day}日" if day and report.signature else "",
            subject=scope.subdistrict.name,
            notes=notes(self.facts, keys),
            annexes=annexes(self.facts, self.remarks) if with_annexes else (),
            made=timezone.localtime().replace(microsecond=0).isoformat(),
        )


def build(scope: ReportScope, values: Mapping[str, Value] | None = None) -> Document:
    """The report of the scope's year, from its computed figures where they are at hand."""
    return Draft(scope, values).document


def file_name(scope: ReportScope, label: str = "", ending: str = "docx") -> str:
    return file_named(scope.year, scope.report.title, scope.subdistrict.name, label, ending)


def file_named(year: int, title: str, office: str, label: str, ending: str) -> str:
    told = f"（{label}）" if label else ""
    return f"{year}年度{title}（{office}）{told}.{ending}"
