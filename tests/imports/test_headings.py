"""Headings as offices write them: which column each means, in which unit, and what is asked where that is not certain."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from funding.models import Payment
from funding.pages import PaymentPages
from imports.kinds import KINDS
from imports.parse.vocabulary import Vocabulary
from imports.plan import Plan
from imports.preview import preview
from mediation.models import MediationCase
from mediation.pages import MediationCasePages
from members.pages import MemberPages
from records.layout import Layout
from records.presentation import column, label
from spreadsheets.reading import Grid, read_pasted
from tests.imports.support import GOOD, actions, brought, mapped, planned, press, row, said, upload, workbook
from tests.imports.test_comes_back import KINDS as ENTERED
from tests.records.browser import text
from tests.records.support import each
from visits.pages import VisitPages

PAYMENT, MEMBER, CASE, VISIT = "funding.payment", "members.member", "mediation.mediationcase", "visits.visit"
MONEY = "金额（元）"


def paid(
    reader: Any, heading: str, *cells: Any, above: list[list[Any]] | None = None, title: str = "经费"
) -> Plan:
    """Payments whose amounts stand under this heading, with rows above it."""
    rows = [["2025-03-05", "清泉社区", "党建工作经费", cell] for cell in cells]
    return Plan(
        PaymentPages,
        reader,
        [Grid(title, [*(above or []), ["拨付日期", "社区", "经费类别", heading], *rows])],
    )


def amounts(plan: Plan) -> list[Decimal]:
    place = [c.name for c in plan.book.columns].index("amount")
    return [line.meanings[place].value for line in plan.lines]


def renamed(kind: str, names: dict[str, str], **more: Any) -> dict[str, Any]:
    """A good row of a kind, some of its columns under other headings, with more columns."""
    return {**{names.get(heading, heading): cell for heading, cell in GOOD[kind].items()}, **more}


# ── Units ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("heading", "above", "factor"),
    [
        ("金额（元）", [], 1),
        ("金额", [], 1),
        ("金额（百元）", [], 100),
        ("拨付金额（千元）", [], 1000),
        ("金额（万元）", [], 10_000),
        ("金额(万)*", [], 10_000),
        ("金额（单位：万元）", [], 10_000),
        ("金额（人民币万元）（必填）", [], 10_000),
        ("金额（亿元）", [], 100_000_000),
        ("金额", [["2025年党建经费台账"], ["单位：万元"]], 10_000),
        ("金额", [["2025年党建经费台账（单位：千元）"]], 1000),
        ("金额", [["2025年党建经费台账（万元）"]], 10_000),
        ("金额", [["填报单位：清泉社区", None, "金额单位：人民币万元"]], 10_000),
        ("金额", [["单位：", "万元", "2025年"]], 10_000),
        ("金额", [["单位：万元、户"]], 10_000),
        ("金额", [["填报单位：清泉社区   单位：万元   2025年12月31日"]], 10_000),
        ("金额", [["单 位：万 元"]], 10_000),
        ("金额（元）", [["填报单位：元宝社区", "单位：个体协会"]], 1),
        ("金额（万元）", [["单位：万元"]], 10_000),
    ],
)
def test_the_unit_of_a_heading_or_above_it_is_obeyed(town, clerk, heading, above, factor):
    plan = paid(clerk, heading, 1.2, "20", "0.85", above=above)
    assert said(plan) == []
    assert amounts(plan) == [Decimal(text) * factor for text in ("1.2", "20", "0.85")]


def test_a_unit_among_what_is_passed_over_is_obeyed(town, clerk):
    for hints in (
        ["必填", "从下拉框选择", "从下拉框选择", "单位：万元"],
        ["格式：2025-01-01", "必填", "必填", "万元"],
    ):
        assert amounts(paid_with(clerk, hints, ["2025-03-05", "清泉社区", "党建工作经费", 1.2])) == [12000]
    assert amounts(
        paid_with(clerk, ["2025-03-05", "清泉社区", "党建工作经费", 1.2], ["注：金额单位为万元"])
    ) == [12000]


BUDGET = "年度预算（万元）"


@pytest.mark.parametrize("money", ["金额", "金额（元）"])
@pytest.mark.parametrize("other", [BUDGET, "年度预算（单位：万元）", "年度预算（亿元）"])
def test_the_unit_of_another_column_says_nothing_of_ours(town, clerk, money, other):
    head = ["拨付日期", "社区", "经费类别", money, other]
    plan = Plan(
        PaymentPages, clerk, [Grid("经费", [head, ["2025-03-05", "清泉社区", "党建工作经费", 5000, 3]])]
    )
    assert (said(plan), amounts(plan)) == ([], [5000])


def test_nor_does_the_unit_of_an_upper_heading_over_other_columns(town, clerk):
    upper = ["基本情况", None, None, None, BUDGET, None]
    head = ["拨付日期", "社区", "经费类别", "金额", "上半年", "下半年"]
    cells = ["2025-03-05", "清泉社区", "党建工作经费", 5000, 3, 4]
    plan = Plan(PaymentPages, clerk, [Grid("经费", [upper, head, cells])])
    assert (said(plan), amounts(plan)) == ([], [5000])
    over_ours = ["基本情况", None, None, "拨付情况（万元）", None, None]
    assert amounts(Plan(PaymentPages, clerk, [Grid("经费", [over_ours, head, cells])])) == [50_000_000]


def test_a_cell_of_the_head_that_only_states_a_unit_speaks_for_the_sheet(town, clerk):
    head = ["拨付日期", "社区", "经费类别", "金额", "金额单位：万元"]
    plan = Plan(
        PaymentPages, clerk, [Grid("经费", [head, ["2025-03-05", "清泉社区", "党建工作经费", 5, None]])]
    )
    assert (said(plan), amounts(plan)) == ([], [50_000])


@pytest.mark.parametrize("unit", ["单位：万元", "（单位：万元）"])
def test_a_unit_above_the_last_column_speaks_for_the_sheet(town, clerk, unit):
    head = ["拨付日期", "社区", "经费类别", "金额", "备忘"]
    grid = Grid(
        "经费",
        [["经费台账", None, None, None, unit], head, ["2025-03-05", "清泉社区", "党建工作经费", 5, None]],
    )
    assert amounts(Plan(PaymentPages, clerk, [grid])) == [50_000]


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("members.twonewunit", "注册资本（万元）"),
        (VISIT, "帮扶资金（元）"),
        (VISIT, "帮扶资金（单位：万元）"),
    ],
)
def test_money_in_a_column_that_is_not_ours_is_not_asked_about(town, clerk, kind, heading):
    assert said(planned(KINDS[kind], clerk, row(kind, {heading: 100}))) == []


def paid_with(reader: Any, *rows: list[Any]) -> Plan:
    return Plan(PaymentPages, reader, [Grid("经费", [["拨付日期", "社区", "经费类别", "金额"], *rows])])


def test_an_amount_in_another_unit_is_told(town, clerk):
    assert preview(paid(clerk, "金额（万元）", 1.2, 0.8525))["echoes"] == [
        {"column": MONEY, "written": "1.2", "understood": "12,000 元（按“万元”换算）", "times": 2}
    ]
    assert preview(paid(clerk, MONEY, 1.2))["echoes"] == []


def test_a_cell_with_a_unit_of_its_own_is_not_scaled_again(town, clerk):
    plan = paid(clerk, "金额（万元）", "1.2万", "1.2万元", "12000元", "0.0002亿", 1.2, "1.2")
    assert amounts(plan) == [12000, 12000, 12000, 20000, 12000, 12000]
    assert said(paid(clerk, "金额（万元）", "许多")) == [
        (2, MONEY, "许多", "“许多”不是数字，请用阿拉伯数字填写，例：12 或 1.2万")
    ]


def test_a_file_in_another_unit_comes_in_once(as_user, clerk, town):
    rows = [["拨付日期", "社区", "经费类别", "金额（万元）"], ["2025-03-05", "清泉社区", "党建工作经费", 1.2]]
    client = as_user(clerk)
    brought(client, workbook(经费=rows), PAYMENT)
    assert [payment.amount for payment in Payment.objects.all()] == [12000]
    assert upload(client, workbook(经费=rows), PAYMENT).counts["unchanged"] == 1


UNFIT = [
    (PAYMENT, {MONEY: "金额（次）"}, [], MONEY, "“金额（次）”写的单位是“次”，不是金额的单位"),
    (PAYMENT, {MONEY: "金额（美元）"}, [], MONEY, "“金额（美元）”写的单位是“美元”，不是金额的单位"),
    (PAYMENT, {MONEY: "金额"}, [["单位：次"]], MONEY, "表里写的单位是“次”，不是金额的单位"),
    (PAYMENT, {}, [["单位：万元"]], MONEY, "这一列写的单位是“元”，表里另外又写着“万元”"),
    (
        PAYMENT,
        {MONEY: "金额"},
        [["单位：元"], ["单位：万元"]],
        MONEY,
        "表里写的单位是“元”，表里另外又写着“万元”",
    ),
    (
        VISIT,
        {"走访户数": "走访户数（万元）"},
        [],
        "走访户数",
        "“走访户数（万元）”写的单位是“万元”，与“走访户数”不合",
    ),
    (
        VISIT,
        {"走访户数": "走访户数（人）"},
        [],
        "走访户数",
        "“走访户数（人）”写的单位是“人”，与“走访户数”不合",
    ),
    (
        VISIT,
        {"走访户数": "走访户数（百户）"},
        [],
        "走访户数",
        "“走访户数（百户）”写的单位是“百户”，与“走访户数”不合",
    ),
    (VISIT, {}, [["单位：万元"]], "走访户数", "表里写的单位是“万元”，与“走访户数”不合"),
]


@pytest.mark.parametrize(
    ("kind", "names", "above", "heading", "message"), UNFIT, ids=[case[4] for case in UNFIT]
)
def test_a_unit_that_does_not_fit_is_asked_about(town, clerk, kind, names, above, heading, message):
    cells = renamed(kind, names)
    plan = Plan(KINDS[kind], clerk, [Grid("表", [*above, list(cells), list(cells.values())])])
    ((place, found, _, told),) = said(plan)
    assert (place, found, message in told) == (len(above) + 1, heading, True), told
    assert actions(plan) == {"error": 1}


@pytest.mark.parametrize("heading", ["走访户数（户）", "走访户数（户次）", "户数（户）", "走访户数（整数）"])
def test_a_unit_that_fits_a_count_changes_nothing(town, clerk, heading):
    (line,) = planned(VisitPages, clerk, renamed(VISIT, {"走访户数": heading})).lines
    assert line.record.households == 12


def test_a_members_list_has_no_unit_to_ask_about(town, clerk):
    cells = row(MEMBER)
    assert (
        said(Plan(MemberPages, clerk, [Grid("党员", [["单位：人"], list(cells), list(cells.values())])]))
        == []
    )


# ── Two columns for one ─────────────────────────────────────────────────────
@pytest.mark.parametrize("own_first", [True, False])
def test_our_own_name_wins_wherever_it_stands(town, clerk, own_first):
    days = {"受理日期": "2025-01-08", "发生日期": "2024-12-20"}
    others = {"社区": "清泉社区", "纠纷类型": "邻里纠纷"}
    plan = planned(
        MediationCasePages,
        clerk,
        {**days, **others} if own_first else {**dict(reversed(days.items())), **others},
    )
    assert (said(plan), [line.record.date for line in plan.lines]) == ([], [date(2025, 1, 8)])
    shown = preview(plan)
    ours, theirs = ("A", "B") if own_first else ("B", "A")
    assert shown["unused"] == ["发生日期"]
    assert shown["choices"] == [
        f"“受理日期”取自“受理日期”（{ours} 列），没有取“发生日期”（{theirs} 列）。"
        "要改用后一列，请在表里把它的表头改成“受理日期”，原来那一列改成别的名称"
    ]


def test_two_columns_that_say_different_things_are_asked_about(town, clerk):
    cells = [renamed(CASE, {"受理日期": "排查日期"}, 办理日期=day) for day in ("2025-03-05", "2025-04-06")]
    plan = planned(MediationCasePages, clerk, *cells)
    assert said(plan) == [
        (
            1,
            "受理日期",
            "排查日期",
            "“排查日期”（A 列）和“办理日期”（D 列）都可以当作“受理日期”，内容却不同，例如第 3 行，"
            "A 列是“2025-03-05”，D 列是“2025-04-06”。请把要用的那一列的表头写成“受理日期”，其余的改成别的名称，再导入",
        )
    ]
    assert actions(plan) == {"error": 2}


def test_the_same_heading_twice_is_asked_about(town, clerk):
    heads = ["走访日期", "社区", "走访类型", "社区"]
    plan = Plan(VisitPages, clerk, [Grid("走访", [heads, ["2025-03-05", "清泉社区", "入户", "文昌社区"]])])
    ((_, heading, _, told),) = said(plan)
    assert (heading, told.startswith("“社区”（B 列）和“社区”（D 列）都可以当作“社区”")) == ("社区", True)
    assert actions(plan) == {"error": 1}


@pytest.mark.parametrize(
    ("first", "second"), [("2025-03-05", "2025-03-05"), (None, "2025-03-05"), ("2025-03-05", None)]
)
def test_of_two_columns_that_agree_nothing_is_asked(town, clerk, first, second):
    plan = planned(
        MediationCasePages,
        clerk,
        {**renamed(CASE, {"受理日期": "发生日期"}), "发生日期": first, "办理日期": second},
    )
    assert (said(plan), [line.record.date for line in plan.lines]) == ([], [date(2025, 3, 5)])


def test_of_two_phones_the_one_that_is_filled_in_is_taken(town, clerk):
    phones = [(None, "13900003333"), ("13900004444", None), ("13900005555", "13900005555"), (None, None)]
    rows = [
        row(MEMBER, {"姓名": f"周{n}", "联系电话": one, "联系手机": other})
        for n, (one, other) in enumerate(phones)
    ]
    plan = planned(MemberPages, clerk, *rows)
    assert said(plan) == []
    assert [line.record.phone for line in plan.lines] == ["13900003333", "13900004444", "13900005555", ""]
    assert preview(plan)["unused"] == []


def test_two_different_phones_of_one_person_are_asked_about(town, clerk):
    plan = planned(MemberPages, clerk, row(MEMBER, {"移动电话": "13900004444", "联系手机": "13900003333"}))
    ((_, heading, _, told),) = said(plan)
    assert (heading, "“移动电话”（F 列）和“联系手机”（G 列）都可以当作“手机号”" in told) == ("手机号", True)


def test_of_a_mobile_and_another_phone_the_mobile_is_taken_and_told(town, clerk):
    plan = planned(MemberPages, clerk, row(MEMBER, {"联系电话": "13900004444", "联系手机": "13900003333"}))
    assert (said(plan), [line.record.phone for line in plan.lines]) == ([], ["13900003333"])
    (told,) = preview(plan)["choices"]
    assert told.startswith("“手机号”取自“联系手机”（G 列），没有取“联系电话”（F 列）")


def test_a_day_of_something_else_is_taken_where_no_better_one_stands_and_told(town, clerk):
    plan = planned(MediationCasePages, clerk, renamed(CASE, {"受理日期": "发生日期"}))
    assert (said(plan), [line.record.date for line in plan.lines]) == ([], [date(2025, 3, 5)])
    assert preview(plan)["choices"] == ["表里没有更合适的列，“受理日期”取自“发生日期”（A 列）"]


# ── Words in brackets ───────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("kind", "heading", "name"),
    [
        *(
            (MEMBER, heading, None)
            for heading in ("姓名（书记）", "出生日期（农历）", "所在党组织（社区）", "手机号（配偶）")
        ),
        *((PAYMENT, heading, None) for heading in ("金额（不含税）", "经费类别（大类）")),
        *(
            (MEMBER, heading, "name")
            for heading in ("姓名（必填）", "（必填）姓名", "【必填】姓名*", "姓 名：", "姓名(填空题)")
        ),
        *(
            (MEMBER, heading, "birth_date")
            for heading in (
                "出生日期（年月日）",
                "出生日期（公历）",
                "出生日期（格式：2025-01-01）",
                "出生日期(yyyy-mm-dd)",
            )
        ),
        *(
            (MEMBER, heading, "phone")
            for heading in ("联系电话（手机）", "手机号（11位）", "手机号（本人）", "联系手机")
        ),
        *(
            (MEMBER, heading, "gender")
            for heading in ("性别（男/女）", "性别（单选题）", "性别(从下拉列表选)")
        ),
        (MEMBER, "流动党员（是/否）", "away"),
        *((VISIT, heading, "community") for heading in ("村（社区）", "社区（村）", "社区（全称）")),
        *(
            (VISIT, heading, "date")
            for heading in (
                "走访日期\u200b",
                "\ufeff走访日期",
                "走访\u2060日期",
                "1、走访日期",
                "Q1_走访日期",
                "1.走访日期",
                "（1）走访日期",
            )
        ),
        *((VISIT, heading, "kind") for heading in ("走访类型（入户/接访）", "3. 走访类型（单选）")),
        *((VISIT, heading, "summary") for heading in ("走访内容（500字以内）", "内容")),
        *((MEMBER, heading, "kind") for heading in ("人员类别", "党员类型", "预/正", "党籍状态", "政治面貌")),
        ("communities.survey", "满意（知晓）", "satisfied"),
        ("services.checkin", "时间", "since"),
        ("services.checkin", "日期", "since"),
        ("meetings.meeting", "内容", "content"),
        ("meetings.meeting", "时间", "date"),
        ("services.gooddeed", "内容", "content"),
        ("services.brand", "内容", "content"),
        (MEMBER, "时间", None),
        (MEMBER, "内容", None),
        ("members.applicant", "日期", None),
    ],
)
def test_what_a_heading_means(kind, heading, name):
    found = Vocabulary.of(Layout.of(KINDS[kind]).main).heading(heading)
    assert (found and found.name) == name


def test_a_column_of_something_else_takes_nobodys_place(town, clerk):
    cells = {
        "姓名（书记）": "张书记",
        **row(MEMBER),
        "出生日期（农历）": "1950-02-03",
        "出生日期": "1950-03-20",
    }
    plan = planned(MemberPages, clerk, cells)
    (line,) = plan.lines
    assert (said(plan), line.record.name, line.record.birth_date) == ([], "周玉兰", date(1950, 3, 20))
    assert preview(plan)["unused"] == ["出生日期（农历）", "姓名（书记）"]


def test_a_byte_order_mark_before_a_pasted_block_changes_nothing(town, clerk):
    plan = Plan(
        VisitPages,
        clerk,
        read_pasted("\ufeff走访日期\t社区\t走访类型\t走访户数\r\n2025-03-05\t清泉社区\t入户\t3\r\n"),
    )
    assert (said(plan), [line.record.households for line in plan.lines]) == ([], [3])


# ── What decides a figure is never given in silence ─────────────────────────
def members_by(heading: str, *words: Any) -> list[dict[str, Any]]:
    return [
        {**renamed(MEMBER, {"党员类别": heading}), "姓名": f"周{n}", heading: word}
        for n, word in enumerate(words)
    ]


def test_other_headings_and_words_for_the_kind_of_a_member(town, clerk):
    plan = planned(MemberPages, clerk, *members_by("人员类别", "预备党员", "正式党员", "预备", "正式"))
    assert [line.record.kind for line in plan.lines] == ["probationary", "full", "probationary", "full"]
    plan = planned(MemberPages, clerk, *members_by("政治面貌", "中共党员", "中共预备党员"))
    assert [line.record.kind for line in plan.lines] == ["full", "probationary"]
    assert preview(plan)["echoes"] == [
        {"column": "党员类别", "written": "中共党员", "understood": "正式党员", "times": 2}
    ]


@pytest.mark.parametrize(("heading", "word"), [("党籍状态", "停止党籍"), ("政治面貌", "群众")])
def test_who_is_no_member_is_an_error_of_his_row(town, clerk, heading, word):
    plan = planned(MemberPages, clerk, *members_by(heading, "正式党员", word))
    assert said(plan) == [(3, "党员类别", word, f"没有“{word}”这一项，可填：正式党员、预备党员")]
    assert actions(plan) == {"new": 1, "error": 1}


def test_the_kind_of_a_member_goes_before_what_else_he_is(town, clerk):
    plan = planned(MemberPages, clerk, row(MEMBER, {"党员类别": "预备党员", "政治面貌": "中共党员"}))
    assert [line.record.kind for line in plan.lines] == ["probationary"]
    assert preview(plan)["unused"] == ["政治面貌"]


def test_a_column_left_out_is_said_with_what_stands_for_it(as_user, clerk, town):
    cells = {
        name: cell
        for name, cell in row(MEMBER, {"民族": "汉族", "年老体弱": "否"}).items()
        if name != "党员类别"
    }
    client = as_user(clerk)
    batch = upload(client, workbook(党员=[list(cells), list(cells.values())]), MEMBER)
    shown = text(client.get(f"/imports/{batch.pk}/"))
    assert "表中没有“党员类别”这一列，全部记为“正式党员”" in shown
    assert "表中没有“流动党员”这一列，全部记为“否”" in shown
    assert "没有“民族”" not in shown


@each(ENTERED)
def test_of_every_kind_each_column_with_a_default_is_said(pages, town, clerk):
    model, names = pages.model, pages.fields()
    given = {name: column(model, name).get_default() for name in names if column(model, name).has_default()}
    told = {label(model, name) for name, value in given.items() if value != ""}
    heads = [label(model, name) for name in names if label(model, name) not in told]
    plan = Plan(pages, clerk, [Grid(pages.name(), [heads, ["内容"] * len(heads)])])
    for line in plan.lines:
        line.action = "new"
    assert {c.heading for c, value in plan.book.assumptions if value} == told


def test_nothing_is_said_where_nothing_is_new(as_user, clerk, town):
    client = as_user(clerk)
    cells = row(MEMBER)
    brought(client, workbook(党员=[list(cells), list(cells.values())]), MEMBER)
    assert preview(planned(MemberPages, clerk, cells))["assumed"] == []


def test_the_only_community_of_a_clerk_is_said(town, community_clerk):
    plan = Plan(VisitPages, community_clerk, [Grid("走访", [["走访日期", "走访类型"], ["2025-3-5", "入户"]])])
    assert preview(plan)["assumed"] == ["表中没有“社区”这一列，全部记为“清泉社区”"]


def test_a_file_that_is_asked_about_offers_no_right_rows(as_user, clerk, town):
    client = as_user(clerk)
    rows = [
        ["排查日期", "办理日期", "社区", "纠纷类型"],
        *(["2025-03-05", day, "清泉社区", "邻里纠纷"] for day in ("2025-03-05", "2025-03-06")),
    ]
    batch = mapped(client, upload(client, workbook(调解案件=rows), CASE), anyway="1")
    page = client.get(f"/imports/{batch.pk}/")
    assert "请把要用的那一列的表头写成“受理日期”" in text(page)
    assert "只导入正确的" not in page.content.decode()
    press(client, batch, "confirm", only="right")
    assert not MediationCase.objects.exists()
    rows[0][1] = "受理日期"
    brought(client, workbook(调解案件=rows), CASE)
    assert sorted(str(case.date) for case in MediationCase.objects.all()) == ["2025-03-05", "2025-03-06"]
