"""The same payment typed twice: said while it is typed, asked when it is saved, saved by the press that means it."""

import pytest
from playwright.sync_api import Page, expect

from funding.models import Payment
from records.models import FormDraft
from tests.browser.conftest import shoot
from tests.factories import PaymentFactory

pytestmark = pytest.mark.browser


def fill(page: Page) -> None:
    page.fill("[name=date]", "2025年5月20日")
    page.select_option("[name=community]", label="清泉社区")
    page.check("[name=kind][value=work]")
    page.fill("[name=amount]", "1.2万")
    page.fill("[name=project]", "活动场地")


def test_same_payment_typed_twice_is_asked_about(sign_in, live_server, qingquan, faults):
    first = PaymentFactory(community=qingquan)
    page = sign_in("clerk")
    page.goto(f"{live_server.url}/funding/payment/new/")
    fill(page)
    told = page.locator("[data-alike-notice]")
    expect(told).to_contain_text("可能重复", timeout=20_000)
    expect(told.locator("a")).to_have_attribute("href", f"/funding/payment/{first.pk}/")
    shoot(page, "alike-while-typing")
    page.fill("[name=amount]", "1.3万")
    expect(told).to_be_hidden(timeout=20_000)
    page.fill("[name=amount]", "1.2万")
    page.click(".savebar button >> nth=0")
    expect(page.locator(".notice[role=alert]")).to_contain_text("同样的内容已经录过", timeout=20_000)
    expect(page.locator(".notice[role=alert] a")).to_have_attribute("href", f"/funding/payment/{first.pk}/")
    assert page.input_value("[name=project]") == "活动场地"
    assert Payment.objects.count() == 1
    shoot(page, "alike-asked")
    page.keyboard.press("Control+s")  # the usual press is not the deliberate one
    page.wait_for_load_state()
    expect(page.locator("text=仍要保存").last).to_be_visible(timeout=20_000)
    assert Payment.objects.count() == 1
    page.click("button:has-text('仍要保存')")
    expect(page.locator("main")).to_contain_text("已保存", timeout=20_000)
    assert list(Payment.objects.order_by("pk").values_list("project", flat=True)) == ["", "活动场地"]
    assert not FormDraft.objects.exists()
