"""The secretary's year in the browser: from login to a signed report, an expired session, two editors on one point."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Page, expect

from communities.models import SubDistrict
from demo import planning
from meetings.models import Meeting
from reports.models import AnnualReport, Edition, Passage, Target, ZeroStatement
from reports.signing.edition import document
from tests import factories
from tests.browser.conftest import log_in, shoot
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser

YEAR = date.today().year - 1
POINT = "highlights.foundations.duty"
MEASURE = "measures.answers.age"
SECTIONS = ("highlights.foundations", "highlights.teams", "highlights.coverage", "highlights.mechanisms")
ADDED = "大事要事当场定，成效显著。"


@pytest.fixture
def small(office, qingquan, people) -> None:
    """An office with a little on record: enough for the desk to open."""
    leader = factories.LeaderFactory(subdistrict=office)
    factories.MeetingFactory(subdistrict=office, date=date(YEAR, 5, 20))
    factories.VisitFactory(community=qingquan, date=date(YEAR, 5, 20), leaders=[leader], households=1234)


@pytest.fixture
def demo(transactional_db, monkeypatch) -> None:
    """The demo's year, not signed yet, with one kind of meeting never recorded and one target not yet set.

    Its limit of old members is so low that there is a problem to pick: the others are told unasked.
    """
    monkeypatch.setattr(planning, "sign_report", lambda year, secretary: None)
    call_command("load_demo", verbosity=0)
    Meeting.objects.filter(kind=Meeting.Kind.TRAINING, date__year__in=(YEAR, YEAR - 1)).delete()
    Target.objects.filter(year=YEAR + 1, key="targets.new_brands").delete()
    report = AnnualReport.of_year(SubDistrict.objects.get(), YEAR)
    report.many_elderly = 30
    report.save()


def box(page: Page, key: str):
    return page.locator(f"[id='p-{key}']")


def reword(page: Page, text: str, key: str = POINT) -> None:
    """Open the point's text and type at its end."""
    area = box(page, key).locator("textarea")
    if not area.is_visible():
        box(page, key).locator("summary", has_text="改写").click()
    area.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")


def test_from_login_to_a_signed_report_in_twelve_page_loads(page, live_server, demo, faults):
    loads: list[str] = []
    page.on(
        "response",
        lambda r: loads.append(r.url) if r.request.is_navigation_request() and r.status == 200 else None,
    )
    log_in(page, live_server.url, "zhoumingyuan")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")

    reword(page, ADDED)
    saved(page)
    assert ADDED in box(page, POINT).locator("p").first.inner_text()
    shoot(page, "desk-typed")

    found(page, "党员年龄偏大").locator("button", has_text="列为问题").click()
    expect(box(page, "problems.age")).to_contain_text("六十岁以上")
    expect(box(page, MEASURE)).to_contain_text(f"{YEAR + 1}年11月底前")

    warning = page.locator("#checks li", has_text="“显著”是断语")
    warning.locator("summary").click()
    warning.locator("[name=reason]").fill("居民代表会议的评语")
    warning.locator("button").click()
    expect(page.locator("#checks")).to_contain_text("已放行")

    missing = page.locator("#missing li", has_text="以会代训")
    missing.locator("summary", has_text="零报告").click()
    missing.locator("[name=note]").fill("本年没有安排")
    missing.locator("button").click()
    expect(page.locator("#missing")).not_to_contain_text("以会代训")

    page.click("text=下年目标 >> nth=0")
    page.fill("[name='targets.new_brands']", "3")
    page.click("button:has-text('保存')")
    expect(page.locator("h1")).to_have_text(f"{YEAR}年度述职报告")
    shoot(page, "desk-ready")

    page.click("button:has-text('送审')")
    page.click("button:has-text('定稿')")
    expect(page.locator("body")).to_contain_text("已定稿")
    assert len(loads) <= 12, loads

    edition = Edition.objects.get()
    assert AnnualReport.objects.get(year=YEAR).stage == AnnualReport.Stage.SIGNED
    printed = "".join(paragraph.text for paragraph in document(edition).paragraphs())
    assert ADDED in printed
    assert re.search("服务品牌3个|再推3个服务品牌", printed)
    assert any("居民代表会议的评语" in line for annex in document(edition).annexes for line in annex.lines)
    assert ZeroStatement.objects.get(key="meetings.training", year=YEAR).note == "本年没有安排"
    assert edition.intact
    page.click("text=第 1 稿")
    expect(page.locator(".sheet")).to_contain_text(f"{YEAR + 1}年11月底前")
    shoot(page, "edition")
    with page.expect_download() as download:
        page.click("text=下载正式稿")
    assert re.search(r"第1稿\.?.*\.docx$", download.value.suggested_filename)


