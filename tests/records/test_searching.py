"""A search: sent by POST, a full number never in an address, few words however many are sent."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import IntegerField
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from common import numbers
from members.pages import MemberPages, TwoNewUnitPages
from records import searching
from records.personal import digest
from records.presentation import column
from services.pages import CheckInPages
from tests.factories import (
    BatchFactory,
    CheckInFactory,
    MemberFactory,
    PartyOrgFactory,
    TwoNewUnitFactory,
    UserFactory,
    VisitFactory,
)
from tests.records.browser import rows, text
from tests.records.support import ALL_PAGES, ID_NO, PHONE, each_shape
from visits.pages import VisitPages

LIST = MemberPages.url("list")
OLD_ID = "110105491231002"
WRITTEN = {
    ID_NO: [
        ID_NO,
        ID_NO.lower(),
        "110105 19491231 002X",
        "1101 0519 4912 3100 2x",
        "11010519491231００２Ｘ",
        f"身份证{ID_NO}号",
    ],
    PHONE: [
        PHONE,
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "0086-13800138000",
        "８６１３８００１３８０００",
    ],
    OLD_ID: [OLD_ID, "110105 491231 002"],
}
WRITTEN[ID_NO] += [
    "(110105)19491231002X",
    "110105/19491231/002X",
    "110105_19491231_002X",
    "110105,19491231,002X",
    "１１０１０５／１９４９１２３１／００２Ｘ",
]
WRITTEN[PHONE] += [
    "138   0013   8000",
    f"138{' ' * 30}0013 8000",
    "(138)00138000",
    "138 (0013) 8000",
    "138_0013_8000",
    "138，0013，8000",
]
WRITTEN[PHONE] += [
    "(+86)13800138000",
    "\u202d13800138000\u202c",
    "138\u200b00138000",
    "王丽华13800138000",
    "138.0013.8000",
]


# ── What is a number ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("number", "written"), [(number, each) for number, all_ in WRITTEN.items() for each in all_]
)
def test_number_is_known_however_it_is_written(number, written):
    left, found = numbers.take_out(written)
    assert found == [number]
    assert not any(character.isdigit() for character in left)
    assert number not in numbers.mask(f"before {written} after")


OTHERS = [
    "91110000600037341L",
    "914403001922038216",
    "2025-11-20 2025-11-21",
    "20251120",
    "110105",
    "010-65251122",
    "13800",
    "第 1380013 号",
]


FORM, DIGEST = "aaaaa138-0013-4800-8000-138001380001", "a13800138000b" + "a" * 51
OPAQUE = [FORM, DIGEST, "3" * 64, f"/visits/visit/new/?draft={FORM}", f"/members/member/?q=&number={DIGEST}"]


@pytest.mark.parametrize("written", [*OTHERS, *OPAQUE, "202501011230590001234"])
def test_other_numbers_stay(written):
    assert numbers.take_out(written) == (written, [])


def test_a_number_beside_a_digest_is_known():
    assert numbers.take_out(f"{DIGEST} {PHONE}") == (f"{DIGEST}  ", [PHONE])


def test_two_numbers_are_both_known():
    assert numbers.take_out(f"{ID_NO}，{PHONE}") == (" ， ", [ID_NO, PHONE])


def test_two_numbers_without_anything_between_are_both_known():
    assert numbers.take_out(f"{ID_NO}{PHONE}") == ("  ", [ID_NO, PHONE])


@pytest.mark.parametrize("before", ["20", "2025 1120 1101", "12345678901234567"])
def test_a_number_after_other_digits_is_known(before):
    assert numbers.take_out(f"{before} {ID_NO}")[1] == [ID_NO]


def test_a_number_around_another_is_known():
    assert numbers.take_out(f"138 {OLD_ID} 00138000")[1] == [OLD_ID, PHONE]


@pytest.mark.parametrize(
    "text", ["1 " * 20_000, f"1{' ' * 200}" * 200, "1" * 100_000, "(" * 100_000, "138.(" * 20_000]
)
def test_digits_and_signs_without_end_are_read_in_passing(text):
    assert len(numbers.mask(text)) <= len(text)


NUMBERISH = st.text("01389Xx +-（)_,/ 王.", max_size=60)


@given(st.dictionaries(st.sampled_from(["q", "number", "next", PHONE]), NUMBERISH, max_size=4))
def test_address_is_rewritten_once(values):
    """Else it would lead to itself for ever."""
    query = QueryDict(mutable=True)
    query.update(values)
    once = searching.without_numbers(query)
    if once is not None:
        assert searching.without_numbers(once) is None
        assert (
            searching.address_query(searching.address_query(once)[0])[0] == searching.address_query(once)[0]
        )


# ── Searching ───────────────────────────────────────────────────────────────
pages_only = pytest.mark.django_db


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def member(qingquan):
    org = PartyOrgFactory(community=qingquan)
    MemberFactory(org=org, name="别人")
    return MemberFactory(org=org, name="王丽华", gender="female", id_no=ID_NO, phone=PHONE)


def sought(client, address, **values):
    """Send a list's form as a browser would; the address it leads to."""
    response = client.post(address, values)
    assert response.status_code == 302
    return response.url


