"""Every figure of the catalogue: missing on nothing, zero on a base, its value, and what must not count."""

from collections.abc import Iterator
from copy import copy
from datetime import date

import pytest
from django.db import transaction

from indicators.catalogue import CATALOGUE, NUMBERED
from indicators.compute import compute
from reports.context import scope_of
from tests.factories import YEAR, SubDistrictFactory
from tests.indicators.cases import CASES
from tests.indicators.place import Place

TODAY = date(YEAR + 1, 3, 1)


@pytest.fixture(scope="module")
def bare(django_db_setup, django_db_blocker) -> Iterator[Place]:
    """For all tests of this module; taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Place(SubDistrictFactory(), SubDistrictFactory())
        transaction.set_rollback(True)


@pytest.fixture
def place(bare, db) -> Place:
    """With what a test builds there besides, which is taken back at its end."""
    return copy(bare)


def value_of(key, office):
    return compute([CATALOGUE[key]], scope_of(office, YEAR, TODAY))[key]


def builds(attribute):
    """(key, build) of one table of the cases."""
    found = [
        (key, name, build)
        for key, case in CASES.items()
        for name, build in (getattr(case, attribute) or {}).items()
    ]
    return [pytest.param(key, build, id=f"{key}: {name}") for key, name, build in found]


def with_base():
    return [key for key, case in CASES.items() if case.base]


def test_the_table_covers_every_counted_figure():
    assert set(CASES) == {key for key, figure in CATALOGUE.items() if figure.kind in "FSRD"}


def test_the_report_numbers_69_figures_of_the_catalogue():
    assert len(NUMBERED) == 69
    assert set(NUMBERED) <= set(CATALOGUE)
    assert NUMBERED[60], NUMBERED[66] == ("services.checked_in_members", "services.brands")


def test_on_an_office_without_records_everything_is_missing_and_nothing_zero(db):
    office = SubDistrictFactory()
    values = compute(CATALOGUE.values(), scope_of(office, YEAR, TODAY))
    known = {key for key, value in values.items() if not value.missing}
    assert known == {"communities.low_satisfaction_threshold"}
    assert {value.text for key, value in values.items() if key not in known} == {"X"}
    assert not any(value.zero for value in values.values())


@pytest.mark.parametrize("key", with_base())
def test_base_with_nothing_counted_is_zero(key, place):
    CASES[key].base(place)
    value = value_of(key, place.office)
    assert (value.value, value.missing, value.text, value.zero) == (0, False, CASES[key].zero, True)


@pytest.mark.parametrize("key", with_base())
def test_base_of_another_office_is_no_base(key, db):
    office = SubDistrictFactory()
    CASES[key].base(Place(SubDistrictFactory(), office))
    assert value_of(key, office).missing


@pytest.mark.parametrize("key", CASES)
def test_counts_what_it_says(key, place):
    case = CASES[key]
    case.counted(place)
    value = value_of(key, place.office)
    assert value.value == case.value
    assert value.text == (case.text or str(case.value))
    assert (value.numerator, value.denominator) == (case.ratio or (None, None))


@pytest.mark.parametrize(("key", "miss"), builds("misses"))
def test_near_miss_does_not_count(key, miss, place):
    CASES[key].counted(place)
    miss(place)
    assert value_of(key, place.office).value == CASES[key].value


@pytest.mark.parametrize(("key", "silent"), builds("silent"))
def test_what_is_no_base_leaves_it_missing(key, silent, place):
    silent(place)
    value = value_of(key, place.office)
    assert (value.value, value.text) == (None, "X")
