"""Whatever a user meets, refusals and the admin site included, speaks Chinese in the look of the portal."""

import re
from gettext import GNUTranslations
from io import BytesIO

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.test import Client
from lxml import html

from accounts.models import User
from communities.models import Community, SubDistrict
from mediation.pages import MediationCasePages
from members.pages import MemberPages
from portal.home import Home
from tests.factories import PASSWORD, UserFactory
from tests.records.support import ENTERED
from visits.pages import VisitPages

# names of people, files and programs, and what a browser shows as it is typed
NAMES = {"Excel", "Word", "WPS", "Ctrl", "xlsx", "docx", "env", "ALLOWED", "HOSTS", "MB", "ID"}
SHOWN = ("alt", "title", "placeholder", "aria-label")


def english(response) -> list[str]:
    """The words of a page that are not Chinese: in its text, its buttons, and what is read aloud."""
    page = html.fromstring(response.content.decode())
    assert page.xpath("/html/@lang")[0].lower() in ("zh-cn", "zh-hans"), "the language of the page"
    for hidden in page.xpath("//script|//style|//template|//code|//*[@data-english]"):
        hidden.getparent().remove(hidden)
    texts = [*page.itertext()]
    texts += [value for name in SHOWN for value in page.xpath(f"//@{name}")]
    texts += page.xpath("//input[@type='submit' or @type='button']/@value")
    return sorted({word for text in texts for word in re.findall("[A-Za-z]{2,}", text)} - NAMES)


def styled(response) -> bool:
    return "css/base" in response.content.decode()


# ── Refusals ────────────────────────────────────────────────────────────────
def broken_multipart(browser):
    return browser.post(
        "/visits/visit/new/", b"--x\r\nnothing", content_type="multipart/form-data; boundary=\xff"
    )


def many_files(browser):
    return browser.post("/imports/visits.visit/", {f"file{number}": BytesIO(b"x") for number in range(101)})


def suspicious(browser, monkeypatch):
    def answer(self, request):
        raise SuspiciousOperation("Attempted access to /etc/passwd")

    monkeypatch.setattr(Home, "get", answer)
    return browser.get("/")


def failing(browser, monkeypatch):
    def answer(self, request):
        raise RuntimeError("some failure")

    monkeypatch.setattr(Home, "get", answer)
    browser.raise_request_exception = False
    return browser.get("/")


REFUSALS = {
    "another host": (400, lambda b: b.get("/", headers={"host": "wrong.example"})),
    "host with letters it cannot have": (400, lambda b: b.get("/", headers={"host": "a_b c"})),
    "broken multipart": (400, broken_multipart),
    "too many files": (400, many_files),
    "too many fields": (
        400,
        lambda b: b.post("/visits/visit/new/", {str(number): "" for number in range(5001)}),
    ),
    "too many fields in the address": (400, lambda b: b.get("/?" + "&".join(["a"] * 5001))),
    "too long": (400, lambda b: b.post("/visits/visit/new/", {"summary": "x" * 5_000_000})),
    "nothing there": (404, lambda b: b.get("/nothing/")),
    "nothing there below a page": (404, lambda b: b.get("/visits/visit/nothing/")),
    "nothing there with a zero byte": (404, lambda b: b.get("/nothing%00/")),
    "nobody of that number": (404, lambda b: b.get("/visits/visit/999999/")),
    "not for this role": (403, lambda b: b.get("/reports/annual/")),
    "not for a clerk": (403, lambda b: b.get("/accounts/")),
    "wrong method": (405, lambda b: b.get("/logout/")),
    "wrong method of a record": (405, lambda b: b.get("/visits/visit/alike/")),
    "no such method": (405, lambda b: b.generic("PATCH", "/visits/visit/")),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_is_a_chinese_page(name, clerk, as_user):
    status, ask = REFUSALS[name]
    response = ask(as_user(clerk))
    assert response.status_code == status
    assert styled(response)
    assert english(response) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "ask"), [(400, suspicious), (500, failing)])
