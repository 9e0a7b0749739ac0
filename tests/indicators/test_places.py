"""Where records count when 社区 merge: at what stands on the cut-off day, or where they happened; and earlier years stay."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from access.reach import Reach
from communities.models import place_between
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import CountIndicator, Value
from indicators.values import State
from reports import context
from reports.context import ReportScope
from reports.facts import Facts
from reports.outputs import annexes, workbook
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.merging import AUTUMN, SUMMER, Merging
from tests.indicators.shared import SHARED

pytestmark = pytest.mark.django_db

COUNTED = {key: figure for key, figure in CATALOGUE.items() if isinstance(figure, CountIndicator)}
OF_TWO_KINDS = "services.party_volunteers"  # members of one 社区 in a team of another: narrowed to one, the other is not seen


def scope_of(office, year: int = YEAR) -> ReportScope:
    return context.scope_of(office, year, date(YEAR + 1, 3, 1))


def values_of(scope: ReportScope) -> dict[str, Value]:
    return compute(CATALOGUE.values(), scope)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[tuple[Merging, dict[str, Value], dict[str, Value]]]:
    """The office after its mergers, and the year before as it was counted before and after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = Merging(seed=31)
        before = values_of(scope_of(made.office, YEAR - 1))
        made.merge()
        yield made, before, values_of(scope_of(made.office, YEAR - 1))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def values(world) -> dict[str, Value]:
    return values_of(scope_of(world[0].office))


def test_rows_add_up(values):
    for key, figure in COUNTED.items():
        value = values[key]
        rows = sum(value.rows.values(), Decimal(0))
        assert rows - value.surplus == (value.value or 0), key
        assert value.surplus >= 0 if figure.record_set.distinct else value.surplus == 0, key


def test_each_row_is_what_its_own_communities_count(world, values):
    """Those that became one are one place of stocks; what happened counts where it did, or where that went before the year."""
    made = world[0]
    stocks = {made.third: [made.old, made.first, made.second, made.third]}
    flows = {
        made.third: [made.old, made.third],
        made.first: [made.first],
        made.second: [made.second],
        made.closed: [made.closed],
    }
    for kind, joined in (("S", stocks), ("F", flows)):
        of_kind = {key for key, figure in COUNTED.items() if figure.kind == kind}
        keys = of_kind - SHARED - {OF_TWO_KINDS}
        for place, communities in joined.items():
            reach = Reach.some(made.office.pk, [community.pk for community in communities])
            alone = values_of(context.scope_of(made.office, YEAR, date(YEAR + 1, 3, 1), reach))
            expected = {key: alone[key].value or 0 for key in keys}
            assert {key: values[key].rows.get(place.pk, 0) for key in keys} == expected, place


def test_stock_of_what_ended_counts_at_the_successor_alone(world, values):
    made = world[0]
    gone = {made.old.pk, made.first.pk, made.second.pk, made.closed.pk}
    for key, figure in COUNTED.items():
        if figure.kind == "S":
            assert not gone & values[key].rows.keys(), key
            assert {values[key].at(pk).state for pk in gone} == {State.NOT_STANDING}, key
    assert values["services.checked_in_members"].rows[None] >= 1  # of a 社区 that ended without a successor


def test_person_registered_in_all_that_merged_counts_once_there(world):
    made = world[0]
    one = compute([CATALOGUE["communities.partner_units"]], scope_of(made.office))[
        "communities.partner_units"
    ]
    names = set()
    for community in (made.old, made.first, made.second, made.third):
        names |= set(community.partnerunit_set.in_force(date(YEAR, 12, 31)).values_list("name", flat=True))
    assert one.rows[made.third.pk] == len(names)


def test_no_earlier_year_moves(world):
    _, before, after = world
    assert {key: (after[key].value, after[key].rows) for key in COUNTED} == {
        key: (before[key].value, before[key].rows) for key in COUNTED
    }


def test_rates_of_an_earlier_year_stay_too(world):
    _, before, after = world
    rates = [key for key in CATALOGUE if key not in COUNTED]
    assert [(after[key].text, after[key].pairs) for key in rates] == [
        (before[key].text, before[key].pairs) for key in rates
    ]


