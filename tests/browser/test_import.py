"""A clerk's spreadsheet in the browser: template, faults, the returned workbook, confirm, undo; a large file with progress."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from imports.models import Batch
from tests.browser.conftest import shoot
from tests.factories import PartyOrgFactory
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.browser
YEAR = date.today().year - 1


@pytest.fixture(autouse=True)
def private(tmp_path, settings, monkeypatch):
    """Uploads of its own; processes started by the portal find the database of the tests."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    monkeypatch.setenv("PRIVATE_ROOT", str(settings.PRIVATE_ROOT))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")


def upload(page: Page, base: str, kind: str, path: Path) -> None:
    page.goto(f"{base}/imports/{kind}/")
    page.set_input_files("[name=file]", path)
    page.click("button:has-text('上传并核对')")


def test_template_filled_in_marked_corrected_confirmed_and_undone(
    sign_in, live_server, office, qingquan, tmp_path
):
    page = sign_in("clerk")
    page.goto(f"{live_server.url}/visits/visit/")
    page.click(".actions a:has-text('导入') >> nth=-1")
    with page.expect_download() as template:
        page.click("text=下载走访模板")
    filled = tmp_path / "走访.xlsx"
    book = load_workbook(io.BytesIO(template.value.path().read_bytes()))
    heads = {cell.value.rstrip("*"): cell.column for cell in book["走访"][1] if cell.value}
    for row, (day, households) in enumerate([(f"{YEAR}年3月5日", "１２"), (f"{YEAR}-2-30", 3)], start=2):
        for head, value in {
            "序号": row - 1,
            "走访日期": day,
            "社区": "清泉社区",
            "走访类型": "入户",
            "走访户数": households,
        }.items():
            book["走访"].cell(row, heads[head], value)
    opinions = {cell.value.rstrip("*"): cell.column for cell in book["意见建议"][1] if cell.value}
    book["意见建议"].cell(2, opinions["序号"], 1)
    book["意见建议"].cell(2, opinions["内容"], "楼道灯不亮")
    book.save(filled)

    upload(page, live_server.url, "visits.visit", filled)
    expect(page.get_by_role("alert")).to_contain_text("现在什么都没有写入")
    expect(page.locator("main")).to_contain_text("2 月只有 28 天" if YEAR % 4 else "2 月只有 29 天")
    shoot(page, "import-faults")
    assert not Visit.objects.exists()
    with page.expect_download() as download:
        page.click("text=下载标注表格")
    marked = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = marked["走访"]
    remark = next(cell.column for cell in sheet[1] if cell.value == "错误说明")
    assert "2 月只有" in sheet.cell(3, remark).value
    sheet.cell(3, heads["走访日期"], f"{YEAR}-2-20")
    marked.save(filled)

    upload(page, live_server.url, "visits.visit", filled)
    expect(page.get_by_role("status").first).to_contain_text("没有错误")
    shoot(page, "import-ready")
    page.click("button:has-text('确认导入 2 条')")
    expect(page.get_by_role("status").first).to_contain_text("已导入 2 条")
    shoot(page, "import-done")
    assert sorted(Visit.objects.values_list("date", "households")) == [
        (date(YEAR, 2, 20), 3),
        (date(YEAR, 3, 5), 12),
    ]
    assert VisitIssue.objects.get().content == "楼道灯不亮"

    page.click("button:has-text('撤销这次导入')")
    expect(page.get_by_role("status").first).to_contain_text("已撤销")
    shoot(page, "import-undone")
    assert not Visit.objects.exists()


def test_ten_thousand_rows_show_their_progress_and_can_be_left(
    sign_in, live_server, office, qingquan, tmp_path
):
    org = PartyOrgFactory(subdistrict=office, community=qingquan)
    path = tmp_path / "党员.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("党员")
        for row, values in enumerate(
            [["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期"], *members(10_000, org.name)]
        ):
            sheet.write_row(row, 0, values)
    page = sign_in("clerk")
    upload(page, live_server.url, "members.member", path)
    expect(page.get_by_role("status").first).to_contain_text("正在读取")
    shoot(page, "import-progress")
    page.goto(f"{live_server.url}/visits/visit/")
    expect(page.locator("h1")).to_contain_text("走访")
    page.click("text=导入批次")
    page.click("text=党员.xlsx")
    assert percentages(page), "how far it was"
    expect(page.get_by_role("status").first).to_contain_text("没有错误")
    assert Batch.objects.get().counts["new"] == 10_000


def percentages(page: Page) -> list[str]:
    """What the page says of its progress until it is read."""
    seen = []
    while Batch.objects.get().state == Batch.State.READING:
        page.reload()
        if page.locator("main progress").count():
            shoot(page, "import-percent")
            seen += re.findall(r"已完成 (\d+)%", page.get_by_role("status").first.inner_text())
    return seen


def members(count: int, org: str) -> list[list[str]]:
    return [
        [f"党员{number}", "男" if number % 2 else "女", org, "正式党员", f"{YEAR}-3-5"]
        for number in range(count)
    ]
