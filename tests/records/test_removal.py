"""Taking a record away and bringing it back, whole."""

import pytest

from communities.pages import LeaderPages
from meetings.pages import DecisionPages
from members.pages import MemberPages, PartyOrgPages, TwoNewUnitPages
from records import store
from records.presentation import column
from tests.factories import (
    ApplicantFactory,
    InstructorFactory,
    LeaderFactory,
    MemberFactory,
    PartyOrgFactory,
    TwoNewUnitFactory,
    VisitFactory,
    VolunteerTeamFactory,
)
from tests.records.browser import links, text
from tests.records.support import ENTERED, each_shape, make, make_children, set_value, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def held(pages, record, reader):
    return typed(pages.form_class()(instance=record, reader=reader))


def held_rows(pages, record, kind, reader):
    return [typed(kind.formset(pages.model).form(instance=row, reader=reader)) for row in kind.of(record)]


def newest_removed(pages, reader):
    return store.removed_records(pages.model, reader).first()


@each_shape(ENTERED)
def test_delete_asks_first_and_says_what_goes_along(pages, client, qingquan):
    record = make(pages.model, qingquan)
    make_children(pages, record)
    page = text(client.get(pages.url("delete", record.pk)))
    assert str(record) in page
    for kind in pages.children:
        assert f"{kind.title}1 条" in page
    assert pages.model.objects.filter(pk=record.pk).exists()


@each_shape(ENTERED)
def test_removed_record_comes_back_whole(pages, client, clerk, qingquan):
    record = make(pages.model, qingquan)
    children = make_children(pages, record)
    for name in [name for name in pages.fields() if column(pages.model, name).many_to_many]:
        set_value(record, name, make(column(pages.model, name).related_model, qingquan))
    record = pages.model.objects.get(pk=record.pk)  # some columns follow from the rows
    before = held(pages, record, clerk)
    rows_before = [held_rows(pages, record, kind, clerk) for kind in children]
    response = client.post(pages.url("delete", record.pk), {"version": record.version}, follow=True)
    assert "已移入回收站" in text(response)
    assert pages.url("detail", record.pk) not in links(response)
    assert client.get(pages.url("detail", record.pk)).status_code == 404
    for kind in children:
        assert not kind.of(record).exists()
    assert str(record) in text(client.get(pages.url("removed")))

    response = client.post(pages.url("restore", newest_removed(pages, clerk).history_id), follow=True)
    assert "已恢复" in text(response)
    record = pages.model.objects.get(pk=record.pk)
    assert held(pages, record, clerk) == before
    assert [held_rows(pages, record, kind, clerk) for kind in children] == rows_before
    page = text(client.get(pages.url("detail", record.pk)))
    assert "李秀兰 恢复" in page
    assert "李秀兰 移入回收站" in page
    assert str(record) not in text(client.get(pages.url("removed"))).split("经手人")[-1]


@each_shape(ENTERED)
def test_restoring_twice_is_one_record(pages, client, clerk, qingquan):
    record = make(pages.model, qingquan)
    client.post(pages.url("delete", record.pk), {"version": record.version})
    address = pages.url("restore", newest_removed(pages, clerk).history_id)
    assert client.post(address).status_code == 302
    assert client.post(address).url == pages.url("detail", record.pk)
    assert pages.model.objects.filter(pk=record.pk).count() == 1


def test_restore_is_refused_where_a_rule_now_stands_against_it(client, clerk, qingquan):
    org = PartyOrgFactory(community=qingquan, name="清泉第一党支部")
    client.post(PartyOrgPages.url("delete", org.pk), {"version": "1"})
    PartyOrgFactory(community=qingquan, name="清泉第一党支部")
    response = client.post(
        PartyOrgPages.url("restore", newest_removed(PartyOrgPages, clerk).history_id), follow=True
    )
    assert "没有恢复：已有同名的党组织" in text(response)
    assert not PartyOrgPages.model.objects.filter(pk=org.pk).exists()


def test_record_without_its_owner_waits_in_the_list_of_removed_ones(client, clerk, qingquan):
    """A member whose Party organisation is gone too: listed, and told why it cannot come back yet."""
    member = MemberFactory(org=PartyOrgFactory(community=qingquan))
    org = member.org
    client.post(MemberPages.url("delete", member.pk), {"version": "1"})
    client.post(PartyOrgPages.url("delete", org.pk), {"version": "1"})
    row = newest_removed(MemberPages, clerk)
    if row is not None:  # or it is listed again once the organisation is back
        assert member.name in text(client.get(MemberPages.url("removed")))
        assert "没有恢复" in text(client.post(MemberPages.url("restore", row.history_id), follow=True))
    assert not MemberPages.model.objects.filter(pk=member.pk).exists()
    client.post(PartyOrgPages.url("restore", newest_removed(PartyOrgPages, clerk).history_id))
    client.post(MemberPages.url("restore", newest_removed(MemberPages, clerk).history_id))
    assert MemberPages.model.objects.get(pk=member.pk).org == org


def test_record_in_use_is_not_deleted_and_its_users_are_named(client, qingquan):
    org = PartyOrgFactory(community=qingquan)
    member = MemberFactory(org=org, name="王䶮")
    ApplicantFactory(org=org, name="赵一")
    for response in (
        client.get(PartyOrgPages.url("delete", org.pk)),
        client.post(PartyOrgPages.url("delete", org.pk)),
    ):
        assert "还不能删除" in text(response)
        assert f"党员：{member}" in text(response)
    assert response.status_code == 409
    org.refresh_from_db()


@pytest.mark.parametrize("case", ["leader", "member", "unit"])
def test_delete_says_who_is_linked_and_loses_no_link_in_silence(case, client, office, qingquan):
    """A record named in somebody else's many-to-many column stands in the way, or is named before it goes."""
    if case == "leader":
        pages, record = LeaderPages, LeaderFactory(subdistrict=office)
        other = VisitFactory(community=qingquan, leaders=[record])
    elif case == "member":
        pages, record = MemberPages, MemberFactory(org=PartyOrgFactory(community=qingquan))
        other = VolunteerTeamFactory(community=qingquan, members=[record])
    else:
        pages, record = TwoNewUnitPages, TwoNewUnitFactory(community=qingquan)
        other = InstructorFactory(subdistrict=office)
        other.units.add(record)
    assert str(other) in text(client.get(pages.url("delete", record.pk)))


def test_deleting_needs_post(client, qingquan):
    decision = make(DecisionPages.model, qingquan)
    client.get(DecisionPages.url("delete", decision.pk))
    decision.refresh_from_db()