def test_what_goes_wrong_inside_is_a_chinese_page(status, ask, clerk, as_user, monkeypatch):
    response = ask(as_user(clerk), monkeypatch)
    assert (response.status_code, styled(response), english(response)) == (status, True, [])


@pytest.mark.django_db
def test_form_without_its_token_is_a_chinese_page(clerk):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/login/", {"username": "clerk"})
    assert (response.status_code, styled(response), english(response)) == (403, True, [])


@pytest.mark.django_db
def test_unknown_filter_of_the_admin_is_a_chinese_page(as_user, admin):
    for query in (
        "password__startswith=pbkdf2",
        "o=x",
        "p=x",
        "all=",
        "e=1",
        "role__exact=none",
        "_to_field=password",
    ):
        response = as_user(admin).get(f"/accounts/accounts/user/?{query}", follow=True)
        assert set(english(response)) <= {"admin"}, query


@pytest.mark.django_db
def test_without_the_words_a_wrong_method_is_an_empty_page(settings, clerk, as_user):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "WordsForWrongMethod" not in name]
    assert as_user(clerk).get("/logout/").content == b""


# ── Forms ───────────────────────────────────────────────────────────────────
TYPED = ["zz", "9" * 20, "a\x00", "字" * 9000, "2025-13-45", "-1"]


def answers(browser, address):
    """What is said of an empty form, and of one with nonsense in every box."""
    form = html.fromstring(browser.get(address).content.decode()).xpath("//form[@data-shortcuts]")[0]
    hidden = {
        box.name: box.value or ""
        for box in form.xpath(".//input[@type='hidden']")
        if box.name != "submission"
    }
    boxes = [name for name in form.fields if name != "submission" and name not in hidden]
    yield browser.post(address, hidden)
    yield from (browser.post(address, {**hidden, **dict.fromkeys(boxes, typed)}) for typed in TYPED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kinds",
    [[VisitPages, MemberPages, MediationCasePages], pytest.param(ENTERED, marks=pytest.mark.soak)],
    ids=["some", "all"],
)
def test_what_is_wrong_with_a_form_is_said_in_chinese(kinds, as_user, clerk, qingquan):
    for pages in kinds:
        told = {
            word
            for answer in answers(as_user(clerk), pages.url("create"))
            if answer.status_code == 422
            for word in english(answer)
        }
        assert told <= {"zz"}, pages


@pytest.mark.django_db
def test_form_that_came_in_half_is_said_so_in_chinese(as_user, clerk, qingquan):
    told = as_user(clerk).post(VisitPages.url("create"), {"kind": "household"}).content.decode()
    assert "意见建议：这一部分没有送全，什么都没有保存" in told
    assert "ManagementForm" not in told


# ── The admin site ──────────────────────────────────────────────────────────
USERS, PLACES, OFFICES = (
    "/accounts/accounts/user/",
    "/accounts/communities/community/",
    "/accounts/communities/subdistrict/",
)


@pytest.fixture
def root(office, as_user):
    """A superuser, who meets every page."""
    return as_user(
        UserFactory(username="root", role="admin", subdistrict=office, is_superuser=True, is_staff=True)
    )


def pages_of_admin(office):
    pk, place = User.objects.get(username="clerk").pk, Community.objects.get().pk
    yield from ("/accounts/", "/accounts/accounts/", "/accounts/communities/", USERS, PLACES, OFFICES)
    yield from (f"{USERS}add/", f"{PLACES}add/", f"{OFFICES}add/")
    for below, number in ((USERS, pk), (PLACES, place), (OFFICES, office.pk)):
        yield from (f"{below}{number}/{page}/" for page in ("change", "history", "delete"))
    yield f"{USERS}{pk}/password/"
    yield from (f"{USERS}?q=x", f"{USERS}?role__exact=clerk", f"{PLACES}?q=x", f"{USERS}999999/change/")


ACCOUNTS = {"clerk", "root", "admin", "JH", "QJ"}


@pytest.mark.django_db
def test_every_page_of_the_admin_is_chinese(root, office, clerk, qingquan):
    told = {address: english(root.get(address, follow=True)) for address in pages_of_admin(office)}
    assert {address: words for address, words in told.items() if not set(words) <= ACCOUNTS} == {}