def test_the_score_is_raised_by_picking_cases_and_a_problem(page, live_server, demo, faults):
    """From the default text on; a click is an action."""
    log_in(page, live_server.url, "zhoumingyuan")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    before = score_of(page)
    clicks = 0
    for section in SECTIONS:
        cases = page.locator(f"[id='p-{section}-cases']")
        cases.locator("summary").click()
        cases.locator("button", has_text="写进来").click()
        expect(page.locator(".case-line")).to_have_count(SECTIONS.index(section) + 1)
        clicks += 2
    found(page, "党员年龄偏大").locator("button", has_text="列为问题").click()
    expect(box(page, MEASURE)).to_contain_text("三十五岁")
    clicks += 1
    assert clicks <= 15
    assert score_of(page) >= 90
    assert score_of(page) > before
    shoot(page, "desk-scored")


def test_a_way_to_more_points_leads_to_the_open_list(page, live_server, demo, faults):
    log_in(page, live_server.url, "zhoumingyuan")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    page.locator("a", has_text="挑（一）").click()
    cases = page.locator(f"[id='p-{SECTIONS[0]}-cases']")
    expect(cases.locator("button", has_text="写进来").first).to_be_visible()
    expect(cases.locator("summary")).to_be_in_viewport()
    shoot(page, "desk-cases")


def found(page: Page, label: str):
    """One of what the records show besides, by its name."""
    return page.locator("#findings li", has=page.locator("strong", has_text=label))


def score_of(page: Page) -> int:
    return int(page.locator(".bigscore strong").inner_text())


def test_the_page_to_read_from_fits_at_the_largest_text(page, live_server, demo, faults):
    log_in(page, live_server.url, "zhoumingyuan")
    page.goto(f"{live_server.url}/reports/annual/read/?year={YEAR}&draft=1")
    page.click(".textsize a >> nth=-1")
    expect(page.locator(".read-text p").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".read-text p").count() > 10
    shoot(page, "read")


def test_session_that_ends_while_typing_loses_no_character(sign_in, live_server, small, context):
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    Session.objects.all().delete()
    reword(page, ADDED)
    expect(page.locator("[data-saved]")).to_contain_text("登录已过期")
    assert not Passage.objects.filter(text__contains=ADDED).exists()
    page.keyboard.type("件件有着落。")
    other = context.new_page()
    log_in(other, live_server.url, "secretary")
    saved(page)
    assert Passage.objects.get(key=POINT).text.endswith(f"{ADDED}件件有着落。")


def test_text_that_could_not_be_saved_is_found_again_after_signing_in(sign_in, live_server, small):
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    Session.objects.all().delete()
    reword(page, ADDED)
    box(page, POINT).locator("button", has_text="完成").click()
    page.wait_for_url(re.compile("/login/"))
    page.fill("[name=username]", "secretary")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("^[^?]*/reports/annual/"))
    page.wait_for_load_state()
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    saved(page)
    assert Passage.objects.get(key=POINT).text.endswith(ADDED)


def test_database_that_refuses_is_told_as_such_and_the_text_saved_later(
    sign_in, live_server, small, monkeypatch
):
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    options = connections.settings["default"]["OPTIONS"]
    with monkeypatch.context() as trouble:
        trouble.setitem(options, "init_command", f"{options['init_command']}PRAGMA query_only=ON;")
        reword(page, ADDED)
        expect(page.locator("[data-saved]")).to_contain_text("数据库正忙或出错")
    saved(page)
    assert Passage.objects.get(key=POINT).text.endswith(ADDED)


