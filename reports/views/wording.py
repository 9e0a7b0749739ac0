"""Changes to the report's text, each by a form of its own.

A script may save the text without leaving the page.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.periods import day_in_words
from indicators.catalogue import CATALOGUE
from records import store
from records.inputs import DateField, whole, without_invisible
from reports.checks import run
from reports.draft import Draft
from reports.editing import wording
from reports.editing.wording import PassageNotFoundError, ReportLockedError
from reports.models import Cause, Passage
from reports.outline import rounding, tokens
from reports.views.desk import DeskView, side
from reports.views.years import saved_form_query

LONGEST = 4000  # characters of a passage
OPEN_PARTS = (Passage.Part.HIGHLIGHTS, Passage.Part.PROBLEMS, Passage.Part.CAUSES, Passage.Part.MEASURES)
PLACE = "place-"  # the field of a place is called so, with the key of its passage behind it
GONE = "这一段已经被移走。要写进报告，请在小节下面“加一条”。"
LOCKED = "报告已经送审或定稿，文字不能再改。要改请先退回修改，或开新稿。"


class WordingView(DeskView):
    """A change: what it may run into is the same for all."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PassageNotFoundError:
            if not self.typed_text:
                raise Http404 from None
            return self.refuse(GONE, 404)
        except ReportLockedError:
            return self.refuse(LOCKED, 409)

    def get(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        """Go back to the desk: signing in again leads here after a change that came too late.

        What the change said is still in the browser.
        """
        return self.back(kwargs.get("key", ""))

    def refuse(self, message: str, status: int, key: str = "") -> HttpResponse:
        """Say why nothing was saved; what was typed stays, in the passage's own box where `key` names one."""
        if self.by_script:
            return JsonResponse({"refused": message}, status=status)
        return self.desk(refused=message, typed=self.typed_text, typed_key=key, status=status)

    def cause(self, pk: int) -> Cause:
        """Return a cause of the office's library; 404 where there is none of that number."""
        return get_object_or_404(Cause.objects.of(self.scope.subdistrict.pk), pk=pk)

    @property
    def by_script(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "fetch"

    @property
    def typed_text(self) -> str:
        """The text as it was typed, on one line."""
        return "".join(without_invisible(self.request.POST.get("text", "")).splitlines()).strip()

    def back(self, key: str = "") -> HttpResponse:
        """Go back to the desk, to the passage with that key."""
        address = f"{reverse('reports:report')}?year={self.year}{saved_form_query(self.request)}"
        if key:
            address += f"#p-{key}"
        return redirect(address)


class PassageChange(WordingView):
    """A change of one passage: its text first, then what else the button asks for."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        length = len(self.typed_text)
        if length > LONGEST:
            message = f"这一段有 {length} 字，最多 {LONGEST} 字，请删减或分成两段"
            return self.refuse(message, 422, key)
        try:
            passage = self.save_text(key)
        except store.EditConflictError as error:
            return self.show_conflict(key, cast(Passage, error.current))
        name = request.POST.get("act", "")
        if name in ACTS:
            ACTS[name](self.draft, self.user, key)
        if self.by_script:
            return self.answer(passage)
        return self.back("" if name == "remove" else key)

    def save_text(self, key: str) -> Passage | None:
        """Save the text that was sent; None where none was."""
        version = whole(self.request.POST.get("version", ""))
        if "text" not in self.request.POST or version is None:
            return None
        return wording.edit(self.draft, self.user, key, tokens.with_keys(self.typed_text), version)

    def answer(self, passage: Passage | None) -> JsonResponse:
        """Answer a script: the new version, what the passage prints, and the checks as they stand now."""
        # read anew: the first change of all has begun the report
        draft = Draft(self.scope.of_year(self.year))
        context = side(draft, run(draft), self.user)
        answer: dict[str, object] = {
            "version": None,
            "saved": timezone.localtime().strftime("%H:%M"),
            "checks": render_to_string("reports/checks.html", context, self.request),
        }
        key = ""
        if passage is not None:
            key, answer["version"] = passage.key, passage.version
        return JsonResponse({**answer, "printed": self.print_passage(draft, key)})

    def print_passage(self, draft: Draft, key: str) -> str:
        """Return what the passage with that key prints now."""
        context: dict[str, object] = {"runs": (), "at": "", "scope": draft.scope}
        piece = draft.document.pieces().get(key)
        if piece is not None:
            context |= {"runs": piece.runs, "at": piece.key}
        return render_to_string("reports/runs.html", context, self.request)

    def show_conflict(self, key: str, current: Passage) -> HttpResponse:
        """Show both texts: what somebody else saved meanwhile, and what was typed here."""
        history = Passage.history.filter(id=current.pk).select_related("history_user")
        last = history.order_by("-history_id").first()
        who, when = "另一位书记", ""
        if last is not None:
            when = timezone.localtime(last.history_date).strftime("%H:%M")
            who = str(last.history_user or who)
        theirs = {
            "text": tokens.with_labels(current.wording),
            "who": who,
            "when": when,
            "version": current.version,
        }
        if self.by_script:
            return JsonResponse({"theirs": theirs}, status=409)
        return self.desk(theirs=theirs, typed=self.typed_text, typed_key=key, status=409)


def with_rounding(text: str, figure: str, way: str) -> str:
    """Have one figure of a text rounded that way, or exactly where it is empty."""
    token = f"{{{figure}:{way}}}" if way else f"{{{figure}}}"

    def replace(match: re.Match[str]) -> str:
        return token if tokens.figure_of(match[1]) == figure else match[0]

    return tokens.TOKEN.sub(replace, text)


# What a button does besides saving the text.
ACTS: dict[str, Callable[[Draft, User, str], object]] = {
    "up": lambda draft, user, key: wording.move(draft, user, key, -1),
    "down": lambda draft, user, key: wording.move(draft, user, key, 1),
    "off": lambda draft, user, key: wording.switch(draft, user, key, False),
    "on": lambda draft, user, key: wording.switch(draft, user, key, True),
    "restore": wording.restore,
    "another": wording.another,
    "remove": wording.remove,
}


class Rounding(WordingView):
    """How a figure of a passage is written: exactly, with 余, with 近."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        figure, way = request.POST.get("figure", ""), request.POST.get("way", "")
        if way not in ("", *rounding.ROUNDINGS) or figure not in CATALOGUE:
            raise Http404
        wording.reword(self.draft, self.user, key, lambda text: with_rounding(text, figure, way))
        return self.back(key)


class PassageAdd(WordingView):
    """A point, a problem or a cause of the office's own."""

    def post(self, request: HttpRequest) -> HttpResponse:
        part, section = request.POST.get("part", ""), request.POST.get("section", "")
        if part not in OPEN_PARTS:
            raise Http404
        text = self.typed_text
        if not text or len(text) > LONGEST:
            messages.error(request, f"请写文字，最多 {LONGEST} 字")
            return self.desk(added=text, added_under=section or part, status=422)
        passage = wording.add(self.draft, self.user, part, section, tokens.with_keys(text))
        return self.back(passage.key)


class ProblemPick(WordingView):
    """A finding becomes a problem of the report, with a cause from the library and its measure."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        text = ""
        cause = whole(request.POST.get("cause", ""))
        if cause is not None:
            text = self.cause(cause).name
        passage = wording.pick(self.draft, self.user, key, text, "measure" in request.POST)
        messages.success(request, "已列为问题，原因和措施也已写入，可以再改文字")
        return self.back(passage.key)


class CasePick(WordingView):
    """A record becomes an example of a section."""

    def post(self, request: HttpRequest, section: str) -> HttpResponse:
        source, _, number = request.POST.get("case", "").partition(":")
        pk = whole(number)
        if pk is None:
            messages.error(request, "请先选一条事例")
            return self.back(f"{section}-cases")
        passage = wording.add_case(self.draft, self.user, section, source, pk)
        messages.success(request, "事例已写进来，可以再改文字")
        return self.back(passage.key)


class Assignment(forms.Form):
    """Who takes a problem on, and by when."""

    owner = forms.CharField(label="负责人", max_length=50, required=False)
    due = DateField(label="期限", required=False)

    def __init__(self, data: QueryDict, day: date) -> None:
        """Take a due day only after `day`."""
        super().__init__(data)
        self.day = day

    def clean_owner(self) -> str:
        return " ".join(self.cleaned_data["owner"].split())

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due is not None and due <= self.day:
            raise ValidationError(f"{day_in_words(due)}已经过了，请填以后的日子")
        return due


class ProblemAssign(WordingView):
    """Who takes a problem on, and by when: it stands in the measure that answers it, and in 问题清单."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        form = Assignment(request.POST, day=self.scope.day)
        if not form.is_valid():
            reasons = []
            for name, errors in form.errors.items():
                for error in errors:
                    reasons.append(f"{form.fields[name].label}：{error}")
            return self.desk(refused="；".join(reasons), assigned=form.data, typed_key=key, status=422)
        wording.assign(self.draft, self.user, key, form.cleaned_data["owner"], form.cleaned_data["due"])
        messages.success(request, "负责人和期限已写进措施和问题清单")
        return self.back(key)


class CauseChoice(WordingView):
    """Another cause from the library for a problem."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        cause = self.cause(whole(request.POST.get("cause", "")) or 0)
        wording.reword(self.draft, self.user, key, lambda _: cause.name)
        return self.back(key)


class SpokenOrder(WordingView):
    """现场版: which points are said first."""

    def post(self, request: HttpRequest) -> HttpResponse:
        places = self.places()
        if not places.keys() <= {passage.key for passage in self.draft.passages}:
            raise PassageNotFoundError
        wording.arrange_spoken(self.draft, self.user, sorted(places, key=lambda key: places[key]))
        messages.success(request, "现场版顺序已保存")
        return redirect(f"{reverse('reports:preview')}?year={self.year}&kind=spoken&draft=1")

    def places(self) -> dict[str, int]:
        """Return the places that were sent, by passage; fields without a number are left out."""
        places = {}
        for name, value in self.request.POST.items():
            place = whole(str(value))
            if name.startswith(PLACE) and place is not None:
                places[name.removeprefix(PLACE)] = place
        return places
