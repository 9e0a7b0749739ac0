"""Pages about a year, for some roles."""

from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views import View

from access.roles import PageKind, may_read
from records.inputs import whole
from reports.context import ReportScope, scope_for

FIRST_YEAR = 2000


class YearView(LoginRequiredMixin, View):
    """A page of one year, taken from the address (this year where it names none), open by its kind."""

    kind: ClassVar[PageKind]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and (
            not may_read(request.user, self.kind) or request.user.subdistrict_id is None
        ):
            raise PermissionDenied
        if request.user.is_authenticated:
            chosen_year(request)  # another page than the one asked for would be taken for it
        return super().dispatch(request, *args, **kwargs)

    @property
    def year(self) -> int:
        return chosen_year(self.request)

    @cached_property
    def scope(self) -> ReportScope:
        reader: Any = self.request.user
        return scope_for(reader, self.year)


def taken(request: HttpRequest) -> str:
    """What an address adds to say that the form named here is saved: the browser then drops its own copy of what was typed."""
    name = request.POST.get("kept", "")
    return f"&{urlencode({'kept': name})}" if name else ""


def chosen_year(request: HttpRequest) -> int:
    """The year in the address, this year where it names none; 404 for one of which there are no reports."""
    year = named_year(request)
    if year is None:
        raise Http404
    return year


def named_year(request: HttpRequest) -> int | None:
    """The year in the address, where there are reports of it; without one this year."""
    year, this = whole(request.GET.get("year", str(timezone.localdate().year))), timezone.localdate().year
    return year if year is not None and FIRST_YEAR <= year <= this else None


def years() -> list[int]:
    """The years to choose from, newest first."""
    this = timezone.localdate().year
    return [this - back for back in range(5)]
