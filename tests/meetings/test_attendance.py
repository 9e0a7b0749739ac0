"""The people on the list of a meeting, what follows from them, and how their names are pasted."""

from datetime import date

import pytest
from django.utils import timezone

from imports.apply.writing import Writing
from imports.plan import Plan
from meetings.models import Attendance, Meeting
from meetings.pages import MeetingPages
from records import store
from spreadsheets.reading import Grid
from tests.factories import (
    DAY,
    AttendanceFactory,
    MeetingFactory,
    MemberFactory,
    PartyOrgFactory,
    TrainingPlanFactory,
)
from tests.imports.support import said
from tests.records.browser import as_shown, errors, text

pytestmark = pytest.mark.django_db
PREFIX = "attendance"


@pytest.fixture
def branch(qingquan):
    return PartyOrgFactory(community=qingquan, subdistrict=qingquan.subdistrict)


@pytest.fixture
def members(branch):
    return [MemberFactory(org=branch, name=name) for name in ("王秀英", "李建国", "赵春梅")]


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def form(client, branch, **given):
    data = as_shown(client.get(MeetingPages.url("create")))
    data |= {"date": str(DAY), "kind": "theme_day", "org": str(branch.pk), "topic": "交纳党费"}
    return data | given


def numbers():
    meeting = Meeting.objects.get()
    return meeting.expected, meeting.present


def sent(client, data, address=None):
    return client.post(address or MeetingPages.url("create"), data)


class TestNumbers:
    def test_follow_from_the_rows(self, client, branch, members):
        data = form(client, branch)
        for number, (name, state) in enumerate(
            [("王秀英", "present"), ("李建国", "excused"), ("赵春梅", "guest")]
        ):
            data |= {f"{PREFIX}-{number}-member": name, f"{PREFIX}-{number}-state": state}
        data[f"{PREFIX}-TOTAL_FORMS"] = "3"
        assert sent(client, data).status_code == 302
        assert numbers() == (2, 1)

    def test_typed_ones_that_differ_are_refused(self, client, branch, members):
        data = form(client, branch, expected="5", **{f"{PREFIX}-0-member": "王秀英"})
        response = sent(client, data)
        assert response.status_code == 422
        assert errors(response) == [
            "应到人数：按到会情况，应到人数是 1，这里填的是 5。请改成一致，或留空由名单得出"
        ]

    def test_typed_ones_that_agree_are_taken(self, client, branch, members):
        data = form(client, branch, expected="1", present="1", **{f"{PREFIX}-0-member": "王秀英"})
        assert sent(client, data).status_code == 302
        assert numbers() == (1, 1)

    def test_row_that_joins_moves_them(self, client, branch, members):
        meeting = MeetingFactory(subdistrict=branch.subdistrict, org=branch)
        AttendanceFactory(meeting=meeting, member=members[0])
        meeting.refresh_from_db()
        assert numbers() == (1, 1)
        address = MeetingPages.url("edit", meeting.pk)
        data = as_shown(client.get(address)) | {f"{PREFIX}-1-member": "李建国", f"{PREFIX}-1-state": "absent"}
        assert sent(client, data, address).status_code == 302
        assert numbers() == (2, 1)

    def test_they_stay_when_the_list_is_taken_away(self, client, branch, members):
        meeting = MeetingFactory(subdistrict=branch.subdistrict, org=branch)
        for member in members:
            AttendanceFactory(meeting=meeting, member=member)
        address = MeetingPages.url("edit", meeting.pk)
        data = as_shown(client.get(address))
        data |= {f"{PREFIX}-{number}-DELETE": "on" for number in range(3)}
        assert sent(client, data, address).status_code == 302
        assert Attendance.objects.count() == 0
        assert numbers() == (3, 3)

    def test_typed_ones_without_a_list_stay_as_typed(self, client, branch):
        assert sent(client, form(client, branch, expected="5", present="4")).status_code == 302
        assert numbers() == (5, 4)

    def test_restored_meeting_has_them_again(self, clerk, branch, members):
        meeting = MeetingFactory(subdistrict=branch.subdistrict, org=branch)
        store.save(
            meeting,
            by=clerk,
            rows=[store.Rows([Attendance(meeting=meeting, member=member) for member in members])],
        )
        store.remove(meeting, by=clerk, children=MeetingPages.children)
        [removal] = store.removed_records(MeetingPages.model, clerk)
        store.restore(removal, by=clerk, children=MeetingPages.children)
        assert numbers() == (3, 3)


