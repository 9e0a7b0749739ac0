"""The home page of each role."""

from datetime import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from access.roles import Role
from accounts.lockout import locks
from accounts.models import User
from imports.start_views import is_complete
from indicators.catalogue import COUNTS
from indicators.compute import compute
from operations.status import BackupStatus
from records.models import Event, LocalList
from records.pages import RecordPages
from reports.context import ReportScope, scope_for
from reports.draft import Draft
from reports.figures import gaps
from reports.figures.ledger import ledger
from reports.pages import PAGES_OF
from reports.views.years import year_or_none, years

LATEST = 8


class Home(LoginRequiredMixin, View):
    """The first page after signing in, which is another one for each role."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if user.role == Role.ADMIN or user.subdistrict_id is None:
            return self.admin(request, user)
        year = year_or_none(request) or timezone.localdate().year  # a home is never refused
        scope = scope_for(user, year)
        if user.role == Role.SECRETARY:
            return self.secretary(request, user, scope)
        return self.clerk(request, user, scope)

    def admin(self, request: HttpRequest, user: User) -> HttpResponse:
        accounts = user.managed_accounts()
        context = {
            "unconfirmed": accounts.filter(reach_confirmed=False).prefetch_related("communities"),
            "locks": locks(accounts),
            "backups": BackupStatus.now(),
        }
        return render(request, "home/admin.html", context)

    def secretary(self, request: HttpRequest, user: User, scope: ReportScope) -> HttpResponse:
        draft = Draft(scope)
        groups = ledger(draft.facts)
        values = {}
        for group in groups:
            for entry in group.entries:
                values[entry.value.key] = entry.value
        signed_edition = None
        if draft.editions:
            signed_edition = draft.editions[0]
        context = {
            "groups": groups,
            "missing": gaps.missing(values.values(), scope, user),
            "unsettled": gaps.unsettled_matters(scope, user),
            "length": draft.document.length,
            "signed": signed_edition,
            "known": sum(not value.missing for value in values.values()),
            "excused": sum(bool(value.excuse) for value in values.values()),
            "total": len(values),
            "scope": scope,
            "years": years(),
        }
        return render(request, "home/secretary.html", context)

    def clerk(self, request: HttpRequest, user: User, scope: ReportScope) -> HttpResponse:
        figures = list(COUNTS.values())
        if not user.record_reach.is_whole:
            figures = [figure for figure in figures if figure.expects]
        errands = gaps.errands(compute(figures, scope).values(), scope, user)
        context = {
            "todo": [(errand, errand.pages.may_write(user)) for errand in errands],
            "unsettled": gaps.unsettled_matters(scope, user),
            "quick": quick_entries(user),
            "latest": latest_records(user),
            "scope": scope,
            "is_new": not is_complete(user),
        }
        return render(request, "home/clerk.html", context)


def quick_entries(user: User) -> list[type[RecordPages]]:
    """List the kinds of record to enter: what happens every week before what stands for years.

    Lists of terms are left out.
    """
    events = []
    others = []
    for model, pages in PAGES_OF.items():
        if not pages.may_write(user) or issubclass(model, LocalList):
            continue
        if issubclass(model, Event):
            events.append(pages)
        else:
            others.append(pages)
    return events + others


def latest_records(user: User) -> list[dict[str, Any]]:
    """Return what this user wrote last, newest first, whatever the kind of record.

    Each entry has the moment, the pages of the kind and the record; what the user cannot reach any more is
    left out.
    """
    pages_of = {model._meta.label: pages for model, pages in PAGES_OF.items()}
    moments: dict[tuple[str, int], datetime] = {}
    for moment, label, key in _latest_versions(user):
        if len(moments) == LATEST:
            break
        moments.setdefault((label, key), moment)
    entries = []
    for (label, key), moment in moments.items():
        pages = pages_of[label]
        record = pages.queryset(user).filter(pk=key).first()
        if record is not None:
            entries.append({"moment": moment, "pages": pages, "record": record})
    return entries


def _latest_versions(user: User) -> QuerySet:
    """Ask for the moment, the model's label and the record's key of the versions that a user wrote last.

    There are more of them than records to be shown, as one record may have several.
    """
    versions = []
    for model, pages in PAGES_OF.items():
        if pages.parent:
            continue
        own_versions = model.history.filter(history_user=user, history_type__in="+~").order_by()
        label = Value(model._meta.label, output_field=CharField())
        versions.append(own_versions.annotate(model=label).values_list("history_date", "model", "id"))
    return versions[0].union(*versions[1:], all=True).order_by("-history_date")[: LATEST * 4]
