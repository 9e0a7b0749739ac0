"""A form half filled, then each mishap: nothing typed is lost but a number that the server had not got yet, and that is named."""

import contextlib
import re
import sqlite3

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from playwright.sync_api import Error, Page, expect

from accounts.models import User
from mediation.models import MediationCase
from meetings.models import Meeting
from meetings.pages import MeetingPages
from records import store
from records.models import FormDraft
from tests.browser.conftest import log_in, shoot
from tests.factories import MeetingFactory, UserFactory

pytestmark = pytest.mark.browser
NEW = "/mediation/mediationcase/new/"
SUMMARY = "楼上漏水，两家争执三次。\n物业到场。"
TEXTS = {
    "summary": SUMMARY,
    "mediators": "王小红、李建国",
    "mediationparty-0-name": "陈建国",
    "mediationparty-1-name": "马丽",
}
SAVE = ".savebar button >> nth=0"
PHONE = "13800138000"


@pytest.fixture
def page(sign_in, live_server, qingquan) -> Page:
    """Signed in as the clerk, an empty form open."""
    page = sign_in("clerk")
    page.goto(f"{live_server.url}{NEW}")
    return page


def fill(page: Page) -> None:
    """Half of the form, with two child rows, one of them added."""
    page.fill("[name=summary]", SUMMARY)
    page.fill("[name=mediators]", TEXTS["mediators"])
    page.fill("[name=mediationparty-0-name]", TEXTS["mediationparty-0-name"])
    page.click("[data-add=mediationparty]")
    page.fill("[name=mediationparty-1-name]", TEXTS["mediationparty-1-name"])


def state(page: Page):
    return page.locator("[data-draft-state]")


def autosaved(page: Page) -> None:
    expect(state(page)).to_contain_text("已自动存为草稿")


def assert_filled(page: Page, phone: str = "") -> None:
    assert {name: page.input_value(f"[name={name}]") for name in TEXTS} == TEXTS
    assert page.input_value("[name=mediationparty-0-phone]") == phone


def complete(page: Page) -> None:
    """Fill in the other half and save."""
    page.fill("[name=date]", "2025-05-20")
    page.select_option("[name=community]", label="清泉社区")
    page.select_option("[name=kind]", label="邻里纠纷")
    page.select_option("[name=mediationparty-0-side]", label="申请人")
    page.select_option("[name=mediationparty-1-side]", label="被申请人")
    page.click(SAVE)


def assert_saved(page: Page, phone: str = "") -> None:
    expect(page.locator("main")).to_contain_text("已保存")
    case = MediationCase.objects.get()
    assert (case.summary, case.mediators) == (TEXTS["summary"], TEXTS["mediators"])
    assert [(party.name, party.phone) for party in case.parties.all()] == [("陈建国", phone), ("马丽", "")]
    assert not FormDraft.objects.exists()
    assert held(page) == []


def held(page: Page) -> list[str]:
    """What lies in the browser."""
    return page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('draft/')).map(key => localStorage[key])"
    )


def sign_in_again(page: Page, base: str, name: str = "clerk") -> Page:
    """By the login page, in another tab."""
    return log_in(page.context.new_page(), base, name)


def kill(page: Page) -> None:
    """The page's process dies, as in a crash."""
    with contextlib.suppress(Error):
        page.context.new_cdp_session(page).send("Page.crash", timeout=2000)
    page.close()


def test_reload_and_crash_find_the_draft(page, live_server, faults):
    fill(page)
    page.fill("[name=mediationparty-0-phone]", PHONE)
    autosaved(page)
    assert held(page) == [], "the server has it"
    page.reload()
    assert_filled(page, PHONE)
    shoot(page, "draft-restored")
    context = page.context
    kill(page)
    page = context.new_page()
    page.goto(f"{live_server.url}{NEW}")
    offered = page.locator(".notice", has_text="没有保存的草稿")
    expect(offered).to_contain_text("王小红、李建国")
    assert PHONE not in page.content()
    shoot(page, "draft-offered")
    offered.locator("button:text-is('恢复'), a:text-is('恢复')").click()
    assert_filled(page, PHONE)
    complete(page)
    assert_saved(page, PHONE)


