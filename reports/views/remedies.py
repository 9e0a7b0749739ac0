"""The press that takes the problems of last year's signed report into this year's 整改."""

from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views import View

from access.roles import PageKind, Reader, may_write
from accounts.models import User
from duties.pages import RemedyPages
from reports.context import scope_for
from reports.facts import Facts
from reports.problems_before import problems_before, take
from reports.views.years import year_or_404


def may_take(reader: Reader) -> bool:
    """Say whether somebody may: whoever enters 整改 of the whole 街道, and whoever writes its report."""
    if not reader.record_reach.is_whole:
        return False
    return RemedyPages.may_write(reader) or may_write(reader, PageKind.REPORT)


class TakeProblems(LoginRequiredMixin, View):
    """The problems of the year before the one in the address."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not may_take(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.board()

    def post(self, request: HttpRequest) -> HttpResponse:
        user = cast(User, request.user)
        facts = Facts(scope_for(user, year_or_404(request)))
        before = facts.scope.year - 1
        if not problems_before(facts):
            messages.info(request, f"{before}年的报告没有定稿，或没有写问题，没有可取的")
            return self.board()
        try:
            number = take(facts, by=user)
        except IntegrityError:
            messages.error(request, "刚才已有同事取入，请看过现在的内容再办")
            return self.board()
        if number:
            messages.success(
                request, f"已取入{before}年报告的问题 {number} 项，请逐项核对措施、责任人和期限，没有的填上"
            )
        else:
            messages.info(request, f"{before}年报告的问题都已在整改里")
        return self.board()

    def board(self) -> HttpResponse:
        query = urlencode({"year": year_or_404(self.request)})
        return redirect(f"{RemedyPages.url('board')}?{query}")
