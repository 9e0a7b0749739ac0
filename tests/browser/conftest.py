"""A real Chromium against a real server. A page may load nothing from elsewhere and break no content policy."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from access.roles import Role
from accounts.models import User
from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from tests.factories import PASSWORD, CommunityFactory, UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop and the ORM share this thread
HANGS = 120_000  # milliseconds after which a page that still has not come is said to hang
expect.set_options(timeout=HANGS)
SHOTS = Path(__file__).resolve().parents[1] / "shots"
WANTED = "SHOTS" in os.environ  # pictures to be looked at: they take as long as the tests themselves


@pytest.fixture(scope="session")
def browser_type_launch_args():
    chromium = shutil.which("chromium") or pytest.fail("没有装 Chromium，浏览器测试没有运行")
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "accept_downloads": True}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """On a busy machine a page comes late."""
    context.set_default_timeout(HANGS)
    return context


@pytest.fixture
def another_browser(new_context) -> Callable[..., Page]:
    """An empty page of somebody else's browser: `another_browser(java_script_enabled=False)`."""

    def opened(**options: Any) -> Page:
        other = new_context(**options)
        other.set_default_timeout(HANGS)
        return other.new_page()

    return opened


@pytest.fixture
def office(transactional_db) -> SubDistrict:
    return open_subdistrict(SubDistrict(code="JH", name="锦河街道", reporter="周明远"))


@pytest.fixture
def qingquan(office) -> Community:
    return CommunityFactory(subdistrict=office, code="01", name="清泉社区", order=1)


@pytest.fixture
def people(office, qingquan) -> dict[str, User]:
    """One account of each role, named by it."""
    return {
        role: UserFactory(
            username=role, role=role, display_name=label, subdistrict=office, is_staff=role == Role.ADMIN
        )
        for role, label in Role.choices
    }


@pytest.fixture
def faults(context: BrowserContext, live_server) -> Iterator[list[str]]:
    """What went wrong in the browser: requests to elsewhere, violated policies, failed scripts."""
    found: list[str] = []
    context.on(
        "request",
        lambda request: (
            request.url.startswith((live_server.url, "data:", "blob:"))
            or found.append(f"外部请求 {request.url}")
        ),
    )
    context.on(
        "console",
        lambda message: found.append(message.text) if "Content Security Policy" in message.text else None,
    )
    context.on("weberror", lambda error: found.append(str(error.error)))
    yield found
    assert found == []


@pytest.fixture
def sign_in(page: Page, live_server, people, as_user, faults) -> Callable[[str], Page]:
    """A page of a browser that is signed in as a role already."""

    def signed_in(role: str) -> Page:
        session = as_user(people[role]).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return signed_in


def log_in(page: Page, base: str, name: str) -> Page:
    """By the login page, to the home page."""
    page.goto(f"{base}/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/")
    return page


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page to be looked at, where `SHOTS=1 pytest …` asks for them."""
    if WANTED:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
