"""A year that still runs is counted up to its cut-off day, and so is the year it is compared with."""

from datetime import date
from typing import Any

import pytest

from common.periods import year_earlier
from communities.models import SubDistrict
from reports.context import ReportScope, scope_of
from reports.facts import Facts
from reports.figures.ledger import ledger
from reports.text import names
from tests import factories as F

pytestmark = pytest.mark.django_db
MEETINGS = "meetings.special"


def special(office: SubDistrict, *days: date) -> None:
    for day in days:
        F.MeetingFactory(subdistrict=office, date=day)


def entry(scope: ReportScope) -> Any:
    """The ledger's line of the 党建专题会议."""
    return next(
        entry for group in ledger(Facts(scope)) for entry in group.entries if entry.value.key == MEETINGS
    )


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 11, 26), date(2025, 11, 26)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2027, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_same_day_of_last_year(day, then):
    assert year_earlier(day) == then


def test_a_running_year_is_compared_with_the_same_span_of_the_year_before(office):
    special(
        office,
        date(2026, 11, 26),
        date(2025, 1, 1),
        date(2025, 11, 26),
        date(2025, 11, 27),
        date(2025, 12, 31),
    )
    scope = scope_of(office, 2026, date(2026, 11, 26))
    line = entry(scope)
    assert (line.value.text, line.before, line.change) == ("1", "2", "减 1")
    assert (scope.before.period.start, scope.before.period.end) == (date(2025, 1, 1), date(2025, 11, 26))


def test_a_closed_year_is_compared_with_the_whole_year_before(office):
    special(office, date(2025, 11, 26), date(2024, 1, 1), date(2024, 12, 31))
    line = entry(scope_of(office, 2025, date(2026, 3, 1)))
    assert (line.value.text, line.before, line.change) == ("1", "2", "减 1")


def test_the_leap_day_is_compared_with_the_28th(office):
    special(office, date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 1))
    line = entry(scope_of(office, 2028, date(2028, 2, 29)))
    assert (line.value.text, line.before) == ("1", "1")


def test_on_new_years_day_one_day_is_compared_and_the_old_year_is_closed(office):
    special(office, date(2027, 1, 1), date(2026, 1, 1), date(2026, 1, 2))
    line = entry(scope_of(office, 2027, date(2027, 1, 1)))
    assert (line.value.text, line.before, line.change) == ("1", "1", "持平")
    assert not scope_of(office, 2026, date(2027, 1, 1)).running


@pytest.mark.parametrize(
    ("today", "span", "until", "months"),
    [
        (date(2026, 11, 26), "截至11月26日", "11月26日", 10),
        (date(2026, 1, 1), "截至1月1日", "1月1日", 0),
        (date(2026, 12, 30), "截至12月30日", "12月30日", 11),
        (date(2026, 12, 31), "全年", "12月31日", 12),
        (date(2027, 5, 1), "全年", "12月31日", 12),
    ],
)
def test_how_the_span_is_told(office, today, span, until, months):
    facts = Facts(scope_of(office, 2026, today))
    assert (names.name(facts, "span"), names.name(facts, "until"), facts.running) == (
        span,
        until,
        span != "全年",
    )
    assert facts.scope.months_over == months
