"""Sheets as offices have them: what is understood, what is refused, with Excel's row, the heading and how to mend it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from stdnum.cn import ric

from imports.problems import Unreadable
from tests import factories as F
from tests.factories import YEAR, LeaderFactory, MemberFactory, PartyOrgFactory, UserFactory, VisitFactory
from tests.imports.support import MEMBER, PAYMENT, VISIT, counted, grid, plan, told, visits
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.django_db
GOOD = [date(YEAR, 5, 1), "清泉社区", "入户", 12, "", "看望老人"]
FIRST = "41010119750312001"
ID_NO = FIRST + ric.calc_check_digit(f"{FIRST}0")


@pytest.fixture(autouse=True)
def world(office, qingquan, wenchang):
    LeaderFactory(subdistrict=office, name="孙桂英")
    LeaderFactory(subdistrict=office, name="邓志强")
    for name, place in (("清泉第一党支部", qingquan), ("文昌党支部", wenchang)):
        org = PartyOrgFactory(community=place, subdistrict=office, name=name)
        MemberFactory(org=org, name="张建国")


def visit(**changed):
    """The good row with some of its cells otherwise."""
    return [changed.get(head, cell) for head, cell in zip(VISIT, GOOD, strict=True)]


# ── The shape of the sheet ──────────────────────────────────────────────────
SHAPES = {
    "as the template has it": [VISIT, GOOD],
    "title rows above": [["锦河街道走访台账"], [f"{YEAR}年", "", "单位：次"], [], VISIT, GOOD],
    "columns moved": [VISIT[::-1], GOOD[::-1]],
    "needed columns starred": [["走访日期*", "社区＊", "走访类型*", *VISIT[3:]], GOOD],
    "spaces in headings": [["走访 日期", " 社 区 ", "走访类型", *VISIT[3:]], GOOD],
    "synonyms": [["走访时间", "所属社区", "类型", "户数", "走访领导", "主要内容"], GOOD],
    "remarks in brackets": [["走访日期（必填）", "社区", "走访类型（见说明）", "走访户数（户）", "班子成员", "走访内容"], GOOD],
    "further columns": [[*VISIT, "备注", "照片"], [*GOOD, "x", "y"]],
    "optional columns left out": [VISIT[:3] + VISIT[5:], GOOD[:3] + GOOD[5:]],
    "blank rows": [[], VISIT, [], [None] * 6, GOOD, ["", " ", None]],
    "total in the first column": [VISIT, GOOD, ["合计", None, None, 12]],
    "total in the second column": [["序号", *VISIT], [1, *GOOD], [None, "合 计", None, None, 12]],
    "footers": [VISIT, GOOD, ["填表人：李秀兰", None, "审核人："], ["注：户数按实际填写"]],
    "heading again on each page": [VISIT, GOOD, VISIT],
    "merged over two rows": [["走访日期", "社区", "走访情况", None, "班子成员", "走访内容"], [None, None, "走访类型", "走访户数"], GOOD],
    "repeated column, the first counts": [[*VISIT, "走访户数"], [*GOOD, 99]],
}


@pytest.mark.parametrize("rows", SHAPES.values(), ids=SHAPES)
def test_shape_is_understood(clerk, rows):
    planned = plan("visits.visit", clerk, grid("Sheet1", *rows))
    assert (told(planned), counted(planned)) == ([], {"new": 1})
    record = planned.lines[0].record
    assert (record.date, record.community.name, record.kind) == (date(YEAR, 5, 1), "清泉社区", "household")
    assert record.summary == "看望老人"


def test_needed_column_left_out_is_wrong_for_every_row(clerk):
    planned = visits(clerk, GOOD[1:], GOOD[1:], head=VISIT[1:])
    assert told(planned) == [(1, "走访日期", "缺少“走访日期”这一列，它是必填的。请从模板补上这一列再导入")]
    assert counted(planned) == {"error": 2}


def test_sheet_without_such_a_heading_is_refused_by_name(clerk):
    with pytest.raises(Unreadable, match=r"没有找到“走访”的表头.*走访日期、社区、走访类型、走访户数"):
        plan("visits.visit", clerk, grid("Sheet1", ["水果", "斤"], ["苹果", 3]))


# ── Single cells ────────────────────────────────────────────────────────────
FIFTH = date(YEAR, 3, 5)
MASKED = "*" * 14 + ID_NO[-4:]
DAYS = [
    FIFTH, datetime(YEAR, 3, 5), f"{YEAR}-3-5", f"{YEAR}-03-05", f"{YEAR}/3/5", f"{YEAR}.3.5", f"{YEAR}.03.05", f"{YEAR}年3月5日",
    f"{YEAR}年03月05日", f"{YEAR}0305", float(f"{YEAR}0305"), f" {YEAR}-3-5 ", f"{YEAR}－３－５", f"{YEAR}-03-05 00:00:00",
    f"\u200b{YEAR}-3-5",
]  # fmt: skip


@pytest.mark.parametrize("written", DAYS, ids=str)
def test_day_in_any_usual_spelling(clerk, written):
    planned = visits(clerk, visit(走访日期=written))
    assert told(planned) == []
    assert planned.lines[0].record.date == FIFTH


AMOUNTS = {
    "1.2万": 12000,
    "12,000": 12000,
    "¥12000.50": "12000.5",
    "１２０００": 12000,
    "12000元": 12000,
    " 12 000 ": 12000,
    12000.5: "12000.5",
    0.1 + 0.2: "0.3",
}


@pytest.mark.parametrize(("written", "meant"), AMOUNTS.items(), ids=str)
def test_amount_in_any_usual_spelling(clerk, written, meant):
    planned = plan("funding.payment", clerk, grid("经费", PAYMENT, [date(YEAR, 5, 1), "清泉社区", "党建工作经费", written, ""]))
    assert told(planned) == []
    assert planned.lines[0].record.amount == Decimal(str(meant))


CELLS = [
    ("走访日期", f"{YEAR}-11-31", "11 月只有 30 天"),
    ("走访日期", f"{YEAR}-13-1", "没有 13 月"),
    ("走访日期", "3/4/26", "看不出是哪一天，请写全年月日"),
    ("走访日期", "3月5日", "看不出是哪一天，请写全年月日"),
    ("走访日期", "上半年", "看不出是哪一天"),
    ("走访日期", 45_000.0, "这是日期的序号"),
    ("走访日期", "1025-3-5", "年份不合理"),
    ("走访日期", "2199-3-5", "还没有到，请填今天或以前的日期"),
    ("走访日期", None, "请填写"),
    ("走访日期", "#N/A", "看不出是哪一天"),
    ("走访日期", datetime(YEAR, 3, 5, 14, 30), "看不出是哪一天"),
    ("社区", "清泉村", "没有“清泉村”这一项，是否为“清泉社区”？"),
    ("社区", "向阳社区", "没有“向阳社区”这一项"),
    ("社区", "街道本级", "请选择走访的社区"),
    ("走访类型", "慰问", "没有“慰问”这一项，可填：社区走访、入户、书记家访、接访"),
    ("走访类型", None, "请选择"),
    ("走访户数", "十来户", "不是数字，请用阿拉伯数字填写"),
    ("走访户数", 12.5, "不是整数，请填整数"),
    ("走访户数", -3, "大于或等于"),
    ("走访户数", "99999999999999999999999", "数字太长"),
    ("班子成员", "邓志刚", "没有“邓志刚”这一项，是否为“邓志强”？"),
    ("班子成员", "孙桂英、王二", "没有“王二”这一项"),
]


@pytest.mark.parametrize(("column", "cell", "message"), CELLS, ids=lambda value: str(value)[:12])
def test_wrong_cell_is_named_with_row_column_and_remedy(clerk, column, cell, message):
    planned = visits(clerk, GOOD, visit(**{column: cell, "走访内容": "另一次"}))
    assert [(row, head) for row, head, _ in told(planned)] == [(3, column)]
    assert message in told(planned)[0][2]
    assert counted(planned) == {"new": 1, "error": 1}


@pytest.mark.parametrize(
    "names", ["孙桂英、邓志强", "孙桂英，邓志强", "孙桂英, 邓志强", "孙桂英;邓志强", "孙桂英\n邓志强", " 孙桂英 、、邓志强 "]
)
def test_several_names_in_one_cell(clerk, names):
    planned = visits(clerk, visit(班子成员=names))
    assert told(planned) == []
    assert sorted(leader.name for leader in planned.lines[0].links["leaders"]) == ["孙桂英", "邓志强"]


def test_formula_without_a_value_is_told(clerk):
    sheet = grid("走访", VISIT, visit(走访户数=None), unvalued=frozenset({(2, 4)}))
    assert told(plan("visits.visit", clerk, sheet)) == [
        (2, "走访户数", "单元格里是公式，却没有算出的值。请在 Excel 里打开保存一次，或改填数值")
    ]


WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}


def member(**changed):
    row = dict(zip(MEMBER, ["王秀兰", "女", "清泉第一党支部", "正式党员", date(2015, 3, 1), "", ""], strict=True))
    return [changed.get(head, row[head]) for head in MEMBER]


PEOPLE = [
    ("身份证号", "410101750312001", "15 位旧号码"),
    ("身份证号", 4.1010119750312e17, "第 15 位以后已经丢失"),
    ("身份证号", "41010119750312001", "应为 18 位"),
    ("身份证号", FIRST + ("1" if ID_NO[-1] != "1" else "2"), "末位校验不符"),
    ("身份证号", "410101197513120016", "出生日期"),
    ("性别", "未知", "没有“未知”这一项，可填：男、女"),
    ("手机号", "1380013800", "应为 11 位"),
    ("手机号", 1.3800138e10 + 0.5, "应为 11 位"),
    ("所在党组织", "清泉第一支部", "是否为“清泉第一党支部”"),
    ("姓名", "长" * 51, "50"),
    ("党员类别", "群众", "没有“群众”这一项"),
]


@pytest.mark.parametrize(("column", "cell", "message"), PEOPLE, ids=lambda value: str(value)[:12])
def test_wrong_cell_about_a_person(clerk, column, cell, message):
    planned = plan("members.member", clerk, grid("党员", MEMBER, member(**{column: cell})))
    assert [(row, head) for row, head, _ in told(planned)] == [(2, column)]
    assert message in told(planned)[0][2]


@pytest.mark.parametrize("written", [ID_NO, ID_NO.lower(), f" {ID_NO} ", f"{ID_NO[:6]} {ID_NO[6:14]} {ID_NO[14:]}", ID_NO.translate(WIDE)])
def test_id_number_in_any_usual_spelling(clerk, written):
    planned = plan("members.member", clerk, grid("党员", MEMBER, member(性别="男", 身份证号=written, 手机号=13800138000.0)))
    assert told(planned) == []
    assert (planned.lines[0].record.id_no, planned.lines[0].record.phone) == (ID_NO, "13800138000")


def test_sex_against_the_id_number_is_the_models_own_rule(clerk):
    planned = plan("members.member", clerk, grid("党员", MEMBER, member(性别="女", 身份证号=ID_NO)))
    assert told(planned) == [(2, "性别", "性别与身份证号第 17 位不符，请核对证件")]


@pytest.mark.parametrize(("written", "meant"), [("是", True), ("√", True), ("否", False), ("", False), (True, True), ("N", False)])
def test_yes_and_no(clerk, written, meant):
    planned = plan("members.member", clerk, grid("党员", [*MEMBER, "流动党员"], [*member(), written]))
    assert told(planned) == []
    assert planned.lines[0].record.away is meant


# ── People named by hand ────────────────────────────────────────────────────
def team(clerk, names):
    head = ["社区", "类别", "队伍名称", "成立日期", "队中党员"]
    return plan("services.volunteerteam", clerk, grid("志愿队伍", head, ["清泉社区", "政策宣传", "清泉先锋队", date(YEAR, 1, 1), names]))


def test_namesakes_must_be_told_apart(clerk):
    planned = team(clerk, "张建国")
    assert "“张建国”有 2 位，请写明是哪一位，例：张建国（" in told(planned)[0][2]
    planned = team(clerk, "张建国（清泉第一党支部）")
    assert told(planned) == []
    assert [found.org.name for found in planned.lines[0].links["members"]] == ["清泉第一党支部"]
    assert "没有找到“李四”" in told(team(clerk, "李四"))[0][2]


# ── Rows against each other and against what is on record ───────────────────
def test_identical_rows_are_one(clerk):
    planned = visits(clerk, GOOD, GOOD)
    assert (told(planned), counted(planned)) == ([], {"new": 1, "duplicate": 1})
    assert planned.lines[1].note == "与第 2 行完全相同"


def test_rows_of_one_key_that_differ_are_refused_by_the_constraints_own_words(clerk):
    planned = visits(clerk, GOOD, visit(走访户数=3))
    assert told(planned) == [(3, "", "与第 2 行重复：这个社区当天已有同一类型的走访，请在那一条里补充")]


def test_what_is_on_record_is_unchanged_and_what_differs_is_changed(clerk, qingquan):
    kept = VisitFactory(community=qingquan, date=date(YEAR, 5, 1), kind="household", households=12, summary="看望老人")
    VisitFactory(community=qingquan, date=date(YEAR, 5, 2), kind="household", households=1)
    planned = visits(clerk, GOOD, [date(YEAR, 5, 2), "清泉社区", "入户", 7, "孙桂英", ""])
    assert counted(planned) == {"unchanged": 1, "updated": 1}
    assert planned.lines[0].pk == kept.pk
    assert planned.lines[1].changes == [("走访户数", "1", "7"), ("班子成员", "", planned.lines[1].changes[1][2])]
    assert "孙桂英" in planned.lines[1].changes[1][2]
    assert Visit.objects.get(pk=planned.lines[1].pk).households == 1


def test_lasting_number_finds_its_record_whatever_else_changed(clerk, qingquan):
    kept = VisitFactory(community=qingquan, date=date(YEAR, 5, 1), kind="household")
    planned = visits(clerk, [*visit(走访日期=date(YEAR, 6, 1)), str(kept.submission)], head=[*VISIT, "记录编号"])
    assert (planned.lines[0].pk, counted(planned)) == (kept.pk, {"updated": 1})


def test_a_copied_row_with_the_lasting_number_of_another_is_told_what_to_do(clerk, qingquan):
    number = str(uuid4())
    planned = visits(clerk, [*GOOD, number], [*visit(走访日期=date(YEAR, 6, 1)), number], head=[*VISIT, "记录编号"])
    assert told(planned) == [
        (3, "", "与第 2 行说的是同一条记录，内容却不同，请只留一行；如果是另外一条，请清空这一行的“记录编号”"),
    ]


def test_masked_number_keeps_what_is_on_record_and_cannot_begin_one(clerk, office):
    org = office.partyorg_set.get(name="清泉第一党支部")
    kept = MemberFactory(org=org, name="王秀兰", gender="male", since=date(2015, 3, 1), id_no=ID_NO, phone="13800138000")
    masked = member(性别="男", 身份证号=MASKED, 手机号="138****8000")
    planned = plan("members.member", clerk, grid("党员", [*MEMBER, "记录编号"], [*masked, str(kept.submission)]))
    assert (told(planned), counted(planned)) == ([], {"unchanged": 1})
    planned = plan("members.member", clerk, grid("党员", MEMBER, member(姓名="新来的", 性别="男", 身份证号=MASKED)))
    assert told(planned) == [(2, "身份证号", "这是掩去一部分的号码，新记录要填完整号码")]


def test_superior_may_stand_further_down(clerk):
    head = ["党组织名称", "类别", "领域", "社区", "成立日期", "上级党组织"]
    rows = [
        ["新支部", "党支部", "社区", "清泉社区", date(2020, 1, 1), "新党委"],
        ["新党委", "党委", "社区", "清泉社区", date(2020, 1, 1), ""],
    ]
    planned = plan("members.partyorg", clerk, grid("党组织", head, *rows))
    assert (told(planned), counted(planned)) == ([], {"new": 2})
    assert planned.lines[0].record.parent is planned.lines[1].record
    rows[0][5] = "没有的党委"
    assert "没有“没有的党委”" in told(plan("members.partyorg", clerk, grid("党组织", head, *rows)))[0][2]


def test_retired_term_stays_where_it_is_and_is_refused_for_new_rows(clerk, office, qingquan):
    item = office.serviceitem_set.first()
    kept = F.ServiceCaseFactory(community=qingquan, item=item, applicant="赵六")
    type(item).objects.filter(pk=item.pk).update(in_use=False)
    head = ["受理日期", "社区", "事项", "申请人", "办理结果", "记录编号"]
    old = [kept.date, "清泉社区", item.name, "赵六", kept.get_result_display(), str(kept.submission)]
    planned = plan("services.servicecase", clerk, grid("代办件", head, old, [kept.date, "清泉社区", item.name, "钱七", "办理中", ""]))
    assert [(row, column) for row, column, _ in told(planned)] == [(3, "事项")]
    assert counted(planned) == {"unchanged": 1, "error": 1}


# ── Child rows ──────────────────────────────────────────────────────────────
def with_opinions(reader, main, *opinions):
    child = grid("意见建议", ["序号", "内容", "类别"], *opinions)
    return plan("visits.visit", reader, grid("走访", ["序号", *VISIT], *main), child)


def test_child_rows_are_tied_by_number(clerk):
    planned = with_opinions(clerk, [[1, *GOOD], [2.0, *visit(走访日期=FIFTH)]], ["2", "路灯不亮", "公共设施"], [2, "楼道漏水", ""])
    assert (told(planned), counted(planned)) == ([], {"new": 2})
    assert [child.record.content for child in planned.lines[1].children] == ["路灯不亮", "楼道漏水"]


def test_child_rows_without_an_owner_are_told(clerk):
    planned = with_opinions(clerk, [[1, *GOOD], [1, *visit(走访日期=FIFTH)]], [7, "路灯", ""], [None, "漏水", ""], [1, "停车", ""])
    assert told(planned) == [
        (2, "序号", "“走访”表里没有序号 7"),
        (3, "序号", "请填序号，写明这一行属于“走访”表的哪一行"),
        (4, "序号", "“走访”表里有 2 行的序号都是 1"),
    ]


def test_wrong_child_row_holds_back_its_owner_alone(clerk):
    planned = with_opinions(clerk, [[1, *GOOD], [2, *visit(走访日期=FIFTH)]], [1, "", "公共设施"], [2, "路灯", "不存在"])
    assert [(row, column) for row, column, _ in told(planned)] == [(2, "内容"), (3, "类别")]
    assert counted(planned) == {"error": 2}


def test_new_child_row_changes_an_owner_that_is_on_record(clerk, qingquan):
    kept = VisitFactory(community=qingquan, date=date(YEAR, 5, 1), kind="household", households=12, summary="看望老人")
    VisitIssue.objects.create(visit=kept, kind="opinion", content="路灯不亮")
    planned = with_opinions(clerk, [[1, *GOOD]], [1, "路灯不亮", ""], [1, "楼道漏水", ""])
    assert counted(planned) == {"updated": 1}
    assert [child.action for child in planned.lines[0].children] == ["unchanged", "new"]


# ── Reach ───────────────────────────────────────────────────────────────────
def test_clerk_of_one_community_brings_in_its_rows_alone(community_clerk):
    planned = visits(community_clerk, GOOD, visit(社区="文昌社区"), visit(社区="街道本级", 走访类型="接访"), visit(社区=""))
    assert [(row, column) for row, column, _ in told(planned)] == [(3, "社区"), (4, "社区"), (5, "社区")]
    assert not any("文昌社区、" in message or "、文昌社区" in message for _, _, message in told(planned))


def test_without_the_column_of_the_only_community_it_is_that_one(community_clerk, qingquan):
    planned = visits(community_clerk, [GOOD[0], *GOOD[2:]], head=[VISIT[0], *VISIT[2:]])
    assert (told(planned), planned.lines[0].record.community) == ([], qingquan)


def test_lasting_number_beyond_reach_tells_nothing_and_changes_nothing(community_clerk, wenchang, other_office):
    for place in (wenchang, F.CommunityFactory(subdistrict=other_office)):
        hidden = VisitFactory(community=place, date=date(YEAR, 7, 1), kind="household", households=5)
        planned = visits(community_clerk, [*GOOD, str(hidden.submission)], head=[*VISIT, "记录编号"])
        assert (told(planned), counted(planned)) == ([], {"new": 1})
        assert planned.lines[0].record.submission != hidden.submission


def test_plan_asks_and_never_writes(clerk, qingquan):
    from django.db import connection

    sent = []

    def note(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        with_opinions(clerk, [[1, *GOOD]], [1, "路灯不亮", ""])
    assert [sql for sql in sent if not sql.startswith("SELECT")] == []


def test_other_offices_clerk_finds_nothing_of_ours(other_office, qingquan):
    stranger = UserFactory(subdistrict=other_office)
    planned = visits(stranger, GOOD)
    assert told(planned) == [(2, "社区", "“清泉社区”还没有录入，请先录入它")]


def test_superiors_in_a_ring_or_on_a_wrong_row_are_refused(clerk):
    head = ["党组织名称", "类别", "领域", "社区", "成立日期", "上级党组织"]
    rest = ["党支部", "社区", "清泉社区", date(2020, 1, 1)]
    ring = plan("members.partyorg", clerk, grid("党组织", head, ["甲", *rest, "乙"], ["乙", *rest, "甲"], ["丙", *rest, "丙"]))
    assert [(row, column) for row, column, _ in told(ring)] == [(2, "上级党组织"), (3, "上级党组织"), (4, "上级党组织")]
    future = [*rest[:3], "2199-1-1"]
    wrong = plan("members.partyorg", clerk, grid("党组织", head, ["甲", *rest, "乙"], ["乙", *future, ""]))
    assert counted(wrong) == {"error": 2}


def test_child_row_below_a_misread_row_is_told_with_it(clerk):
    planned = with_opinions(clerk, [[1, *visit(走访日期="上半年")]], [1, "路灯不亮", ""])
    assert [(row, column) for row, column, _ in told(planned)] == [(2, "走访日期")]


def test_what_a_record_names_beyond_reach_is_not_taken_away_by_an_empty_cell(community_clerk, office, qingquan):
    district = PartyOrgFactory(community=None, subdistrict=office, name="街道党工委")
    kept = PartyOrgFactory(community=qingquan, subdistrict=office, name="清泉第二党支部", parent=district)
    head = ["党组织名称", "类别", "领域", "社区", "成立日期", "上级党组织", "书记", "记录编号"]
    row = [kept.name, kept.get_kind_display(), kept.get_sphere_display(), "清泉社区", kept.since, "", "周明远", str(kept.submission)]
    planned = plan("members.partyorg", community_clerk, grid("党组织", head, row))
    assert (told(planned), planned.lines[0].changes) == ([], [("书记", "", "周明远")])
    assert planned.lines[0].record.parent == district
