"""From template to batch: take the template, upload, look, confirm, undo."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from access.roles import reader_of
from imports import jobs
from imports.files import Folder
from imports.forms import UploadForm
from imports.kinds import KINDS, kind
from imports.models import Batch
from imports.workbooks.template import template
from records import searching
from records.columns.reference import BEYOND
from records.inputs import whole
from spreadsheets.writing import XLSX

State = Batch.State
PER_PAGE = 20
NOTHING_TAKEN = "没有写入：这一批只有疑似重复的行。确实要导入的，请先勾选，再按“确认导入”。"
OVERTAKEN = "这一批已经处理过了，下面是它现在的样子。"


class KindView(LoginRequiredMixin, View):
    """A page about bringing in one kind of record, open to whoever may write it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.pages = kind(kwargs["label"])
            if self.pages is None:
                raise Http404
            if not self.pages.may_write(request.user):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Template(KindView):
    def get(self, request: HttpRequest, label: str) -> HttpResponseBase:
        reader: Any = request.user
        return workbook(template(self.pages, reader), f"{self.pages.name()}模板")


class Upload(KindView):
    def get(self, request: HttpRequest, label: str) -> HttpResponse:
        return self.show(UploadForm(initial={"text": self.pasted_before()}))

    def pasted_before(self) -> str:
        """What was pasted into the batch that is done again, to be corrected."""
        number = whole(self.request.GET.get("again", ""))
        batches: Any = Batch.objects.filter(user=self.request.user.pk, kind=self.pages.label())
        batch = batches.filter(pk=number).first() if number is not None else None
        return Folder(batch).pasted if batch else ""

    def post(self, request: HttpRequest, label: str) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, 422)
        jobs.purge()
        batch = Batch.objects.begin(request.user, self.pages.label(), form.name)
        Folder(batch).keep(form.content)
        jobs.start(batch)
        return redirect("imports:batch", batch.pk)

    def show(self, form: UploadForm, status: int = 200) -> HttpResponse:
        return render(
            self.request,
            "imports/upload.html",
            {"pages": self.pages, "label": self.pages.label(), "form": form},
            status=status,
        )


def workbook(file: Any, name: str) -> FileResponse:
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


class BatchView(LoginRequiredMixin, View):
    """A page about one batch: everybody's of the 街道 to whoever reaches all of it, but its contents to its author alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            batch = get_object_or_404(
                Batch.objects.visible_to(request.user).select_related("user"), pk=kwargs["pk"]
            )
            if not batch.pages.may_write(request.user):
                raise PermissionDenied
            jobs.settle(batch)
            self.batch = batch
        return super().dispatch(request, *args, **kwargs)

    @property
    def own(self) -> bool:
        return self.batch.user_id == self.request.user.pk

    def only_own(self) -> None:
        if not self.own:
            raise PermissionDenied

    def move(self, old: str, new: str, **values: Any) -> bool:
        """Take a step once, however often it is asked for."""
        moved = self.batch.move(old, new, **values)
        if not moved:
            messages.info(self.request, OVERTAKEN)
        return moved

    def back(self) -> HttpResponse:
        return redirect("imports:batch", self.batch.pk)


class BatchPage(BatchView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        folder = Folder(self.batch)
        context = {
            "batch": self.batch,
            "pages": self.batch.pages,
            "own": self.own,
            "progress": folder.told("progress"),
        }
        if self.own and self.batch.state == State.READY:
            context["preview"] = folder.told("preview")
        if self.batch.state == State.UNDONE:
            context["left"] = self.left()
        return render(request, "imports/batch.html", context)

    def left(self) -> list[dict[str, Any]]:
        """What an undo did not touch: with its page where it still has one, unnamed where that is beyond reach."""
        pages, reader = self.batch.pages, self.request.user
        rows: Any = pages.model._default_manager.filter(pk__in=[item["pk"] for item in self.batch.left])
        there = set(rows.values_list("pk", flat=True))
        within = set(rows.visible_to(reader).values_list("pk", flat=True))
        shown = []
        for item in self.batch.left:
            title = item["title"]
            if item["pk"] in there - within:
                title = BEYOND
            url = pages.url("detail", item["pk"]) if item["pk"] in within else ""
            shown.append({**item, "title": title, "url": url})
        return shown


class Confirm(BatchView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.only_own()
        only_right, take_alike = request.POST.get("only") == "right", request.POST.get("alike") == "take"
        if self.batch.counts.get("alike") and not self.batch.written and not take_alike:
            messages.info(request, NOTHING_TAKEN)
        elif self.move(State.READY, State.WRITING, only_right=only_right, take_alike=take_alike, reason=""):
            jobs.start(self.batch)
        return self.back()


class Drop(BatchView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.only_own()
        if self.move(State.READY, State.DROPPED):
            Folder(self.batch).clear()
        return self.back()


class Undo(BatchView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.move(State.DONE, State.UNDOING, undone_by=request.user, reason=""):
            jobs.start(self.batch)
        return self.back()


class Returned(BatchView):
    """The author's own workbook, its wrong cells marked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        self.only_own()
        folder = Folder(self.batch)
        if self.batch.state != State.READY or not folder.marked.exists():
            raise Http404
        return workbook(folder.marked.open("rb"), f"{self.batch.file_name.removesuffix('.xlsx')}（标注错误）")


class BatchList(LoginRequiredMixin, View):
    """All batches within reach; a query is sent by POST and stands in the address without full numbers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not self.open_to:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def open_to(self) -> list[str]:
        return [label for label, pages in KINDS.items() if pages.may_write(reader_of(self.request))]

    def post(self, request: HttpRequest) -> HttpResponse:
        return searching.answered(request, (searching.WORDS, "kind"))

    def get(self, request: HttpRequest) -> HttpResponse:
        if shorter := searching.shortened(request):
            return shorter
        user: Any = request.user
        jobs.purge()
        rows = Batch.objects.visible_to(user).filter(kind__in=self.open_to).select_related("user")
        words, _ = searching.few(request.GET.get(searching.WORDS, ""))
        number = request.GET.get(searching.NUMBER, "")
        wanted = request.GET.get("kind", "")
        for word in words.split():
            rows = rows.filter(
                Q(file_name__icontains=word)
                | Q(user__display_name__icontains=word)
                | Q(user__username__icontains=word)
            )
        if number:
            rows = rows.none()  # neither a file nor a person is called by one
        if wanted in self.open_to:
            rows = rows.filter(kind=wanted)
        page = Paginator(rows, PER_PAGE).get_page(whole(request.GET.get("page", "")) or 1)
        kinds = [(label, KINDS[label].name()) for label in self.open_to]
        context = {"page": page, "query": words, "number": number, "wanted": wanted, "kinds": kinds}
        return render(request, "imports/list.html", context)
