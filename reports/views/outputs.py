"""What leaves: previews and files of the report as it stands, in each of its kinds."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from records.views import workbook_file
from reports.draft import file_name
from reports.models import Edition
from reports.outputs import reading, workbook
from reports.outputs.copies import CLEAN, COPIES, Copy
from reports.signing import edition as editions
from reports.text import spoken
from reports.views.access import years
from reports.views.desk import DeskView

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABS = [*((copy.key, copy.label) for copy in COPIES.values()), ("annexes", "附表"), ("data", "数据附件")]


def attachment(content: Any, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def chosen(request: HttpRequest) -> Copy:
    copy = COPIES.get(request.GET.get("kind", CLEAN.key))
    if copy is None:
        raise Http404
    return copy


def edition_file(edition: Edition, copy: Copy) -> HttpResponse:
    """A signed edition as Word, the same file at every door; none where it was tampered with."""
    if not edition.intact:
        raise Http404
    label = "" if copy is CLEAN else copy.label
    return attachment(copy.of_edition(edition), DOCX, editions.file_name(edition, label))


def edition_data(edition: Edition) -> HttpResponseBase:
    """Its frozen figures as a workbook, with the records at the versions that were signed."""
    if not edition.intact:
        raise Http404
    return workbook_file(editions.data(edition), editions.file_name(edition, "数据附件", "xlsx"))


def wants_draft(request: HttpRequest) -> bool:
    """Whether the address asks for the working copy, by draft=1; 404 where it asks for something unknown."""
    asked = request.GET.get("draft")
    if asked not in (None, "1"):
        raise Http404
    return asked is not None


class Outgoing(DeskView):
    """What a year's report is handed out as: what was signed, or the working copy where that is asked for by `draft`."""

    @cached_property
    def edition(self) -> Edition | None:
        scope = self.scope
        return None if wants_draft(self.request) else editions.signed(scope.subdistrict, scope.year)

    def to_edition(self) -> HttpResponse:
        """The edition's own page: it shows the signed text, or says that it was tampered with."""
        return redirect("reports:edition", self.edition.pk)  # type: ignore[union-attr]  # asked only where there is one


class Preview(Outgoing):
    """Each kind as it will be, before it is downloaded."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.edition is not None:
            return self.to_edition()
        tab = request.GET.get("kind", "clean")
        if tab not in dict(TABS):
            raise Http404
        draft = self.draft
        document = draft.speech if tab == "spoken" else draft.document
        context: dict[str, Any] = {
            "draft": draft,
            "scope": draft.scope,
            "report": draft.scope.report,
            "document": document,
        }
        context |= {"tab": tab, "tabs": TABS, "years": years(), "notes": dict(document.notes)}
        if tab == "spoken":
            said = set(document.pieces())
            context["order"] = [
                (p, p.key in said) for p in spoken.order(draft.passages) if p.key in draft.document.pieces()
            ]
        if tab == "data":
            context["table"] = workbook.figures(draft.facts)[0]
        if draft.editions and draft.editions[0].intact:
            context["differences"] = editions.differences(draft.editions[0], draft.facts)
        return render(request, "reports/preview.html", context)


class Read(Outgoing):
    """现场稿 to read from at arm's length: of what was signed, else of the draft."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.edition is not None and not self.edition.intact:
            return self.to_edition()
        document = (
            editions.document(self.edition, spoken=True) if self.edition is not None else self.draft.speech
        )
        context = {
            "document": document,
            "scope": self.scope,
            "edition": self.edition,
            "lines": list(reading.lines(document)),
            "shares": reading.shares(document),
            "length": document.length,
            "minutes": reading.in_words(document.length),
            "limit": self.scope.report.spoken_characters,
        }
        return render(request, "reports/read.html", context)


class Download(Outgoing):
    def get(self, request: HttpRequest) -> HttpResponse:
        copy = chosen(request)
        if self.edition is not None:
            return edition_file(self.edition, copy) if self.edition.intact else self.to_edition()
        label = "草稿" if copy is CLEAN else f"草稿，{copy.label}"
        return attachment(copy.of_draft(self.draft), DOCX, file_name(self.scope, label))


class Data(Outgoing):
    """数据附件: every figure, by community, and the records behind it without personal data."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.edition is not None:
            return edition_data(self.edition) if self.edition.intact else self.to_edition()
        return workbook_file(
            workbook.render(self.draft.facts), file_name(self.scope, "草稿，数据附件", "xlsx")
        )
