"""Rows that are no records are passed over and listed with the reason; rows that only look like them are not."""

import pytest

from imports import asides
from imports.plan import Plan
from imports.preview import preview
from imports.reading import Grid
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
    assert (said(plan), actions(plan), preview(plan)["passed"]) == ([], {"new": 1}, [f"走访 第 3 行（{reason}）"])


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
    assert (said(plan), actions(plan), preview(plan)["passed"]) == ([], {"new": 1}, [f"走访 第 3 行（{reason}）"])


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


def test_an_example_below_a_record_is_judged():
    grid = Grid("走访", [HEAD, RECORD, BELOW_THE_HEADING["example"][0]])
    assert [found.aside for found in asides.rows(grid, 1)] == ["", ""]
