"""Rows that are no records are passed over and listed with the reason; rows that only look like them are not."""

import pytest

from imports.parse import asides
from imports.plan import Plan
from imports.preview import preview
from meetings.pages import DecisionPages
from spreadsheets.reading import Grid
from tests.imports.support import actions, said
from visits.pages import VisitPages

HEAD = ["序号", "走访日期", "社区", "走访类型", "走访户数", "走访内容"]
RECORD = [1, "2025-03-05", "清泉社区", "入户", 12, "问需"]
EMPTY = [None] * 5

BELOW_THE_HEADING = {
    "numbers": ([1, 2, 3, 4, 5, 6], asides.COLUMN_NUMBERS),
    "numbers as text": (["1", "2", "3", "4", "5", "6"], asides.COLUMN_NUMBERS),
    "numbers in brackets": (["（1）", "（2）", "（3）", "（4）", "（5）", "（6）"], asides.COLUMN_NUMBERS),
    "stems, then numbers": (["甲", "乙", "丙", "丁", "1", "2"], asides.COLUMN_NUMBERS),
    "letters": (["A", "B", "C", "D", "E", "F"], asides.COLUMN_NUMBERS),
    "named numbers": (["栏次", 1, 2, 3, 4, 5], asides.COLUMN_NUMBERS),
    "hints": (["必填", "格式：2025-01-01", "从下拉框选择", None, "整数", "500字以内"], asides.HINTS),
    "example": (["示例", "2025-01-01", "清泉社区", "入户", 5, "示例：入户了解情况"], asides.EXAMPLE),
    "short example": (["例：", "2025-01-01", "清泉社区", "入户", 5, None], asides.EXAMPLE),
}
BELOW_THE_RECORDS = {
    "who": (["制表：张三", None, None, "审核：李四", None, None], asides.FOOTER),
    "signature": (["社区党委书记（签字）：", *EMPTY], asides.FOOTER),
    "seal": (["（盖章）", None, None, "2025年12月31日", None, None], asides.FOOTER),
    "notes": (["填表说明：一式两份", *EMPTY], asides.FOOTER),
    "pages": (["第1页 共1页", *EMPTY], asides.FOOTER),
    "nothing below": (["以下空白", *EMPTY], asides.FOOTER),
    "counted": (["以上合计12户", *EMPTY], asides.TOTAL),
    "total": ([None, "合 计", None, None, 12, None], asides.TOTAL),
    "heading": (HEAD, asides.HEAD_AGAIN),
}


@pytest.mark.parametrize(("row", "reason"), BELOW_THE_HEADING.values(), ids=BELOW_THE_HEADING)
def test_what_explains_the_columns_is_no_record(town, clerk, row, reason):
    plan = Plan(VisitPages, clerk, [Grid("走访", [["走访台账", *EMPTY], HEAD, row, RECORD])])
    assert (said(plan), actions(plan), preview(plan)["passed"]) == (
        [],
        {"new": 1},
        [f"走访 第 3 行（{reason}）"],
    )


def test_several_such_rows_are_each_listed(town, clerk):
    rows = [BELOW_THE_HEADING[name][0] for name in ("numbers", "example", "stems, then numbers")]
    plan = Plan(VisitPages, clerk, [Grid("走访", [HEAD, *rows, RECORD])])
    assert (said(plan), actions(plan)) == ([], {"new": 1})
    assert preview(plan)["passed"] == ["走访 第 2、4 行（列号）", "走访 第 3 行（示例）"]


def test_parts_of_a_shared_heading_are_no_record(town, clerk):
    head = [*HEAD, "户籍地", None, None]
    below = [*EMPTY, None, "省", "市", "区县"]
    plan = Plan(VisitPages, clerk, [Grid("走访", [head, below, [*RECORD, "某省", "某市", "某县"]])])
    assert (said(plan), preview(plan)["passed"]) == ([], ["走访 第 2 行（下一级表头）"])


