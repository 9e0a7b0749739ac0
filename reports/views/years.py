"""The year that a page is about, in its address, and the base of all pages about one."""

from functools import cached_property
from typing import ClassVar, cast
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views import View

from access.roles import PageKind, may_read
from accounts.models import User
from records.inputs import whole
from reports.context import ReportScope, scope_for
from reports.models import FIRST_YEAR

MOST_YEARS = 5  # to choose from


class YearView(LoginRequiredMixin, View):
    """A page of one year, taken from the address (this year where it names none), open by its kind."""

    kind: ClassVar[PageKind]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not may_read(request.user, self.kind) or request.user.subdistrict_id is None:
                raise PermissionDenied
            year_or_404(request)  # refuse a year that cannot be before any page is built
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """Whoever asks: behind the sign-in it is an account."""
        return cast(User, self.request.user)

    @property
    def year(self) -> int:
        return year_or_404(self.request)

    @cached_property
    def scope(self) -> ReportScope:
        return scope_for(self.user, self.year)


def saved_form_query(request: HttpRequest) -> str:
    """Return what the query of an address adds, behind its `?…`, to say which form was saved.

    The browser then drops its own copy of what was typed into that form.
    """
    name = request.POST.get("kept", "")
    if not name:
        return ""
    return f"&{urlencode({'kept': name})}"


def year_or_404(request: HttpRequest) -> int:
    """Return the year in the address, this year where it names none; 404 for one without reports."""
    year = year_or_none(request)
    if year is None:
        raise Http404
    return year


def year_or_none(request: HttpRequest) -> int | None:
    """Return the year in the address, this year where it names none; None for one without reports."""
    this_year = timezone.localdate().year
    year = whole(request.GET.get("year", str(this_year)))
    if year is None or not FIRST_YEAR <= year <= this_year:
        return None
    return year


def years() -> list[int]:
    """Return the years to choose from, newest first."""
    this_year = timezone.localdate().year
    return list(range(this_year, this_year - MOST_YEARS, -1))
