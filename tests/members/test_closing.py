"""Closing a 党组织 asks where its members go, and moves them in the same step."""

from datetime import date

import pytest

from members.models import Applicant, Member, PartyOrg
from members.pages import PartyOrgPages
from reports.context import scope_for
from reports.figures import gaps
from tests.factories import ApplicantFactory, MeetingFactory, MemberFactory, PartyOrgFactory
from tests.imports.support import brought, upload, workbook
from tests.imports.support import press as press_button
from tests.records.support import entered

pytestmark = pytest.mark.django_db
END = date(2025, 6, 30)


@pytest.fixture
def org(qingquan):
    return PartyOrgFactory(community=qingquan, name="老支部")


@pytest.fixture
def target(qingquan):
    return PartyOrgFactory(community=qingquan, name="新支部")


@pytest.fixture
def press(as_user, clerk):
    """Save the form of a 党组织 with these values changed."""
    client = as_user(clerk)

    def send(org, **values):
        record = PartyOrg.objects.get(pk=org.pk)
        data = {**entered(PartyOrgPages, record, clerk), "version": str(record.version), **values}
        return client.post(f"/members/partyorg/{org.pk}/edit/", data)

    return send


def where(model=Member) -> dict[str, str]:
    return dict(model.objects.values_list("name", "org__name"))


def test_it_is_not_closed_over_its_members_without_an_answer(press, org, target):
    MemberFactory(org=org, name="赵一")
    page = press(org, until="2025-06-30")
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "target": ["还有 1 名党员、0 名申请人和培养对象在这个党组织，请选择转到哪里"]
    }
    assert PartyOrg.objects.get(pk=org.pk).until is None
    assert "新支部" in page.content.decode()


def test_its_members_move_in_one_step_with_a_version_each(press, org, target, clerk):
    MemberFactory(org=org, name="赵一", since=date(2018, 1, 2))
    MemberFactory(org=org, name="钱二", until=date(2024, 1, 1), exit_reason="deceased")
    MemberFactory(org=target, name="孙三")
    ApplicantFactory(org=org, name="李四")
    ApplicantFactory(org=org, name="周五", ended_on=date(2024, 1, 1))
    assert press(org, until="2025-06-30", target=str(target.pk)).status_code == 302
    assert where() == {"赵一": "新支部", "钱二": "老支部", "孙三": "新支部"}
    assert where(Applicant) == {"李四": "新支部", "周五": "老支部"}
    moved = Member.objects.get(name="赵一")
    assert (moved.version, moved.since) == (2, date(2018, 1, 2))
    last = moved.history.latest("history_id")
    assert (last.history_change_reason, last.history_user, last.org_id) == (
        "老支部撤销，转入新支部",
        clerk,
        target.pk,
    )
    assert moved.history.count() == 2
    org.refresh_from_db()
    assert (org.until, org.version, org.history.count()) == (END, 2, 2)
    moved.full_clean()


def test_they_may_be_left_for_later_and_moved_then(press, org, target):
    MemberFactory(org=org, name="赵一")
    assert press(org, until="2025-06-30", target="later").status_code == 302
    assert where() == {"赵一": "老支部"}
    assert press(org, secretary="王书记").status_code == 302  # nothing is asked again
    assert press(org, target=str(target.pk)).status_code == 302
    assert where() == {"赵一": "新支部"}


def test_an_answer_without_an_end_is_refused(press, org, target):
    MemberFactory(org=org, name="赵一")
    page = press(org, target=str(target.pk))
    assert list(page.context["form"].errors) == ["target"]
    assert where() == {"赵一": "老支部"}


def test_the_target_stands_on_that_day(press, org, qingquan):
    MemberFactory(org=org)
    late = PartyOrgFactory(community=qingquan, name="后来的支部", since=date(2025, 7, 1))
    gone = PartyOrgFactory(community=qingquan, name="先撤的支部", until=date(2025, 1, 1))
    assert "2025-07-01 才成立，晚于撤销日期 2025-06-30" in str(
        press(org, until="2025-06-30", target=str(late.pk)).context["form"].errors["target"]
    )
    assert list(press(org, until="2025-06-30", target=str(gone.pk)).context["form"].errors) == ["target"]


def test_a_clerk_moves_nobody_beyond_his_reach(org, as_user, community_clerk, wenchang):
    MemberFactory(org=org, name="赵一")
    beyond = PartyOrgFactory(community=wenchang, name="别处的支部")
    data = {
        **entered(PartyOrgPages, org, community_clerk),
        "version": "1",
        "until": "2025-06-30",
        "target": str(beyond.pk),
    }
    page = as_user(community_clerk).post(f"/members/partyorg/{org.pk}/edit/", data)
    assert list(page.context["form"].errors) == ["target"]
    assert "别处的支部" not in page.content.decode()
    assert where() == {"赵一": "老支部"}


def test_nothing_is_asked_where_nobody_is_in_it(press, org):
    assert press(org, until="2025-06-30").status_code == 302
    assert PartyOrg.objects.get(pk=org.pk).until == END


def test_whoever_comes_second_sees_both_texts(as_user, clerk, org, target):
    MemberFactory(org=org, name="赵一")
    data = {
        **entered(PartyOrgPages, org, clerk),
        "version": "1",
        "until": "2025-06-30",
        "target": str(target.pk),
    }
    PartyOrg.objects.filter(pk=org.pk).update(version=2, secretary="王书记")
    page = as_user(clerk).post(f"/members/partyorg/{org.pk}/edit/", data)
    assert page.status_code == 409
    assert where() == {"赵一": "老支部"}


def file(org, until):
    heading = ["党组织名称", "类别", "领域", "社区", "成立日期", "撤销日期", "记录编号"]
    row = ["老支部", "党支部", "社区", org.community.name, org.since, until, str(org.submission)]
    return workbook(党组织=[heading, row])


@pytest.mark.usefixtures("importing")
def test_a_file_asks_nobody_and_does_not_close_it_over_its_members(as_user, clerk, org):
    MemberFactory(org=org, name="赵一")
    client = as_user(clerk)
    batch = upload(client, file(org, END), "members.partyorg")
    assert batch.counts["error"] == 1
    press_button(client, batch, "confirm", only="right")
    assert PartyOrg.objects.get(pk=org.pk).until is None


def test_members_who_are_left_in_it_are_a_gap(clerk, org):
    MemberFactory(org=org, name="赵一")
    PartyOrg.objects.filter(pk=org.pk).update(until=END)
    assert [each.title for each in gaps.unsettled_matters(scope_for(clerk, END.year), clerk)] == ["老支部"]


@pytest.mark.usefixtures("importing")
def test_an_undo_does_not_put_back_an_end_before_a_meeting_held_since(as_user, clerk, org):
    PartyOrg.objects.filter(pk=org.pk).update(until=END)
    PartyOrg.history.filter(id=org.pk).update(until=END)
    client = as_user(clerk)
    batch = brought(client, file(org, date(2025, 12, 31)), "members.partyorg")
    MeetingFactory(org=org, subdistrict=org.subdistrict, date=date(2025, 9, 1))
    batch = press_button(client, batch, "undo")
    assert [item["why"] for item in batch.left] == [
        "原来的内容现在放不回去：撤销日期：撤销当天起还有会议与学习 1 条，请核对撤销日期，或先改正这些记录"
    ]
    assert PartyOrg.objects.get(pk=org.pk).until == date(2025, 12, 31)