def chips(response):
    return html.fromstring(response.content.decode()).xpath("//span[@class='chip']")


@pages_only
@pytest.mark.parametrize(
    "written", [each for each in (*WRITTEN[ID_NO], *WRITTEN[PHONE]) if "身份证" not in each]
)
def test_number_is_found_and_its_address_does_not_hold_it(written, client, member):
    address = sought(client, LIST, q=f" 王丽华 {written} ")
    number = ID_NO if written in WRITTEN[ID_NO] else PHONE
    assert parse_qs(urlsplit(address).query)["number"] == [digest(number)]
    page = client.get(address)
    assert [cells[0] for cells in rows(page)] == ["王丽华"]
    for secret in (ID_NO, PHONE, written):
        assert secret not in page.content.decode()
    assert "按完整号码查找" in text(page)


@pages_only
def test_chip_of_a_number_is_taken_away_and_the_words_stay(client, member):
    page = client.get(sought(client, LIST, q=f"王 {PHONE}"))
    (chip,) = [chip for chip in chips(page) if "按完整号码查找" in chip.text_content()]
    left = client.get(LIST + chip.xpath("a/@href")[0])
    assert (left.wsgi_request.GET["q"].strip(), "number" in left.wsgi_request.GET) == ("王", False)


@pages_only
def test_number_not_on_record_finds_nothing_and_its_chip_can_be_taken_away(client, member):
    page = client.get(sought(client, LIST, q="13912345678"))
    assert "完整号码只与身份证号、手机号对照" in text(page)
    assert len(chips(page)) == 1


@pages_only
def test_form_keeps_the_number_and_a_new_one_takes_its_place(client, member):
    page = client.get(sought(client, LIST, q=PHONE))
    form = html.fromstring(page.content.decode()).xpath("//form[@role='search']")[0]
    assert form.get("method") == "post"
    kept = {name: value for name, value in form.form_values() if value and name != "csrfmiddlewaretoken"}
    assert kept == {"number": digest(PHONE)}
    assert parse_qs(urlsplit(sought(client, LIST, **kept, q="王")).query) == {
        "q": ["王"],
        "number": [digest(PHONE)],
    }
    assert parse_qs(urlsplit(sought(client, LIST, **kept, q=ID_NO)).query)["number"] == [digest(ID_NO)]


@pages_only
def test_paging_sorting_and_export_keep_the_number(client, member):
    address = sought(client, LIST, q=PHONE, sort="-c_name")
    page = client.get(address)
    assert "sort=-c_name" in address
    own = [
        link
        for link in html.fromstring(page.content.decode()).xpath("//main//a/@href")
        if "per_page" in link or "export" in link
    ]
    assert own
    assert all(digest(PHONE) in link for link in own)


@pages_only
@each_shape([pages for pages in ALL_PAGES if pages.search])
def test_no_list_puts_a_number_into_its_address(pages, client, qingquan):
    address = sought(client, pages.url("list"), q=f"{ID_NO} {PHONE}")
    assert numbers.take_out(address)[1] == []
    assert client.get(address).status_code == 200


