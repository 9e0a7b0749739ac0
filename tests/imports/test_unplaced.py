"""A file without the column that says whose its records are: nothing becomes the 街道's own in silence."""

import pytest

from funding.models import Payment
from imports.kinds import KINDS
from imports.plan import Plan
from meetings.models import Meeting
from tests.factories import MeetingFactory
from tests.imports.support import GOOD, actions, brought, planned, press, row, said, upload, workbook
from tests.imports.test_comes_back import written_out

ABSENT = "表中没有“{}”这一列，看不出是哪里的"
STUDIES = [
    ["会议日期", "会议类型", "主题"],
    *([f"2025-03-0{day}", "党性学习", f"学习{day}"] for day in range(1, 7)),
]


@pytest.mark.parametrize(
    "kind",
    [
        "funding.payment",
        "members.twonewunit",
        "mediation.mediationcase",
        "services.servicecase",
        "services.volunteerteam",
    ],
)
def test_a_missing_community_is_asked_about(town, clerk, kind):
    plan = planned(KINDS[kind], clerk, {name: cell for name, cell in row(kind).items() if name != "社区"})
    ((place, column, _, message),) = said(plan)
    assert (place, column, message.startswith(ABSENT.format("社区"))) == (1, "社区", True)
    assert "街道自己的写“街道本级”" in message
    assert actions(plan) == {"error": 1}


def test_months_of_two_communities_do_not_become_those_of_the_office(as_user, clerk, town):
    head = ["拨付日期", "经费类别", "金额"]
    months = {
        "清泉社区": [head, ["2025-03-05", "党建工作经费", 50000]],
        "文昌社区": [head, ["2025-03-05", "党建工作经费", 60000]],
    }
    client = as_user(clerk)
    batch = upload(client, workbook(**months), "funding.payment")
    press(client, batch, "confirm", only="right")
    assert not Payment.objects.exists()
    own = [[*head, "社区"], ["2025-03-05", "党建工作经费", 50000, "街道本级"]]
    brought(client, workbook(经费=own), "funding.payment")
    assert [payment.community for payment in Payment.objects.all()] == [None]


def test_the_studies_of_a_branch_do_not_become_the_offices(as_user, clerk, town):
    client = as_user(clerk)
    batch = upload(client, workbook(会议=STUDIES), "meetings.meeting")
    press(client, batch, "confirm", only="right")
    assert not Meeting.objects.exists()
    head, *rows = STUDIES
    brought(
        client,
        workbook(会议=[[*head, "召开单位"], *([*cells, town.first.name] for cells in rows)]),
        "meetings.meeting",
    )
    assert set(Meeting.objects.values_list("of_office", flat=True)) == {False}


def test_nothing_is_asked_where_nothing_is_new(town, clerk):
    MeetingFactory(subdistrict=town.office, org=town.first)
    pages = KINDS["meetings.meeting"]
    grid = written_out(pages, clerk)[0]
    place = grid.rows[0].index("召开单位")
    for cells in grid.rows:
        del cells[place]
    plan = Plan(pages, clerk, [grid])
    assert (said(plan), actions(plan)) == ([], {"unchanged": 1})


def test_nothing_is_asked_of_a_clerk_of_one_community(town, community_clerk):
    cells = {name: cell for name, cell in GOOD["funding.payment"].items() if name != "社区"}
    (line,) = planned(KINDS["funding.payment"], community_clerk, cells).lines
    assert line.record.community == town.qingquan
