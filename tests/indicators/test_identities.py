"""What must hold between figures, whatever was recorded, and in whatever time zone the server runs."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from access.reach import Reach
from communities.models import Community
from indicators.catalogue import CATALOGUE, NUMBERED
from indicators.compute import compute
from members.models import Applicant, TwoNewUnit
from reports.context import scope_of
from tests import factories as F
from tests.factories import YEAR
from tests.indicators.generated import Generated
from tests.indicators.shared import SHARED

ZONES = ["Asia/Shanghai", "UTC", "America/Los_Angeles"]


pytestmark = pytest.mark.django_db


SEEDS = [
    0,
    1,
    *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 6)),
]  # every second year has gaps


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def generated(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        office = Generated(request.param, gaps=request.param % 2 == 1).office
        scope = scope_of(office, YEAR, date(YEAR + 1, 3, 1))
        connection.check_constraints()  # as in test_recount
        yield scope, compute(CATALOGUE.values(), scope)
        transaction.set_rollback(True)


def test_identities_of_a_generated_year(generated):
    scope, values = generated
    n = {key: value.value or 0 for key, value in values.items() if value.indicator.kind in "FSR"}
    communities, units = scope.all(Community), scope.in_force(TwoNewUnit)
    urban = communities.filter(kind=Community.Kind.URBAN).count()
    coverage = values["members.two_new_coverage"]
    unknown = units.filter(full_members=None).count()
    assert n["members.two_new_founded"] <= n["members.two_new_party_orgs"]
    assert (coverage.denominator or 0) + n["members.two_new_ineligible"] + unknown == n[
        "members.two_new_total"
    ]
    assert (coverage.value == 100) == (
        coverage.denominator is not None and coverage.numerator == coverage.denominator
    )
    assert n["communities.big_committees"] <= n["communities.total"] == communities.count()
    assert n["communities.low_satisfaction"] <= n["communities.total"]
    assert n["communities.elections_completed"] <= urban
    assert n["meetings.low_decision_communities"] <= urban
    assert n["meetings.low_decision_uses"] <= n["meetings.decisions"]
    assert n["members.two_new_activists"] <= n["members.activists"]
    assert (
        values["communities.satisfaction_before"].missing == values["communities.satisfaction_after"].missing
    )


def test_before_and_after_are_of_the_same_units(generated):
    scope, _ = generated
    units = [
        set(
            CATALOGUE[f"communities.satisfaction_{phase}"]
            .whole.records(scope)
            .values_list("rectification", flat=True)
        )
        for phase in ("before", "after")
    ]
    assert units[0] == units[1]


def test_figure_is_the_list_it_opens(generated):
    """Never distinct, never a sum: as many as the rows behind it; `records` always is."""
    scope, values = generated
    for value in values.values():
        for part, term in value.indicator.lists.items():
            listed = term.records(scope).count()
            if part in ("records", "denominator") and not value.missing:
                assert value.records == listed, value.key


def test_repeated_figures_are_one_figure():
    assert NUMBERED[60] == NUMBERED[22]
    assert NUMBERED[66] == NUMBERED[30]


def test_admitted_persons_were_candidates_before(qingquan):
    """The model refuses anybody else; what is counted therefore holds."""
    org = F.PartyOrgFactory(community=qingquan)
    person = F.ApplicantFactory.build(
        org=org, subdistrict=org.subdistrict, admitted_on=date(YEAR, 3, 1), approved_on=date(YEAR, 4, 1)
    )
    with pytest.raises(Exception, match="发展对象备案日期"):
        Applicant.clean(person)


@pytest.mark.parametrize("zone", ZONES)
def test_edges_of_the_year_fall_in_their_own_year(settings, scope, zone):
    settings.TIME_ZONE = zone
    for day in (date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 12, 31), date(YEAR + 1, 1, 1)):
        F.MeetingFactory(subdistrict=scope.subdistrict, date=day)
    years = [scope_of(scope.subdistrict, year, date(YEAR + 3, 1, 1)) for year in (YEAR - 1, YEAR, YEAR + 1)]
    counted = [compute([CATALOGUE["meetings.special"]], year)["meetings.special"].value for year in years]
    assert counted == [1, 2, 1]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(YEAR, 12, 31, 15, 59, tzinfo=UTC), date(YEAR, 12, 31)),
        (datetime(YEAR, 12, 31, 16, 1, tzinfo=UTC), date(YEAR + 1, 1, 1)),
    ],
)
def test_the_office_lives_in_shanghai_wherever_the_server_stands(monkeypatch, office, zone, now, day):
    monkeypatch.setenv("TZ", zone)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert scope_of(office, YEAR + 1).today == day
    assert scope_of(office, YEAR + 1).day == day


def test_a_clerk_of_one_community_sees_its_row_of_every_count(generated):
    """Where its own base exists. Members may be in another community's team, which that clerk does not see."""
    scope, values = generated
    for community in scope.communities.values():
        within = compute(
            CATALOGUE.values(),
            scope_of(scope.subdistrict, YEAR, scope.today, Reach.some(scope.subdistrict.pk, [community.pk])),
        )
        own = {
            k: v.value
            for k, v in within.items()
            if v.indicator.kind in "FS" and not v.missing and k != "services.party_volunteers"
        }
        shared = {key: own.pop(key) for key in SHARED & own.keys()}
        assert own == {key: values[key].rows.get(community.pk, 0) for key in own}
        assert shared == {key: values[key].value for key in shared}


def test_an_empty_reach_counts_nothing(generated):
    scope, _ = generated
    values = compute(
        CATALOGUE.values(),
        scope_of(scope.subdistrict, YEAR, scope.today, Reach.some(scope.subdistrict.pk, [])),
    )
    assert {
        key: value.text
        for key, value in values.items()
        if value.indicator.kind in "FSR" and not value.missing and key not in SHARED
    } == {}