@pages_only
@pytest.mark.parametrize("strict", [True, False])
def test_search_needs_its_token(strict, clerk):
    browser = Client(enforce_csrf_checks=strict)
    browser.force_login(clerk, backend="accounts.backends.ReaderBackend")
    assert browser.post(LIST, {"q": PHONE}).status_code == (403 if strict else 302)


@pages_only
def test_company_is_found_by_its_code_though_it_is_all_digits(client, qingquan):
    """A 统一社会信用代码 has eighteen characters as well; it is no person's."""
    TwoNewUnitFactory(community=qingquan, uscc="914403001922038216")
    address = sought(client, TwoNewUnitPages.url("list"), q="914403001922038216")
    assert "q=914403001922038216" in address
    assert len(rows(client.get(address))) == 1


# ── Addresses typed by hand, or kept from earlier ───────────────────────────
OLD_LINKS = [
    f"{LIST}?q=110105+19491231+002X",
    f"{LIST}?number={PHONE}",
    f"{LIST}?{PHONE}",
    f"{LIST.rstrip('/')}?q={PHONE}",
    f"{MemberPages.url('export')}?q={PHONE}",
    f"{MemberPages.url('create')}?id_no={ID_NO}",
    f"/login/?next={LIST}%3Fq%3D{PHONE}",
    f"/text-size/125/?next={LIST}%3Fq%3D{PHONE}",
    f"/imports/?q={PHONE}",
    f"/reports/figures/visits.frontline/?q={PHONE}",
    f"/accounts/accounts/user/?q={PHONE}",
    f"/nothing/here/?x=%2B86{PHONE}",
]


@pages_only
@pytest.mark.parametrize("address", OLD_LINKS)
def test_address_with_a_number_leads_to_one_without(address, client):
    for browser in (client, Client()):
        response = browser.get(address)
        assert response.status_code == 302
        assert response.url.split("?")[0] == address.split("?")[0]
        assert numbers.take_out(response.url)[1] == []
        following = browser.get(response.url, follow=True)
        assert numbers.take_out(str(following.redirect_chain))[1] == []


@pages_only
def test_old_link_finds_whom_it_meant(client, member):
    page = client.get(f"{LIST}?q=王丽华+{PHONE}&sort=c_name", follow=True)
    assert [cells[0] for cells in rows(page)] == ["王丽华"]
    assert page.wsgi_request.GET["sort"] == "c_name"


@pages_only
def test_path_with_two_slashes_leads_nowhere_else(client):
    assert client.get(f"/?q={PHONE}", PATH_INFO="//evil.example/").url.startswith("/%2Fevil.example/")


@pages_only
def test_without_the_protection_the_number_stays(settings, client, member):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "NumbersOutOfAddresses" not in name]
    assert client.get(f"{LIST}?q={PHONE}").status_code == 200
    assert PHONE in Client().get(f"{LIST}?q={PHONE}").url


# ── Other boxes ─────────────────────────────────────────────────────────────
@pages_only
def test_figure_keeps_what_it_is_narrowed_to(client, qingquan):
    address = reverse("reports:figure", args=["visits.frontline"])
    form = html.fromstring(client.get(f"{address}?year=2025&place={qingquan.pk}").content.decode()).xpath(
        "//form[@role='search']"
    )[0]
    led = sought(client, address + form.get("action"), q=f"王 {PHONE}")
    query = parse_qs(urlsplit(led).query)
    assert query == {
        "year": ["2025"],
        "part": ["records"],
        "place": [str(qingquan.pk)],
        "q": ["王"],
        "number": [digest(PHONE)],
    }
    assert client.get(led).status_code == 200


@pages_only
def test_batches_are_not_called_by_numbers(client, clerk, office):
    BatchFactory(subdistrict=office, user=clerk, file_name="五月 走访.xlsx")
    assert "五月" in text(client.get(sought(client, "/imports/", q="走访 五月")))
    page = client.get(sought(client, "/imports/", q=f"五月 {PHONE}"))
    assert "完整的身份证号、手机号不能用来查批次" in text(page)