def test_two_editors_on_one_point_both_keep_their_text(sign_in, live_server, small, office, another_browser):
    factories.UserFactory(username="second", role="secretary", display_name="罗春梅", subdistrict=office)
    page, other = sign_in("secretary"), another_browser()
    log_in(other, live_server.url, "second")
    for editor in (page, other):
        editor.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    reword(page, "第一位写的。")
    saved(page)
    reword(other, "第二位写的。")
    notice = box(other, POINT).locator(".notice")
    expect(notice).to_contain_text("第一位写的。")
    expect(notice).to_contain_text("书记")
    assert box(other, POINT).locator("textarea").input_value().endswith("第二位写的。")
    assert Passage.objects.get(key=POINT).text.endswith("第一位写的。")
    shoot(other, "desk-conflict")
    notice.locator("button", has_text="用我写的").click()
    saved(other)
    passage = Passage.objects.get(key=POINT)
    assert passage.text.endswith("第二位写的。")
    written = passage.history.order_by("history_id").values_list("text", flat=True)[1:]
    assert [text[-6:] for text in written] == ["第一位写的。", "第二位写的。"]


def test_figure_of_the_text_opens_beside_it_and_can_be_rounded(sign_in, live_server, small):
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    box(page, "highlights.foundations.frontline").locator("[data-figure='visits.households']").click()
    expect(page.locator("#card")).to_contain_text("走访群众户次")
    page.check("#card label:has-text('余') >> nth=0")
    page.click("#card button")
    expect(box(page, "highlights.foundations.frontline")).to_contain_text("余")
    assert "{visits.households:余" in Passage.objects.get(key="highlights.foundations.frontline").text


