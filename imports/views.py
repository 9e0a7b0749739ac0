"""From template to batch: take the template, upload, look, confirm, undo."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from access.roles import reader_of
from common.attachments import XLSX, attachment
from imports import delivering, jobs
from imports.correcting import wrong_cells
from imports.delivery_views import deliver
from imports.ending import ending_of
from imports.files import Folder
from imports.forms import FilesForm, UploadForm
from imports.kinds import kind, lacking_before
from imports.models import Batch
from imports.workbooks.template import template
from records.columns.reference import BEYOND
from records.inputs import whole
from records.pages import RecordPages

State = Batch.State
PER_PAGE = 20
NOTHING_TAKEN = "没有写入：这一批只有疑似重复的行。确实要导入的，请先勾选，再按“确认导入”。"
OVERTAKEN = "这一批已经处理过了，下面是它现在的样子。"


class KindView(LoginRequiredMixin, View):
    """A page about bringing in one kind of record, open to whoever may write it."""

    pages: type[RecordPages]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            pages = kind(str(kwargs["label"]))
            if pages is None:
                raise Http404
            if not pages.may_write(request.user):
                raise PermissionDenied
            self.pages = pages
        return super().dispatch(request, *args, **kwargs)


class Template(KindView):
    """The workbook to fill in."""

    def get(self, request: HttpRequest, label: str) -> HttpResponseBase:
        reader: Any = request.user
        return attachment(template(self.pages, reader), f"{self.pages.name()}模板.xlsx", XLSX)


class Upload(KindView):
    """The form that takes a file or a pasted block."""

    def get(self, request: HttpRequest, label: str) -> HttpResponse:
        return self.show(UploadForm(initial={"text": self.text_before()}))

    def text_before(self) -> str:
        """Return what was pasted into the batch that is done again, to be corrected."""
        number = whole(self.request.GET.get("again", ""))
        if number is None:
            return ""
        batches = Batch.objects.filter(user=self.request.user.pk, kind=self.pages.label())
        batch = batches.filter(pk=number).first()
        return Folder(batch).pasted_text if batch else ""

    def post(self, request: HttpRequest, label: str) -> HttpResponse:
        files = request.FILES.getlist("file")
        if len(files) > 1:
            return deliver(request, files, self.pages.label()) or self.refuse(files)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, 422)
        jobs.purge()
        user: Any = request.user
        batch = Batch.objects.begin(user, kind=self.pages.label(), file_name=form.name[:200])
        Folder(batch).keep(form.content)
        jobs.start(batch)
        return redirect("imports:batch", batch.pk)

    def refuse(self, files: list[UploadedFile]) -> HttpResponse:
        form = UploadForm({})
        form.errors["__all__"] = FilesForm(files).errors["__all__"]
        return self.show(form, 422)

    def show(self, form: UploadForm, status: int = 200) -> HttpResponse:
        missing = lacking_before(self.pages, reader_of(self.request))
        context = {"pages": self.pages, "label": self.pages.label(), "form": form, "missing": missing}
        return render(self.request, "imports/upload.html", context, status=status)


class BatchView(LoginRequiredMixin, View):
    """A page about one batch.

    Whoever reaches all of the 街道 sees everybody's, but the contents are its author's alone.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            batches = Batch.objects.visible_to(request.user).select_related("user", "delivery")
            batch = get_object_or_404(batches, pk=kwargs["pk"])
            if not batch.pages.may_write(request.user):
                raise PermissionDenied
            if batch.delivery is not None:
                delivering.settle(batch.delivery)
            jobs.settle(batch)
            self.batch = batch
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_own(self) -> bool:
        return self.batch.user_id == self.request.user.pk

    def refuse_others(self) -> None:
        """Raise `PermissionDenied` for anybody but the author."""
        if not self.is_own:
            raise PermissionDenied

    def move(self, old: str, new: str, **values: object) -> bool:
        """Take a step once, however often it is asked for."""
        has_moved = self.batch.move(old, new, **values)
        if not has_moved:
            messages.info(self.request, OVERTAKEN)
        return has_moved

    def back(self) -> HttpResponse:
        return redirect("imports:batch", self.batch.pk)


class BatchPage(BatchView):
    """What a batch is, and what became of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        folder = Folder(self.batch)
        context = {
            "batch": self.batch,
            "pages": self.batch.pages,
            "own": self.is_own,
            "progress": folder.read_progress(),
        }
        if self.is_own and self.batch.state == State.MAPPING:
            return redirect("imports:mapping", pk)
        if self.is_own and self.batch.state == State.READY:
            preview = folder.read_json("preview") or {}
            has_rows = self.batch.record_count or self.batch.counts.get("alike")
            is_idle = not has_rows and not preview.get("absent", {}).get("count")
            context["preview"] = {**preview, "is_idle": is_idle}
            context["wrong_cells"] = wrong_cells(preview.get("problems", ()))
        if self.batch.state == State.UNDONE:
            context["left"] = self.items_left()
        return render(request, "imports/batch.html", context)

    def items_left(self) -> list[dict[str, Any]]:
        """Return what an undo did not touch, with its page where it still has one.

        What is beyond reach has no name.
        """
        pages, reader = self.batch.pages, self.request.user
        manager: Any = pages.model._default_manager
        rows = manager.everywhere().filter(pk__in=[item["pk"] for item in self.batch.left])
        there = set(rows.values_list("pk", flat=True))
        within_reach = set(rows.visible_to(reader).values_list("pk", flat=True))
        items = []
        for item in self.batch.left:
            title, url = item["title"], ""
            if item["pk"] in within_reach:
                url = pages.url("detail", item["pk"])
            elif item["pk"] in there:
                title = BEYOND
            items.append({**item, "title": title, "url": url})
        return items


class AloneView(BatchView):
    """A step of a batch that was uploaded alone; of others their delivery takes it."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        delivery = Batch.objects.filter(pk=kwargs["pk"]).values_list("delivery", flat=True).first()
        if delivery:
            return redirect("imports:delivery", delivery)
        return super().dispatch(request, *args, **kwargs)


class Confirm(AloneView):
    """The button that lets a previewed batch be written."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_others()
        only_right = request.POST.get("only") == "right"
        take_alike = request.POST.get("alike") == "take"
        try:
            ending = ending_of(request.POST, Folder(self.batch).read_json("preview") or {})
        except ValidationError as error:
            messages.error(request, f"名单里不再有的：{'；'.join(error.messages)}")
            return self.back()
        if self.batch.counts.get("alike") and not self.batch.record_count and not take_alike and not ending:
            messages.info(request, NOTHING_TAKEN)
        else:
            values = {"only_right": only_right, "take_alike": take_alike, "ending": ending}
            if self.move(State.READY, State.WRITING, **values, reason=""):
                jobs.start(self.batch)
        return self.back()


class Drop(AloneView):
    """The button that gives up a batch that waits for its author."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_others()
        if self.move(self.batch.waiting_state, State.DROPPED):
            Folder(self.batch).clear()
        return self.back()


class Undo(AloneView):
    """The button that takes an import back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.move(State.DONE, State.UNDOING, undone_by=request.user, reason=""):
            jobs.start(self.batch)
        return self.back()


class Returned(BatchView):
    """The author's own workbook, its wrong cells marked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        self.refuse_others()
        folder = Folder(self.batch)
        if self.batch.state != State.READY or not folder.marked_upload.exists():
            raise Http404
        name = PurePath(self.batch.file_name).stem
        return attachment(folder.marked_upload.open("rb"), f"{name}（标注错误）.xlsx", XLSX)