@pytest.mark.django_db
def test_every_answer_to_a_form_of_the_admin_is_chinese(root, office, clerk, qingquan):
    for below in (USERS, PLACES, OFFICES):
        assert set(english(root.post(f"{below}add/", {}))) <= ACCOUNTS, below
        number = {USERS: clerk.pk, PLACES: qingquan.pk, OFFICES: office.pk}[below]
        assert set(english(root.post(f"{below}{number}/change/", {}))) <= ACCOUNTS, below
        for data in (
            {"action": "delete_selected"},
            {"action": "delete_selected", "_selected_action": str(number)},
        ):
            response = root.post(below, {**data, "index": "0"}, follow=True)
            assert set(english(response)) <= ACCOUNTS, (below, data)
    twice = {
        "username": "clerk",
        "display_name": "又一个",
        "role": "clerk",
        "password1": "a",
        "password2": "b",
        "email": "x",
    }
    assert set(english(root.post(f"{USERS}add/", twice))) <= ACCOUNTS
    for given in ({}, {"password1": "a", "password2": "b"}, {"password1": "123", "password2": "123"}):
        assert set(english(root.post(f"{USERS}{clerk.pk}/password/", given))) <= ACCOUNTS, given
    done = root.post(
        f"{USERS}{clerk.pk}/password/", {"password1": "chushi-8842", "password2": "chushi-8842"}, follow=True
    )
    assert set(english(done)) <= ACCOUNTS
    removed = root.post(f"{PLACES}{qingquan.pk}/delete/", {"post": "yes"}, follow=True)
    assert set(english(removed)) <= ACCOUNTS
    assert SubDistrict.objects.exists()


def test_translations_are_compiled_as_they_are_written():
    folder = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
    written = re.findall(
        r'^msgid "(.+)"\n(?:msgid_plural ".+"\n)?msgstr(?:\[0\])? "(.+)"',
        (folder / "django.po").read_text(),
        re.M,
    )
    with (folder / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert len(written) == 9
    assert [
        compiled.ngettext(text, text, 1) if "%d" in text else compiled.gettext(text) for text, _ in written
    ] == [translated for _, translated in written]


# ── Signing in and passwords ────────────────────────────────────────────────
@pytest.mark.django_db
def test_signing_in_is_chinese_whatever_is_typed(office, client):
    UserFactory(username="wang", subdistrict=office)
    for typed in (
        {},
        {"username": "wang"},
        {"username": "wang", "password": "x"},
        {"username": "wa\x00ng", "password": "x"},
    ):
        assert set(english(client.post("/login/", typed))) <= {"wang"}, typed
    assert english(client.post("/login/", {"username": "x" * 10_000, "password": "x" * 10_000})) in (
        [],
        ["x" * 10_000],
    )


POOR = {
    "short": "sh0rt",
    "common": "password1",
    "digits": "8830024411",
    "like the username": "zhoumingyuan",
    "like the address": "mingyuan@jinhe",
}


@pytest.mark.parametrize("kind", POOR)
def test_each_word_on_a_poor_password_is_chinese(kind):
    owner = User(username="zhoumingyuan", email="mingyuan@jinhe", display_name="周明远")
    with pytest.raises(ValidationError) as refused:
        validate_password(POOR[kind], owner)
    assert refused.value.messages
    assert not re.search("[A-Za-z]", "".join(refused.value.messages))


def test_what_a_password_must_be_is_said_in_chinese():
    told = "".join(validator.get_help_text() for validator in get_default_password_validators())
    assert len(get_default_password_validators()) == 4
    assert not re.search("[A-Za-z]", told)


@pytest.mark.django_db
def test_changing_the_password_is_chinese(clerk, as_user):
    browser = as_user(clerk)
    given = [(PASSWORD, new) for new in ("", "sh0rt", PASSWORD, "password1", "8830024411", "different")]
    for old, new in [*given, *[("wrong", "different")] * 5]:
        answer = browser.post(
            "/password/", {"old_password": old, "new_password1": new, "new_password2": new + "x"}
        )
        assert english(answer) == [], new
