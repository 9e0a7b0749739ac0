"""`import_workbook` and `template_workbook`, as scripts of an office use them."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from imports.models import Batch
from tests.factories import YEAR
from tests.imports.support import VISIT, saved
from visits.models import Visit

pytestmark = pytest.mark.django_db
DAYS = [date(YEAR, 3, 5), date(YEAR, 3, 1)]
GOOD = [date(YEAR, 3, 5), "清泉社区", "入户", 1]


def run(*arguments: str) -> tuple[int, dict]:
    out, code = io.StringIO(), 0
    try:
        call_command("import_workbook", *arguments, "--json", stdout=out)
    except SystemExit as ended:
        code = int(ended.code)
    return code, json.loads(out.getvalue())


def test_preview_writes_nothing_and_confirm_writes_all(clerk, qingquan, tmp_path):
    file = str(saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], GOOD]))
    counts = {"new": 1, "updated": 0, "unchanged": 0, "duplicate": 0, "error": 0}
    columns = [{"heading": name, "column": name, "sure": "sure"} for name in VISIT[:4]]
    told = {"counts": counts, "errors": [], "columns": columns, "words": []}
    assert run("visits.Visit", file, "--user", "clerk") == (0, {**told, "written": False})
    assert not Visit.objects.exists()
    assert run("visits.Visit", file, "--user", "clerk", "--confirm") == (0, {**told, "written": True})
    assert Visit.history.get().history_user == clerk
    assert [batch.state for batch in Batch.objects.order_by("pk")] == ["dropped", "done"]


def test_errors_end_in_exit_code_1_with_their_places_and_a_marked_workbook(clerk, qingquan, tmp_path):
    file = str(saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], GOOD, [date(YEAR, 3, 6), "清泉社区", "巡逻", 1]]))
    back = tmp_path / "back.xlsx"
    code, told = run("visits.Visit", file, "--user", "clerk", "--confirm", "--returned", str(back))
    message = "没有“巡逻”这一项，可填：社区走访、入户、书记家访、接访"
    assert told["errors"] == [
        {"sheet": "走访", "row": 3, "column": "走访类型", "value": "巡逻", "message": message}
    ]
    assert (code, told["written"], told["counts"]["error"], Visit.objects.count()) == (1, False, 1, 0)
    assert load_workbook(back)["走访"]["C3"].comment.text == f"【核对】{message}"


def test_file_that_is_none_is_an_error_without_a_place(clerk, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7")
    code, told = run("visits.Visit", str(path), "--user", "clerk", "--confirm")
    assert (code, told["errors"][0]["row"], "PDF" in told["errors"][0]["message"]) == (1, 0, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["visits.Nothing", "FILE", "--user", "clerk"], "没有 visits.Nothing 这种记录"),
        (["visits.Visit", "FILE", "--user", "nobody"], "没有名为 nobody 的账号"),
        (["visits.Visit", "FILE", "--user", "secretary"], "不能录入走访"),
        (["visits.Visit", "/nowhere.xlsx", "--user", "clerk"], "没有这个文件"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_code_2(clerk, secretary, qingquan, tmp_path, arguments, message):
    file = str(saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], GOOD]))
    with pytest.raises(CommandError, match=message) as refused:
        call_command("import_workbook", *[file if argument == "FILE" else argument for argument in arguments])
    assert refused.value.returncode == 2


def test_community_clerk_brings_in_and_takes_out_its_own_alone(community_clerk, qingquan, wenchang, tmp_path):
    file = str(saved(tmp_path / "x.xlsx", 走访=[VISIT[:4], GOOD, [date(YEAR, 3, 6), "文昌社区", "入户", 1]]))
    code, told = run("visits.Visit", file, "--user", "qingquan", "--confirm")
    assert (code, [error["row"] for error in told["errors"]]) == (1, [3])
    call_command(
        "template_workbook",
        "visits.Visit",
        "--user",
        "qingquan",
        "--output",
        str(tmp_path / "t.xlsx"),
        stdout=io.StringIO(),
    )
    told = " ".join(
        str(cell.value)
        for page in load_workbook(tmp_path / "t.xlsx")
        for row in page.iter_rows()
        for cell in row
    )
    assert ("清泉社区" in told, "文昌社区" in told) == (True, False)


def test_what_becomes_no_record_is_said_beside_the_result(clerk, qingquan, tmp_path):
    rows = [VISIT[:4], GOOD, ["合计", None, None, 1]]
    out, told = io.StringIO(), io.StringIO()
    file = str(saved(tmp_path / "x.xlsx", 走访=rows, 封面=[["走访台账"]]))
    call_command("import_workbook", "visits.visit", file, "--user", "clerk", stdout=out, stderr=told)
    assert out.getvalue() == "新增 1，更新 0，未变 0，重复 0，错误 0；没有写入\n"
    assert told.getvalue().splitlines() == [
        "没有读的工作表：封面",
        "没有当作记录的行共 1 行：走访 第 3 行（合计）",
    ]


def test_a_month_that_cannot_be_read_stops_the_whole_file(clerk, qingquan, tmp_path):
    months = {"1月": [VISIT[:4], GOOD], "2月": [["支付日", *VISIT[1:4]], GOOD], "3月": [GOOD]}
    code, told = run(
        "visits.Visit", str(saved(tmp_path / "x.xlsx", **months)), "--user", "clerk", "--confirm"
    )
    assert (code, told["written"], [(error["sheet"], error["row"]) for error in told["errors"]]) == (
        1,
        False,
        [("2月", 1), ("3月", 1)],
    )
    assert not Visit.objects.exists()


def test_what_the_portal_decides_for_a_file_is_said_beside_the_result(clerk, qingquan, tmp_path):
    file = str(
        saved(
            tmp_path / "x.xlsx",
            调解案件=[["受理日期", "发生日期", "社区", "纠纷类型"], [*DAYS, "清泉社区", "邻里纠纷"]],
        )
    )
    out, told = io.StringIO(), io.StringIO()
    call_command(
        "import_workbook",
        "mediation.mediationcase",
        file,
        "--user",
        "clerk",
        "--json",
        stdout=out,
        stderr=told,
    )
    assert json.loads(out.getvalue())["counts"]["new"] == 1
    first, second = told.getvalue().splitlines()
    assert first == "表中没有“调解结果”这一列，全部记为“进行中”"
    assert second.startswith("“受理日期”取自“受理日期”（A 列），没有取“发生日期”（B 列）")
