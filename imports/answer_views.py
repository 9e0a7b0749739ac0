"""What the author of a file says of it: what its columns and words mean, and what stands in wrong cells."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from imports import delivering, jobs
from imports.correcting import CELLS, corrections
from imports.deciding import NOTE
from imports.files import Folder
from imports.mapping.answers import Answers, answers
from imports.memory import learn
from imports.models import Batch, Delivery, State
from imports.views import OVERTAKEN, BatchView


class AnswerView(BatchView):
    """A page of a batch that waits for its author: what he says has it judged again."""

    def read_again(self, new_answers: Answers) -> HttpResponse:
        """Judge the batch again, and everything that was uploaded with it: others may name what it brings."""
        all_answers = new_answers.over(Answers.from_json(self.batch.answers)).as_json()
        delivery = self.batch.delivery
        if delivery is not None:
            return self._read_delivery_again(delivery, all_answers)
        if self.move(self.batch.state, State.READING, answers=all_answers, reason=""):
            jobs.start(self.batch)
        return self.back()

    def _read_delivery_again(self, delivery: Delivery, all_answers: dict[str, Any]) -> HttpResponse:
        if delivery.state in Delivery.WAITING and delivery.move(delivery.state, State.READING, reason=""):
            Batch.objects.filter(pk=self.batch.pk).update(answers=all_answers)
            delivering.start(delivery)
        else:
            messages.info(self.request, OVERTAKEN)
        return redirect("imports:delivery", delivery.pk)

    def note(self, name: str) -> dict[str, Any] | None:
        """Return a note of the batch; None of one that no longer waits for its author."""
        if self.batch.state not in Batch.WAITING:
            return None
        content: dict[str, Any] | None = Folder(self.batch).read_json(name)
        return content


class MappingPage(AnswerView):
    """What the columns and words of a file are taken for, to be changed before any row is judged."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_others()
        page = self.note(NOTE)
        if page is None:
            return self.back()
        context = {"batch": self.batch, "pages": self.batch.pages, "page": page, "digest": _digest(page)}
        return render(request, "imports/mapping.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_others()
        page = self.note(NOTE)
        if page is None or request.POST.get("digest") != _digest(page):
            messages.info(request, OVERTAKEN)
            return self.back()
        new_answers = answers(request.POST, page)
        if "learn" in request.POST:
            sheets = {
                table["title"]: {"keys": table["keys"], "units": table["units"]} for table in page["tables"]
            }
            learn(self.batch.pages, self.batch.user, new_answers.tables, sheets)
        return self.read_again(new_answers)


def _digest(page: dict[str, Any]) -> str:
    """Return by what the answers of a page are known to be of this one: its boxes are numbered."""
    return hashlib.sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()[:16]


class Correct(AnswerView):
    """The button that puts wrong cells right on the page of the preview."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.refuse_others()
        preview = self.note("preview")
        if preview is None or self.batch.state != State.READY:
            messages.info(request, OVERTAKEN)
            return self.back()
        cells = corrections(request.POST, preview["problems"])
        if not cells:
            messages.info(request, "没有改动。")
            return self.back()
        folder = Folder(self.batch)
        folder.write_json(CELLS, {**(folder.read_json(CELLS) or {}), **cells})
        return self.read_again(Answers(anyway=True))
