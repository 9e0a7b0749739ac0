"""What the 党工委 holds, the 街道 holds: for figures, for what may be on record once, by form and by import."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from meetings.models import Meeting
from meetings.pages import MeetingPages
from members.models import PartyOrg
from members.pages import PartyOrgPages
from reports.context import scope_of
from reports.facts import Facts
from tests import factories as F
from tests.factories import DAY, YEAR
from tests.imports.support import actions, planned, said
from tests.records.browser import as_shown, errors, links, text
from tests.records.support import enter, fresh

ORG = PartyOrg.Kind
SAME = {"date": DAY, "kind": Meeting.Kind.SPECIAL, "topic": "研究党建工作"}
ONCE = "街道当天已有同一类型、同一主题的会议（召开单位不填和填党工委是同一次）"


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def committee(office):
    given = {"kind": ORG.WORK_COMMITTEE, "sphere": PartyOrg.Sphere.OFFICE, "name": "锦河街道党工委"}
    return F.PartyOrgFactory(community=None, subdistrict=office, **given)


@pytest.fixture
def branch(qingquan):
    return F.PartyOrgFactory(community=qingquan, name="清泉社区第一党支部")


def held(office, org=None, **given):
    return F.MeetingFactory(subdistrict=office, org=org, **{**SAME, **given})


def marked():
    return list(Meeting.objects.filter(in_doubt=True).values_list("pk", flat=True))


def of_before(*meetings):
    """Put records there as they were before the rule, and migrate: the pair stands since, one of it marked."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX meeting_of_office")
    Meeting.objects.bulk_create(meetings)
    Meeting.objects.update(of_office=True, in_doubt=False)
    import_module("meetings.migrations.0004_held_by_office").tell(apps, None)
    connection.check_constraints()  # PostgreSQL changes no table with checks still to come
    with connection.cursor() as cursor:
        columns, where = "subdistrict_id, date, kind, topic", "of_office AND NOT in_doubt"
        cursor.execute(f"CREATE UNIQUE INDEX meeting_of_office ON meetings_meeting ({columns}) WHERE {where}")
    return list(Meeting.objects.order_by("pk"))


@pytest.fixture
def pair(office, committee, branch):
    """The 党工委's record, entered first, is marked: the other names no 召开单位."""
    kept = [Meeting(subdistrict=office, org=org, **SAME) for org in (committee, None, branch)]
    return of_before(*kept)[:2]


