"""Pages that belong to no domain."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from dangjian.context import TEXT_SIZES
from dangjian.trouble import explain
from reports.checks import CHECKS


def text_size(request: HttpRequest, size: str) -> HttpResponse:
    """Remember the text size in this browser, and go back."""
    if size not in dict(TEXT_SIZES):
        raise Http404
    back = request.GET.get("next", "/")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if own and back.startswith("/") else "/")
    response.set_cookie("text_size", size, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error, made without asking the database; one in trouble is told apart: its users can wait or call."""
    error = sys.exc_info()[1]
    if not isinstance(error, DatabaseError):
        return HttpResponse(render_to_string("500.html"), status=500)
    title, advice = explain(error)
    return HttpResponse(render_to_string("503.html", {"title": title, "advice": advice}), status=503)


@login_required
def manual(request: HttpRequest) -> HttpResponse:
    """使用手册."""
    return render(request, "manual.html", {"checks": CHECKS})
