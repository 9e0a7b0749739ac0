"""What leaves: previews and files of the report as it stands, in each of its kinds."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dangjian.records.views import workbook_file
from reports import spoken, workbook
from reports.copies import CLEAN, COPIES, Copy
from reports.draft import file_name
from reports.views.access import years
from reports.views.desk import DeskView

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
            context["table"] = workbook.figures(draft.facts)[0]
        return render(request, "reports/preview.html", context)


class Download(DeskView):
    def get(self, request: HttpRequest) -> HttpResponse:
        copy = chosen(request)
        return attachment(copy.of_draft(self.draft), DOCX, file_name(self.scope, "" if copy is CLEAN else copy.label))


class Data(DeskView):
    """数据附件: every figure, by community, and the records behind it without personal data."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return workbook_file(workbook.render(self.draft.facts), file_name(self.scope, "数据附件", "xlsx"))