class TestPasting:
    def test_each_name_is_a_row(self, client, branch, members):
        data = form(client, branch, **{f"{PREFIX}-pasted": "王秀英、李建国\n赵春梅\n王秀英"})
        assert sent(client, data).status_code == 302
        assert [(row.member.name, row.state) for row in Attendance.objects.order_by("pk")] == [
            ("王秀英", "present"),
            ("李建国", "present"),
            ("赵春梅", "present"),
        ]
        assert numbers() == (3, 3)

    def test_name_of_a_row_ticked_for_removal_is_not_lost(self, client, branch, members):
        meeting = MeetingFactory(subdistrict=branch.subdistrict, org=branch)
        AttendanceFactory(meeting=meeting, member=members[0], state="absent")
        address = MeetingPages.url("edit", meeting.pk)
        data = as_shown(client.get(address))
        data |= {f"{PREFIX}-0-DELETE": "on", f"{PREFIX}-pasted": "王秀英、李建国"}
        assert sent(client, data, address).status_code == 302
        rows = Attendance.objects.filter(meeting=meeting).order_by("member__pk")
        assert list(rows.values_list("member__name", "state")) == [
            ("王秀英", "present"),
            ("李建国", "present"),
        ]

    def test_name_that_nobody_has_is_shown_in_its_row(self, client, branch, members):
        data = form(client, branch, **{f"{PREFIX}-pasted": "王秀英、无名氏"})
        response = sent(client, data)
        assert response.status_code == 422
        assert "没有找到“无名氏”" in text(response)
        assert as_shown(response)[f"{PREFIX}-1-member"] == ["无名氏"]
        assert Meeting.objects.count() == 0

    def test_names_join_those_that_are_there(self, client, branch, members):
        meeting = MeetingFactory(subdistrict=branch.subdistrict, org=branch)
        AttendanceFactory(meeting=meeting, member=members[0], state="excused")
        address = MeetingPages.url("edit", meeting.pk)
        data = as_shown(client.get(address)) | {f"{PREFIX}-pasted": "李建国"}
        assert sent(client, data, address).status_code == 302
        rows = Attendance.objects.order_by("pk").values_list("member__name", "state")
        assert list(rows) == [("王秀英", "excused"), ("李建国", "present")]

    def test_member_beyond_reach_is_not_found(self, as_user, community_clerk, branch, wenchang):
        there = PartyOrgFactory(community=wenchang, subdistrict=wenchang.subdistrict)
        MemberFactory(org=there, name="孙丽")
        client = as_user(community_clerk)
        response = sent(client, form(client, branch, **{f"{PREFIX}-pasted": "孙丽"}))
        assert "没有找到“孙丽”" in text(response)

    def test_member_who_had_left_is_refused(self, client, branch):
        MemberFactory(org=branch, name="钱进", since=date(2020, 1, 1), until=DAY, exit_reason="transferred")
        response = sent(client, form(client, branch, **{f"{PREFIX}-pasted": "钱进"}))
        assert f"钱进在 {DAY} 不在本街道党组织，请核对" in text(response)


class TestPlan:
    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"year": DAY.year + 1}, f"这条计划是 {DAY.year + 1} 年的，会议日期是 {DAY.year} 年，请核对"),
            ({"kind": "lecture"}, "这条计划用党课来办，会议类型不同，请核对"),
        ],
    )
    def test_meeting_that_does_not_fit_is_refused(self, client, branch, given, message):
        plan = TrainingPlanFactory(subdistrict=branch.subdistrict, **{"kind": "theme_day", **given})
        response = sent(client, form(client, branch, plan=str(plan.pk)))
        assert errors(response) == [f"培训计划：{message}"]

    def test_plan_of_another_organisation_is_refused(self, client, branch, qingquan):
        other = PartyOrgFactory(
            community=qingquan, subdistrict=qingquan.subdistrict, name="清泉社区第九党支部"
        )
        plan = TrainingPlanFactory(subdistrict=branch.subdistrict, kind="theme_day", org=other)
        response = sent(client, form(client, branch, plan=str(plan.pk)))
        assert errors(response) == ["培训计划：这条计划由清泉社区第九党支部承办，召开单位不是它，请核对"]

    def test_plan_is_not_moved_from_under_its_meeting(self, branch):
        plan = TrainingPlanFactory(subdistrict=branch.subdistrict)
        MeetingFactory(subdistrict=branch.subdistrict, kind=plan.kind, plan=plan)
        plan.refresh_from_db()
        plan.year += 1
        with pytest.raises(Exception, match="已有会议按这条计划开过"):
            plan.full_clean()


class TestImport:
    """A table of meetings with a table of the people on their lists is held to the same."""

    MEETINGS = ["序号", "会议日期", "会议类型", "召开单位", "主题", "应到人数", "实到人数"]
    PEOPLE = ["序号", "党员", "到会情况"]

    def plan(self, clerk, branch, expected, *people):
        meeting = [1, DAY, "主题党日", branch.name, "交纳党费", expected, None]
        rows = [[1, name, state] for name, state in people]
        grids = [Grid("会议与学习", [self.MEETINGS, meeting]), Grid("到会情况", [self.PEOPLE, *rows])]
        return Plan(MeetingPages, clerk, grids)

    def written(self, plan, clerk):
        assert said(plan) == []
        Writing(clerk, timezone.now(), "导入").carry_out(plan)
        return numbers()

    def test_number_that_differs_is_refused(self, clerk, branch, members):
        plan = self.plan(clerk, branch, 5, ("王秀英", "到"), ("李建国", "请假"))
        text = "按到会情况，应到人数是 2，这里填的是 5。请改成一致，或留空由名单得出"
        assert said(plan) == [(2, "应到人数", "5", text)]

    def test_empty_number_follows_from_the_rows(self, clerk, branch, members):
        plan = self.plan(clerk, branch, None, ("王秀英", "到"), ("李建国", "请假"))
        assert self.written(plan, clerk) == (2, 1)

    def test_row_may_join_with_the_number_that_it_makes(self, clerk, branch, members):
        self.written(self.plan(clerk, branch, None, ("王秀英", "到")), clerk)
        assert said(self.plan(clerk, branch, 3, ("李建国", "到"))) != []
        assert self.written(self.plan(clerk, branch, 2, ("李建国", "到")), clerk) == (2, 2)

    def test_number_alone_cannot_leave_the_rows(self, clerk, branch, members):
        self.written(self.plan(clerk, branch, None, ("王秀英", "到")), clerk)
        assert [fault[:2] for fault in said(self.plan(clerk, branch, 9))] == [(2, "应到人数")]
        assert self.plan(clerk, branch, None).counts["unchanged"] == 1
