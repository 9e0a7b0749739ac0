"""Cells merged over several rows: each row has their value, and the preview says so; what is unclear is refused."""

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from funding.pages import PaymentPages
from imports.files import read_upload
from imports.plan import Plan
from imports.preview import preview
from members.pages import MemberPages
from tests.imports.support import actions, said

PAYMENTS = [
    ["序号", "社区", "拨付日期", "经费类别", "金额（元）", "用途"],
    [1, "清泉社区", "2025-03-05", "党建工作经费", 12000, "阵地"],
    [2, None, "2025-04-06", "党建工作经费", 3000, "活动"],
    [3, None, "2025-05-07", "党建工作经费", 5000, "慰问"],
]
MEMBERS = [
    ["所在党组织", "姓名", "性别", "党员类别", "组织关系转入日期"],
    ["清泉社区第一党支部", "周玉兰", "女", "正式党员", "2019-07-01"],
    [None, "周建国", "男", "正式党员", "2019-07-01"],
]


@pytest.fixture
def planned(tmp_path, clerk, town) -> Callable:
    """What a file with these rows comes to, the cells of each range merged."""

    def of(pages, rows, *ranges: str) -> Plan:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as book:
            page = book.add_worksheet("Sheet1")
            for number, row in enumerate(rows):
                page.write_row(number, 0, ["" if cell is None else cell for cell in row])
            for place in ranges:
                first, _ = place.split(":")
                value = rows[int(first[1:]) - 1][ord(first[0]) - ord("A")]
                page.merge_range(place, value)
        (tmp_path / "upload").write_bytes(file.getvalue())
        return Plan(pages, clerk, read_upload(tmp_path / "upload", "表.xlsx"))

    return of


def test_each_row_has_the_community_of_the_merged_cells(planned):
    plan = planned(PaymentPages, PAYMENTS, "B2:B4")
    assert (said(plan), actions(plan)) == ([], {"new": 3})
    assert [str(line.record.community) for line in plan.lines] == ["清泉社区"] * 3
    assert preview(plan)["merged"] == ["Sheet1 社区：第 3、4 行，例：“清泉社区”"]


def test_without_the_merge_an_empty_cell_is_what_it_says(planned):
    plan = planned(PaymentPages, PAYMENTS)
    assert [str(line.record.community) for line in plan.lines] == ["清泉社区", "None", "None"]
    assert preview(plan)["merged"] == []


def test_each_member_has_the_organisation_of_the_merged_cells(planned):
    plan = planned(MemberPages, MEMBERS, "A2:A3")
    assert (said(plan), [str(line.record.org) for line in plan.lines]) == ([], ["清泉社区第一党支部"] * 2)


def test_a_heading_of_two_rows_merged_in_most_columns(planned):
    head, *rows = PAYMENTS
    plan = planned(
        PaymentPages,
        [[*head[:4], "支出", None], [None] * 4 + head[4:], *rows],
        *(f"{c}1:{c}2" for c in "ABCD"),
        "E1:F1",
        "B3:B5",
    )
    assert (said(plan), actions(plan)) == ([], {"new": 3})
    assert {str(line.record.community) for line in plan.lines} == {"清泉社区"}


def test_a_row_with_nothing_of_its_own_is_no_record(planned):
    rows = [*MEMBERS[:2], [None] * 5]
    plan = planned(MemberPages, rows, *(f"{column}2:{column}3" for column in "ABCDE"))
    assert (said(plan), actions(plan)) == ([], {"new": 1})


def test_an_amount_for_several_rows_is_refused(planned):
    rows = [*PAYMENTS[:3], [*PAYMENTS[3][:4], None, "慰问"]]
    plan = planned(PaymentPages, rows, "B2:B4", "E3:E4")
    message = "这个数与上面几行合并在一起，看不出是每行各有这么多，还是几行合计。请取消合并，逐行填写"
    assert (said(plan), actions(plan)) == ([(4, "金额（元）", "3000", message)], {"new": 2, "error": 1})


def test_what_is_hidden_under_a_cell_merged_to_the_right_is_refused(planned):
    rows = [PAYMENTS[0], [1, None, *PAYMENTS[1][2:]]]
    plan = planned(PaymentPages, rows, "A2:B2")
    assert said(plan) == [(2, "社区", "", "这一格与左边的单元格合并在一起，看不出内容。请取消合并，逐格填写")]
