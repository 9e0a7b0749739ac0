"""The page of 三会一课: each branch by the stretches of a year, within reach."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from meetings.models import Meeting, OrgLifeRule, Per
from meetings.pages import MeetingPages
from reports.context import scope_of
from tests.factories import LONG_AGO, MeetingFactory, OrgLifeRuleFactory, PartyOrgFactory
from tests.records.browser import text

pytestmark = pytest.mark.django_db
BOARD = "/meetings/board/"
LAST_YEAR = timezone.localdate().year - 1


@pytest.fixture
def branch(qingquan):
    return PartyOrgFactory(
        community=qingquan, subdistrict=qingquan.subdistrict, name="清泉社区第一党支部", since=LONG_AGO
    )


def rule(office, kind, per, **given):
    """A rule in force, in place of the usual one."""
    OrgLifeRule.objects.of(office).filter(kind=kind).delete()
    return OrgLifeRuleFactory(subdistrict=office, kind=kind, per=per, **given)


@pytest.fixture
def monthly(office):
    return rule(office, Meeting.Kind.THEME_DAY, Per.MONTH)


def held(org, day):
    return MeetingFactory(subdistrict=org.subdistrict, org=org, kind=Meeting.Kind.THEME_DAY, date=day)


def rows(response):
    """The texts of the cells of each row, from the branch on."""
    table = html.fromstring(response.content).find_class("board")[0]
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th[@scope='row'] | td")]
        for row in table.xpath(".//tbody/tr")
    ]


def test_shows_what_was_held_and_what_is_wanting(as_user, clerk, branch, monthly):
    held(branch, date(LAST_YEAR, 3, 9))
    response = as_user(clerk).get(f"{BOARD}?year={LAST_YEAR}")
    assert rows(response) == [["清泉社区第一党支部", "未开", "未开", "9日", *["未开"] * 9, "1 / 12"]]


def test_a_day_opens_the_meeting_and_a_gap_its_form_filled_in(as_user, clerk, branch, monthly):
    meeting = held(branch, date(LAST_YEAR, 1, 9))
    client = as_user(clerk)
    links = html.fromstring(client.get(f"{BOARD}?year={LAST_YEAR}").content).xpath("//table//td/a/@href")
    assert links[:2] == [
        MeetingPages.url("detail", meeting.pk),
        f"{MeetingPages.url('create')}?org={branch.pk}&kind=theme_day&date={LAST_YEAR}-02-{28 + (LAST_YEAR % 4 == 0)}",
    ]
    form = html.fromstring(client.get(links[1]).content)
    chosen = form.xpath("//select/option[@selected]/@value")
    assert {"theme_day", str(branch.pk)} <= set(chosen)


def test_secretary_reads_and_is_led_to_no_form(as_user, secretary, branch, monthly):
    held(branch, date(LAST_YEAR, 1, 9))
    page = html.fromstring(as_user(secretary).get(f"{BOARD}?year={LAST_YEAR}").content)
    assert len(page.xpath("//table//td/a")) == 1


def test_quarters_take_three_months_and_what_does_not_ask_is_a_dash(as_user, clerk, office, branch, qingquan):
    rule(office, Meeting.Kind.LECTURE, Per.QUARTER, valid_from=date(LAST_YEAR, 4, 1))
    PartyOrgFactory(
        community=qingquan, subdistrict=office, name="清泉社区第二党支部", since=date(LAST_YEAR, 7, 2)
    )
    response = as_user(clerk).get(f"{BOARD}?year={LAST_YEAR}")
    assert sorted(rows(response)) == [
        ["清泉社区第一党支部", "—", "未开", "未开", "未开", "0 / 3"],
        ["清泉社区第二党支部", "—", "—", "—", "未开", "0 / 1"],
    ]


def test_running_month_waits(as_user, clerk, branch, monthly):
    today = timezone.localdate()
    if (today + timedelta(days=1)).day == 1:
        today = today.replace(day=1)  # on the last day the month is over
    [row] = rows(as_user(clerk).get(BOARD))
    assert row[today.month] in ("待开", "未开")
    assert row[today.month + 1 : 13] == ["·"] * (12 - today.month)


def test_sums_are_those_of_the_figure(as_user, clerk, office, branch, wenchang, monthly):
    other = PartyOrgFactory(community=wenchang, subdistrict=office, since=date(LAST_YEAR, 5, 5))
    for org, months in ((branch, (1, 2, 3)), (other, (5, 6))):
        for month in months:
            held(org, date(LAST_YEAR, month, 20))
    value = compute(CATALOGUE.values(), scope_of(office, LAST_YEAR))["meetings.org_life_rate"]
    page = text(as_user(clerk).get(f"{BOARD}?year={LAST_YEAR}"))
    assert (value.numerator, value.denominator) == (4, 19)
    assert "应开 19 次，已开 4 次，未开 15 次" in page


def test_clerk_of_one_community_sees_its_branches_alone(
    as_user, community_clerk, office, branch, wenchang, monthly
):
    other = PartyOrgFactory(community=wenchang, subdistrict=office, name="文昌社区第一党支部", since=LONG_AGO)
    held(other, date(LAST_YEAR, 1, 9))
    response = as_user(community_clerk).get(f"{BOARD}?year={LAST_YEAR}")
    assert [row[0] for row in rows(response)] == ["清泉社区第一党支部"]
    assert "文昌" not in text(response)


def test_only_those_behind_and_only_one_community(as_user, clerk, office, branch, wenchang, monthly):
    other = PartyOrgFactory(community=wenchang, subdistrict=office, name="文昌社区第一党支部", since=LONG_AGO)
    for month in range(1, 13):
        held(other, date(LAST_YEAR, month, 9))
    client = as_user(clerk)
    behind = client.get(f"{BOARD}?year={LAST_YEAR}&wanting=1")
    assert [row[0] for row in rows(behind)] == ["清泉社区第一党支部"]
    there = client.get(f"{BOARD}?year={LAST_YEAR}&community={wenchang.pk}")
    assert [row[0] for row in rows(there)] == ["文昌社区第一党支部"]


def test_without_rules_it_says_what_to_do(as_user, clerk, office, branch):
    OrgLifeRuleFactory(subdistrict=office, valid_from=None)
    assert f"{LAST_YEAR}年没有执行中的组织生活规定" in text(as_user(clerk).get(f"{BOARD}?year={LAST_YEAR}"))


@pytest.mark.parametrize("year", ["1999", "9999", "x"])
def test_year_that_cannot_be_is_not_found(as_user, clerk, branch, year):
    assert as_user(clerk).get(f"{BOARD}?year={year}").status_code == 404


def test_number_of_statements_is_independent_of_branches_and_rules(
    as_user, clerk, office, branch, qingquan, monthly
):
    client = as_user(clerk)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{BOARD}?year={LAST_YEAR}")
        return len(queries)

    client.get(BOARD)
    before = statements()
    rule(office, Meeting.Kind.LECTURE, Per.QUARTER)
    for _ in range(10):
        held(PartyOrgFactory(community=qingquan, subdistrict=office, since=LONG_AGO), date(LAST_YEAR, 2, 2))
    assert statements() == before
