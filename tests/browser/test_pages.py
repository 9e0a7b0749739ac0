"""Every kind of page: accessible, within its width, quiet under the content policy, and kept as a picture."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from axes.models import AccessAttempt

from communities.models import Leader
from services.models import Brand
from tests import factories
from tests.browser.conftest import shoot
from tests.imports.support import VISIT, confirm, saved, uploaded
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.browser

PAGES = {
    "clerk": {
        "home": "/",
        "list": "/visits/visit/",
        "list-empty": "/funding/payment/",
        "list-filtered": "/visits/visit/?date_from=2026-13-01&kind=community",
        "detail": "/visits/visit/{visit}/",
        "create": "/visits/visit/new/",
        "edit": "/visits/visit/{visit}/edit/",
        "masked": "/members/member/{member}/edit/",
        "delete": "/visits/visit/{visit}/delete/",
        "delete-blocked": "/communities/leader/{leader}/delete/",
        "removed": "/visits/visit/removed/",
        "import": "/imports/visits.visit/",
        "import-preview": "/imports/{preview}/",
        "import-result": "/imports/{result}/",
        "import-batches": "/imports/",
        "ledger": "/reports/figures/",
        "figure": "/reports/figures/visits.frontline/",
        "figure-distinct": "/reports/figures/services.checked_in_members/",
        "definitions": "/reports/definitions/",
        "zero": "/reports/zerostatement/new/",
        "manual": "/manual/",
        "password": "/password/",
        "403": "/reports/annual/",
        "404": "/visits/visit/999999/",
    },
    "secretary": {
        "secretary-home": "/",
        "report": "/reports/annual/",
        "preview": "/reports/annual/preview/",
        "preview-review": "/reports/annual/preview/?kind=review",
        "preview-spoken": "/reports/annual/preview/?kind=spoken",
        "preview-annexes": "/reports/annual/preview/?kind=annexes",
        "preview-data": "/reports/annual/preview/?kind=data",
        "promises": "/reports/promises/",
        "settings": "/reports/annual/settings/",
        "targets": "/reports/targets/",
        "rate": "/reports/figures/mediation.success_rate/",
        "left-out": "/reports/figures/visits.frontline/?part=records-2",
        "stated": "/reports/figures/targets.party_funding/",
        "chosen": "/reports/figures/services.brand_media/",
        "threshold": "/reports/figures/communities.low_satisfaction_threshold/",
        "detail-read": "/visits/visit/{visit}/",
    },
    "admin": {
        "admin-home": "/",
        "admin-index": "/accounts/",
        "accounts": "/accounts/accounts/user/",
        "account": "/accounts/accounts/user/add/",
        "account-locked": "/accounts/accounts/user/{locked}/change/",
        "community": "/accounts/communities/community/add/",
    },
}


@pytest.fixture
def records(office, qingquan):
    """A little of everything the pages show, with a long text, a rare name, and an account that is locked."""
    leader = factories.LeaderFactory(subdistrict=office, name="周明远", post=Leader.Post.SECRETARY)
    visit = factories.VisitFactory(community=qingquan, leaders=[leader], summary="供暖首周入户测温，" * 12)
    factories.VisitIssueFactory(visit=visit, kind=VisitIssue.Kind.DIFFICULTY, content="三户室温不足")
    org = factories.PartyOrgFactory(community=qingquan)
    member = factories.MemberFactory(org=org, name="王䶮", id_no="110101199003070011", phone="13800138000")
    brand: Brand = factories.BrandFactory(community=qingquan)
    factories.MediaReportFactory(brand=brand)
    locked = factories.UserFactory(username="locked", subdistrict=office)
    AccessAttempt.objects.create(username="locked", ip_address="10.12.3.18", failures_since_start=5)
    return {"visit": visit.pk, "leader": leader.pk, "member": member.pk, "locked": locked.pk}


@pytest.fixture
def batches(people, qingquan, tmp_path) -> dict[str, int]:
    """An import of the clerk's with everything a preview shows, and one that is done."""
    factories.VisitFactory(community=qingquan, date=date(2025, 3, 5), kind=Visit.Kind.HOUSEHOLD, households=1)
    good = [date(2025, 3, 6), "清泉社区", "入户", 12]
    rows = [
        good,
        good,
        ["2025年3月5日", "清泉社区", "入户", "１４"],
        ["2025-2-30", "清泉村", "慰问", "十来户"],
    ]
    faulty = saved(tmp_path / "a.xlsx", 走访=[[*VISIT[:4], "照片"], *rows]).read_bytes()
    right = saved(tmp_path / "b.xlsx", 走访=[VISIT[:4], good]).read_bytes()
    clerk = people["clerk"]
    return {"preview": uploaded(clerk, faulty).pk, "result": confirm(uploaded(clerk, right)).pk}


