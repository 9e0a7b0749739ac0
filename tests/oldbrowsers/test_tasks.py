"""What people do all day, in the oldest browser: entries, drafts, search, an import, the desk; the half of it without script."""

from datetime import date

import pytest

from reports.models import Passage
from tests import factories
from tests.imports.support import VISIT, saved
from tests.oldbrowsers.conftest import shoot
from tests.records.support import ID_NO
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.oldbrowser

NEW = "/visits/visit/new/"
SAVE = ".savebar .btn-primary"
YEAR = date.today().year - 1
POINT = "highlights.foundations.duty"
BOX = f"[id='p-{POINT}']"
BOTH = pytest.mark.parametrize("version", [78, 86], indirect=True)


@BOTH
def test_visit_is_entered_with_its_child_rows(sign_in, live_server, qingquan):
    page = sign_in("clerk")
    page.open(live_server.url + NEW)
    page.type("[name=date]", f"{YEAR}年5月20日")
    page.says("星期")
    page.choose("[name=community]", "清泉社区")
    page.click("label", "社区走访")
    for index, text in enumerate(("健身器材松动", "路灯不亮")):
        if index:
            page.click("[data-add=visitissue-opinion]")
        page.type(f"[name=visitissue-opinion-{index}-content]", text)
    page.follow(SAVE)
    page.says("已保存")
    assert Visit.objects.get().date == date(YEAR, 5, 20)
    assert set(VisitIssue.objects.values_list("content", flat=True)) == {"健身器材松动", "路灯不亮"}


def test_errors_are_led_to_their_fields(sign_in, live_server, qingquan):
    page = sign_in("clerk")
    page.open(live_server.url + NEW)
    page.type("[name=date]", "2026-11-31")
    page.type("[name=summary]", "邻里食堂")
    page.follow(SAVE)
    page.says("11 月只有 30 天", ".errors")
    assert page.value("[name=summary]") == "邻里食堂"
    page.click(".errors a", "2026-11-31")
    page.wait("location.hash === '#id_date'")
    below = "document.querySelector('#id_date').getBoundingClientRect().top >= document.querySelector('.top').getBoundingClientRect().bottom"
    page.wait(below)


def test_draft_is_kept_by_the_server_and_found_again(sign_in, live_server, qingquan):
    page = sign_in("clerk")
    page.open(live_server.url + NEW)
    page.type("[name=summary]", "供暖首周入户测温")
    page.says("已自动存为草稿", "[data-draft-state]")
    page.open(f"{live_server.url}/visits/visit/")
    assert page.dialogs == ["beforeunload"], "leaving asks: it is no record yet"
    page.open(live_server.url + NEW)
    page.says("没有保存的草稿")
    shoot(page, "draft-offered")
    page.follow(".notice a, .notice button", "恢复")
    assert page.value("[name=summary]") == "供暖首周入户测温"


def test_record_is_changed_and_searched_for(sign_in, live_server, qingquan):
    visit = factories.VisitFactory(
        community=qingquan, date=date(YEAR, 5, 20), summary="原来的", kind="household", households=3
    )
    factories.VisitFactory(
        community=qingquan, date=date(YEAR, 6, 20), summary="另一次", kind="household", households=4
    )
    page = sign_in("clerk")
    page.open(f"{live_server.url}/visits/visit/{visit.pk}/edit/")
    page.type("[name=summary]", "邻里食堂")
    page.follow(SAVE)
    page.says("已保存")
    assert Visit.objects.get(pk=visit.pk).summary == "邻里食堂"
    page.open(f"{live_server.url}/visits/visit/")
    page.type(".query [name=q]", "邻里食堂")
    page.follow(".query button[type=submit]")
    page.says("找到 1 条", ".found")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_number_is_searched_for_and_stands_in_no_address(script, sign_in, live_server, qingquan):
    factories.MemberFactory(org=factories.PartyOrgFactory(community=qingquan), gender="female", id_no=ID_NO)
    page = sign_in("clerk", script)
    page.open(f"{live_server.url}/members/member/")
    page.type(".query [name=q]", ID_NO)
    page.follow(".query button[type=submit]")
    page.says("找到 1 条", ".found")
    assert "number=" in page.evaluate("location.href")
    assert ID_NO not in page.evaluate("location.href + document.documentElement.outerHTML")
    page.follow(".chip a")
    assert "number=" not in page.evaluate("location.href")


def test_workbook_is_uploaded_and_confirmed(sign_in, live_server, qingquan, tmp_path):
    file = saved(tmp_path / "走访.xlsx", 走访=[VISIT[:4], [date(YEAR, 3, 6), "清泉社区", "入户", 12]])
    page = sign_in("clerk")
    page.open(f"{live_server.url}/imports/visits.visit/")
    page.give("[name=file]", file)
    page.follow("button", "上传并核对")
    page.says("没有错误")
    page.follow("button", "确认导入 1 条")
    page.says("已导入 1 条")
    assert Visit.objects.get().households == 12


@pytest.fixture
def small(office, qingquan) -> None:
    """An office with a little on record: enough for the desk to open."""
    factories.MeetingFactory(subdistrict=office, date=date(YEAR, 5, 20))
    leader = factories.LeaderFactory(subdistrict=office)
    factories.VisitFactory(community=qingquan, date=date(YEAR, 5, 20), leaders=[leader], households=1234)


@BOTH
def test_desk_saves_by_itself_and_gives_the_file(sign_in, live_server, small, tmp_path):
    page = sign_in("secretary")
    page.open(f"{live_server.url}/reports/annual/?year={YEAR}")
    page.click(f"{BOX} summary", "改写")
    page.click(f"{BOX} textarea")
    page.add("大事要事当场定。")
    page.says("已自动保存", "[data-saved]")
    page.says("大事要事当场定。", BOX)
    assert Passage.objects.get(key=POINT).text.endswith("大事要事当场定。")
    shoot(page, "desk-typed")
    page.click("[data-figure='visits.households']")
    page.says("走访群众户次", "#card")
    folder = tmp_path / "downloads"
    folder.mkdir()
    page.follow("a", "预览和下载")
    file = page.download(folder, lambda: page.click("a", "下载 Word"))
    assert file.read_bytes().startswith(b"PK")


def test_entry_and_conflict_without_script(sign_in, live_server, qingquan):
    page = sign_in("clerk", script=False)
    page.open(live_server.url + NEW)
    page.type("[name=date]", f"{YEAR}-5-20")
    page.choose("[name=community]", "清泉社区")
    page.click("label", "社区走访")
    page.type("[name=summary]", "第一次")
    page.follow(SAVE)
    visit = Visit.objects.get()
    assert visit.summary == "第一次"

    page.open(f"{live_server.url}/visits/visit/{visit.pk}/edit/")
    page.type("[name=summary]", "我写的")
    Visit.objects.filter(pk=visit.pk).update(version=visit.version + 1, summary="同事写的")
    page.follow(SAVE)
    page.says("先保存了这条记录")
    assert page.value("[name=summary]") == "我写的"
    page.follow(SAVE)
    assert Visit.objects.get().summary == "我写的"
