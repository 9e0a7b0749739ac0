"""Names of private persons in a text: whatever stands in some record as somebody's name."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.apps import apps

from communities.models import Leader
from records.models import Record
from reports.context import ReportScope
from reports.text.surnames import DOUBLE, SINGLE

SURNAME = re.compile(f"(?=({'|'.join(DOUBLE)}|[{SINGLE}]))")
LENGTHS = range(2, 5)  # characters of a name
MOST = 10_000  # names asked for in one statement


def candidates(text: str) -> Iterator[str]:
    """Every stretch that may be a name, wherever a surname stands."""
    for match in SURNAME.finditer(text):
        for length in LENGTHS:
            if length > len(match[1]) and match.start() + length <= len(text):
                yield text[match.start() : match.start() + length]


def named(text: str, private: set[str]) -> Iterator[str]:
    """The longest of those that begin at one place."""
    for match in SURNAME.finditer(text):
        found = [
            name for length in LENGTHS if (name := text[match.start() : match.start() + length]) in private
        ]
        yield from found[-1:]


def public(scope: ReportScope) -> set[str]:
    """Those whom a report may name: the 班子 of any year, and who reports."""
    leaders = Leader.objects.of(scope.subdistrict.pk).values_list("name", flat=True)
    return {*leaders, scope.reporter, scope.subdistrict.reporter}


def on_record(scope: ReportScope, asked: Sequence[str]) -> set[str]:
    """Those of the names that stand in some record of this 街道."""
    found: set[str] = set()
    for model in _telling_of_persons() if asked else ():
        rows = model._default_manager.of(scope.subdistrict.pk).order_by()  # type: ignore[attr-defined]
        for start in range(0, len(asked), MOST):
            rows_named = rows.filter(**{f"{model.private_name}__in": asked[start : start + MOST]})
            found.update(rows_named.values_list(model.private_name, flat=True).distinct())
    return found


def _telling_of_persons() -> Iterable[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record) and model.private_name]
