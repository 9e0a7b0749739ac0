"""An office's own table in the browser: what is asked is answered by the keyboard alone, or without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from funding.models import Payment
from imports.files import Folder
from imports.models import Batch
from tests.browser import keyboard
from tests.browser.conftest import shoot
from tests.browser.test_import import private, upload  # noqa: F401 - a fixture
from tests.browser.test_pages import serious
from tests.imports.office_tables import TABLES
from tests.imports.support import boxes, workbook

pytestmark = pytest.mark.browser
PAYMENT = "funding.payment"


def own_table(tmp_path: Path, start: int = 0) -> Path:
    path = tmp_path / f"经费台账{start}.xlsx"
    path.write_bytes(workbook(Sheet1=TABLES["经费台账"].rows(start, 10)))
    return path


def reach(page: Page, text: str) -> None:
    """Tab to a button or link of that text."""
    for _ in range(120):
        if text in page.evaluate(
            "document.activeElement.matches('button, a') ? document.activeElement.innerText : ''"
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{text} cannot be reached by Tab")


def test_a_table_of_ones_own_is_brought_in_by_keyboard_and_the_next_is_not_asked_about(
    sign_in, live_server, office, qingquan, tmp_path, faults
):
    page = sign_in("clerk")
    upload(page, live_server.url, PAYMENT, own_table(tmp_path))
    expect(page.locator("h1")).to_have_text("对应关系")
    expect(page.locator("main")).to_contain_text("还有 1 处要您定")
    shoot(page, "mapping")
    assert serious(page, faults) == []
    field = boxes(Batch.objects.get(), "lack")["社区"]
    keyboard.fill(page, {field: "全部记为“清泉社区”"})
    keyboard.save(page)
    expect(page.locator("h1")).to_have_text("核对经费")
    assert serious(page, faults) == []
    reach(page, "确认导入")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("已导入 10 条")
    assert Payment.objects.filter(community=qingquan).count() == 10
    upload(page, live_server.url, PAYMENT, own_table(tmp_path, 10))
    expect(page.locator("h1")).to_have_text("核对经费")


def test_without_a_script_the_same(people, another_browser, as_user, live_server, office, qingquan, tmp_path):
    page = another_browser(java_script_enabled=False)
    session = as_user(people["clerk"]).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    upload(page, live_server.url, PAYMENT, own_table(tmp_path))
    batch = Batch.objects.get()
    page.select_option(f"[name={boxes(batch, 'lack')['社区']}]", "清泉社区")
    page.click("button:has-text('去核对')")
    expect(page.locator("h1")).to_have_text("核对经费")
    assert Folder(batch).read_json("preview")["problems"] == []


def test_several_files_and_a_cell_put_right(sign_in, live_server, office, qingquan, tmp_path, faults):
    page = sign_in("clerk")
    wrong = tmp_path / "走访.xlsx"
    wrong.write_bytes(
        workbook(
            走访=[["走访日期", "社区", "走访类型", "走访户数"], ["2025-03-05", "清泉社区", "入户", "很多"]]
        )
    )
    page.goto(f"{live_server.url}/imports/together/")
    page.set_input_files("[name=file]", [own_table(tmp_path), wrong])
    page.click("button:has-text('上传并核对')")
    expect(page.locator("main")).to_contain_text("还有要您定的")
    assert serious(page, faults) == []
    shoot(page, "delivery")
    page.click("a:has-text('去对应')")
    batch = Batch.objects.get(kind=PAYMENT)
    page.select_option(f"[name={boxes(batch, 'lack')['社区']}]", "清泉社区")
    page.click("button:has-text('去核对')")
    expect(page.locator("main")).to_contain_text("有 1 行有错误")
    page.click("main td a:has-text('走访')")
    page.fill("main td input[type=text]", "12")
    page.click("button:has-text('改好了，重新核对')")
    expect(page.locator("main")).to_contain_text("没有错误")
    page.click("button:has-text('确认导入')")
    expect(page.locator("main")).to_contain_text("已导入 11 条")
    page.click("button:has-text('撤销这次导入')")
    expect(page.locator("main")).to_contain_text("没有动的记录")
    assert Payment.objects.count() == 0
