"""What leaves: previews and files of the report as it stands, in each of its kinds."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dangjian.records.exports import XLSX
from reports import spoken, word, workbook
from reports.document import Document
from reports.draft import file_name
from reports.views.access import years
from reports.views.desk import DeskView

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Kind:
    """A form in which the report leaves the house; `label` also names its file."""

    key: str
    label: str
    comments: bool = False
    spoken: bool = False


CLEAN, REVIEW, SPOKEN = Kind("clean", "正式稿"), Kind("review", "审阅稿", comments=True), Kind("spoken", "现场版", spoken=True)
KINDS = {kind.key: kind for kind in (CLEAN, REVIEW, SPOKEN)}
TABS = [("clean", "正式稿"), ("review", "审阅稿"), ("spoken", "现场版"), ("annexes", "附表"), ("data", "数据附件")]


def attachment(content: Any, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def chosen_kind(request: HttpRequest) -> Kind:
    kind = KINDS.get(request.GET.get("kind", "clean"))
    if kind is None:
        raise Http404
    return kind


class Preview(DeskView):
    """Each kind as it will be, before it is downloaded."""

    def get(self, request: HttpRequest) -> HttpResponse:
        tab = request.GET.get("kind", "clean")
        if tab not in dict(TABS):
            raise Http404
        draft = self.draft
        document = draft.spoken if tab == "spoken" else draft.document
        context: dict[str, Any] = {"draft": draft, "scope": draft.scope, "report": draft.scope.report, "document": document}
        context |= {"tab": tab, "tabs": TABS, "years": years(), "notes": dict(document.notes)}
        if tab == "spoken":
            said = set(document.pieces())
            context["order"] = [(p, p.key in said) for p in spoken.order(draft.passages) if p.key in draft.document.pieces()]
        if tab == "data":
            context["table"] = workbook.figure_table(draft.facts)
        return render(request, "reports/preview.html", context)


class Download(DeskView):
    def get(self, request: HttpRequest) -> HttpResponse:
        kind = chosen_kind(request)
        document = self.draft.spoken if kind.spoken else self.draft.document
        return attachment(rendered(document, kind), DOCX, file_name(self.scope, "" if kind is CLEAN else kind.label))


def rendered(document: Document, kind: Kind, fingerprint: str = "") -> bytes:
    return word.render(document, comments=kind.comments, fingerprint=fingerprint)


class Data(DeskView):
    """数据附件: every figure, by community, and the records behind it without personal data."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return attachment(workbook.workbook(self.draft), XLSX, file_name(self.scope, "数据附件", "xlsx"))
