"""A session ends when idle, and a new account chooses its own password first."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

Next = Callable[[HttpRequest], HttpResponse]
OPEN_BEFORE = {"password_change", "logout", "login", "text-size"}


class IdleTimeout:
    """Prolongs a session at most once a minute: a write on every page would queue readers behind writers."""

    EVERY = 60  # seconds

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and time.time() - request.session.get("seen", 0) > self.EVERY:
            request.session["seen"] = int(time.time())
        return self.get_response(request)


class OwnPasswordFirst:
    """Until the given password is replaced, every page leads to replacing it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waiting = request.user.is_authenticated and request.user.must_change_password
        if waiting and resolve(request.path_info).url_name not in OPEN_BEFORE:
            return redirect("password_change")
        return self.get_response(request)
