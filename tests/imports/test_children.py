"""Rows below a record, on a sheet of their own and tied to it by 序号."""

from datetime import date
from typing import Any

import pytest

from imports.plan import Plan
from mediation.pages import MediationCasePages
from spreadsheets.reading import Grid
from tests.factories import VisitFactory, VisitIssueFactory
from tests.imports.cells import CASE, VISIT
from tests.imports.support import actions, row, said, sheet
from visits.models import VisitIssue
from visits.pages import VisitPages

OTHER_DAY = {"走访日期": "2025-3-6"}


def visits(reader: Any, mains: list[dict], *below: dict, title: str = "困难") -> Plan:
    return Plan(
        VisitPages, reader, [sheet("走访", *(row(VISIT, cells) for cells in mains)), sheet(title, *below)]
    )


@pytest.mark.parametrize("number", [1, 1.0, "1", " 1 "])
def test_a_row_is_tied_by_its_number(town, clerk, number):
    plan = visits(clerk, [{"序号": 1}], {"序号": number, "内容": "路灯不亮", "类别": "公共设施"})
    assert (said(plan), actions(plan)) == ([], {"new": 1})
    (child,) = plan.lines[0].children
    assert (child.record.kind, child.record.content, child.record.visit) == (
        "difficulty",
        "路灯不亮",
        plan.lines[0].record,
    )


@pytest.mark.parametrize(
    ("mains", "number", "message"),
    [
        ([{"序号": 1}], 7, "“走访”表里没有序号 7，请核对"),
        ([{}], 1, "“走访”表里没有序号 1，请核对"),
        ([{"序号": 1}], None, "请填序号，写明这一行属于“走访”表的哪一行"),
        ([{"序号": 1}, {"序号": 1, **OTHER_DAY}], 1, "“走访”表里有 2 行的序号都是 1，请先改成各不相同"),
    ],
    ids=["unknown", "no numbers", "missing", "two owners"],
)
def test_a_row_without_its_owner_is_told(town, clerk, mains, number, message):
    plan = visits(clerk, mains, {"序号": number, "内容": "路灯不亮"})
    assert [(p.sheet, p.row, p.column, p.value, p.message) for p in plan.problems] == [
        ("困难", 2, "序号", str(number or ""), message)
    ]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"内容": None}, "内容", "请填写"),
        ({"类别": "路灯"}, "类别", "没有“路灯”这一项，可填：便民服务、"),
        ({"承办期限": "2025-1-1"}, "承办期限", "2025-01-01 早于走访日期，请改为走访当天或以后"),
        ({"解决日期": "2199-1-1"}, "解决日期", "2199-01-01 还没有到，请填今天或以前的日期"),
    ],
)
def test_a_wrong_row_makes_its_owner_wrong(town, clerk, cells, column, message):
    below, good = {"序号": 1, "内容": "路灯不亮", **cells}, {"序号": 2, "内容": "楼道堆物"}
    plan = visits(clerk, [{"序号": 1}, {"序号": 2, **OTHER_DAY}], below, good)
    ((at, heading, _, told),) = said(plan)
    assert (at, heading) == (2, column)
    assert message in told
    assert actions(plan) == {"error": 1, "new": 1}


def test_rows_below_a_wrong_owner_are_not_judged_without_it(town, clerk):
    plan = visits(
        clerk, [{"序号": 1, "走访户数": "许多"}], {"序号": 1, "内容": "路灯不亮", "承办期限": "2025-1-1"}
    )
    assert [column for _, column, _, _ in said(plan)] == ["走访户数"]
    assert actions(plan) == {"error": 1}


def test_rows_below_a_row_said_twice_come_under_the_first(town, clerk):
    plan = visits(
        clerk, [{"序号": 1}, {"序号": 2}], {"序号": 1, "内容": "路灯不亮"}, {"序号": 2, "内容": "楼道堆物"}
    )
    assert (said(plan), actions(plan)) == ([], {"new": 1, "duplicate": 1})
    assert [child.record.content for child in plan.lines[0].children] == ["路灯不亮", "楼道堆物"]


def test_a_new_row_below_an_unchanged_record_changes_it(town, clerk):
    visit = VisitFactory(community=town.qingquan, date=date(2025, 3, 5), kind="household", households=12)
    VisitIssueFactory(visit=visit, kind=VisitIssue.Kind.DIFFICULTY, content="路灯不亮")
    known = {"序号": 1, "内容": "路灯不亮"}
    assert actions(visits(clerk, [{"序号": 1}], known)) == {"unchanged": 1}
    plan = visits(clerk, [{"序号": 1}], known, {"序号": 1, "内容": "楼道堆物"})
    assert (said(plan), actions(plan)) == ([], {"updated": 1})
    assert [child.action for child in plan.lines[0].children] == ["unchanged", "new"]


def test_a_row_is_looked_for_among_those_of_its_own_kind(town, clerk):
    visit = VisitFactory(community=town.qingquan, date=date(2025, 3, 5), kind="household", households=12)
    VisitIssueFactory(visit=visit, kind=VisitIssue.Kind.OPINION, content="路灯不亮")
    plan = visits(clerk, [{"序号": 1}], {"序号": 1, "内容": "路灯不亮"})
    assert [child.action for child in plan.lines[0].children] == ["new"]


def test_rows_that_must_be_apart_below_one_owner_may_be_alike_below_two(town, clerk):
    mains = [row(CASE, {"序号": number, "案件编号": f"锦人调 {number} 号"}) for number in (1, 2)]
    hearts = [(1, "热心问", "上门"), (2, "热心问", "电话"), (1, "热心问", "再上门")]
    below = [{"序号": number, "五心": heart, "做法": text} for number, heart, text in hearts]
    plan = Plan(MediationCasePages, clerk, [sheet("调解案件", *mains), sheet("五心调解", *below)])
    assert said(plan) == [(4, "", "", "与第 2 行重复：这一心已有记录")]
    assert actions(plan) == {"error": 1, "new": 1}


def test_a_missing_column_below_is_told_and_nothing_is_right(town, clerk):
    plan = visits(clerk, [{"序号": 1}], {"序号": 1, "类别": "其他", "承办人": "李敏"})
    assert [(p.sheet, p.row, p.column) for p in plan.problems] == [("困难", 1, "内容")]
    assert actions(plan) == {"error": 1}


def test_totals_below_are_passed_over(town, clerk):
    grids = [
        sheet("走访", row(VISIT, {"序号": 1})),
        Grid("困难", [["序号", "内容", "类别"], [1, "路灯不亮", "其他"], ["合计", 1, None]]),
    ]
    plan = Plan(VisitPages, clerk, grids)
    assert (said(plan), len(plan.lines[0].children)) == ([], 1)


def test_a_sheet_below_without_its_heading_is_not_passed_over_in_silence(town, clerk):
    plan = Plan(
        VisitPages,
        clerk,
        [sheet("走访", row(VISIT)), Grid("困难", [[1, "路灯不亮"]]), Grid("意见建议", [[None, " "]])],
    )
    assert [(p.sheet, p.row, p.message) for p in plan.problems] == [
        ("困难", 1, "没有找到表头，这张表没有读。表头要有序号、内容、类别等列")
    ]
