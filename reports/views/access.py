"""Pages about a year, for some roles."""

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

FIRST_YEAR = 2000


class YearView(LoginRequiredMixin, View):
    """A page of one year, taken from the address (this year where it names none), open by its kind."""

    kind: ClassVar[PageKind]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not may_read(request.user, self.kind) or request.user.subdistrict_id is None:
                raise PermissionDenied
            chosen_year(request)  # another page than the one asked for would be taken for it
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """Whoever asks: behind the sign-in it is an account."""
        return cast(User, self.request.user)

    @property
    def year(self) -> int:
        return chosen_year(self.request)

    @cached_property
    def scope(self) -> ReportScope:
        return scope_for(self.user, self.year)


def saved_form(request: HttpRequest) -> str:
    """Return what an address adds to say which form was saved.

    The browser then drops its own copy of what was typed into that form.
    """
    name = request.POST.get("kept", "")
    if not name:
        return ""
    return f"&{urlencode({'kept': name})}"


def chosen_year(request: HttpRequest) -> int:
    """Return the year in the address, this year where it names none; 404 for one without reports."""
    year = named_year(request)
    if year is None:
        raise Http404
    return year


def named_year(request: HttpRequest) -> int | None:
    """Return the year in the address, this year where it names none; None for one without reports."""
    this_year = timezone.localdate().year
    year = whole(request.GET.get("year", str(this_year)))
    if year is None or not FIRST_YEAR <= year <= this_year:
        return None
    return year


def years() -> list[int]:
    """Return the years to choose from, newest first."""
    this_year = timezone.localdate().year
    return list(range(this_year, this_year - 5, -1))
