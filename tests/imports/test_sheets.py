"""Sheets as offices lay them out: where the heading stands, which columns there are, and which rows are data."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from funding.pages import PaymentPages
from imports.parse.headings import read_heading
from imports.parse.units import MONEY
from imports.plan import Plan
from imports.preview import preview
from records.layout import LASTING, NUMBER, Layout
from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid
from tests.imports.support import actions, brought, press, said, upload, workbook
from tests.imports.test_comes_back import KINDS
from tests.records.support import each
from visits.models import Visit
from visits.pages import VisitPages

HEAD = ["走访日期", "社区", "走访类型", "走访户数"]
FIRST = ["2025-03-05", "清泉社区", "入户", 12]
SECOND = ["2025-03-06", "文昌社区", "社区走访", 3]
BLANK = [None] * 4
LEFT_OUT = "缺少“{}”这一列，它是必填的。请从模板补上这一列再导入"

LAYOUTS: dict[str, tuple[list[list[Any]], list[int]]] = {
    "plain": ([HEAD, FIRST, SECOND], [2, 3]),
    "title": ([["锦河街道2025年走访台账", None, None, None], HEAD, FIRST, SECOND], [3, 4]),
    "title, unit and a blank row": (
        [["走访台账"], ["填报单位：清泉社区", None, "2025年"], BLANK, HEAD, FIRST, SECOND],
        [5, 6],
    ),
    "heading of two rows": ([["基本情况", None, None, "成效"], HEAD, FIRST, SECOND], [3, 4]),
    "heading of two rows, merged": (
        [["走访日期", "社区", "走访情况", None], [None, None, "走访类型", "走访户数"], FIRST, SECOND],
        [3, 4],
    ),
    "columns moved": ([HEAD[::-1], FIRST[::-1], SECOND[::-1]], [2, 3]),
    "other names": ([["时间", "所属社区", "类型", "户数"], FIRST, SECOND], [2, 3]),
    "names nearly ours": (
        [["走访时间", "所在社区", "走访类型（入户/接访）", "*走访户数（户）"], FIRST, SECOND],
        [2, 3],
    ),
    "spaces in the heading": ([["走访 日期", "社　区", "走访\n类型", "走访户数："], FIRST, SECOND], [2, 3]),
    "optional column missing": ([HEAD[:3], FIRST[:3], SECOND[:3]], [2, 3]),
    "a column without a heading": ([["走访日期", "社区", "走访类型", None], FIRST, SECOND], [2, 3]),
    "short and long rows": ([HEAD, FIRST[:3], [*SECOND, "多出来的"]], [2, 3]),
    "blank rows between": ([BLANK, HEAD, BLANK, FIRST, ["", "  ", None, None], SECOND, BLANK], [4, 6]),
    "total in the first column": ([HEAD, FIRST, SECOND, ["合计", None, None, 15]], [2, 3]),
    "total with spaces and a colon": ([HEAD, FIRST, SECOND, ["合　计：", None, None, 15]], [2, 3]),
    "total with a count": ([HEAD, FIRST, SECOND, ["总计（2条）", None, None, 15]], [2, 3]),
    "total in the second column": (
        [["序号", *HEAD], [1, *FIRST], [2, *SECOND], [3, "合计", None, None, 15]],
        [2, 3],
    ),
    "subtotals": (
        [HEAD, FIRST, ["清泉社区小计", None, None, 12], SECOND, ["文昌社区小计", None, None, 3]],
        [2, 4],
    ),
    "who filled it in": ([HEAD, FIRST, SECOND, ["填表人：李某", None, "审核人：王某", None]], [2, 3]),
    "notes below": (
        [HEAD, FIRST, SECOND, ["注：本表一式两份"], ["单位负责人（签字）：", None, "联系电话：", None]],
        [2, 3],
    ),
    "heading on each page": ([HEAD, FIRST, HEAD, SECOND], [2, 4]),
    "heading on each page, spaced": ([HEAD, FIRST, ["走访日期 ", *HEAD[1:]], SECOND], [2, 4]),
    "title and heading on each page": ([["走访台账"], HEAD, FIRST, ["走访台账"], HEAD, SECOND], [3, 6]),
    "a number before each row": ([["序号", *HEAD], [1.0, *FIRST], [2.0, *SECOND]], [2, 3]),
}


@pytest.mark.parametrize(("rows", "data"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_rows_of_a_sheet_are_found(town, clerk, rows, data):
    plan = Plan(VisitPages, clerk, [Grid("Sheet1", rows)])
    assert said(plan) == []
    assert [line.row for line in plan.lines] == data
    first, second = (line.record for line in plan.lines)
    assert (str(first.date), str(first.community), first.kind) == ("2025-03-05", "清泉社区", "household")
    assert (str(second.date), str(second.community), second.kind) == ("2025-03-06", "文昌社区", "community")


def test_rows_taken_for_no_data_are_told(town, clerk):
    rows = [["走访台账"], HEAD, FIRST, ["清泉社区小计", None, None, 12], HEAD, SECOND, ["填表人：李某"]]
    assert preview(Plan(VisitPages, clerk, [Grid("走访", rows)]))["passed"] == [
        "走访 第 4 行（合计）",
        "走访 第 5 行（重复的表头）",
        "走访 第 7 行（落款或说明）",
    ]


@each(KINDS)
def test_every_heading_of_ours_stands_for_its_own_column(pages):
    for layout in Layout.of(pages):
        for heads in (layout.headings, [f"*{heading} " for heading in layout.headings]):
            found = read_heading(Grid("", [heads]), layout)
            assert found.places == {
                name: place for place, name in enumerate((NUMBER, *layout.fields, LASTING))
            }
            assert found.unread_headings == []


NASTY = [
    "",
    " ",
    "\u200b",
    "\x00",
    "错",
    "错" * 3000,
    "1",
    "-1",
    "0",
    "是",
    "=1+1",
    "#REF!",
    "***",
    "（",
    "甲（",
    "甲（乙",
    "（）",
    "、、",
    "a,b（c,d",
]
NASTY += [
    "1e999",
    "９" * 30,
    "2025-99-99",
    "00000000",
    "Ａ",
    "\ud800",
    "\uffff",
    "𠮷",
    0,
    -1,
    1.5,
    1e300,
    -1e300,
    10**30,
    True,
    False,
]
NASTY += [
    float("nan"),
    float("inf"),
    date(1900, 1, 1),
    date(9999, 12, 31),
    datetime(2025, 3, 5, 9),
    time(9, 30),
    timedelta(days=2),
]


@each(KINDS)
def test_whatever_stands_in_the_cells_each_row_is_judged(town, clerk, pages):
    main, *children = Layout.of(pages)
    data = [[number, *([cell] * len(main.fields))] for number, cell in enumerate(NASTY, start=1)]
    grids = [Grid(main.title, [main.headings[:-1], *data])]
    for child in children:
        below = [[number, *([cell] * len(child.fields))] for number, cell in enumerate(NASTY, start=1)]
        grids.append(Grid(child.title, [child.headings[:-1], *below]))
    plan = Plan(pages, clerk, grids)
    assert len(plan.lines) == len(data)
    wrong = {problem.row for problem in plan.problems if problem.sheet == main.title}
    assert wrong <= {line.row for line in plan.lines if line.action == "error"}
    json.dumps(preview(plan))


def test_columns_under_a_merged_heading_are_told_apart(town, clerk):
    rows = [
        [*HEAD, "参加人员", None],
        [None, None, None, None, "班子成员", "同行人员"],
        [*FIRST, "李敏", "张三"],
    ]
    (line,) = Plan(VisitPages, clerk, [Grid("走访", rows)]).lines
    assert line.links["leaders"] == [town.director]
    assert line.record.companions == "张三"


@pytest.mark.parametrize(
    ("head", "unused"),
    [
        ([*HEAD, "网格", "天气"], ["天气", "网格"]),
        ([*HEAD, "所属社区"], ["所属社区", "没有表头的 F 列"]),
        ([*HEAD, "错误说明"], ["没有表头的 F 列"]),
    ],
    ids=["unknown", "ours under another name", "ours"],
)
def test_columns_that_are_not_read_are_told(town, clerk, head, unused):
    plan = Plan(VisitPages, clerk, [Grid("走访", [head, [*FIRST, "文昌社区", "晴"]])])
    assert said(plan) == []
    assert preview(plan)["unused"] == unused
    assert plan.lines[0].record.community == town.qingquan


def test_a_column_beyond_the_senders_reach_is_told(town, community_clerk):
    plan = Plan(
        VisitPages, community_clerk, [Grid("走访", [[*HEAD, "班子成员"], [*FIRST, "王建军（党工委书记）"]])]
    )
    assert said(plan) == []
    assert preview(plan)["unused"] == ["班子成员"]
    assert plan.lines[0].links == {}


def test_every_needed_column_that_is_missing_is_told_at_the_heading(town, clerk):
    plan = Plan(
        VisitPages,
        clerk,
        [Grid("走访", [["走访台账"], ["社区", "走访户数"], ["清泉社区", 12], ["文昌社区", "许多"]])],
    )
    assert said(plan) == [
        (2, "走访日期", "", LEFT_OUT.format("走访日期")),
        (2, "走访类型", "", LEFT_OUT.format("走访类型")),
        (4, "走访户数", "许多", "“许多”不是数字，请用阿拉伯数字填写，例：12 或 1.2万"),
    ]
    assert actions(plan) == {"error": 2}


def test_the_only_community_of_a_clerk_need_not_be_written(town, community_clerk):
    (line,) = Plan(
        VisitPages, community_clerk, [Grid("走访", [["走访日期", "走访类型"], ["2025-3-5", "入户"]])]
    ).lines
    assert line.record.community == town.qingquan


@pytest.mark.parametrize(
    "grids",
    [
        [],
        [Grid("走访", [])],
        [Grid("走访", [FIRST, SECOND])],
        [Grid("党员", [["姓名", "性别"], ["刘芳", "女"]])],
        [Grid("走访", [*([["说明"]] * 24), HEAD, FIRST])],
    ],
    ids=["nothing", "empty", "no heading", "another kind", "heading far down"],
)
def test_a_file_without_our_heading_says_which_columns_it_should_have(town, clerk, grids):
    with pytest.raises(UnreadableError) as refused:
        Plan(VisitPages, clerk, grids)
    assert (
        str(refused.value)
        == "没有找到“走访”的表头。请从模板开始填，表头要有走访日期、社区、走访类型、走访户数等列。"
    )


def test_a_heading_alone_is_no_row(town, clerk):
    plan = Plan(VisitPages, clerk, [Grid("走访", [HEAD])])
    assert (said(plan), actions(plan)) == ([], {})


OTHERWISE = "这一张的表头（列名、顺序或单位）与“走访”不同，没有读，所以整份没有导入"


def test_our_sheet_is_found_by_its_name_among_others(town, clerk):
    counts = [["社区", "走访户数"], ["清泉社区", 12]]
    plan = Plan(
        VisitPages, clerk, [Grid("说明", [["怎样填"]]), Grid("汇总", counts), Grid("走访", [HEAD, FIRST])]
    )
    assert [str(line.record.date) for line in plan.lines] == ["2025-03-05"]
    assert preview(plan)["unread"] == ["说明", "汇总"]
    assert [(p.sheet, p.row, p.message) for p in plan.problems] == [
        ("汇总", 1, "这一张的表头里没有“走访日期”、“走访类型”" + MEND)
    ]


MEND = "，没有读，所以整份没有导入。请把它的表头改成与“走访”一样，或分几个文件导入；不导入的工作表请删去"
UNREAD = {
    "other name of a needed column": ([["支付日", *HEAD[1:]], SECOND], "这一张的表头里没有“走访日期”"),
    "no heading": ([SECOND], "这一张没有找到“走访”的表头"),
    "another table": ([["网格", "网格员"], ["一网格", "张三"]], "这一张没有找到“走访”的表头"),
    "notes": ([["填写说明"], ["日期写全年月日"]], "这一张没有找到“走访”的表头"),
}


@pytest.mark.parametrize(("rows", "reason"), UNREAD.values(), ids=UNREAD)
def test_a_sheet_with_content_that_is_not_read_stops_the_file(town, clerk, rows, reason):
    plan = Plan(VisitPages, clerk, [Grid("走访", [HEAD, FIRST]), Grid("2月", rows)])
    assert [(p.sheet, p.row, p.message) for p in plan.problems] == [("2月", 1, reason + MEND)]
    assert (actions(plan), preview(plan)["unread"]) == ({"error": 1}, ["2月"])


@pytest.mark.parametrize("rows", [[], [HEAD], [["2月台账"]], [["2月台账"], HEAD, ["合计", None, None, 0]]])
def test_a_sheet_without_content_stops_nothing(town, clerk, rows):
    plan = Plan(VisitPages, clerk, [Grid("走访", [HEAD, FIRST]), Grid("2月", rows)])
    assert (said(plan), actions(plan)) == ([], {"new": 1})


HINTS = ["格式：2025-01-01", "从下拉框选择", "从下拉框选择"]


@pytest.mark.parametrize(
    ("first", "second", "unread"),
    [("元", "万元", ["2月"]), ("万元", "万元", []), ("元", None, []), (None, "万元", ["2月"])],
)
def test_the_unit_in_the_hints_of_each_sheet_is_its_own(town, clerk, first, second, unread):
    head, cells = ["拨付日期", "社区", "经费类别", "金额"], ["清泉社区", "党建工作经费", 5]
    grids = [
        Grid("1月", [head, [*HINTS, first], ["2025-01-05", *cells]]),
        Grid("2月", [head, [*HINTS, second], ["2025-02-05", *cells]]),
    ]
    plan = Plan(PaymentPages, clerk, grids)
    assert (preview(plan)["unread"], [p.sheet for p in plan.problems]) == (unread, unread)
    if not unread:
        assert {line.record.amount for line in plan.lines} == {MONEY[first] * 5}


def test_sheets_with_the_same_heading_are_read_as_one(town, clerk):
    months = [
        Grid("1月", [["1月台账"], HEAD, FIRST]),
        Grid("2月", [HEAD, SECOND, ["合计", None, None, 3]]),
        Grid("3月", [HEAD, FIRST]),
    ]
    plan = Plan(VisitPages, clerk, months)
    assert (said(plan), actions(plan)) == ([], {"new": 2, "duplicate": 1})
    assert [(line.sheet.grid.title, line.row, line.note) for line in plan.lines] == [
        ("1月", 3, ""),
        ("2月", 2, ""),
        ("3月", 2, "与“1月”第 3 行完全相同"),
    ]
    shown = preview(plan)
    assert (shown["sheets"], shown["unread"]) == (["1月 1 行", "2月 1 行", "3月 1 行"], [])
    assert (shown["passed"], shown["heads"]) == (["2月 第 3 行（合计）"], {"1月": 2, "2月": 1, "3月": 1})
    assert [sample["row"] for sample in shown["samples"]["new"]] == ["1月 3", "2月 2"]


def test_a_wrong_row_is_told_with_its_sheet(town, clerk):
    plan = Plan(VisitPages, clerk, [Grid("1月", [HEAD, FIRST]), Grid("2月", [HEAD, [*SECOND[:3], "许多"]])])
    assert [(p.sheet, p.row, p.column, p.position) for p in plan.problems] == [("2月", 2, "走访户数", 4)]
    assert actions(plan) == {"new": 1, "error": 1}


@pytest.mark.parametrize(
    "other",
    [
        [[*HEAD, "走访内容"], [*SECOND, "旧"]],
        [HEAD[::-1], SECOND[::-1]],
        [["走访日期", "社区", "走访类型", "走访户数（户）"], SECOND],
        [["单位：人次"], HEAD, SECOND],
    ],
    ids=["more columns", "moved", "unit", "unit above"],
)
def test_nothing_of_a_file_is_imported_while_a_sheet_of_its_kind_is_not_read(town, clerk, other):
    plan = Plan(VisitPages, clerk, [Grid("走访", [HEAD, FIRST]), Grid("旧表", other)])
    ((title, message),) = [(p.sheet, p.message) for p in plan.problems]
    assert (title, message.startswith(OTHERWISE)) == ("旧表", True)
    assert (actions(plan), preview(plan)["unread"]) == ({"error": 1}, ["旧表"])


def test_what_is_not_read_is_not_passed_over_by_importing_the_right_rows(clerk, town, client):
    client.force_login(clerk)
    batch = upload(client, workbook(一月=[HEAD, FIRST], 二月=[[*HEAD, "走访内容"], [*SECOND, "旧"]]))
    assert (batch.state, batch.record_count) == ("ready", 0)
    assert "只导入正确的" not in client.get(f"/imports/{batch.pk}/").content.decode()
    press(client, batch, "confirm", only="right")
    assert Visit.objects.count() == 0


def test_all_months_of_a_file_come_in(clerk, town, client):
    client.force_login(clerk)
    brought(client, workbook(一月=[HEAD, FIRST], 二月=[HEAD, SECOND]))
    assert sorted(map(str, Visit.objects.values_list("date", flat=True))) == ["2025-03-05", "2025-03-06"]


def test_a_formula_without_a_value_is_told(town, clerk):
    plan = Plan(
        VisitPages, clerk, [Grid("走访", [HEAD, [*FIRST[:3], None], SECOND], unvalued=frozenset({(2, 4)}))]
    )
    assert said(plan) == [
        (2, "走访户数", "", "单元格里是公式，却没有算出的值。请在 Excel 里打开保存一次，或改填数值")
    ]
    assert actions(plan) == {"error": 1, "new": 1}
