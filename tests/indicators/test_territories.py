"""Indicators over another territory than one 街道, and over another stretch than a year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from access.reach import Reach
from communities.models import SubDistrict
from documents.blocks import MISSING
from indicators.catalogue import CATALOGUE, COUNTS
from indicators.compute import compute, compute_each
from indicators.kinds import Value
from indicators.periods import Length, Span
from indicators.scope import Scope
from indicators.territory import Territory
from indicators.values import State
from reports.context import joint_scope, scope_of
from tests import factories as F
from tests.factories import YEAR
from tests.indicators.generated import Generated

pytestmark = pytest.mark.django_db

TODAY = date(YEAR + 1, 3, 1)
LIMITS = {
    "strict": {
        "low_satisfaction": Decimal("95.0"),
        "low_decisions": 9,
        "low_study": 9,
        "waiting_months": 0,
        "basically_satisfied": False,
    },
    "mild": {
        "low_satisfaction": Decimal("30.0"),
        "low_decisions": 1,
        "low_study": 1,
        "waiting_months": 6,
        "basically_satisfied": True,
    },
}
BY_SETTINGS = {
    "meetings.study",
    "communities.low_satisfaction",
    "communities.satisfaction_after",
    "meetings.low_decision_communities",
    "meetings.low_study_branches",
    "members.waiting_applicants",
}


@pytest.fixture(scope="module")
def offices(django_db_setup, django_db_blocker):
    """Two 街道 with different limits; one has a 主题教育, to which some of its meetings belong, the other has none."""
    with django_db_blocker.unblock(), transaction.atomic():
        strict, mild = (Generated(seed=seed).office for seed in (5, 6))
        for office, limits in ((strict, LIMITS["strict"]), (mild, LIMITS["mild"])):
            F.AnnualReportFactory(subdistrict=office, year=YEAR, **limits)
        F.CampaignFactory(subdistrict=strict, first_year=YEAR, last_year=YEAR)
        yield strict, mild
        transaction.set_rollback(True)


def text_and_rows(values: dict[str, Value]) -> dict[str, tuple]:
    return {
        key: (v.text, v.numerator, v.denominator, v.records, v.rows, v.pairs, v.known)
        for key, v in values.items()
    }


def each_alone(offices: tuple[SubDistrict, ...]) -> dict[int, dict[str, Value]]:
    return {office.pk: compute(CATALOGUE.values(), scope_of(office, YEAR, TODAY)) for office in offices}


def test_several_offices_together_are_each_ones_own(offices):
    """Limits, campaigns and switches are each 街道's own, in the statements of one."""
    together = compute_each(CATALOGUE.values(), joint_scope(offices, Span(YEAR), TODAY))
    alone = each_alone(offices)
    for office in offices:
        assert text_and_rows(together[office.pk]) == text_and_rows(alone[office.pk])


def test_several_offices_take_the_statements_of_one(offices):
    both, one = (joint_scope(chosen, Span(YEAR), TODAY) for chosen in (offices, offices[:1]))
    numbers = []
    for scope in (both, one):
        with CaptureQueriesContext(connection) as queries:
            compute_each(CATALOGUE.values(), scope)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_each_setting_would_be_seen_if_it_were_the_others(offices):
    """The negative control: by the settings of the other 街道 these come out otherwise."""
    scope = joint_scope(offices, Span(YEAR), TODAY)
    strict, mild = (office.pk for office in offices)
    swapped = replace(scope, settings={strict: scope.settings[mild], mild: scope.settings[strict]})
    chosen = [CATALOGUE[key] for key in BY_SETTINGS]
    right, wrong = (compute_each(chosen, each) for each in (scope, swapped))
    differing = {
        key for key in BY_SETTINGS for pk in (strict, mild) if right[pk][key].text != wrong[pk][key].text
    }
    assert differing == BY_SETTINGS


# ── Months ──────────────────────────────────────────────────────────────────
STANDING_TOO = (
    "members.two_new_founded"  # must still stand at the stretch's end, so that parts may add up to more
)


def counted(value: Value) -> Decimal:
    return sum(value.rows.values(), Decimal(0))


def months(office: SubDistrict, length: Length) -> list[Scope]:
    return [joint_scope([office], Span(YEAR, length, number + 1), TODAY) for number in range(12 // length)]


@pytest.mark.parametrize("length", [Length.MONTH, Length.QUARTER, Length.HALF_YEAR])
def test_parts_of_a_year_make_up_its_flows(offices, length):
    office = offices[0]
    flows = [
        each
        for each in COUNTS.values()
        if each.accumulates and not each.yearly and not each.record_set.distinct
    ]
    whole = compute(flows, scope_of(office, YEAR, TODAY))
    parts = [compute(flows, scope) for scope in months(office, length)]
    differing = {
        key for key, value in whole.items() if counted(value) != sum(counted(part[key]) for part in parts)
    }
    assert differing <= {STANDING_TOO}


def test_one_month_of_one_community_is_what_it_counts_in_the_office(offices):
    office = offices[0]
    community = office.community_set.order_by("order").first()
    territory = Territory.of(office, reach=Reach.some(office.pk, [community.pk]))
    span = Span(YEAR, Length.MONTH, 3)
    scope = joint_scope([office], span, TODAY)
    alone = replace(scope, territory=territory)
    chosen = [
        each for each in COUNTS.values() if each.is_defined_for(Length.MONTH) and not each.record_set.distinct
    ]
    own, whole = compute(chosen, alone), compute(chosen, scope)
    assert {key: value.rows.get(community.pk) for key, value in own.items() if not value.missing} == {
        key: whole[key].rows.get(community.pk) for key, value in own.items() if not value.missing
    }
    assert any(value.value for value in own.values())


def test_stocks_of_a_quarter_are_those_of_its_last_day(offices):
    office = offices[0]
    stocks = [each for each in COUNTS.values() if each.is_stock and each.is_defined_for(Length.QUARTER)]
    quarter = compute(stocks, joint_scope([office], Span(YEAR, Length.QUARTER, 2), TODAY))
    running = compute(stocks, scope_of(office, YEAR, date(YEAR, 6, 30)))
    assert {key: value.value for key, value in quarter.items()} == {
        key: value.value for key, value in running.items()
    }


def test_what_is_not_defined_is_not_missing(offices):
    office = offices[0]
    [scope] = months(office, Length.YEAR)
    [january, *_] = months(office, Length.MONTH)
    undefined = {
        key: value for key, value in compute(CATALOGUE.values(), january).items() if not value.is_defined
    }
    assert undefined.keys() >= {
        "meetings.low_decision_communities",
        "communities.low_satisfaction",
        "targets.party_funding",
    }
    community = office.community_set.first().pk
    for value in undefined.values():
        assert (value.value, value.text, value.missing, value.is_gap, value.zero) == (
            None,
            "不适用",
            False,
            False,
            False,
        )
        assert value.at(community).state is value.at(None).state is State.NOT_DEFINED
        assert value.text != MISSING
    assert all(value.is_defined for value in compute(CATALOGUE.values(), scope).values())


def test_a_year_has_no_thirteenth_month():
    with pytest.raises(ValueError, match="MONTH 13"):
        Span(YEAR, Length.MONTH, 13)


def test_only_one_office_is_narrowed_to_some_communities(offices):
    with pytest.raises(ValueError, match="Only one"):
        Reach(frozenset(office.pk for office in offices), frozenset())