@pytest.mark.parametrize(("row", "reason"), BELOW_THE_RECORDS.values(), ids=BELOW_THE_RECORDS)
def test_what_stands_below_the_records_is_none(town, clerk, row, reason):
    plan = Plan(VisitPages, clerk, [Grid("走访", [HEAD, RECORD, row])])
    assert (said(plan), actions(plan), preview(plan)["passed"]) == (
        [],
        {"new": 1},
        [f"走访 第 3 行（{reason}）"],
    )


@pytest.mark.parametrize(
    "row",
    [
        [1, 2, 2, 4, None, None],
        [2, 3, 4, 5, 6, 7],
        [2, "2025-03-06", "清泉社区", "入户", 3, "示例"],
        ["必填", "2025-03-06", "清泉社区", "入户", 3, None],
        ["共建", "2025-03-06", "清泉社区", "入户", 3, "共12户"],
        [2, "2025-03-06", None, None, None, "（盖章）的事"],
        [None, None, None, "省", "市", None],
    ],
)
@pytest.mark.parametrize("rows", [[HEAD], [HEAD, RECORD]], ids=["first", "second"])
def test_a_row_that_only_looks_like_one_is_judged(rows, row):
    grid = Grid("走访", [*rows, row])
    assert [found.aside for found in asides.rows(grid, 1)][-1] == ""


DECISION = ["社区", "决策事项", "工作法", "党组织提议日期", "备忘"]


@pytest.mark.parametrize("topic", ["公共收益收支累计", "2025年物业费收支合计", "停车费总计（全年）"])
def test_a_record_that_speaks_of_a_total_is_one(town, clerk, topic):
    rows = [
        DECISION,
        ["清泉社区", topic, "四议两公开", "2025-03-05", 40],
        ["清泉社区小计", None, None, None, 40],
    ]
    plan = Plan(DecisionPages, clerk, [Grid("民主决策", rows)])
    assert ([line.record.topic for line in plan.lines], said(plan)) == ([topic], [])
    assert preview(plan)["passed"] == ["民主决策 第 3 行（合计）"]


def test_a_record_that_begins_like_a_footer_is_one(town, clerk):
    head = ["走访内容", "走访日期", "走访类型", "社区"]
    rows = [
        head,
        ["填表说明会后入户", "2025-03-05", "入户", "清泉社区"],
        ["填表说明：一式两份", None, None, None],
    ]
    plan = Plan(VisitPages, clerk, [Grid("走访", rows)])
    assert ([line.row for line in plan.lines], preview(plan)["passed"]) == (
        [2],
        ["走访 第 3 行（落款或说明）"],
    )


def test_a_subtotal_under_a_merged_choice_is_none(town, clerk):
    head = ["走访日期", "走访类型", "社区", "走访户数"]
    rows = [head, ["2025-03-05", "入户", "清泉社区", 3], ["小计", "入户", None, 3]]
    plan = Plan(VisitPages, clerk, [Grid("走访", rows, carried=frozenset({(3, 2)}))])
    assert (actions(plan), preview(plan)["passed"]) == ({"new": 1}, ["走访 第 3 行（合计）"])


def test_an_example_below_a_record_is_judged():
    grid = Grid("走访", [HEAD, RECORD, BELOW_THE_HEADING["example"][0]])
    assert [found.aside for found in asides.rows(grid, 1)] == ["", ""]


@pytest.mark.parametrize("text", ["例：独居老人", "示例：政策宣讲", "例:走访慰问"])
def test_a_first_record_whose_text_begins_like_an_example_is_one(town, clerk, text):
    head = ["走访内容", "走访日期", "社区", "走访类型", "走访户数"]
    plan = Plan(VisitPages, clerk, [Grid("走访", [head, [text, "2025-03-05", "清泉社区", "入户", 5]])])
    assert ([line.record.summary for line in plan.lines], said(plan), preview(plan)["passed"]) == (
        [text],
        [],
        [],
    )


def test_an_example_without_a_day_is_none(town, clerk):
    head = ["走访内容", "走访日期", "社区", "走访类型", "走访户数"]
    plan = Plan(
        VisitPages,
        clerk,
        [Grid("走访", [head, ["例：独居老人", None, None, "入户", 5], ["问需", *RECORD[1:5]]])],
    )
    assert (actions(plan), preview(plan)["passed"]) == ({"new": 1}, ["走访 第 2 行（示例）"])
