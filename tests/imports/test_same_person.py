"""The same person is the same record, however the name and the numbers are written, by form and by import."""

import pytest

from members.models import Member
from members.pages import MemberPages
from services.pages import VolunteerTeamPages
from tests.factories import MemberFactory
from tests.imports.cells import MEMBER, TEAM
from tests.imports.support import actions, planned, row, said
from tests.records.support import enter, fresh

SPELLINGS = [
    ("王　伟", "+86 139 0000 1111"),
    ("王 伟", "86-13900001111"),
    ("王伟\u200b", "\u202d13900001111\u202c"),
]


@pytest.fixture
def entered(town, clerk, client):
    """Typed on the form, with a space and the country's code."""
    client.force_login(clerk)
    data = fresh(MemberPages, town.qingquan, clerk, org=town.first)
    return enter(
        client,
        MemberPages,
        {**data, "name": "王　伟", "phone": "+86 139 0000 1111", "since": "2019年7月1日上午"},
    )


def test_a_form_writes_a_name_a_number_and_a_day_one_way(entered):
    assert (entered.name, entered.phone, str(entered.since)) == ("王伟", "13900001111", "2019-07-01")


@pytest.mark.parametrize(("name", "phone"), SPELLINGS)
def test_an_import_finds_what_a_form_wrote(entered, clerk, name, phone):
    cells = {"姓名": name, "手机号": phone, "性别": entered.get_gender_display(), "民族": entered.ethnicity}
    plan = planned(MemberPages, clerk, row(MEMBER, cells))
    assert (said(plan), actions(plan), plan.lines[0].pk) == ([], {"unchanged": 1}, entered.pk)


def test_a_name_from_before_names_were_written_one_way_is_found(town, clerk):
    there = MemberFactory(org=town.first, gender="female")
    Member.objects.filter(pk=there.pk).update(name="周　玉兰", since="2019-07-01")
    plan = planned(MemberPages, clerk, row(MEMBER))
    assert (actions(plan), plan.lines[0].pk) == ({"unchanged": 1}, there.pk)


def test_who_is_named_by_hand_may_be_written_with_a_space(town, clerk):
    plan = planned(VolunteerTeamPages, clerk, row(TEAM, {"队中党员": "刘　芳、张 伟（文昌社区党支部）"}))
    assert said(plan) == []
    assert sorted(plan.lines[0].links["members"], key=str) == sorted([town.fang, town.wei_there], key=str)
