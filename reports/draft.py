"""A year's report as it stands: facts and passages, and the documents written from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from common.periods import day_in_words
from documents.json import from_json
from indicators.kinds import Value
from reports.context import ReportScope
from reports.document import Document
from reports.facts import Facts
from reports.models import Edition, Passage, Remark
from reports.outputs.annexes import annexes, notes, problems_of
from reports.text import wordings
from reports.text.findings import Finding, findings
from reports.text.passages import passages_of
from reports.text.spoken import speech_writer
from reports.text.writer import Writer, printed_keys


class Draft:
    """A report before it is signed.

    `document` is the whole of it with its annexes, `speech` the version that is read out; both from the
    same facts.
    """

    def __init__(
        self,
        scope: ReportScope,
        values: Mapping[str, Value] | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> None:
        self.scope = scope
        self.facts = Facts(scope, values)
        if passages is not None:
            self.passages = list(passages)

    @cached_property
    def passages(self) -> list[Passage]:
        passages = passages_of(self.facts)
        wordings.offer(passages, self.facts)
        return passages

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
        if not report.pk:
            return []
        return list(report.editions.select_related("signed_by").defer("content"))

    @cached_property
    def document(self) -> Document:
        return self.write(self.writer, with_annexes=True)

    @cached_property
    def speaker(self) -> Writer:
        return speech_writer(self.facts, self.passages)

    @cached_property
    def speech(self) -> Document:
        return self.write(self.speaker, with_annexes=False)

    @cached_property
    def contents_before(self) -> list[tuple[str, Mapping[str, Any]]]:
        """What was signed of the year before, and by other 街道 this year, with labels that name nobody."""
        contents: list[tuple[str, Mapping[str, Any]]] = []
        if self.facts.last_content:
            contents.append((f"本街道 {self.scope.year - 1} 年", self.facts.last_content))
        others = [edition for edition in self._latest_of_others() if edition.intact]
        for number, edition in enumerate(others, start=1):
            contents.append((f"另一街道 {number}", edition.thaw()))
        return contents

    def _latest_of_others(self) -> list[Edition]:
        """Return the latest edition of each other 街道 of the database in the same year."""
        of_year = Edition.objects.filter(report__year=self.scope.year)
        others = of_year.exclude(report__subdistrict=self.scope.subdistrict)
        latest = {edition.report_id: edition for edition in others.order_by("report", "number")}
        return list(latest.values())

    @cached_property
    def texts_before(self) -> list[tuple[str, Document]]:
        """The texts that this one must not be too much like, each with its label."""
        return [(label, from_json(content["document"], Document)) for label, content in self.contents_before]

    @cached_property
    def spoken_before(self) -> list[tuple[str, Document]]:
        """The same of the versions that were read out; early editions keep none."""
        documents = []
        for label, content in self.contents_before:
            if "spoken" in content:
                documents.append((label, from_json(content["spoken"], Document)))
        return documents

    def write(self, writer: Writer, with_annexes: bool) -> Document:
        """Write the document of a writer's passages, as of now."""
        scope, report = self.scope, self.scope.report
        opening, parts = writer.opening(), writer.parts()
        document = Document(
            title=report.title,
            byline=self._byline(),
            dated=f"（{self._month()}）",
            salutation=report.salutation,
            opening=opening,
            parts=parts,
            signature=report.signature,
            signed_on=self._signing_day(),
            subject=scope.subdistrict.name,
            made=timezone.localtime().replace(microsecond=0).isoformat(),
        )
        keys = printed_keys(document.paragraphs())
        document = replace(document, notes=notes(self.facts, keys))
        if not with_annexes:
            return document
        problems = problems_of(writer, document.pieces())
        return replace(document, annexes=annexes(writer, problems, self.remarks))

    def _byline(self) -> str:
        """Write 永安街道党工委书记　李明, as far as there is any."""
        post = f"{self.scope.subdistrict.name}{self.scope.report.reporter_post}"
        return "　".join(filter(None, [post, self.scope.reporter]))

    def _month(self) -> str:
        day = self.scope.report.report_date
        if day is None:
            return f"{self.scope.year}年12月"
        return f"{day.year}年{day.month}月"

    def _signing_day(self) -> str:
        """Write the day below the signature; empty where there is no signature, or no day."""
        report = self.scope.report
        day = report.report_date
        if day is None or not report.signature:
            return ""
        return day_in_words(day)


def build(scope: ReportScope, values: Mapping[str, Value] | None = None) -> Document:
    """Write the report of the scope's year, from its computed figures where they are at hand."""
    return Draft(scope, values).document


def file_name(scope: ReportScope, label: str = "", ending: str = "docx") -> str:
    """Name the file of a draft: 2025年度抓基层党建工作述职报告（永安街道）.docx."""
    return file_named(scope.year, scope.report.title, scope.subdistrict.name, label, ending)


def file_named(year: int, title: str, office: str, label: str, ending: str) -> str:
    """Name a file of a report; `label` says which of its versions it is."""
    version = f"（{label}）" if label else ""
    return f"{year}年度{title}（{office}）{version}.{ending}"