WRONG = {"resultTypes": ["violations"]}  # what is right need not be told
LAYOUT = {
    **WRONG,
    "runOnly": ["scrollable-region-focusable"],
}  # what larger text can change; colours and names it cannot
WIDER = "document.documentElement.scrollWidth > window.innerWidth"


def serious(page, faults, options=WRONG) -> list[str]:
    """What axe finds; its own tries at inline styles are not the page's."""
    before = len(faults)
    found = Axe().run(page, options=options).response["violations"]
    del faults[before:]
    return [
        f"{item['id']}: {item['nodes'][0]['html'][:200]}"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible_and_within_their_width(role, sign_in, live_server, records, batches, faults):
    page = sign_in(role)
    wrong = {}
    for name, address in PAGES[role].items():
        page.goto(live_server.url + address.format(**records, **batches))
        for size, rules in (("100", WRONG), ("150", LAYOUT)):
            page.evaluate(f"document.documentElement.className = 'text-{size}'")
            shoot(page, f"{name}-{size}")
            found = serious(page, faults, rules)
            if page.evaluate(WIDER):
                found.append("wider than the window")
            if found:
                wrong[name, size] = found
    assert wrong == {}


def test_login_page_is_accessible(page, live_server, faults):
    page.goto(f"{live_server.url}/login/")
    shoot(page, "login")
    assert serious(page, faults) == []


def test_errors_are_told_and_nothing_typed_is_lost(sign_in, live_server, office, qingquan, faults):
    page = sign_in("clerk")
    page.goto(f"{live_server.url}/visits/visit/new/")
    page.fill("[name=date]", "2026-11-31")
    page.fill("[name=households]", "十二户")
    page.fill("[name=summary]", "邻里食堂")
    page.click(".savebar .btn-primary")
    page.wait_for_selector(".errors")
    assert page.evaluate("document.activeElement.className") == "errors"
    told = page.inner_text(".errors")
    assert "“2026-11-31”不存在，11 月只有 30 天" in told
    assert [page.input_value(f"[name={name}]") for name in ("date", "households", "summary")] == [
        "2026-11-31",
        "十二户",
        "邻里食堂",
    ]
    shoot(page, "form-errors")
    page.click(".errors a >> nth=0")
    assert page.evaluate("location.hash") == "#id_date"
    assert serious(page, faults) == []


def test_rows_are_added_by_script_and_saved(sign_in, live_server, office, qingquan):
    page = sign_in("clerk")
    page.goto(f"{live_server.url}/visits/visit/new/")
    page.select_option("[name=community]", label="清泉社区")
    page.check("text=社区走访")
    for index, text in enumerate(("健身器材松动", "路灯不亮", "公交站太远")):
        if index:
            page.click("[data-add=visitissue-opinion]")
        page.fill(f"[name=visitissue-opinion-{index}-content]", text)
    page.click(".savebar .btn-primary")
    page.wait_for_selector(".timeline")
    assert set(VisitIssue.objects.values_list("content", flat=True)) == {
        "健身器材松动",
        "路灯不亮",
        "公交站太远",
    }
