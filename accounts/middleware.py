"""End a session when it is idle, and let a new account choose its own password first."""

import time
from collections.abc import Callable

from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

Next = Callable[[HttpRequest], HttpResponse]
OPEN_BEFORE = {"password_change", "logout", "login", "text-size"}


class IdleTimeout:
    """Prolong a session at most once a minute: a write on every page would queue readers behind writers.

    The session is saved here and not by Django's own middleware, where a busy database would take the page
    away: prolonging can wait.
    """

    EVERY = 60  # seconds

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_due = request.user.is_authenticated and self.is_due(request)
        response = self.get_response(request)
        if is_due and request.user.is_authenticated and response.status_code < 500:
            self.prolong(request)
        return response

    def is_due(self, request: HttpRequest) -> bool:
        return time.time() - request.session.get("seen", 0) > self.EVERY

    def prolong(self, request: HttpRequest) -> None:
        session = request.session
        is_saved_later = session.modified  # a change by the page itself is saved on the way out
        session["seen"] = int(time.time())
        if is_saved_later:
            return
        try:
            session.save()
        except (DatabaseError, UpdateError):  # busy, or signed out elsewhere meanwhile
            del session["seen"]
        session.modified = False


class OwnPasswordFirst:
    """Lead every page to the one for a new password until that which was given is replaced."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_waiting = request.user.is_authenticated and request.user.must_change_password
        if is_waiting and resolve(request.path_info).url_name not in OPEN_BEFORE:
            return redirect("password_change")
        return self.get_response(request)