# ── One for the constraint ──────────────────────────────────────────────────
@pytest.mark.parametrize("first", [True, False])
def test_meeting_with_and_without_the_committee_is_one(office, committee, first):
    orgs = [committee, None] if first else [None, committee]
    held(office, orgs[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        held(office, orgs[1])


def test_meeting_of_a_branch_or_of_another_topic_is_another(office, committee, branch):
    for given in ({"org": committee}, {"org": branch}, {"org": None, "topic": "另一件事"}):
        held(office, **given)
    assert sorted(Meeting.objects.values_list("of_office", flat=True)) == [False, True, True]


def test_form_refuses_the_second(client, clerk, office, qingquan, committee):
    data = {
        **fresh(MeetingPages, qingquan, clerk),
        "date": DAY.isoformat(),
        "kind": SAME["kind"],
        "topic": SAME["topic"],
    }
    enter(client, MeetingPages, {**data, "org": str(committee.pk)})
    answer = client.post(MeetingPages.url("create"), {**data, "org": "", "submission": ""})
    assert (answer.status_code, errors(answer)) == (422, [ONCE])


ROW = {"会议日期": DAY.isoformat(), "会议类型": "党建专题会议", "主题": SAME["topic"]}


@pytest.mark.parametrize(("there", "brought"), [(True, ""), (False, "锦河街道党工委")])
def test_import_takes_it_for_the_record_that_is_there(office, clerk, committee, there, brought):
    meeting = held(office, committee if there else None)
    plan = planned(MeetingPages, clerk, {**ROW, "召开单位": brought, "实到人数": 12})
    assert (actions(plan), [line.pk for line in plan.lines]) == ({"updated": 1}, [meeting.pk])


def test_import_refuses_both_in_one_file(office, clerk, committee):
    plan = planned(MeetingPages, clerk, {**ROW, "召开单位": ""}, {**ROW, "召开单位": "锦河街道党工委"})
    assert said(plan) == [(3, "", "", f"与第 2 行重复：{ONCE}")]


# ── One for figures ─────────────────────────────────────────────────────────
def test_figures_and_idle_months_count_what_the_committee_held(office, scope, figure, committee, branch):
    held(office, committee, date=date(YEAR, 1, 9))
    held(office, None, date=date(YEAR, 2, 9))
    held(office, branch, date=date(YEAR, 3, 9))
    assert figure("meetings.special").value == 2
    assert Facts(scope_of(office, YEAR, scope.today)).idle_months == list(range(3, 13))


def test_pair_of_before_counts_once(figure, pair):
    assert (figure("meetings.special").value, marked()) == (1, [pair[0].pk])


# ── Pairs of before ─────────────────────────────────────────────────────────
def test_page_and_list_show_the_pair(client, pair):
    one, other = pair
    page = client.get(MeetingPages.url("detail", one.pk))
    assert MeetingPages.url("detail", other.pk) in page.content.decode()
    assert "这一条不另计" in text(page)
    assert (
        MeetingPages.url("detail", one.pk)
        in client.get(MeetingPages.url("detail", other.pk)).content.decode()
    )
    assert links(client.get(f"{MeetingPages.url('list')}?in_doubt=True")) == [
        MeetingPages.url("detail", one.pk)
    ]


def test_home_pages_lead_to_the_pair_as_long_as_it_stands(as_user, client, secretary, pair):
    for browser in (client, as_user(secretary)):
        page = browser.get("/")
        assert f"{MeetingPages.url('list')}?in_doubt=True" in page.content.decode()
        assert "重复待核：会议与学习" in text(page)
    pair[1].delete()
    for browser in (client, as_user(secretary)):
        assert "重复待核" not in text(browser.get("/"))


def test_either_can_be_saved_as_it_is(client, pair):
    for meeting in pair:
        address = MeetingPages.url("edit", meeting.pk)
        assert (
            client.post(address, {**as_shown(client.get(address)), "place": ["三楼会议室"]}).status_code
            == 302
        )
    assert marked() == [pair[0].pk]


@pytest.mark.parametrize("place", [0, 1])
def test_pair_is_one_no_more_once_either_goes_or_changes(client, figure, pair, place):
    address = MeetingPages.url("edit", pair[place].pk)
    assert client.post(address, {**as_shown(client.get(address)), "topic": ["另一件事"]}).status_code == 302
    assert (figure("meetings.special").value, marked()) == (2, [])
    data = {**as_shown(client.get(address)), "topic": [SAME["topic"]]}
    assert errors(client.post(address, data)) == [ONCE]  # a pair is not made again
    pair[place].refresh_from_db()
    pair[place].delete()
    assert (figure("meetings.special").value, marked()) == (1, [])


def test_what_is_left_of_a_pair_counts(figure, pair):
    pair[1].delete()
    assert (figure("meetings.special").value, marked()) == (1, [])


# ── What the organisation is, may change ────────────────────────────────────
def test_meetings_follow_the_kind_of_their_organisation(client, office, figure, branch, committee):
    held(office, None)
    ours, other = held(office, branch), held(office, branch, topic="另一件事")
    for kind, value, doubted in ((ORG.WORK_COMMITTEE, 2, [ours.pk]), (ORG.BRANCH, 1, [])):
        address = PartyOrgPages.url("edit", branch.pk)
        assert client.post(address, {**as_shown(client.get(address)), "kind": [kind]}).status_code == 302
        assert (figure("meetings.special").value, marked()) == (value, doubted)
    assert not Meeting.objects.get(pk=other.pk).of_office


def test_every_pair_of_before_is_listed_and_none_is_joined(office, committee, branch):
    second = F.PartyOrgFactory(
        community=None, subdistrict=office, kind=ORG.WORK_COMMITTEE, name="原党工委", until=DAY
    )
    kept = [Meeting(subdistrict=office, org=org, **SAME) for org in (committee, second, None, branch)]
    kept.append(Meeting(subdistrict=office, org=committee, **{**SAME, "topic": "另一件事"}))
    there = of_before(*kept)
    assert [(meeting.of_office, meeting.in_doubt) for meeting in there] == [
        (True, True),
        (True, True),
        (True, False),
        (False, False),
        (True, False),
    ]
    there[2].delete()
    assert marked() == [there[1].pk]
