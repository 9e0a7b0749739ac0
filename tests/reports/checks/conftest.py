"""The demo's report, which is clean, and the same with something changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from communities.models import SubDistrict
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Value
from reports.context import ReportScope, scope_of
from reports.draft import Draft
from reports.models import Passage
from reports.text.passages import default
from tests.demo.loaded import load_once

YEAR = timezone.localdate().year - 1
Values = dict[str, Value]


@dataclass(frozen=True)
class Demo:
    """Its figures of the year and of the year before, computed once."""

    office: SubDistrict
    values: Values
    before: Values

    def draft(
        self,
        values: Values | None = None,
        passages: Callable[[ReportScope], list[Passage]] | None = None,
        today: date | None = None,
    ) -> Draft:
        """The report of the year as it would be with other figures, or with other passages, or on another day."""
        scope = scope_of(self.office, YEAR, today or timezone.localdate())
        changed = Draft(scope, {**self.values, **(values or {})}, passages(scope) if passages else None)
        changed.facts.before = self.before
        return changed


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Demo]:
    """For tests marked django_db only: loaded once for this package and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_once()
        office = SubDistrict.objects.get()
        yield Demo(
            office, *(compute(CATALOGUE.values(), scope_of(office, year)) for year in (YEAR, YEAR - 1))
        )
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db) -> Demo:
    return loaded


def reworded(**texts: str) -> Callable[[ReportScope], list[Passage]]:
    """The default wording with some passages said otherwise; in a keyword's name __ stands for a dot."""
    given = {key.replace("__", "."): text for key, text in texts.items()}

    def passages(scope: ReportScope) -> list[Passage]:
        found = default(scope.report)
        for passage in found:
            passage.text = given.get(passage.key, passage.text)
        return found

    return passages


def without(*parts: str) -> Callable[[ReportScope], list[Passage]]:
    """The default wording with these parts, or single passages, switched off."""

    def passages(scope: ReportScope) -> list[Passage]:
        found = default(scope.report)
        for passage in found:
            passage.written = passage.part not in parts and passage.key not in parts
        return found

    return passages
