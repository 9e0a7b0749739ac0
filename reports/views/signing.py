"""Statements and signatures: zeros stated, warnings passed, the report sent for review, signed, and opened anew."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from records.inputs import whole
from reports.draft import Draft
from reports.editing import stating
from reports.editing.wording import ReportLockedError
from reports.signing import steps as signing
from reports.views.access import taken
from reports.views.desk import DeskView
from reports.views.wording import LOCKED


class Statement(DeskView):
    """Something stated from the desk, which then shows what it changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def back(self, at: str = "") -> HttpResponse:
        return redirect(f"{reverse('reports:report')}?year={self.year}{at}")

    def done(self, at: str) -> HttpResponse:
        """Back, after what was typed has been taken."""
        return self.back(f"{taken(self.request)}{at}")


class Zero(Statement):
    """零报告, for the whole 街道 or for the communities that have no records."""

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = [
            number for value in request.POST.getlist("community") if (number := whole(value)) is not None
        ]
        try:
            stating.state_zero(
                self.draft, request.POST.get("key", ""), chosen, request.POST.get("note", ""), by=request.user
            )
        except ReportLockedError:
            messages.error(request, LOCKED)
        except ValidationError as error:
            messages.error(request, "没有写入：" + "；".join(error.messages))
        else:
            messages.success(request, "已作零报告")
            return self.done("#missing")
        return self.back("#missing")


class Pass(Statement):
    """A warning, or all of one check, is passed with a written reason."""

    def post(self, request: HttpRequest) -> HttpResponse:
        reason, check = request.POST.get("reason", "").strip(), request.POST.get("check", "")
        try:
            if "all" in request.POST:
                stating.pass_warnings(self.draft, check, reason, by=request.user)
            else:
                stating.pass_warning(
                    self.draft, check, request.POST.get("subject", ""), reason, by=request.user
                )
        except ReportLockedError:
            messages.error(request, LOCKED)
        except stating.WarningNotFoundError:
            messages.info(request, "这条提醒已经不在了")
        except ValidationError as error:
            messages.error(request, "没有放行：" + "；".join(error.messages))
        else:
            return self.done("#checks")
        return self.back("#checks")


STEPS: dict[str, tuple[Callable[[Draft, Any], Any], str]] = {
    "submit": (signing.submit, "已送审，请审核后定稿"),
    "return": (signing.send_back, "已退回修改"),
    "sign": (signing.sign, "已定稿。文字和数字从此不变，随时可以重新下载"),
    "reopen": (signing.reopen, "已开新稿，原来的定稿仍然保存"),
}


class Sign(Statement):
    def post(self, request: HttpRequest) -> HttpResponse:
        step = STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        take, said = step
        try:
            take(self.draft, request.user)
        except signing.TransitionNotAllowedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return self.back()
