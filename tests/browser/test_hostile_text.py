"""Sixty texts that would be scripts, if a page ever forgot to escape: shown as typed, and nothing runs."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from csp.middleware import CSPMiddleware
from django.utils.safestring import mark_safe
from playwright.sync_api import Dialog

from meetings.models import Meeting
from records.columns import base
from services.models import Brand
from tests import factories
from tests.factories import YEAR
from tests.reliability.payloads import PAYLOADS
from visits.models import Visit, VisitIssue

pytestmark = pytest.mark.browser
WATCH = "window.alert = window.confirm = window.prompt = window.print = () => { window.pwned = 1 }"
TOGETHER = "\n".join(PAYLOADS)


@pytest.fixture
def watched(page, faults):
    """What ran: a property set by a payload, a dialog, a request, a broken policy."""
    page.add_init_script(WATCH)
    dialogs: list[str] = []

    def answer(dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # the form's own question, whether to leave it unsaved
            dialog.accept()
            return
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", answer)

    def nothing_ran(where: str) -> None:
        assert page.evaluate("window.pwned") is None, where
        assert (
            page.evaluate(
                "document.querySelectorAll('main script, main iframe, main object, main svg, main style').length"
            )
            == 0
        ), where
        assert (dialogs, faults) == ([], []), where

    return nothing_ran


def recorded(office, community, texts: Iterable[str]) -> list[tuple[Visit, Meeting, Brand]]:
    """Each text in every free-text field of a visit with its rows, a meeting and a brand."""
    leader = factories.LeaderFactory(subdistrict=office, name=PAYLOADS[0][:50])
    made = []
    for number, text in enumerate(texts):
        day = date(YEAR, 1, 1) + timedelta(days=number)
        visit = factories.VisitFactory(
            community=community, date=day, summary=text, companions=text, leaders=[leader]
        )
        factories.VisitIssueFactory(visit=visit, content=text, raised_by=text[:50], reply=text)
        factories.VisitIssueFactory(
            visit=visit, content=text, handler=text[:50], kind=VisitIssue.Kind.DIFFICULTY
        )
        meeting = factories.MeetingFactory(
            subdistrict=office, date=day, topic=text, place=text[:100], lecturer_name=text[:50], content=text
        )
        brand = factories.BrandFactory(
            community=community, name=f"{number}{text}"[:50], content=text, since=day
        )
        factories.MediaReportFactory(brand=brand, outlet=text[:50], title=text)
        made.append((visit, meeting, brand))
    return made


@pytest.fixture
def records(office, qingquan):
    """Every text."""
    return recorded(office, qingquan, PAYLOADS)


@pytest.fixture
def changed(office, qingquan, people):
    """Three of the texts, and two changes by the clerk."""
    made = recorded(office, qingquan, PAYLOADS[-3:])
    for record in (*made[-1], *made[-2]):
        record._history_user = people["clerk"]
        record.save()
    return made


def paths(*records) -> list[str]:
    return [f"/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/" for record in records]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_lists_show_every_text_as_typed(sign_in, live_server, records, watched):
    page = sign_in("clerk")
    for path in (
        "/visits/visit/",
        "/visits/visitissue/",
        "/meetings/meeting/",
        "/services/brand/",
        "/services/mediareport/",
    ):
        shown = ""
        for number in (1, 2):
            page.goto(f"{live_server.url}{path}?per_page=100&page={number}")
            shown += squeezed(page.locator("main").evaluate("main => main.textContent"))
            watched(path)
        assert [text for text in PAYLOADS if squeezed(text)[:40] not in shown] == [], path


def test_a_detail_and_a_form_show_every_text_as_typed(sign_in, live_server, qingquan, watched):
    """All of them in the rows below one visit."""
    visit = factories.VisitFactory(community=qingquan)
    for text in PAYLOADS:
        factories.VisitIssueFactory(visit=visit, content=text, raised_by=text[:50], reply=text)
    page = sign_in("clerk")
    page.goto(f"{live_server.url}{paths(visit)[0]}")
    shown = squeezed(page.locator("main").evaluate("main => main.textContent"))
    assert [text for text in PAYLOADS if squeezed(text) not in shown] == []
    watched("detail")
    page.goto(f"{live_server.url}{paths(visit)[0]}edit/")
    boxes = page.locator("[name^=visitissue-opinion-][name$=-content]")
    typed = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
    assert [text for text in PAYLOADS if text not in typed] == []
    watched("form")


@pytest.mark.parametrize("one_in", [5, pytest.param(1, marks=pytest.mark.soak)])
def test_details_and_forms_show_a_text_in_every_field_as_typed(
    one_in, sign_in, live_server, office, qingquan, watched
):
    page = sign_in("clerk")
    texts = PAYLOADS[::one_in]
    for number, (text, made) in enumerate(zip(texts, recorded(office, qingquan, texts), strict=True)):
        record = made[number % 3]
        for path in paths(record):
            page.goto(f"{live_server.url}{path}")
            assert squeezed(text) in squeezed(page.locator("main").evaluate("main => main.textContent")), path
            watched(path)
            page.goto(f"{live_server.url}{path}edit/")
            name = "summary" if isinstance(record, Visit) else "content"
            assert page.input_value(f"[name={name}]") == text, path
            watched(path)


def test_typed_by_hand_changed_removed_and_overtaken(sign_in, live_server, changed, watched):
    """Through the form: the message, the history, the conflict, the question before removal, the 回收站, the home page."""
    page = sign_in("clerk")
    visit, meeting, brand = changed[-1]
    for path, name in zip(paths(visit, meeting, brand), ("summary", "content", "content"), strict=True):
        page.goto(f"{live_server.url}{path}edit/")
        page.fill(f"[name={name}]", TOGETHER)
        page.click(".savebar .btn-primary")
        page.wait_for_url(f"**{path}")
        history = squeezed(page.locator("main").evaluate("main => main.textContent"))
        assert history.count(squeezed(TOGETHER)) >= 2  # as it is, and as it was changed
        watched(path)
        page.goto(f"{live_server.url}{path}edit/")
        type(visit if name == "summary" else meeting if "meeting" in path else brand).objects.filter(
            pk=path.split("/")[3]
        ).update(version=9)
        page.fill(f"[name={name}]", f"{TOGETHER} 乙")
        page.click(".savebar .btn-primary")
        page.wait_for_selector(".notice--warn")
        watched(f"{path} overtaken")
    page.goto(f"{live_server.url}/")
    assert squeezed(PAYLOADS[-1])[:30] in squeezed(page.locator("main").evaluate("main => main.textContent"))
    watched("home")
    for path in paths(*changed[-3][:2]):
        page.goto(f"{live_server.url}{path}delete/")
        watched(f"{path} delete")
        page.click("main form button[type=submit]")
        page.wait_for_load_state()
        page.goto(live_server.url + path.rsplit("/", 2)[0] + "/removed/")
        watched(f"{path} removed")


def test_the_secretary_sees_them_as_typed_in_the_preview(sign_in, live_server, records, watched):
    page = sign_in("secretary")
    name = Brand.objects.with_media_report_by(date(YEAR, 12, 31)).first().name
    for path in (
        f"/reports/annual/?year={YEAR}",
        f"/?year={YEAR}",
        f"/reports/figures/?year={YEAR}",
        f"/reports/annual/settings/?year={YEAR}",
    ):
        page.goto(live_server.url + path)
        watched(path)
        if "annual/?" in path:
            assert squeezed(name) in squeezed(page.locator("main").evaluate("main => main.textContent"))


def test_texts_in_the_address_and_in_errors_are_shown_as_typed(sign_in, live_server, changed, watched):
    page = sign_in("clerk")
    page.goto(f"{live_server.url}/visits/visit/new/")
    for text in PAYLOADS[::6]:
        page.fill("[name=date]", text.replace("\n", " "))
        page.fill("[name=households]", text.replace("\n", " "))
        with page.expect_event("domcontentloaded"):
            page.click(".savebar .btn-primary")
        assert squeezed(text)[:30] in squeezed(page.inner_text(".errors"))
        watched(f"error {text}")
    for text in PAYLOADS[::6]:
        page.goto(
            f"{live_server.url}/visits/visit/?{urlencode(dict.fromkeys(('q', 'sort', 'kind', 'date_from', 'page'), text))}"
        )
        watched(f"address {text}")
        page.fill("[name=q]", text.replace("\n", " "))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        watched(f"query {text}")


@pytest.mark.parametrize("policy", ["with the content policy", "without it"])
def test_if_a_page_forgot_to_escape_this_would_see_it(
    policy, page, live_server, office, qingquan, monkeypatch, as_user, people
):
    """With escaping off the policy still stops the script, and says so; with both off it runs."""
    monkeypatch.setattr(base, "format_value", lambda value: mark_safe(str(value or "")))
    if policy == "without it":
        monkeypatch.setattr(CSPMiddleware, "process_response", lambda self, request, response: response)
    told: list[str] = []
    page.on(
        "console",
        lambda message: told.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.add_init_script(WATCH)
    session = as_user(people["clerk"]).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    ((visit, _, _),) = recorded(office, qingquan, PAYLOADS[:1])
    page.goto(live_server.url + paths(visit)[0])
    page.wait_for_load_state()
    if policy == "without it":
        assert page.evaluate("window.pwned") == 1
    else:
        assert told
        assert page.evaluate("window.pwned") is None
