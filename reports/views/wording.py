"""Changes to the report's text, each by a form of its own; a script may save the text without leaving the page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from indicators.catalogue import CATALOGUE
from records import store
from records.inputs import DateField, whole, without_invisible
from reports.checks import run
from reports.draft import Draft
from reports.editing import wording
from reports.editing.wording import PassageNotFoundError, ReportLockedError
from reports.models import Cause, Passage
from reports.outline import rounding, tokens
from reports.views.access import taken
from reports.views.desk import DeskView, side

LONGEST = 4000
GONE = "这一段已经被移走。要写进报告，请在小节下面“加一条”。"
LOCKED = "报告已经送审或定稿，文字不能再改。要改请先退回修改，或开新稿。"


class WordingView(DeskView):
    """A change: what it may run into is the same for all."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PassageNotFoundError:
            if not self.typed:
                raise Http404 from None
            return self.refuse(GONE, 404)
        except ReportLockedError:
            return self.refuse(LOCKED, 409)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where signing in again leads to after a change that came too late: what it said is still in the browser."""
        return self.back(kwargs.get("key", ""))

    def refuse(self, message: str, status: int, key: str = "") -> HttpResponse:
        """Why nothing was saved; what was typed stays, in the passage's own box where `key` names one."""
        if self.by_script:
            return JsonResponse({"refused": message}, status=status)
        return self.desk(refused=message, typed=self.typed, typed_key=key, status=status)

    @property
    def by_script(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "fetch"

    @property
    def typed(self) -> str:
        """The text as it was typed, on one line."""
        return "".join(without_invisible(self.request.POST.get("text", "")).splitlines()).strip()

    def back(self, key: str = "") -> HttpResponse:
        return redirect(
            f"{reverse('reports:report')}?year={self.year}{taken(self.request)}{f'#p-{key}' if key else ''}"
        )


class PassageChange(WordingView):
    """One passage: its text first, then what else the button asks for."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if len(self.typed) > LONGEST:
            return self.refuse(
                f"这一段有 {len(self.typed)} 字，最多 {LONGEST} 字，请删减或分成两段", 422, key
            )
        try:
            passage = self.save_text(key)
        except store.EditConflictError as overtaken:
            return self.overtaken(key, overtaken.current)
        act = ACTS.get(request.POST.get("act", ""))
        if act is not None:
            act(self.draft, request.user, key)
        if self.by_script:
            return self.saved(passage)
        return self.back("" if request.POST.get("act") == "remove" else key)

    def save_text(self, key: str) -> Passage | None:
        seen = whole(self.request.POST.get("version", ""))
        if "text" not in self.request.POST or seen is None:
            return None
        return wording.edit(self.draft, self.request.user, key, tokens.with_keys(self.typed), seen)

    def saved(self, passage: Passage | None) -> JsonResponse:
        """The new version, and the checks as they stand now."""
        draft = Draft(
            self.scope.of_year(self.year)
        )  # read anew: the first change of all has begun the report
        checks = render_to_string(
            "reports/checks.html", side(draft, run(draft), self.request.user), self.request
        )
        moment = timezone.localtime().strftime("%H:%M")
        answer = {"version": passage.version if passage else None, "saved": moment, "checks": checks}
        return JsonResponse({**answer, "printed": self.printed(draft, passage)})

    def printed(self, draft: Draft, passage: Passage | None) -> str:
        """What the passage prints now."""
        piece = draft.document.pieces().get(passage.key) if passage else None
        context = {
            "runs": piece.runs if piece else (),
            "at": piece.key if piece else "",
            "scope": draft.scope,
        }
        return render_to_string("reports/runs.html", context, self.request)

    def overtaken(self, key: str, current: Any) -> HttpResponse:
        """Both texts: what somebody else saved meanwhile, and what was typed here."""
        last = (
            Passage.history.filter(id=current.pk)
            .select_related("history_user")
            .order_by("-history_id")
            .first()
        )
        who = str(last.history_user) if last and last.history_user else "另一位书记"
        when = timezone.localtime(last.history_date).strftime("%H:%M") if last else ""
        theirs = {
            "text": tokens.with_labels(current.wording),
            "who": who,
            "when": when,
            "version": current.version,
        }
        if self.by_script:
            return JsonResponse({"theirs": theirs}, status=409)
        return self.desk(theirs=theirs, typed=self.typed, typed_key=key, status=409)


def _round(draft: Draft, user: Any, key: str, figure: str, way: str) -> None:
    """Write one figure of the passage rounded, or exactly."""
    chosen = f"{{{figure}{f':{way}' if way else ''}}}"
    wording.reword(
        draft,
        user,
        key,
        lambda text: tokens.TOKEN.sub(lambda m: chosen if tokens.figure_of(m[1]) == figure else m[0], text),
    )


ACTS: dict[str, Callable[[Draft, Any, str], Any]] = {
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
        _round(self.draft, request.user, key, figure, way)
        return self.back(key)


class PassageAdd(WordingView):
    """A point, a problem or a cause of the office's own."""

    def post(self, request: HttpRequest) -> HttpResponse:
        part, section = request.POST.get("part", ""), request.POST.get("section", "")
        if part not in (
            Passage.Part.HIGHLIGHTS,
            Passage.Part.PROBLEMS,
            Passage.Part.CAUSES,
            Passage.Part.MEASURES,
        ):
            raise Http404
        if not self.typed or len(self.typed) > LONGEST:
            messages.error(request, f"请写文字，最多 {LONGEST} 字")
            return self.desk(added=self.typed, added_under=section or part, status=422)
        passage = wording.add(self.draft, request.user, part, section, tokens.with_keys(self.typed))
        return self.back(passage.key)


class ProblemPick(WordingView):
    """A finding becomes a problem of the report, with a cause from the library and the measure that answers it."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        cause = whole(request.POST.get("cause", ""))
        library = Cause.objects.of(self.scope.subdistrict.pk)
        text = get_object_or_404(library, pk=cause).name if cause is not None else ""
        passage = wording.pick(self.draft, request.user, key, text, "measure" in request.POST)
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
        passage = wording.add_case(self.draft, request.user, section, source, pk)
        messages.success(request, "事例已写进来，可以再改文字")
        return self.back(passage.key)


class Assignment(forms.Form):
    """Who takes a problem on, and by when."""

    owner = forms.CharField(label="负责人", max_length=50, required=False)
    due = DateField(label="期限", required=False)

    def __init__(self, *args: Any, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.day = day

    def clean_owner(self) -> str:
        return " ".join(self.cleaned_data["owner"].split())

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due is not None and due <= self.day:
            raise ValidationError(f"{due.year}年{due.month}月{due.day}日已经过了，请填以后的日子")
        return due


class ProblemAssign(WordingView):
    """Who takes a problem on, and by when: it stands in the measure that answers it, and in 问题清单."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        form = Assignment(request.POST, day=self.scope.day)
        if not form.is_valid():
            reasons = [
                f"{form.fields[name].label}：{reason}"
                for name, errors in form.errors.items()
                for reason in errors
            ]
            return self.desk(refused="；".join(reasons), assigned=form.data, typed_key=key, status=422)
        wording.assign(self.draft, request.user, key, form.cleaned_data["owner"], form.cleaned_data["due"])
        messages.success(request, "负责人和期限已写进措施和问题清单")
        return self.back(key)


class CauseChoice(WordingView):
    """Another cause from the library for a problem."""

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        cause = get_object_or_404(
            Cause.objects.of(self.scope.subdistrict.pk), pk=whole(request.POST.get("cause", "")) or 0
        )
        wording.reword(self.draft, request.user, key, lambda _: cause.name)
        return self.back(key)


class SpokenOrder(WordingView):
    """现场版: which points are said first."""

    def post(self, request: HttpRequest) -> HttpResponse:
        known = {passage.key for passage in self.draft.passages}
        places = {
            key.removeprefix("place-"): whole(str(value))
            for key, value in request.POST.items()
            if key.startswith("place-")
        }
        chosen = [
            key for key, place in sorted(places.items(), key=lambda pair: pair[1] or 0) if place is not None
        ]
        if not set(chosen) <= known:
            raise PassageNotFoundError
        wording.arrange_spoken(self.draft, request.user, chosen)
        messages.success(request, "现场版顺序已保存")
        return redirect(f"{reverse('reports:preview')}?year={self.year}&kind=spoken&draft=1")