def test_crash_before_the_server_has_it(page, live_server, faults):
    page.route(
        "**/new/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    fill(page)
    page.fill("[name=mediationparty-0-phone]", PHONE)
    assert PHONE not in "".join(held(page)), "a number never lies in the browser"
    context = page.context
    kill(page)
    page = context.new_page()
    page.goto(f"{live_server.url}{NEW}")
    offered = page.locator("[data-local-drafts] .notice")
    expect(offered).to_contain_text("当事人第 1 行 电话不存在电脑上")
    shoot(page, "draft-in-the-browser")
    offered.locator("button:text-is('恢复'), a:text-is('恢复')").click()
    expect(page.locator("main")).to_contain_text("当事人第 1 行 电话不随页面保留")
    assert_filled(page)
    autosaved(page)
    assert held(page) == []
    page.fill("[name=mediationparty-0-phone]", PHONE)
    complete(page)
    assert_saved(page, PHONE)


def test_session_that_ends_leaves_the_form_and_goes_on_after_a_sign_in_in_another_tab(
    page, live_server, faults
):
    Session.objects.all().delete()
    fill(page)
    page.fill("[name=mediationparty-0-phone]", PHONE)
    expect(state(page)).to_contain_text("登录已过期")
    expect(state(page)).to_contain_text("当事人第 1 行 电话")
    page.click(SAVE)
    expect(state(page)).to_contain_text("登录已过期")
    shoot(page, "draft-session-over")
    assert page.url == f"{live_server.url}{NEW}"
    assert_filled(page, PHONE)
    sign_in_again(page, live_server.url)
    autosaved(page)
    assert_filled(page, PHONE)
    complete(page)
    assert_saved(page, PHONE)


def test_sign_in_in_another_tab_renews_the_token(page, live_server, faults):
    fill(page)
    autosaved(page)
    page.context.clear_cookies()
    sign_in_again(page, live_server.url)
    complete(page)
    assert_saved(page)


def test_other_account_in_another_tab_gets_nothing_of_it(page, live_server, office, faults):
    UserFactory(username="colleague", display_name="王小红", subdistrict=office)
    fill(page)
    Session.objects.all().delete()
    page.fill("[name=mediators]", TEXTS["mediators"])
    other = sign_in_again(page, live_server.url, "colleague")
    page.click(SAVE)
    expect(state(page)).to_contain_text("不是填写这一页的账号")
    other.goto(f"{live_server.url}{NEW}")
    assert other.locator("[data-local-drafts] .notice").count() == 0
    assert not FormDraft.objects.filter(user__username="colleague").exists()
    assert_filled(page)


def test_changed_role_leaves_the_form(page, live_server, people, faults):
    User.objects.filter(username="clerk").update(role="secretary")
    fill(page)
    expect(state(page)).to_contain_text("角色或负责范围变了")
    page.click(SAVE)
    expect(state(page)).to_contain_text("角色或负责范围变了")
    assert_filled(page)
    User.objects.filter(username="clerk").update(role="clerk")
    complete(page)
    assert_saved(page)


def test_text_size_changes_on_the_page(page, live_server, faults):
    fill(page)
    page.click(".textsize a:has-text('大')")
    expect(page.locator("html")).to_have_class("text-150")
    assert_filled(page)
    autosaved(page)
    page.reload()
    expect(page.locator("html")).to_have_class("text-150")
    assert_filled(page)


@contextlib.contextmanager
def locked():
    """Another process writes, and a database that waits only a moment for its lock."""
    options = connections.settings["default"]["OPTIONS"]
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    options["timeout"], patience = 0.3, options["timeout"]
    try:
        yield
    finally:
        options["timeout"] = patience
        other.execute("ROLLBACK")
        other.close()


@contextlib.contextmanager
def full():
    """Nothing more can be written, as on a full disk."""
    options = connections.settings["default"]["OPTIONS"]
    before = options["init_command"]
    options["init_command"] += "PRAGMA query_only=ON;"
    try:
        yield
    finally:
        options["init_command"] = before


@pytest.mark.parametrize(("trouble", "told"), [(locked, "数据库正忙"), (full, "只能读不能写")])
def test_database_that_refuses_leaves_the_form(trouble, told, page, live_server, faults):
    with trouble():
        fill(page)
        page.fill("[name=mediationparty-0-phone]", PHONE)
        expect(state(page)).to_contain_text(told)
        page.click(SAVE)
        expect(state(page)).to_contain_text(told)
        assert page.url == f"{live_server.url}{NEW}"
        assert_filled(page, PHONE)
        assert TEXTS["mediators"] in "".join(held(page))
        assert PHONE not in "".join(held(page))
    complete(page)
    assert_saved(page, PHONE)


def test_leaving_asks_while_there_is_unsaved_text(page, live_server, faults):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    fill(page)
    with page.expect_event("dialog"):
        page.click(".savebar a")
    assert asked == ["beforeunload"]
    assert page.url.startswith(f"{live_server.url}{NEW}")
    assert_filled(page)
    complete(page)
    assert_saved(page)
    assert asked == ["beforeunload"]


def test_leaving_an_untouched_form_asks_nothing(page, live_server, faults):
    page.on("dialog", lambda dialog: pytest.fail("asked"))
    page.click(".savebar a")
    page.wait_for_url(re.compile("/mediation/mediationcase/$"))
    assert not FormDraft.objects.exists()


def test_text_too_long_is_refused_before_it_is_sent(page, live_server, faults):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    fill(page)
    long = "𬀩" * 101
    page.fill("[name=mediators]", "")
    page.keyboard.insert_text(long)
    expect(page.locator(".length.field__error")).to_have_text("最多 100 个字，现在有 101 个，请删去 1 个")
    page.click(SAVE)
    expect(state(page)).to_contain_text("有 1 处太长")
    assert sent == []
    assert page.input_value("[name=mediators]") == long, "nothing was cut off"
    page.fill("[name=mediators]", TEXTS["mediators"])
    complete(page)
    assert_saved(page)


def test_page_jumps_so_that_no_button_moves_under_the_mouse(page):
    left = page.evaluate(
        "() => { const root = document.documentElement; root.scrollTop = 1e6; return [root.scrollTop, root.scrollHeight - innerHeight]; }"
    )
    assert left[0] == left[1] > 0


def test_more_than_the_server_reads_is_refused_before_it_is_sent(page, live_server, settings, faults):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000
    page.reload()
    fill(page)
    page.fill("[name=course]", "长" * 3000)
    page.click(SAVE)
    expect(state(page)).to_contain_text("内容太长")
    assert len(page.input_value("[name=course]")) == 3000
    page.fill("[name=course]", "")
    complete(page)
    assert_saved(page)


def test_edit_goes_on_from_its_draft_and_meets_what_a_colleague_saved(page, live_server, office, faults):
    meeting = MeetingFactory(subdistrict=office, topic="原来的")
    address = f"{live_server.url}/meetings/meeting/{meeting.pk}/edit/"
    page.goto(address)
    page.fill("[name=topic]", "我写的")
    autosaved(page)
    kill_context = page.context
    kill(page)
    meeting.topic, meeting.version = "同事写的", 2
    meeting.save()
    page = kill_context.new_page()
    page.goto(address)
    assert page.input_value("[name=topic]") == "同事写的"
    page.click("a:text-is('恢复')")
    assert page.input_value("[name=topic]") == "我写的"
    page.click(SAVE)
    expect(page.locator("main")).to_contain_text("先保存了这条记录")
    assert page.input_value("[name=topic]") == "我写的"


def test_record_taken_away_meanwhile_is_told_with_the_text_kept(page, live_server, office, faults):
    meeting = MeetingFactory(subdistrict=office, topic="原来的")
    page.goto(f"{live_server.url}/meetings/meeting/{meeting.pk}/edit/")
    page.fill("[name=topic]", "我写的")
    store.remove(meeting, by=None, children=MeetingPages.children, expected_version=1)
    page.click(SAVE)
    expect(page.locator("main")).to_contain_text("移入了回收站")
    assert page.input_value("[name=topic]") == "我写的"
    autosaved(page)
    store.restore(
        store.removed_records(Meeting, UserFactory(subdistrict=office)).get(),
        by=None,
        children=MeetingPages.children,
    )
    page.click(SAVE)
    expect(page.locator("main")).to_contain_text("先保存了这条记录")
    page.click(SAVE)
    expect(page.locator("main")).to_contain_text("已保存")
    assert Meeting.objects.get().topic == "我写的"


def covered(page: Page) -> list[str]:
    """The names of focused or pointed-at fields that the top line or the bar at the foot hides."""
    return page.evaluate(
        """() => {
        const box = document.activeElement.getBoundingClientRect();
        const top = document.querySelector('.top').getBoundingClientRect().bottom;
        const foot = document.querySelector('.savebar').getBoundingClientRect().top;
        return box.top < top || box.bottom > foot && !document.activeElement.closest('.savebar') ? [document.activeElement.name] : [];
    }"""
    )


@pytest.mark.parametrize("size", ["100", "150"])
def test_no_field_is_reached_under_the_header(size, page, live_server, faults):
    if size == "150":
        page.click(".textsize a:has-text('大')")
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.focus(".savebar a")
    seen = 0
    while page.evaluate("document.activeElement.closest('form[data-draft]') !== null"):
        assert covered(page) == []
        page.keyboard.press("Shift+Tab")
        seen += 1
    assert seen > 15
    page.click(SAVE)
    page.wait_for_selector(".errors a")
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    for link in page.locator(".errors a").all():
        target = link.get_attribute("href").removeprefix("#")
        link.click()
        place = page.evaluate(
            """id => {
            const box = document.getElementById(id).closest('.field').getBoundingClientRect();
            return [box.top, document.querySelector('.top').getBoundingClientRect().bottom];
        }""",
            target,
        )
        assert place[0] >= place[1], target
        page.evaluate("window.scrollTo(0, 0)")
