"""What leaves: previews and files of the report as it stands, in each of its kinds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from common.attachments import DOCX, XLSX, attachment
from reports.draft import Draft, file_name
from reports.models import Edition, Passage
from reports.outputs import reading, workbook
from reports.outputs.copies import CLEAN, COPIES, SPOKEN, Copy
from reports.signing import edition as editions
from reports.text import spoken
from reports.views.desk import DeskView
from reports.views.years import years

COPY_TABS = [(copy.key, copy.label) for copy in COPIES.values()]
DATA = "data"
TABS = [*COPY_TABS, ("annexes", "附表"), (DATA, "数据附件")]


def requested_copy(request: HttpRequest) -> Copy:
    """Return the kind of file that the address asks for; 404 for an unknown one."""
    copy = COPIES.get(request.GET.get("kind", CLEAN.key))
    if copy is None:
        raise Http404
    return copy


def edition_file(edition: Edition, copy: Copy) -> HttpResponseBase:
    """Hand out a signed edition as Word, the same file at every door; 404 where it was tampered with."""
    if not edition.intact:
        raise Http404
    label = "" if copy is CLEAN else copy.label
    return attachment(copy.of_edition(edition), editions.file_name(edition, label), DOCX)


def edition_data(edition: Edition) -> HttpResponseBase:
    """Hand out its frozen figures as a workbook, with the records at the versions that were signed."""
    if not edition.intact:
        raise Http404
    return attachment(editions.data(edition), editions.file_name(edition, "数据附件", "xlsx"), XLSX)


def wants_draft(request: HttpRequest) -> bool:
    """Whether the address asks for the working copy, by draft=1; 404 where it asks for something unknown."""
    value = request.GET.get("draft")
    if value not in (None, "1"):
        raise Http404
    return value is not None


class OutputView(DeskView):
    """What a year's report is handed out as.

    It is what was signed, or the working copy where that is asked for by `draft`. Of an edition that was
    tampered with nothing is handed out: its own page says so.
    """

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.edition is not None and not self.edition.intact:
            return redirect_to_edition(self.edition)
        return self.hand_out()

    def hand_out(self) -> HttpResponseBase:
        """Answer with the output."""
        raise NotImplementedError

    @cached_property
    def edition(self) -> Edition | None:
        if wants_draft(self.request):
            return None
        return editions.latest(self.scope.subdistrict, self.scope.year)


def redirect_to_edition(edition: Edition) -> HttpResponse:
    """Lead to the edition's own page: it shows the signed text, or says that it was tampered with."""
    return redirect("reports:edition", edition.pk)


class Preview(OutputView):
    """Each kind as it will be, before it is downloaded."""

    def hand_out(self) -> HttpResponse:
        if self.edition is not None:
            return redirect_to_edition(self.edition)
        tab = self.request.GET.get("kind", CLEAN.key)
        if tab not in dict(TABS):
            raise Http404
        return render(self.request, "reports/preview.html", self.context(tab))

    def context(self, tab: str) -> dict[str, object]:
        draft = self.draft
        document = draft.speech if tab == SPOKEN.key else draft.document
        context: dict[str, object] = {
            "draft": draft,
            "scope": draft.scope,
            "report": draft.scope.report,
            "document": document,
            "tab": tab,
            "tabs": TABS,
            "years": years(),
            "notes": dict(document.notes),
        }
        if tab == SPOKEN.key:
            context["order"] = spoken_order(draft)
        if tab == DATA:
            context["table"] = workbook.figures(draft.facts)[0]
        if draft.editions:
            edition = draft.editions[0]
            context["signed"] = edition
            is_intact = edition.intact
            context["is_intact"] = is_intact
            if is_intact:
                context["differences"] = editions.differences(edition, draft.facts)
        return context


def spoken_order(draft: Draft) -> list[tuple[Passage, bool]]:
    """Return the printed passages in the order in which they are taken, and whether each is read out."""
    printed_keys, spoken_keys = draft.document.pieces(), draft.speech.pieces()
    order = []
    for passage in spoken.order(draft.passages):
        if passage.key in printed_keys:
            order.append((passage, passage.key in spoken_keys))
    return order


class Read(OutputView):
    """The page of 现场稿, to read from at arm's length: of what was signed, else of the draft."""

    def hand_out(self) -> HttpResponse:
        if self.edition is None:
            document = self.draft.speech
        else:
            document = editions.document(self.edition, is_spoken=True)
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
        return render(self.request, "reports/read.html", context)


class Download(OutputView):
    """The report as Word."""

    def hand_out(self) -> HttpResponseBase:
        copy = requested_copy(self.request)
        if self.edition is None:
            label = "草稿" if copy is CLEAN else f"草稿，{copy.label}"
            return attachment(copy.of_draft(self.draft), file_name(self.scope, label), DOCX)
        return edition_file(self.edition, copy)


class Data(OutputView):
    """数据附件: every figure, by community, and the records behind it without personal data."""

    def hand_out(self) -> HttpResponseBase:
        if self.edition is None:
            name = file_name(self.scope, "草稿，数据附件", "xlsx")
            return attachment(workbook.render(self.draft.facts), name, XLSX)
        return edition_data(self.edition)
