"""Chromium as old as in the offices, and the same people and records as in the browser of today."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.browser.conftest import office, people, qingquan  # noqa: F401
from tests.factories import PASSWORD
from tests.npm import MissingProgramError
from tests.oldbrowsers.driver import Browser, Page
from tests.oldbrowsers.fetch import executable

SHOTS = Path(__file__).resolve().parents[1] / "shots"
OLDEST = 78


@pytest.fixture(scope="session")
def browsers(tmp_path_factory) -> Iterator[Callable[[int], Browser]]:
    """The browser of a version, started once."""
    running: dict[int, Browser] = {}

    def of(version: int) -> Browser:
        if version not in running:
            try:
                program = executable(version)
            except MissingProgramError as missing:
                pytest.fail(f"旧浏览器测试没有运行：{missing}", pytrace=False)
            running[version] = Browser(program, tmp_path_factory.mktemp(f"chromium-{version}"))
        return running[version]

    yield of
    for browser in running.values():
        browser.close()


@pytest.fixture
def version(request) -> int:
    """The browser's; a test names others as its parameter."""
    return getattr(request, "param", OLDEST)


@pytest.fixture(autouse=True)
def private(tmp_path, settings, monkeypatch):
    """Uploads of its own; processes started by the portal find the database of the tests."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    monkeypatch.setenv("PRIVATE_ROOT", str(settings.PRIVATE_ROOT))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")


@pytest.fixture
def sign_in(version, browsers, live_server, people) -> Iterator[Callable[..., Page]]:  # noqa: F811
    """Sign in as a role, by the login page. No page may tell of an error."""
    pages = []

    def signed_in(role: str, script: bool = True) -> Page:
        page = browsers(version).page(script)
        pages.append(page)
        page.open(f"{live_server.url}/login/")
        page.type("[name=username]", role)
        page.type("[name=password]", PASSWORD)
        page.follow("main button[type=submit], form button[type=submit]")
        assert page.evaluate("location.pathname") == "/"
        return page

    yield signed_in
    faults = [fault for page in pages for fault in page.faults()]
    for page in pages:
        page.close()
    assert faults == []


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page to be looked at."""
    SHOTS.mkdir(exist_ok=True)
    page.picture(SHOTS / f"old-{name}.png")
