"""The whole catalogue against SQL written apart from it, over the demo's year and a made-up year with gaps."""

import calendar
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median_low
from typing import Any

import pytest
from django.db import connection, transaction

from communities.models import SubDistrict
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import CountIndicator, RatioIndicator, Value
from reports.context import ReportScope, scope_of
from services.models import CheckIn
from tests.demo.loaded import load_once
from tests.factories import YEAR, AnnualReportFactory
from tests.indicators.generated import Generated
from tests.indicators.generated_study import make_study
from tests.indicators.merging import Merging
from tests.indicators.persons import partition
from tests.indicators.recount import COUNTED, DURATIONS, RATES

pytestmark = (
    pytest.mark.django_db
)  # without the mark pytest-django makes no test database, and the fixture would meet the real one


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def demo() -> ReportScope:
    load_once()
    return scope_of(SubDistrict.objects.get(), date.today().year - 1)


def gaps() -> ReportScope:
    Generated(seed=5)  # a neighbour, whose records must not be seen
    office = Generated(seed=11, gaps=True).office
    AnnualReportFactory(
        subdistrict=office,
        low_satisfaction=Decimal("55.5"),
        basically_satisfied=False,
        low_decisions=2,
        low_study=1,
    )
    make_study(office)
    return scope_of(office, YEAR, date(YEAR + 1, 3, 1))


def merging() -> ReportScope:
    made = Merging(seed=17)
    made.merge()
    return scope_of(made.office, YEAR, date(YEAR + 1, 3, 1))


@pytest.fixture(scope="module", params=[demo, gaps, merging], ids=["demo", "gaps", "merging"])
def scope(request, django_db_setup, django_db_blocker) -> Iterator[ReportScope]:
    with django_db_blocker.unblock(), rolled_back():
        scope = request.param()
        connection.check_constraints()
        yield scope


@pytest.fixture(autouse=True)
def checked_once(db) -> Iterator[None]:
    """What was loaded for the module is not held against its keys anew at the end of every test that only reads it."""
    yield
    transaction.set_rollback(True)


@pytest.fixture(scope="module")
def values(scope) -> dict[str, Value]:
    return compute(CATALOGUE.values(), scope)


def parameters(scope: ReportScope) -> dict[str, Any]:
    report, day = scope.report, min(date(scope.year, 12, 31), scope.today)
    month, year = (day.month - 1, day.year) if day.month > 1 else (12, day.year - 1)
    assert report.waiting_months == 1
    return {
        "o": scope.subdistrict.pk,
        "first": f"{scope.year}-01-01",
        "last": f"{day}",
        "day": f"{day}",
        "year": scope.year,
        "today": f"{scope.today}",
        "sixty": _years_before(day, 60),
        "thirty_five": _years_before(day, 35),
        "waited": f"{date(year, month, min(day.day, calendar.monthrange(year, month)[1]))}",
        "three_months_before": _three_months_before(day),
        "low_satisfaction": float(report.low_satisfaction),
        "basically": int(report.basically_satisfied),
        "low_decisions": report.low_decisions,
        "low_study": report.low_study,
        "tomorrow": f"{day + timedelta(days=1)}",
        **{f"m{month}": f"{date(scope.year, month, 1)}" for month in range(1, 13)},
        "m13": f"{date(scope.year + 1, 1, 1)}",
    }


def _years_before(day: date, years: int) -> str:
    year = day.year - years
    return f"{date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))}"


def _three_months_before(day: date) -> str:
    month, year = (day.month - 3, day.year) if day.month > 3 else (day.month + 9, day.year - 1)
    return f"{date(year, month, min(day.day, calendar.monthrange(year, month)[1]))}"


def ask(sql: str, scope: ReportScope) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters(scope))
        return Decimal(str(round(cursor.fetchone()[0] or 0, 2)))


def test_every_counted_figure_is_recounted():
    assert COUNTED.keys() | RATES.keys() | DURATIONS.keys() == {
        key for key, figure in CATALOGUE.items() if figure.kind in "FSRD"
    }
    assert all(isinstance(CATALOGUE[key], CountIndicator) for key in COUNTED)
    assert all(isinstance(CATALOGUE[key], RatioIndicator) for key in RATES)


@pytest.mark.parametrize("key", COUNTED)
def test_count_is_what_plain_sql_counts(key, scope, values):
    amount, base = COUNTED[key]
    known = ask(f"SELECT COUNT(*) FROM (SELECT 1 {base}) known", scope) > 0
    stated = key in scope.own.zeros
    expected = ask(amount, scope) / (10_000 if key.startswith("funding.") else 1) if known or stated else None
    assert (values[key].value, values[key].missing) == (expected, expected is None)


@pytest.mark.parametrize("key", RATES)
def test_rate_is_what_plain_sql_divides(key, scope, values):
    part, whole = (ask(sql, scope) for sql in RATES[key])
    value = values[key]
    if not whole:
        assert value.missing
        return
    rate = (part * (100 if value.text.endswith("%") else 1) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert (value.value, value.numerator, value.denominator) == (rate, part, whole)


@pytest.mark.parametrize("key", DURATIONS)
def test_duration_is_the_lower_median_of_the_days(key, scope, values):
    with connection.cursor() as cursor:
        cursor.execute(DURATIONS[key], parameters(scope))
        days = [
            (date.fromisoformat(str(ended)) - date.fromisoformat(str(began))).days
            for began, ended in cursor.fetchall()
        ]
    assert values[key].value == (median_low(days) if days else None)
    assert values[key].records == len(days)


@pytest.mark.parametrize("key", COUNTED)
def test_rows_of_the_communities_add_up(key, scope, values):
    value, figure = values[key], CATALOGUE[key]
    rows = sum(value.rows.values(), Decimal(0))
    assert rows >= (value.value or 0) if figure.record_set.distinct else rows == (value.value or 0)


def test_persons_are_those_that_the_rule_makes(scope, values):
    """Rule and columns apart: the statement above counts the column `person`."""
    told = list(CheckIn.objects.of(scope.subdistrict.pk))
    persons, doubted = partition(told)
    standing = {
        row.pk for row in told if row.since <= scope.day and (row.until is None or row.until > scope.day)
    }
    assert values["services.checked_in_members"].value == sum(1 for person in persons if person & standing)
    assert (
        set(CheckIn.objects.of(scope.subdistrict.pk).filter(in_doubt=True).values_list("pk", flat=True))
        == doubted
    )


def test_demo_leaves_nothing_missing(scope, values, request):
    if "demo" in request.node.callspec.id:
        assert [key for key, value in values.items() if value.missing] == []
    else:
        assert [key for key, value in values.items() if value.missing and value.indicator.kind in "FSRD"]
