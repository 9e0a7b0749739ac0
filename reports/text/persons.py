"""Names of private persons in a text: whatever stands in some record as somebody's name."""

import re
from collections.abc import Iterator, Sequence

from django.apps import apps

from communities.models import Leader
from records.models import Record
from reports.context import ReportScope
from reports.text.surnames import DOUBLE, SINGLE

SURNAME = re.compile(f"(?=({'|'.join(DOUBLE)}|[{SINGLE}]))")
LENGTHS = range(2, 5)  # characters of a name
MOST = 10_000  # names asked for in one statement


def candidates(text: str) -> Iterator[str]:
    """Return every stretch that may be a name, wherever a surname stands."""
    for match in SURNAME.finditer(text):
        for length in LENGTHS:
            if length > len(match[1]) and match.start() + length <= len(text):
                yield text[match.start() : match.start() + length]


def names_in(text: str, private: set[str]) -> Iterator[str]:
    """Return the private names in a text; of several that begin at one place the longest."""
    for match in SURNAME.finditer(text):
        for length in reversed(LENGTHS):
            name = text[match.start() : match.start() + length]
            if name in private:
                yield name
                break


def public(scope: ReportScope) -> set[str]:
    """Return whom a report may name: the 班子 of any year, and the reporter."""
    leaders = Leader.objects.of(scope.subdistrict.pk).values_list("name", flat=True)
    return {*leaders, scope.reporter, scope.subdistrict.reporter}


def on_record(scope: ReportScope, names: Sequence[str]) -> set[str]:
    """Return those of the names that stand in some record of this 街道."""
    if not names:
        return set()
    matching: set[str] = set()
    for model in _models_with_persons():
        rows = model._default_manager.of(scope.subdistrict.pk).order_by()  # type: ignore[attr-defined]
        for start in range(0, len(names), MOST):
            same = rows.filter(**{f"{model.private_name}__in": names[start : start + MOST]})
            matching.update(same.values_list(model.private_name, flat=True).distinct())
    return matching


def _models_with_persons() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record) and model.private_name]
