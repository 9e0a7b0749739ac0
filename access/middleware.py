"""What every request passes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from access.guard import require_reach


class ReachGuard:
    """Let no page query records without a reach."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with require_reach():
            return self.get_response(request)
