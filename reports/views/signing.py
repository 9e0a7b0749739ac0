"""Statements and signatures: zeros, warnings that are passed, and the steps of a report to its signature."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from records.inputs import whole
from reports.draft import Draft
from reports.editing import stating
from reports.editing.wording import ReportLockedError
from reports.signing import steps as signing
from reports.views.desk import DeskView
from reports.views.wording import LOCKED
from reports.views.years import saved_form_query


class Statement(DeskView):
    """Something stated from the desk, which then shows what it changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def back(self, at: str = "") -> HttpResponse:
        """Go back to the desk; `at` is what its address ends with."""
        return redirect(f"{reverse('reports:report')}?year={self.year}{at}")

    def back_after_saving(self, at: str) -> HttpResponse:
        """Go back, and tell the browser that what was typed is saved."""
        return self.back(f"{saved_form_query(self.request)}{at}")


class Zero(Statement):
    """零报告, for the whole 街道 or for the communities that have no records."""

    def post(self, request: HttpRequest) -> HttpResponse:
        key, note = request.POST.get("key", ""), request.POST.get("note", "")
        try:
            stating.state_zero(self.draft, key, stated_communities(request.POST), note, by=self.user)
        except ReportLockedError:
            messages.error(request, LOCKED)
        except ValidationError as error:
            messages.error(request, "没有写入：" + "；".join(error.messages))
        else:
            messages.success(request, "已作零报告")
            return self.back_after_saving("#missing")
        return self.back("#missing")


def stated_communities(values: QueryDict) -> list[int] | None:
    """Return the keys of the communities that a form names; None where it speaks of the whole 街道.

    What is no number is the key of none, and refused as such.
    """
    if values.get("whole") == "1":
        return None
    return [whole(value) or 0 for value in values.getlist("community")]


class Pass(Statement):
    """A warning, or all of one check, is passed with a written reason."""

    def post(self, request: HttpRequest) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()
        check, subject = request.POST.get("check", ""), request.POST.get("subject", "")
        try:
            if "all" in request.POST:
                stating.pass_warnings(self.draft, check, reason, by=self.user)
            else:
                stating.pass_warning(self.draft, check, subject, reason, by=self.user)
        except ReportLockedError:
            messages.error(request, LOCKED)
        except stating.WarningNotFoundError:
            messages.info(request, "这条提醒已经不在了")
        except ValidationError as error:
            messages.error(request, "没有放行：" + "；".join(error.messages))
        else:
            return self.back_after_saving("#checks")
        return self.back("#checks")


# By the name of a button: what takes the step, and what is said once it is taken.
STEPS: dict[str, tuple[Callable[[Draft, User], object], str]] = {
    "submit": (signing.submit, "已送审，请审核后定稿"),
    "return": (signing.send_back, "已退回修改"),
    "sign": (signing.sign, "已定稿。文字和数字从此不变，随时可以重新下载"),
    "reopen": (signing.reopen, "已开新稿，原来的定稿仍然保存"),
}


class Sign(Statement):
    """A step of the report to its signature, or back."""

    def post(self, request: HttpRequest) -> HttpResponse:
        step = STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        take, message = step
        try:
            take(self.draft, self.user)
        except signing.TransitionNotAllowedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, message)
        return self.back()
