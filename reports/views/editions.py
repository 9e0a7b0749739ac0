"""Signed editions: what was signed, whether it would differ today, and how one differs from another."""

import difflib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property

from records.inputs import whole
from reports.context import ReportScope, scope_for
from reports.facts import Facts
from reports.models import Edition
from reports.outline.tokens import LABELS
from reports.outputs.copies import COPIES
from reports.signing import edition as editions
from reports.views.desk import DeskView
from reports.views.outputs import chosen, edition_data, edition_file


class EditionView(DeskView):
    """A page about one edition of the 街道's own reports."""

    @cached_property
    def edition(self) -> Edition:
        own = Edition.objects.filter(report__subdistrict=self.request.user.subdistrict_id).select_related(
            "report", "signed_by", "submitted_by"
        )
        return get_object_or_404(own, pk=self.kwargs["pk"])

    @property
    def scope(self) -> ReportScope:
        """Of the edition's year, seen from today."""
        return scope_for(self.request.user, self.edition.report.year)  # type: ignore[arg-type]


class EditionPage(EditionView):
    """The frozen text, its fingerprint, and the figures that would come out otherwise today."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self.edition
        context: dict[str, Any] = {
            "edition": edition,
            "scope": self.scope,
            "intact": edition.intact,
            "kinds": COPIES.values(),
        }
        context["others"] = edition.report.editions.exclude(pk=pk).defer("content")
        if edition.intact:
            context |= {
                "document": editions.document(edition),
                "differences": editions.differences(edition, Facts(self.scope)),
                "remarks": edition.thaw()["remarks"],
            }
        return render(request, "reports/edition.html", context)


class EditionFile(EditionView):
    """The same file, made again from what was frozen."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return edition_file(self.edition, chosen(request))


class EditionData(EditionView):
    """The frozen figures as a workbook, with the records at the versions that were signed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return edition_data(self.edition)


class Compare(EditionView):
    """Two editions, or an edition and the present draft: paragraphs side by side, figures that differ."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self.edition
        second = self.second() if "with" in request.GET else None
        if not (edition.intact and (second is None or second.intact)):
            raise Http404
        if second is None:
            later, title = self.draft.document, "现在的草稿"
            figures = [
                (d.value.indicator.label, d.signed, d.now)
                for d in editions.differences(edition, self.draft.facts)
            ]
        else:
            later, title = editions.document(second), str(second)
            figures = _figures(edition, second)
        context = {"edition": edition, "scope": self.scope, "title": title, "figures": figures}
        context["rows"] = side_by_side(
            editions.paragraphs(editions.document(edition)), editions.paragraphs(later)
        )
        return render(request, "reports/compare.html", context)

    def second(self) -> Edition:
        """Another edition of the same report, by its number in the address."""
        return get_object_or_404(self.edition.report.editions, pk=whole(self.request.GET["with"]))


def _figures(first: Edition, second: Edition) -> list[tuple[str, str, str]]:
    before, after = first.thaw()["figures"], second.thaw()["figures"]
    keys = [
        key for key in before | after if before.get(key, {}).get("text") != after.get(key, {}).get("text")
    ]
    return [
        (LABELS.get(key, key), before.get(key, {}).get("text", ""), after.get(key, {}).get("text", ""))
        for key in keys
    ]


def side_by_side(before: Any, after: Any) -> list[tuple[list[tuple[str, bool]], list[tuple[str, bool]]]]:
    """Changed paragraphs only: each side in stretches, those that the other lacks marked."""
    before, after = list(before), list(after)
    rows = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            rows.append(_stretches("\n".join(before[a:b]), "\n".join(after[c:d])))
    return rows


def _stretches(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    left, right = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left.append((before[a:b], tag != "equal"))
        right.append((after[c:d], tag != "equal"))
    return [s for s in left if s[0]], [s for s in right if s[0]]
