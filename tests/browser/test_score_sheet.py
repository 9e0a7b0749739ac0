"""打分表 without the mouse, and inside the window at every text size."""

from decimal import Decimal

import pytest
from django.urls import reverse

from duties.models import Score
from tests import factories as F
from tests.browser import keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def march(office, qingquan):
    scheme = F.SchemeFactory(subdistrict=office, title="办法")
    for content in ("支部活动", "账目公开"):
        F.CriterionFactory(scheme=scheme, content=content, full_marks=Decimal(50))
    F.CommunityFactory(subdistrict=office, code="02", name="文昌社区", order=2)
    return F.RoundFactory(subdistrict=office, scheme=scheme, number=3)


def test_it_is_filled_by_tab_and_saved_by_keys(sign_in, live_server, march):
    page = sign_in("clerk")
    page.goto(f"{live_server.url}{reverse('assessment:sheet', args=[march.pk])}")
    page.locator(".scores__points").first.focus()
    for number, entry in enumerate(("48", "党课少一次", "50", "", "50", "", "47.5", "公开晚了三天")):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(entry)
    keyboard.save(page)
    scores = Score.objects.order_by("community__order", "criterion").values_list("points", "reason")
    assert list(scores) == [
        (Decimal("48.0"), "党课少一次"),
        (Decimal("50.0"), ""),
        (Decimal("50.0"), ""),
        (Decimal("47.5"), "公开晚了三天"),
    ]


@pytest.mark.parametrize("size", ["100", "150"])
def test_board_and_sheet_scroll_inside_the_page(sign_in, live_server, march, office, size):
    for number in range(40):
        F.CommunityFactory(subdistrict=office, code=f"x{number}", name=f"新设{number}社区")
    for kind, most in (("month", 12), ("quarter", 4), ("half", 2), ("year", 1)):
        for number in range(1, most + 1):
            if (kind, number) != ("month", 3):
                F.RoundFactory(subdistrict=office, scheme=march.scheme, kind=kind, number=number)
    page = sign_in("clerk")
    page.context.add_cookies([{"name": "text_size", "value": size, "url": live_server.url}])
    board = f"{reverse('assessment:board')}?year={march.scheme.year}"
    for address in (board, reverse("assessment:sheet", args=[march.pk])):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
        box = page.locator(".table-wrap")
        box.evaluate("box => { box.scrollTop = 400; box.scrollLeft = 400 }")
        frame, corner = box.bounding_box(), page.locator(".marks thead th").first.bounding_box()
        assert (round(corner["x"] - frame["x"]), round(corner["y"] - frame["y"])) == (0, 0)


def test_what_was_not_saved_is_there_when_the_sheet_is_opened_again(sign_in, live_server, march):
    page = sign_in("clerk")
    address = f"{live_server.url}{reverse('assessment:sheet', args=[march.pk])}"
    page.goto(address)
    page.locator(".scores__points").first.focus()
    page.keyboard.type("47")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url)
    page.goto(address)
    assert page.locator(".scores__points").first.input_value() == "47"
    page.locator(".scores__reason").first.focus()
    page.keyboard.type("党课少一次")
    keyboard.save(page)
    assert Score.objects.get().points == Decimal("47.0")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.goto(address)
    assert page.locator("[data-saved]").inner_text() == ""
