"""A year's report as it stands: facts and passages, and the documents written from them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone

from documents.json import from_json
from indicators.kinds import Value
from reports.context import ReportScope
from reports.document import Document
from reports.facts import Facts
from reports.models import Edition, Passage, Remark
from reports.outputs.annexes import annexes, notes, problems_of
from reports.text import spoken, wordings
from reports.text.findings import Finding, findings
from reports.text.passages import passages_of
from reports.text.writer import Writer, printed


class Draft:
    """`document` is the whole report with its annexes, `spoken` the version to be read out; both from the same facts."""

    def __init__(
        self,
        scope: ReportScope,
        values: Mapping[str, Value] | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> None:
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
    def contents_before(self) -> list[tuple[str, Mapping[str, Any]]]:
        """What was signed of the year before, and of the same year by other 街道 of the database, who are not named."""
        others = Edition.objects.filter(report__year=self.scope.year).exclude(
            report__subdistrict=self.scope.subdistrict
        )
        latest = {edition.report_id: edition for edition in others.order_by("report", "number")}
        found = [edition.thawed() for edition in latest.values() if edition.intact]
        last = (
            [(f"本街道 {self.scope.year - 1} 年", self.facts.last_content)] if self.facts.last_content else []
        )
        return [*last, *((f"另一街道 {number}", content) for number, content in enumerate(found, start=1))]

    @cached_property
    def texts_before(self) -> list[tuple[str, Document]]:
        """The texts that this one is held against for being like another, each with what it is called."""
        return [(label, from_json(content["document"], Document)) for label, content in self.contents_before]

    @cached_property
    def spoken_before(self) -> list[tuple[str, Document]]:
        return [
            (label, from_json(content["spoken"], Document))
            for label, content in self.contents_before
            if "spoken" in content
        ]

    def written(self, writer: Writer, with_annexes: bool) -> Document:
        scope, report = self.scope, self.scope.report
        day = report.report_date
        opening, parts = writer.opening(), writer.parts()
        dated = f"{day.year}年{day.month}月" if day else f"{scope.year}年12月"
        paragraphs = [opening, *(found for part in parts for found in part.paragraphs)]
        keys = printed(paragraphs)
        pieces = {piece.key: piece for found in paragraphs for piece in found.pieces}
        return Document(
            title=report.title,
            byline="　".join(
                filter(None, [f"{scope.subdistrict.name}{report.reporter_post}", scope.reporter])
            ),
            dated=f"（{dated}）",
            salutation=report.salutation,
            opening=opening,
            parts=parts,
            signature=report.signature,
            signed_on=f"{day.year}年{day.month}月{day.day}日" if day and report.signature else "",
            subject=scope.subdistrict.name,
            notes=notes(self.facts, keys),
            annexes=annexes(writer, problems_of(writer, pieces), self.remarks) if with_annexes else (),
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
