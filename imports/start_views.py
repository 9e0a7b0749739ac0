"""开通: what a new office brings in first, kind by kind in the order in which records need others."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from access.roles import PageKind, Reader, Role, may_write, reader_of
from common.attachments import XLSX, attachment
from imports.kinds import KINDS, in_order, needed_by
from imports.workbooks.template import template_of_all
from records.models import LocalList, Standing
from records.pages import RecordPages

# The registers without which hardly anything can be entered, in the order of a new office.
FIRST = (
    "communities.community",
    "communities.leader",
    "members.partyorg",
    "members.member",
    "members.postholder",
    "members.twonewunit",
)


def kinds_of(reader: Reader) -> list[type[RecordPages]]:
    """Return the kinds that somebody may write, those that others name first.

    Without lists that have usual terms.
    """
    kinds = []
    for label in in_order():
        pages = KINDS[label]
        if pages.may_write(reader) and not issubclass(pages.model, LocalList):
            kinds.append(pages)
    return kinds


def is_complete(reader: Reader) -> bool:
    """Tell whether there is a record of each of the first registers that somebody may write."""
    for label in FIRST:
        if KINDS[label].may_write(reader) and not KINDS[label].queryset(reader).exists():
            return False
    return True


class Start(LoginRequiredMixin, View):
    """How far the office is, and the doors of each kind; for a 管理员 the accounts that it takes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        reader = reader_of(request)
        if may_write(reader, PageKind.ACCOUNTS):
            return self.accounts(request)
        if not kinds_of(reader):
            raise PermissionDenied
        steps = [_step(pages, reader) for pages in kinds_of(reader)]
        steps.sort(key=lambda step: not step["is_first"])
        groups = [
            ("先录入的", [step for step in steps if step["is_first"]]),
            ("其余的名册", [step for step in steps if step["is_register"] and not step["is_first"]]),
            ("一年的记录", [step for step in steps if not step["is_register"] and not step["is_first"]]),
        ]
        context = {"groups": groups, "is_complete": is_complete(reader)}
        return render(request, "imports/start.html", context)

    def accounts(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        accounts = user.managed_accounts().filter(is_active=True)
        roles = [(role.label, accounts.filter(role=role).count()) for role in (Role.SECRETARY, Role.CLERK)]
        return render(request, "imports/start_accounts.html", {"roles": roles, "office": user.subdistrict})


def _step(pages: type[RecordPages], reader: Reader) -> dict[str, Any]:
    return {
        "pages": pages,
        "label": pages.label(),
        "count": pages.queryset(reader).count(),
        "needs": [each.name() for each in needed_by(pages)],
        "is_first": pages.label() in FIRST,
        "is_register": issubclass(pages.model, Standing),
    }


class WholeTemplate(LoginRequiredMixin, View):
    """One workbook with a sheet for each kind, to be filled in as far as the office wants."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        reader = reader_of(request)
        kinds = kinds_of(reader)
        if not kinds:
            raise PermissionDenied
        return attachment(template_of_all(kinds, reader), "全部记录模板.xlsx", XLSX)
