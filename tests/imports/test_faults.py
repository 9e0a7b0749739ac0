"""A year's members with a hundred faults of over thirty kinds: all found at once, each where it is; corrected, it comes in whole."""

import io
from datetime import date
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from stdnum.cn import ric

from imports.files import read_upload
from imports.kinds import KINDS
from imports.parse.headings import REMARK, SUMMARY
from imports.plan import Plan
from imports.workbooks.returned import mark_workbook
from tests.factories import YEAR, LeaderFactory, MemberFactory, PartyOrgFactory, TwoNewUnitFactory
from tests.imports.support import saved

pytestmark = pytest.mark.django_db
HEAD = [
    "序号",
    "姓名",
    "性别",
    "受理党组织",
    "递交申请书日期",
    "所在两新组织",
    "身份证号",
    "出生日期",
    "手机号",
    "谈话日期",
]
HEAD += ["确定为积极分子日期", "发展对象备案日期"]


class Fault(NamedTuple):
    column: str
    cell: Any
    message: str


FIRST = "41010119800101001"
WRONG = FIRST + ("1" if ric.calc_check_digit(f"{FIRST}0") != "1" else "2")
FAULTS = [
    Fault("姓名", None, "请填写"),
    Fault("姓名", "名" * 60, "50"),
    Fault("性别", None, "请选择"),
    Fault("性别", "未知", "可填：男、女"),
    Fault("性别", "先生", "可填：男、女"),
    Fault("受理党组织", None, "请选择"),
    Fault("受理党组织", "清泉支部", "是否为“清泉第一党支部”"),
    Fault("受理党组织", "不存在的组织单位", "没有“不存在的组织单位”这一项"),
    Fault("递交申请书日期", None, "请填写"),
    Fault("递交申请书日期", f"{YEAR - 2}-2-30", "2 月只有"),
    Fault("递交申请书日期", f"{YEAR - 2}-13-1", "没有 13 月"),
    Fault("递交申请书日期", "去年", "看不出是哪一天"),
    Fault("递交申请书日期", "3/4/26", "看不出是哪一天"),
    Fault("递交申请书日期", 45000, "日期的序号"),
    Fault("递交申请书日期", "0025-3-5", "年份不合理"),
    Fault("递交申请书日期", "2199-1-1", "还没有到"),
    Fault("所在两新组织", "江州公司", "没有“江州公司”这一项"),
    Fault("身份证号", "410101800101001", "15 位旧号码"),
    Fault("身份证号", 4.1010119800101e17, "后面几位已经丢失"),
    Fault("身份证号", FIRST, "应为 18 位"),
    Fault("身份证号", WRONG, "末位校验不符"),
    Fault("身份证号", "410101198013010016", "出生日期"),
    Fault("身份证号", "ABCDEFGHIJKLMNOPQR", "应为 18 位"),
    Fault("身份证号", "**************0011", "新记录要填完整号码"),
    Fault("出生日期", "1980年", "看不出是哪一天"),
    Fault("手机号", "1380013800", "应为 11 位"),
    Fault("手机号", "010-88886666", "应为 11 位"),
    Fault("手机号", 2.3800138e10, "应为 11 位"),
    Fault("手机号", "138****8000", "新记录要填完整号码"),
    Fault("谈话日期", "二月", "看不出是哪一天"),
    Fault("谈话日期", f"{YEAR}-6-31", "6 月只有 30 天"),
    Fault("确定为积极分子日期", "#N/A", "公式没有算出结果"),
    Fault("发展对象备案日期", "2198-1-1", "还没有到"),
]
TIMES = 100


@pytest.fixture
def file(office, qingquan, tmp_path):
    org = PartyOrgFactory(community=qingquan, subdistrict=office, name="清泉第一党支部")
    TwoNewUnitFactory(community=qingquan, subdistrict=office, name="锦河科技有限公司")
    MemberFactory(org=org)
    LeaderFactory(subdistrict=office)
    rows: list[list[Any]] = [["锦河街道发展党员名册"], HEAD]
    for number in range(TIMES):
        row = dict.fromkeys(HEAD)
        row |= {"序号": number + 1, "姓名": f"申请人{number}", "性别": "男", "受理党组织": "清泉第一党支部"}
        row |= {
            "递交申请书日期": date(YEAR - 2, 1, 5),
            FAULTS[number % len(FAULTS)].column: FAULTS[number % len(FAULTS)].cell,
        }
        rows += [
            list(row.values()),
            [None, f"无误{number}", "女", "清泉第一党支部", f"{YEAR - 2}.1.{number % 28 + 1}"],
        ]
    return saved(tmp_path / "名册.xlsx", 发展党员=rows)


def test_all_are_found_in_one_pass_and_corrected_it_comes_in_whole(clerk, file, tmp_path):
    assert len(FAULTS) >= 30
    planned = Plan(KINDS["members.applicant"], clerk, read_upload(file))
    found = [(problem.row, problem.column) for problem in planned.problems]
    planted = [(2 * number + 3, FAULTS[number % len(FAULTS)].column) for number in range(TIMES)]
    assert found == planted
    for problem, number in zip(planned.problems, range(TIMES), strict=True):
        assert FAULTS[number % len(FAULTS)].message in problem.message, problem
    assert planned.counts == {"new": TIMES, "updated": 0, "unchanged": 0, "duplicate": 0, "error": TIMES}

    heads = {sheet.grid.title: sheet.heading for sheet in planned.sheets.values()}
    content = mark_workbook(file, planned.problems, heads)
    assert content is not None
    book = load_workbook(io.BytesIO(content.read()))
    assert book[SUMMARY].max_row == TIMES + 1
    page = book["发展党员"]
    remark = next(cell.column for cell in page[2] if cell.value == REMARK)
    for row in range(3, page.max_row + 1):
        marked = [cell.column for cell in page[row] if cell.comment]
        assert len(marked) == (row % 2), row
        assert bool(page.cell(row, remark).value) == bool(marked)
        for place in marked:
            page.cell(row, place).value = right(HEAD[place - 1], row)
    corrected = tmp_path / "改好.xlsx"
    book.save(corrected)
    again = Plan(KINDS["members.applicant"], clerk, read_upload(corrected))
    assert again.problems == []
    assert again.counts == {"new": 2 * TIMES, "updated": 0, "unchanged": 0, "duplicate": 0, "error": 0}


def right(column: str, row: int) -> Any:
    names = {
        "姓名": f"改名{row}",
        "性别": "男",
        "受理党组织": "清泉第一党支部",
        "递交申请书日期": f"{YEAR - 2}-1-5",
    }
    return names.get(column)
