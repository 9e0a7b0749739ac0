"""Middleware: what every request and response passes through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string

from common.proxies import Proxies, settle
from portal import health
from records.searching import redirect_with, without_numbers

Next = Callable[[HttpRequest], HttpResponse]


class TrustedProxies:
    """Settle the client's address and scheme; whatever comes after it reads no forwarded header."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.proxies = Proxies(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        settle(request.META, self.proxies)
        return self.get_response(request)


class Probes:
    """Answer whoever watches over the portal, before a session or the name of the host is asked for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = health.PROBES.get(request.path_info)
        if probe:
            return probe(request)
        return self.get_response(request)


class CompressedPages(GZipMiddleware):
    """Send pages compressed, with Django's random padding against BREACH.

    Files are left as they are: workbooks and Word files are compressed in themselves, and a browser shows the
    progress of a download only where its length is told.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class PrivatePages:
    """Let neither the browser nor a proxy keep pages, and let no page use camera, microphone or position."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class WordsForWrongMethod:
    """Say what an address is for where Django refuses a method with an empty page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html").encode()
        return response


class NumbersOutOfAddresses:
    """Lead from an address that holds a full ID number or phone to one without it.

    It stands before every view, so that no page, no redirect to the login page and no line of a log repeats
    the number.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = without_numbers(request.GET)
        if query is None:
            return self.get_response(request)
        if request.method in ("GET", "HEAD"):
            return redirect_with(request, query)
        request.META["QUERY_STRING"] = query.urlencode()
        request.GET = query  # type: ignore[assignment]  # nothing changes it further on
        return self.get_response(request)