def test_desk_works_without_script(live_server, small, another_browser):
    page = another_browser(java_script_enabled=False)
    log_in(page, live_server.url, "secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    box(page, POINT).locator("summary", has_text="改写").click()
    box(page, POINT).locator("textarea").fill("责任落实。全年开会【党建专题会议】次。")
    box(page, POINT).locator("button", has_text="完成").click()
    expect(box(page, POINT)).to_contain_text("是责任落实。全年开会1次。")


def test_autosave_touches_nothing_that_is_being_typed_into(sign_in, live_server, small):
    """A reason half written, and a note not yet sent; the checks are told anew around them."""
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    key = page.locator("#missing li:has([name=note])").first.get_attribute("data-row")
    gap = page.locator(f"#missing li[data-row='{key}']")
    gap.locator("summary", has_text="零报告").click()
    gap.locator("[name=note]").fill("本年没有安排")
    reword(page, "自1998年起年年如此。")
    key = page.locator("#checks li:has([name=reason])", has_text="1998").get_attribute("data-row")
    warning = page.locator(f"#checks li[data-row='{key}']")
    warning.locator("summary").click()
    before = page.locator("#checks .rows > li").count()

    reword(page, "全年走访98765户。")
    warning.locator("[name=reason]").focus()
    page.keyboard.type("十二月集中走访")
    expect(page.locator("#checks")).to_contain_text("98765")
    page.keyboard.type("新收集了一批")

    reason = warning.locator("[name=reason]")
    assert reason.input_value() == "十二月集中走访新收集了一批"
    assert reason.evaluate("field => field === document.activeElement")
    assert warning.locator("details").get_attribute("open") is not None
    assert gap.locator("[name=note]").input_value() == "本年没有安排"

    area = box(page, POINT).locator("textarea")
    area.fill(area.input_value().replace("全年走访98765户。", ""))
    expect(page.locator("#checks")).not_to_contain_text("98765")
    assert page.locator("#checks .rows > li").count() == before
    assert reason.input_value() == "十二月集中走访新收集了一批"


def typed_own(page: Page, base: str):
    """The box under the first section, with a point typed into it and not sent."""
    page.goto(f"{base}/reports/annual/?year={YEAR}")
    fold = page.locator("details.add").first
    fold.locator("summary").click()
    fold.locator("textarea").fill(ADDED)
    return fold


def asked_on_leaving(page: Page, base: str) -> list[str]:
    """Go home; which dialogs asked first."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{base}/")
    return asked


def test_point_of_ones_own_is_there_again_after_leaving(sign_in, live_server, small):
    """Until it is added: then its box is empty, and nobody is asked any more."""
    page = sign_in("secretary")
    typed_own(page, live_server.url)
    assert asked_on_leaving(page, live_server.url) == ["beforeunload"]
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    fold = page.locator("details.add").first
    assert fold.locator("textarea").input_value() == ADDED
    expect(page.locator("[data-saved]")).to_contain_text("找回")

    fold.locator("button", has_text="加上").click()
    expect(page.locator(".ws-text")).to_contain_text(ADDED)
    expect(page).not_to_have_url(re.compile("kept="))
    page.reload()
    assert page.locator("details.add textarea").first.input_value() == ""
    assert asked_on_leaving(page, live_server.url) == []


def test_point_of_ones_own_outlives_the_session_and_is_offered_to_nobody_else(
    sign_in, live_server, small, office
):
    factories.UserFactory(username="second", role="secretary", subdistrict=office)
    page = sign_in("secretary")
    fold = typed_own(page, live_server.url)
    Session.objects.all().delete()
    fold.locator("button", has_text="加上").click()
    page.wait_for_url(re.compile("/login/"))
    log_in(page, live_server.url, "second")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    assert page.locator("details.add textarea").first.input_value() == ""
    Session.objects.all().delete()
    log_in(page, live_server.url, "secretary")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    assert page.locator("details.add textarea").first.input_value() == ADDED


def test_targets_and_notes_are_there_again_after_leaving(sign_in, live_server, small):
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/reports/targets/?year={YEAR}")
    page.fill("[name='targets.new_brands']", "3")
    page.goto(f"{live_server.url}/reports/targets/?year={YEAR}")
    assert page.locator("[name='targets.new_brands']").input_value() == "3"
    page.click("button:has-text('保存')")
    expect(page.locator("body")).to_contain_text("已保存")
    assert Target.objects.get(key="targets.new_brands").amount == 3
    assert asked_on_leaving(page, live_server.url) == []

    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    row = page.locator("#missing li:has([name=note])").first
    row.locator("summary", has_text="零报告").click()
    row.locator("[name=note]").fill("本年没有安排")
    page.goto(f"{live_server.url}/reports/annual/?year={YEAR}")
    assert page.locator("#missing [name=note]").first.input_value() == "本年没有安排"


def test_wide_tables_fit_at_the_largest_text(sign_in, live_server, small, office):
    """Results and buttons are reached without scrolling sideways, or past the screen for a scroll bar."""
    factories.CommunityFactory(subdistrict=office, name="长虹桥东路第二社区")
    factories.TargetFactory(subdistrict=office, year=YEAR, key="targets.special_meetings", amount=2)
    factories.TargetFactory(subdistrict=office, year=YEAR, key="targets.party_funding")
    page = sign_in("secretary")
    page.goto(f"{live_server.url}/text-size/150/")
    pages = ("promises/?", "annual/preview/?kind=annexes&draft=1&", "annual/preview/?kind=data&draft=1&")
    measures = """() => Array.from(document.querySelectorAll('.main .table-wrap')).map(box => ({
        over: box.scrollWidth - box.clientWidth,
        below: box.clientHeight - window.innerHeight,
        lines: Math.max(0, ...Array.from(box.querySelectorAll('tbody th'), lines))
    }));
    function lines(cell) { return cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight); }"""
    for address in pages:
        page.goto(f"{live_server.url}/reports/{address}year={YEAR}")
        shoot(page, f"wide-{pages.index(address)}")
        found = page.evaluate(measures)
        assert found
        for box in found:
            assert box["over"] <= 0, (address, box)
            assert box["below"] < 0, (address, box)
            assert box["lines"] < 5, (address, box)
