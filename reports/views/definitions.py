"""口径手册: what every figure means, for reading and for printing."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from access.roles import PageKind
from indicators.catalogue import CATALOGUE, numbers
from indicators.kinds import Indicator
from reports.figures.ledger import GROUPS
from reports.views.years import YearView


@dataclass(frozen=True)
class Entry:
    """A figure with the numbers under which the report prints it."""

    figure: Indicator
    numbers: list[int]


class Definitions(YearView):
    """All figures, grouped as the ledger groups them, each with an anchor by its key; the same every year."""

    kind = PageKind.FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        groups = []
        for title, subtitle, keys in GROUPS:
            entries = [Entry(CATALOGUE[key], numbers(key)) for key in keys]
            groups.append((title, subtitle, entries))
        return render(request, "reports/definitions.html", {"groups": groups, "total": len(CATALOGUE)})
