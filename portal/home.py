"""The home page of each role."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import CharField, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from access.roles import Role
from accounts.lockout import locks
from indicators.catalogue import COUNTS
from indicators.compute import compute
from operations.status import BackupStatus
from records.models import Event, LocalList
from reports.context import ReportScope, scope_for
from reports.draft import Draft
from reports.figures import gaps
from reports.figures.ledger import ledger
from reports.pages import PAGES_OF
from reports.views.access import named_year, years

LATEST = 8


class Home(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if user.role == Role.ADMIN or user.subdistrict_id is None:
            accounts = user.managed_accounts()
            unconfirmed = accounts.filter(reach_confirmed=False).prefetch_related("communities")
            context = {"unconfirmed": unconfirmed, "locks": locks(accounts), "backups": BackupStatus.now()}
            return render(request, "home/admin.html", context)
        scope = scope_for(user, named_year(request) or timezone.localdate().year)  # a home is never refused
        show = self.secretary if user.role == Role.SECRETARY else self.clerk
        return show(request, scope)

    def secretary(self, request: HttpRequest, scope: ReportScope) -> HttpResponse:
        draft = Draft(scope)
        user: Any = request.user
        groups = ledger(draft.facts)
        values = {entry.value.key: entry.value for group in groups for entry in group.entries}
        context = {
            "groups": groups,
            "missing": gaps.missing(values.values(), scope, user),
            "unsettled": gaps.unsettled_matters(scope, user),
            "length": draft.document.length,
            "signed": draft.editions[0] if draft.editions else None,
            "known": sum(not value.missing for value in values.values()),
            "excused": sum(bool(value.excuse) for value in values.values()),
            "total": len(values),
        }
        return render(request, "home/secretary.html", {**context, "scope": scope, "years": years()})

    def clerk(self, request: HttpRequest, scope: ReportScope) -> HttpResponse:
        user: Any = request.user
        whole = user.community_ids is None
        figures = [figure for figure in COUNTS.values() if whole or figure.expects]
        todo = [
            (errand, errand.pages.may_write(user))
            for errand in gaps.errands(compute(figures, scope).values(), scope, user)
        ]
        context = {
            "todo": todo,
            "unsettled": gaps.unsettled_matters(scope, user),
            "quick": quick_entries(user),
            "latest": latest(user),
        }
        return render(request, "home/clerk.html", {**context, "scope": scope})


def quick_entries(user: Any) -> list[Any]:
    """The kinds of record to enter: what happens every week before what stands for years, and no lists of terms."""
    pages = [
        page for model, page in PAGES_OF.items() if page.may_write(user) and not issubclass(model, LocalList)
    ]
    return sorted(pages, key=lambda page: not issubclass(page.model, Event))


def latest(user: Any) -> list[dict[str, Any]]:
    """What this user wrote last, newest first, whatever the kind of record."""
    versions = [
        model.history.filter(history_user=user, history_type__in="+~")
        .order_by()
        .annotate(model=Value(model._meta.label, output_field=CharField()))
        .values_list("history_date", "model", "id")
        for model, pages in PAGES_OF.items()
        if not pages.parent
    ]
    rows = versions[0].union(*versions[1:], all=True).order_by("-history_date")[: LATEST * 4]
    found: dict[tuple[str, int], dict[str, Any]] = {}
    pages_of = {model._meta.label: pages for model, pages in PAGES_OF.items()}
    for moment, name, pk in rows:
        if (name, pk) not in found and len(found) < LATEST:
            found[name, pk] = {"moment": moment, "pages": pages_of[name], "record": None}
    for (_, pk), entry in found.items():
        entry["record"] = entry["pages"].queryset(user).filter(pk=pk).first()
    return [entry for entry in found.values() if entry["record"] is not None]
