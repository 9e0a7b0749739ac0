"""A session ends when idle, and a new account chooses its own password first."""

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
    """Prolongs a session at most once a minute: a write on every page would queue readers behind writers.

    It is written here and not on the way out, where a busy database would take the page away: prolonging can wait.
    """

    EVERY = 60  # seconds

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        due = request.user.is_authenticated and time.time() - request.session.get("seen", 0) > self.EVERY
        response = self.get_response(request)
        if due and request.user.is_authenticated and response.status_code < 500:
            self.prolong(request)
        return response

    def prolong(self, request: HttpRequest) -> None:
        session = request.session
        changed = session.modified  # by the page itself: then it is written with its cookie on the way out
        session["seen"] = int(time.time())
        if changed:
            return
        try:
            session.save()
        except (DatabaseError, UpdateError):  # busy, or signed out elsewhere meanwhile
            del session["seen"]
        session.modified = False


class OwnPasswordFirst:
    """Until the given password is replaced, every page leads to replacing it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waiting = request.user.is_authenticated and request.user.must_change_password
        if waiting and resolve(request.path_info).url_name not in OPEN_BEFORE:
            return redirect("password_change")
        return self.get_response(request)
