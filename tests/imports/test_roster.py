"""A full list that comes again: who is new, who changed, and who is no longer in it, of whom nobody ends unasked."""

from datetime import date
from typing import Any

import pytest

from imports.files import Folder
from imports.models import Batch
from members.models import Member
from tests.factories import MemberFactory, VolunteerTeamFactory
from tests.imports.support import press, upload, workbook
from tests.records.browser import text

State = Batch.State
HEAD = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(town) -> dict[str, Member]:
    """Three of one 支部, one of another."""
    Member.objects.everywhere().all().delete()
    given = {"since": date(2015, 1, 1), "gender": "male", "kind": "full"}
    names = {"周一": town.first, "周二": town.first, "周三": town.first, "吴四": town.second}
    return {name: MemberFactory(name=name, org=org, **given) for name, org in names.items()}


def listed(*names: str) -> bytes:
    rows = [[name, "男", "清泉社区第一党支部", "正式党员", "2015-01-01"] for name in names]
    return workbook(党员=[HEAD, *rows])


def absent(batch: Batch) -> list[str]:
    return [row["title"].partition("（")[0] for row in Folder(batch).read_json("preview")["absent"]["rows"]]


def confirmed(client: Any, batch: Batch, *ending: Member, **more: str) -> Batch:
    data: dict[str, Any] = {"end": [str(member.pk) for member in ending], **more}
    return press(client, batch, "confirm", **data)


def test_those_that_a_list_has_no_longer_are_named_for_the_branches_that_it_has(as_user, clerk, members):
    client = as_user(clerk)
    batch = upload(client, listed("周一", "郑五"), "members.member")
    assert (batch.counts["new"], batch.counts["unchanged"]) == (1, 1)
    assert sorted(absent(batch)) == ["周三", "周二"]
    assert "表里没有、系统里还在的 2 条" in text(client.get(f"/imports/{batch.pk}/"))


def test_nothing_ends_by_being_absent(as_user, clerk, members):
    client = as_user(clerk)
    confirmed(client, upload(client, listed("周一", "郑五"), "members.member"))
    assert Member.objects.everywhere().filter(until=None).count() == 5


def test_who_is_confirmed_leaves_on_that_day_and_the_undo_brings_him_back(as_user, clerk, members):
    client = as_user(clerk)
    batch = upload(client, listed("周一", "周三"), "members.member")
    leaving = {"end-day": "2025年6月30日", "end-reason": "transferred"}
    batch = confirmed(client, batch, members["周二"], **leaving)
    assert (batch.state, batch.counts["ended"]) == (State.DONE, 1)
    assert "名单里不再有的 1 条已结束" in text(client.get(f"/imports/{batch.pk}/"))
    member = Member.objects.get(name="周二")
    assert (member.until, member.exit_reason) == (date(2025, 6, 30), "transferred")
    assert member.history.first().history_change_reason == str(batch)
    press(client, batch, "undo")
    member.refresh_from_db()
    assert (member.until, member.exit_reason) == (None, "")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"end-reason": "transferred"}, "请填写离开或结束的日期"),
        ({"end-day": "2199-01-01", "end-reason": "transferred"}, "请填今天或以前的日期"),
        ({"end-day": "昨天", "end-reason": "transferred"}, "看不出是哪一天"),
        ({"end-day": "2025-06-30"}, "请选择离开原因"),
    ],
)
def test_a_day_and_a_reason_are_asked_for(as_user, clerk, members, more, message):
    client = as_user(clerk)
    batch = confirmed(client, upload(client, listed("周一"), "members.member"), members["周二"], **more)
    assert batch.state == State.READY
    assert message in text(client.get(f"/imports/{batch.pk}/"))
    assert Member.objects.everywhere().filter(until=None).count() == 4


def test_a_day_that_the_rules_do_not_let_writes_nothing(as_user, clerk, members):
    client = as_user(clerk)
    leaving = {"end-day": "2014-01-01", "end-reason": "transferred"}
    batch = confirmed(
        client, upload(client, listed("周一", "郑五"), "members.member"), members["周二"], **leaving
    )
    assert (batch.state, "不能在 2014-01-01 结束" in batch.reason) == (State.READY, True)
    assert not Member.objects.everywhere().filter(name="郑五").exists()


def test_nobody_ends_who_was_not_offered(as_user, clerk, members):
    client = as_user(clerk)
    leaving = {"end-day": "2025-06-30", "end-reason": "transferred"}
    confirmed(client, upload(client, listed("周一"), "members.member"), members["吴四"], **leaving)
    assert Member.objects.get(name="吴四").until is None


def test_a_list_of_people_of_whom_none_is_known_says_nothing_of_others(as_user, clerk, members):
    batch = upload(as_user(clerk), listed("郑五"), "members.member")
    assert absent(batch) == []


def test_who_stands_in_the_file_is_not_absent_because_his_row_is_wrong_or_held(as_user, clerk, members):
    client = as_user(clerk)
    rows = [
        ["周一", "男", "清泉社区第一党支部", "正式党员", "2015-01-01"],
        ["周二", "男", "清泉社区第一党支部", "正式党员", "某天"],
    ]
    batch = upload(client, workbook(党员=[HEAD, *rows]), "members.member")
    assert (batch.counts["error"], absent(batch)) == (1, [])
    held = [rows[0], ["周二", "男", "清泉社区第一党支部", "正式党员", "2015-02-02"]]
    batch = upload(client, workbook(党员=[HEAD, *held]), "members.member")
    assert (batch.counts.get("alike"), absent(batch)) == (1, ["周三"])


def test_an_end_alone_can_be_undone(as_user, clerk, members):
    client = as_user(clerk)
    leaving = {"end-day": "2025-06-30", "end-reason": "deceased"}
    batch = confirmed(
        client, upload(client, listed("周一", "周三"), "members.member"), members["周二"], **leaving
    )
    assert "撤销这次导入" in text(client.get(f"/imports/{batch.pk}/"))


def test_an_organisation_does_not_end_by_absence(as_user, clerk, town):
    head = ["党组织名称", "类别", "领域", "社区", "成立日期"]
    first = town.first
    rows = [head, [first.name, "党支部", "社区", "清泉社区", first.since]]
    assert absent(upload(as_user(clerk), workbook(党组织=rows), "members.partyorg")) == []


def test_kinds_without_a_reason_take_a_day_alone(as_user, clerk, qingquan):
    client = as_user(clerk)
    for name in ("红马甲队", "银龄队"):
        VolunteerTeamFactory(community=qingquan, name=name, since=date(2015, 1, 1))
    team = VolunteerTeamFactory._meta.model.objects.get(name="红马甲队")
    rows = [
        ["队伍名称", "类别", "社区", "成立日期"],
        ["银龄队", str(team.category), "清泉社区", "2015-01-01"],
    ]
    batch = upload(client, workbook(志愿队伍=rows), "services.volunteerteam")
    assert absent(batch) == ["红马甲队"]
    press(client, batch, "confirm", **{"end": str(team.pk), "end-day": "2025-06-30"})
    team.refresh_from_db()
    assert team.until == date(2025, 6, 30)
