"""The office's year in the browser: records by keyboard, the report with their figures, a new account."""

import io
from collections.abc import Iterable
from decimal import Decimal

import pytest
from docx import Document

from accounts.models import User
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from reports.context import scope_of
from reports.pages import PAGES_OF
from tests.browser.conftest import log_in, shoot
from tests.browser.entries import ENTRIES, YEAR
from tests.browser.keyboard import fill, save
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser


def figures(office, keys: Iterable[str]) -> dict[str, Decimal]:
    """This year's of these counts, sums and rates; missing ones as 0."""
    values = compute([CATALOGUE[key] for key in keys], scope_of(office, YEAR))
    return {key: Decimal(value.value or 0) for key, value in values.items()}


def test_entries_cover_every_model_with_a_form():
    assert {pages.model for pages, _, _ in ENTRIES} == {
        model for model, pages in PAGES_OF.items() if not pages.parent
    }


def test_clerk_enters_one_record_of_every_kind_by_keyboard(sign_in, live_server, office):
    page = sign_in("clerk")
    for pages, typed, added in ENTRIES:
        before = figures(office, added)
        page.goto(f"{live_server.url}{pages.url('create')}")
        fill(page, typed)
        save(page)
        record = pages.model.objects.order_by("-pk").first()
        assert record, page.inner_text("main")
        assert page.url == f"{live_server.url}{pages.url('detail', record.pk)}", page.inner_text("main")
        after = figures(office, added)
        rates = {key for key in added if CATALOGUE[key].kind == "R"}
        assert {key: after[key] - (0 if key in rates else before[key]) for key in added} == added, (
            pages.name()
        )
    page.goto(live_server.url)
    shoot(page, "clerk-home")


def test_secretary_downloads_the_report_with_the_new_figure(
    page, live_server, people, qingquan, clerk_visit, faults
):
    log_in(page, live_server.url, "secretary")
    page.click("text=打开述职报告")
    page.click("text=预览和下载")
    assert page.locator("a.fig[href*='visits.households']").first.inner_text() == "37"
    shoot(page, "preview")
    with page.expect_download() as download:
        page.click("text=下载 Word")
    assert download.value.suggested_filename == f"{YEAR}年度抓基层党建工作述职报告（锦河街道）（草稿）.docx"
    text = "\n".join(p.text for p in Document(io.BytesIO(download.value.path().read_bytes())).paragraphs)
    assert "走访居民37户次" in text


@pytest.fixture
def clerk_visit(office, qingquan):
    from tests.browser.entries import TODAY
    from tests.factories import LeaderFactory, VisitFactory

    return VisitFactory(
        community=qingquan, date=TODAY, households=37, leaders=[LeaderFactory(subdistrict=office)]
    )


def test_administrator_opens_an_account_and_its_owner_chooses_a_password(
    page, live_server, people, office, qingquan, faults
):
    log_in(page, live_server.url, "admin")
    page.click("text=管理账号")
    page.click("text=增加 账号")
    page.fill("[name=username]", "zhaoxiuzhi")
    page.fill("[name=display_name]", "赵秀芝")
    page.fill("[name=password1]", "first-2026")
    page.fill("[name=password2]", "first-2026")
    page.select_option("[name=role]", label="录入员")
    page.select_option("[name=reach]", label="指定社区")
    page.check("text=清泉社区")
    shoot(page, "admin-account")
    page.click("[name=_save]")
    account = User.objects.get(username="zhaoxiuzhi")
    assert (account.subdistrict, account.must_change_password, account.is_staff) == (office, True, False)
    page.click("text=退出登录")
    page.fill("[name=username]", "zhaoxiuzhi")
    page.fill("[name=password]", "first-2026")
    page.keyboard.press("Enter")
    page.wait_for_url("**/password/")
    page.goto(f"{live_server.url}/visits/visit/")
    assert page.url.endswith("/password/")
    page.fill("[name=old_password]", "first-2026")
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    assert "清泉社区" in page.inner_text(".lead")