def test_everything_is_asked_of_those_that_stood(world, values):
    made = world[0]
    scope = scope_of(made.office)
    ended = {made.first.pk, made.second.pk, made.closed.pk}
    assert set(scope.communities) == {c.pk for c in made.office.community_set.all()} - {made.old.pk}
    assert set(scope.in_stocks.asked) == set(scope.communities) - ended
    assert set(scope.standing_throughout) == set(scope.communities) - ended - {made.new.pk}
    assert values["communities.total"].value == len(scope.in_stocks.asked)
    for key in ("communities.low_satisfaction", "meetings.low_decision_communities"):
        assert values[key].rows.keys() <= scope.standing_throughout.keys()
    for key, figure in COUNTED.items():
        incomplete = {community.pk for community in values[key].incomplete}
        assert incomplete <= figure.places(scope).asked.keys(), key


def test_place_is_itself_or_what_came_of_it_however_far(world):
    made = world[0]
    every = {community.pk: community for community in made.office.community_set.all()}

    def place(community, first, last=None):
        return place_between(every[community.pk], first, last or first, every)

    assert place(made.first, SUMMER) == made.second
    assert place(made.first, AUTUMN) == made.third
    assert place(made.first, date(YEAR, 1, 1), AUTUMN) == made.first
    assert place(made.closed, SUMMER) is None
    assert place(made.new, date(YEAR, 1, 1)) is None


# ── The one value at a 社区 ─────────────────────────────────────────────────
@pytest.fixture
def silent(office, qingquan, wenchang):
    """文昌社区 recorded no trip; 清泉社区 did; 前进社区 merged into it in the year, and 新河社区 came after it."""
    merged = F.CommunityFactory(subdistrict=office, name="前进社区", until=AUTUMN, successor=qingquan)
    F.CommunityFactory(subdistrict=office, name="新河社区", since=date(YEAR + 1, 1, 1))
    leader = F.LeaderFactory(subdistrict=office)
    F.VisitFactory(community=qingquan, leaders=[leader], date=DAY)
    F.VisitFactory(community=merged, leaders=[leader], date=DAY)
    F.CheckInFactory(community=merged, since=LONG_AGO)
    F.GoodDeedFactory(community=qingquan, date=DAY)
    return office


def test_value_at_a_community_is_the_same_everywhere(silent, secretary, as_user, qingquan, wenchang):
    facts = Facts(scope_of(silent))
    merged = silent.community_set.get(name="前进社区")
    expected = {
        "visits.frontline": {"清泉社区": "1", "文昌社区": "—", "前进社区": "1"},
        "services.good_deeds": {"清泉社区": "1", "文昌社区": "—", "前进社区": "0"},
        "services.checked_in_members": {"清泉社区": "1", "文昌社区": "—", "前进社区": ""},
    }
    table = annexes.by_community(facts).table
    annex = {row[0]: dict(zip((key for key, _ in annexes.MAIN), row[1:], strict=True)) for row in table.rows}
    head, *rows = [list(row) for row in _sheet(facts)]
    sheet = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    for key, told in expected.items():
        for name, shown in told.items():
            assert annex[name][key] == shown, (key, name)
            column = f"{name}（已撤销）" if name == "前进社区" else name
            assert str(sheet[key][column]) == shown, (key, name)
        page = as_user(secretary).get(f"/reports/figures/{key}/?year={YEAR}")
        lines = {line.name: line.now.text for line in page.context["lines"]}
        assert {name: lines[name] for name in told} == told
    assert facts.values["services.checked_in_members"].at(merged.pk).note == "已撤销"
    assert "新河社区" not in annex
    assert [community.name for community in facts.values["services.checked_in_members"].incomplete] == [
        "文昌社区"
    ]


def _sheet(facts):
    sheet = workbook.figures(facts)[1]
    return [sheet.head, *sheet.rows]


def test_list_behind_a_row_holds_what_merged_into_it(silent, secretary, as_user, qingquan):
    page = as_user(secretary).get(
        f"/reports/figures/services.checked_in_members/?year={YEAR}&place={qingquan.pk}"
    )
    assert [record.community.name for record in page.context["table"].data.data] == ["前进社区"]
    assert "并入清泉社区" in page.content.decode()


def test_who_does_not_reach_the_successor_keeps_the_row_where_it_was(silent, as_user):
    merged = silent.community_set.get(name="前进社区")
    clerk = F.UserFactory(subdistrict=silent, reach="communities")
    clerk.communities.set([merged])
    page = as_user(clerk).get(f"/reports/figures/services.checked_in_members/?year={YEAR}")
    assert [(line.name, line.now.text) for line in page.context["lines"]] == [("前进社区", "1")]
    assert "清泉社区" not in page.content.decode()
