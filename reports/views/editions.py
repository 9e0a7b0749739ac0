"""Signed editions: what was signed, whether it would differ today, and how one differs from another."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property

from records.inputs import whole
from reports.facts import Facts
from reports.models import Edition
from reports.outline.tokens import LABELS
from reports.outputs.copies import COPIES
from reports.signing import edition as editions
from reports.views.desk import DeskView
from reports.views.outputs import edition_data, edition_file, requested_copy

Stretch = tuple[str, bool]  # a text, and whether the other side lacks it


class EditionView(DeskView):
    """A page about one edition of the 街道's own reports."""

    @cached_property
    def edition(self) -> Edition:
        own = Edition.objects.filter(report__subdistrict=self.user.subdistrict_id)
        with_names = own.select_related("report", "signed_by", "submitted_by")
        return get_object_or_404(with_names, pk=self.kwargs["pk"])

    @property
    def year(self) -> int:
        """The edition's own: no address names it."""
        return self.edition.report.year


class EditionPage(EditionView):
    """The frozen text, its fingerprint, and the figures that would come out otherwise today."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self.edition
        context: dict[str, object] = {
            "edition": edition,
            "scope": self.scope,
            "intact": edition.intact,
            "kinds": COPIES.values(),
            "others": edition.report.editions.exclude(pk=pk).defer("content"),
        }
        if edition.intact:
            context |= {
                "document": editions.document(edition),
                "differences": editions.differences(edition, Facts(self.scope)),
                "remarks": edition.thaw()["remarks"],
            }
        return render(request, "reports/edition.html", context)


class EditionFile(EditionView):
    """The same file, made again from what was frozen."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return edition_file(self.edition, requested_copy(request))


class EditionData(EditionView):
    """The frozen figures as a workbook, with the records at the versions that were signed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return edition_data(self.edition)


class Compare(EditionView):
    """Two editions, or an edition and the present draft: paragraphs side by side, figures that differ."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = self.edition
        second = self.second()
        if not edition.intact or (second is not None and not second.intact):
            raise Http404
        if second is None:
            title, later, figures = "现在的草稿", self.draft.document, self.figures_since()
        else:
            title, later, figures = str(second), editions.document(second), figures_between(edition, second)
        before, after = editions.paragraphs(editions.document(edition)), editions.paragraphs(later)
        context = {
            "edition": edition,
            "scope": self.scope,
            "title": title,
            "figures": figures,
            "rows": side_by_side(before, after),
        }
        return render(request, "reports/compare.html", context)

    def second(self) -> Edition | None:
        """Return another edition of the same report, where its number is in the address."""
        if "with" not in self.request.GET:
            return None
        return get_object_or_404(self.edition.report.editions, pk=whole(self.request.GET["with"]))

    def figures_since(self) -> list[tuple[str, str, str]]:
        """Return the figures that differ from the present ones: label, as signed, now."""
        figures = []
        for difference in editions.differences(self.edition, self.draft.facts):
            figures.append((difference.value.indicator.label, difference.signed, difference.now))
        return figures


def figures_between(first: Edition, second: Edition) -> list[tuple[str, str, str]]:
    """Return the figures that differ between two editions: label, before, after."""
    before, after = first.thaw()["figures"], second.thaw()["figures"]
    figures = []
    for key in before | after:
        was, now = _text_of(before, key), _text_of(after, key)
        if was != now:
            figures.append((LABELS.get(key, key), was or "", now or ""))
    return figures


def _text_of(figures: Mapping[str, Any], key: str) -> str | None:
    """Return how a figure was printed; None where the edition has none of that key."""
    return figures[key]["text"] if key in figures else None


def side_by_side(before: Iterable[str], after: Iterable[str]) -> list[tuple[list[Stretch], list[Stretch]]]:
    """Return the paragraphs that changed, each side in stretches."""
    before, after = list(before), list(after)
    rows = []
    for is_same, old, new in _blocks(before, after):
        if not is_same:
            rows.append(_stretches("\n".join(before[old]), "\n".join(after[new])))
    return rows


def _stretches(before: str, after: str) -> tuple[list[Stretch], list[Stretch]]:
    left_side, right_side = [], []
    for is_same, old, new in _blocks(before, after):
        if before[old]:
            left_side.append((before[old], not is_same))
        if after[new]:
            right_side.append((after[new], not is_same))
    return left_side, right_side


def _blocks(before: list[str] | str, after: list[str] | str) -> Iterator[tuple[bool, slice, slice]]:
    """Divide two texts into what they share and what differs, in order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        yield tag == "equal", slice(start, end), slice(other_start, other_end)