@pages_only
def test_account_named_by_its_phone_is_found_in_the_admin(as_user, admin, office):
    UserFactory(username=PHONE, display_name="罗春梅", subdistrict=office)
    browser, address = as_user(admin), "/accounts/accounts/user/"
    led = sought(browser, address, q=PHONE)
    assert numbers.take_out(led)[1] == []
    page = browser.get(led)
    assert "罗春梅" in page.content.decode()
    assert len(html.fromstring(page.content.decode()).xpath("//table[@id='result_list']/tbody/tr")) == 1
    assert "按完整号码查找" in page.content.decode()
    assert "罗春梅" in browser.get(sought(browser, address, q="罗春梅")).content.decode()


# ── Many words ──────────────────────────────────────────────────────────────
MANY = " ".join(f"词{number}" for number in range(1500))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pages_only
@each_shape([pages for pages in ALL_PAGES if pages.search])
def test_many_words_cost_no_more_than_a_few(pages, client, qingquan):
    address = sought(client, pages.url("list"), q=MANY)
    with CaptureQueriesContext(connection) as statements:
        page = client.get(address)
    assert "这次用了前 10 个，其余 1490 个没有用上" in text(page)
    assert len(address) < 2000
    assert max(query["sql"].count("词") for query in statements) <= 2 * 10 * len(pages.search)


@pages_only
def test_many_words_in_an_address_are_left_out_as_well(client, office):
    page = client.get(VisitPages.url("list"), {"q": MANY[:1200]}, follow=True)
    assert len(page.redirect_chain) == 1
    assert "关键词一次最多 10 个" in text(page)
    assert "词9" in page.wsgi_request.GET["q"]
    assert "词10" not in page.wsgi_request.GET["q"]


@pages_only
def test_long_word_is_cut_and_it_is_said(client, office):
    page = client.get(sought(client, VisitPages.url("list"), q="长" * 100_000))
    assert "超出的字没有用上" in text(page)
    assert page.wsgi_request.GET["q"] == "长" * 100


@pages_only
def test_few_words_are_used_without_a_word(client, office):
    response = client.post(VisitPages.url("list"), {"q": "路灯 修好"})
    assert said(response) == []


@pages_only
def test_nothing_else_of_a_form_comes_into_the_address(client, office):
    led = sought(
        client, VisitPages.url("list"), q="", kind="household", nonsense="x" * 100_000, date_from="1" * 500
    )
    assert parse_qs(urlsplit(led).query) == {"kind": ["household"], "date_from": ["1" * 40]}


@pages_only
def test_hundreds_of_columns_sort_by_the_last(client, qingquan):
    VisitFactory(community=qingquan)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(VisitPages.url("list") + "?" + "&".join(["sort=c_date"] * 500)).status_code == 200
    assert max(query["sql"].count('visits_visit"."date" ASC') for query in statements) == 1


@pages_only
def test_admin_bounds_words_and_columns_too(as_user, admin):
    browser, address = as_user(admin), "/accounts/accounts/user/"
    led = sought(browser, address, q=MANY)
    with CaptureQueriesContext(connection) as statements:
        page = browser.get(led)
        assert browser.get(address + "?o=" + ".".join(["2"] * 900)).status_code == 200
    assert "其余 1490 个没有用上" in page.content.decode()
    assert max(query["sql"].count("词") for query in statements) <= 2 * 10 * 2
    assert max(query["sql"].count("ASC") for query in statements) < 30


WITH_NUMBERS = [
    (pages, name)
    for pages in ALL_PAGES
    for name in pages.filters
    if isinstance(column(pages.model, name), IntegerField)
]


@pages_only
@pytest.mark.parametrize("typed", ["-1e99999999", "1e50", "9" * 3000, "-" + "9" * 19, "9" * 19 + "亿"])
def test_number_of_a_filter_is_bounded(typed, client, office):
    assert WITH_NUMBERS
    for pages, name in WITH_NUMBERS:
        assert b"field__error" in client.get(pages.url("list"), {name: typed}).content or typed.startswith(
            "-9"
        )


@pages_only
def test_check_in_is_found_by_either_number(client, qingquan):
    CheckInFactory(community=qingquan, id_no=ID_NO, phone=PHONE)
    for number in (ID_NO, PHONE, f"{ID_NO} {PHONE}"):
        assert len(rows(client.get(sought(client, CheckInPages.url("list"), q=number)))) == 1
