"""Every claim of the default falls with the records that bear it: kind by kind they are taken away, and the text read again."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from communities.models import SubDistrict
from records.models import Record
from tests.indicators.generated import Generated
from tests.reports.test_denied_words import Told, closed, faults, sentences, told

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
THE_YEAR = re.compile(r"\d{4}年")  # which the report is of: no record bears it
# What stays whatever is taken away: the office itself, and what the report says of itself.
KEPT = {
    "communities.SubDistrict",
    "communities.Community",
    "communities.Leader",
    "members.PartyOrg",
    "reports.AnnualReport",
}


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker) -> Iterator[SubDistrict]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Generated(seed=61).office
        transaction.set_rollback(True)


def kinds() -> list[type[Record]]:
    found = [
        model for model in apps.get_models() if issubclass(model, Record) and model._meta.label not in KEPT
    ]
    return sorted(found, key=lambda model: model._meta.label)


def take_away(rows: models.QuerySet) -> None:
    """Rows alone, whatever points at them: all of it is rolled back."""
    rows._raw_delete(rows.db)


def counted(report: Told) -> set[str]:
    """What is printed and has a number in it, sentence by sentence."""
    lines = [
        said
        for document in report.documents
        for paragraph in document.paragraphs()
        for said in sentences(paragraph.text)
    ]
    return {said for said in lines if any(letter.isdigit() for letter in THE_YEAR.sub("", said))}


@pytest.fixture(scope="module")
def flipped(office, django_db_blocker) -> dict[str, tuple[set[str], list[str]]]:
    """By kind of record what is still printed without it, and what of that no record bears."""
    found = {}
    with django_db_blocker.unblock():
        for model in kinds():
            with transaction.atomic(), connection.constraint_checks_disabled():
                rows = (
                    model._base_manager.filter(subdistrict=office)
                    if hasattr(model, "subdistrict")
                    else model._base_manager.all()
                )
                if rows.exists():
                    take_away(rows)
                    report = told(closed(office))
                    found[model._meta.label] = (counted(report), sorted(set(faults(report))))
                transaction.set_rollback(True)
    return found


def test_what_is_left_is_borne_by_the_records_that_are_left(flipped):
    assert {label: unborne for label, (_, unborne) in flipped.items() if unborne} == {}


def test_no_number_outlasts_its_records(office, flipped):
    before = counted(told(closed(office)))
    assert sorted(set.intersection(before, *(said for said, _ in flipped.values()))) == []


def test_enough_kinds_of_record_are_taken_away(flipped):
    assert len(flipped) > 15
