"""What every response passes through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from common.proxies import Proxies, settle
from portal import health
from records.searching import redirect_with, without_numbers

Next = Callable[[HttpRequest], HttpResponse]


class TrustedProxies:
    """The first: whatever comes after it reads the client's address and scheme, and no forwarded header."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.proxies = Proxies(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        settle(request.META, self.proxies)
        return self.get_response(request)


class Probes:
    """Answers whoever watches over the portal before a session or the name of the host is asked for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = health.PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class PrivatePages:
    """Pages of records are not kept by the browser or by a proxy."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class WordsForWrongMethod:
    """Django refuses a method with an empty page: here it says what the address is for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html").encode()
        return response


class NumbersOutOfAddresses:
    """No address holds a full ID number or phone, typed by hand or kept from earlier: the page answers by another address.

    It stands before every view, so that no page, no way to the login page and no line of a log repeats the number.
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
