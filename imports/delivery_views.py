"""Several files at once: upload, look at all of them together, confirm, undo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from access.roles import PageKind, may_write, reader_of
from imports import delivering, dividing
from imports.files import DeliveryFolder
from imports.forms import FilesForm
from imports.kinds import KINDS, in_order
from imports.models import Delivery, State
from imports.sorting import Place

OVERTAKEN = "这次上传已经处理过了，下面是它现在的样子。"
NONE = "-"  # in the box of a sheet: it is not brought in
COUNTED = ("new", "updated", "unchanged", "duplicate", "alike", "error")


def deliver(request: HttpRequest, files: list[UploadedFile], first_kind: str = "") -> HttpResponse | None:
    """Keep several files and begin to read them; None where they cannot be taken."""
    if not FilesForm(files).is_valid():
        return None
    delivering.purge()
    user: Any = request.user
    file_names = [str(file.name)[:200] for file in files]
    delivery = Delivery.objects.begin(user, file_names=file_names, first_kind=first_kind)
    folder = DeliveryFolder(delivery)
    for number, file in enumerate(files):
        folder.keep(number, file)
    delivering.start(delivery)
    return redirect("imports:delivery", delivery.pk)


class Together(LoginRequiredMixin, View):
    """The form that takes several files of any kind."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not may_write(reader_of(request), PageKind.RECORDS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "imports/together.html", {"form": FilesForm([])})

    def post(self, request: HttpRequest) -> HttpResponse:
        files = request.FILES.getlist("file")
        answer = deliver(request, files)
        if answer is None:
            form = FilesForm(files)
            form.is_valid()
            return render(request, "imports/together.html", {"form": form, "is_refused": True}, status=422)
        return answer


class DeliveryView(LoginRequiredMixin, View):
    """A page about files that were uploaded together; their contents are their author's alone."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not may_write(reader_of(request), PageKind.RECORDS):
                raise PermissionDenied
            rows = Delivery.objects.visible_to(reader_of(request)).select_related("user")
            self.delivery = get_object_or_404(rows, pk=kwargs["pk"])
            delivering.settle(self.delivery)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_own(self) -> bool:
        return self.delivery.user_id == self.request.user.pk

    def step(self, old: str, new: str, **values: object) -> HttpResponse:
        """Take a step once, and begin its work; only its author may."""
        if not self.is_own:
            raise PermissionDenied
        if not self.delivery.move(old, new, **values):
            messages.info(self.request, OVERTAKEN)
        elif self.delivery.is_working:
            delivering.start(self.delivery)
        return redirect("imports:delivery", self.delivery.pk)


class DeliveryPage(DeliveryView):
    """What several files would bring, or have brought."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batches = list(self.delivery.in_order())
        context = {
            "delivery": self.delivery,
            "own": self.is_own,
            "batches": batches,
            "progress": DeliveryFolder(self.delivery).read_progress(),
            "sheets": self.sheets(),
            "counts": {name: sum(batch.counts.get(name, 0) for batch in batches) for name in COUNTED},
            "kinds": [(label, KINDS[label].name()) for label in in_order() if self.is_open(label)],
        }
        context["record_count"] = context["counts"]["new"] + context["counts"]["updated"]
        context["waits"] = any(batch.state == State.MAPPING for batch in batches)
        return render(request, "imports/delivery.html", context)

    def is_open(self, label: str) -> bool:
        return KINDS[label].may_write(reader_of(self.request))

    def sheets(self) -> list[dict[str, Any]]:
        """Describe of which kind each sheet is taken to be, with the name of its box."""
        sheets = []
        for number, (file, title, kind, is_said) in enumerate(self.delivery.kinds):
            sheets.append(
                {
                    "file": self.delivery.file_names[file],
                    "title": title,
                    "kind": kind or NONE,
                    "is_said": is_said,
                    "field": f"kind-{number}",
                }
            )
        return sheets


class DeliveryKinds(DeliveryView):
    """The button that says of which kind the sheets are."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answers = {}
        for number, (file, title, _, _) in enumerate(self.delivery.kinds):
            text = request.POST.get(f"kind-{number}", "")
            if text == NONE or text in KINDS:
                answers[Place(file, title)] = "" if text == NONE else text
        kinds = dividing.say_kinds(self.delivery, answers)
        return self.step(self.delivery.waiting_state, State.READING, kinds=kinds, reason="")


class DeliveryConfirm(DeliveryView):
    """The button that lets everything be written."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        only_right = request.POST.get("only") == "right"
        take_alike = request.POST.get("alike") == "take"
        values = {"only_right": only_right, "take_alike": take_alike, "reason": ""}
        return self.step(State.READY, State.WRITING, **values)


class DeliveryDrop(DeliveryView):
    """The button that gives everything up."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = self.step(self.delivery.waiting_state, State.DROPPED)
        if self.delivery.state == State.DROPPED:
            delivering.give_up(self.delivery)
        return answer


class DeliveryUndo(DeliveryView):
    """The button that takes everything back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.step(State.DONE, State.UNDOING, undone_by=request.user, reason="")
