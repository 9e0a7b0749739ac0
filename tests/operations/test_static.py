"""What is collected of the packages' files is what pages ask for, everything a page asks for is there, and it is not much."""

import re
from gzip import decompress as gunzip
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from demo.logins import PASSWORD, SECRETARY
from portal.staticfiles import SERVED
from tests.demo.loaded import load_once
from tests.reliability.support import ROOT, manage

ASKED = re.compile(r"""{%\s*static\s+['"]([^'"]+)['"]""")
MOST_FILES = 300
MOST_BYTES = 70 * 1024  # of a first visit, as it travels


def listed() -> set[str]:
    """Return everything that collectstatic would take, as the portal's finders list it."""
    return {path for finder in finders.get_finders() for path, _ in finder.list([])}


def test_everything_that_a_page_asks_for_is_collected():
    asked = {
        path
        for page in (ROOT / "templates").rglob("*.html")
        for path in ASKED.findall(page.read_text(encoding="utf-8"))
    }
    assert asked - listed() == set()
    assert all(finders.find(path) for path in asked)


def test_of_the_packages_nothing_else_is_collected():
    of_packages = {path for path in listed() if path.startswith(tuple(SERVED))}
    assert of_packages == set().union(*SERVED.values())
    assert finders.find("bootstrap/js/bootstrap.js") is None


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """The folder that `collectstatic` fills; a reference to a file that is not there would end it."""
    folder = tmp_path_factory.mktemp("collected")
    options = {"STATIC_ROOT": str(folder / "static"), "DJANGO_SETTINGS_MODULE": "dangjian.settings"}
    done = manage(folder / "none.sqlite3", "collectstatic", "--noinput", **options)
    assert done.returncode == 0, done.stderr
    return folder / "static"


def test_they_are_collected_with_all_they_name(collected):
    names = {re.sub(r"\.[0-9a-f]{12}\.", ".", path.name) for path in (collected / "fonts").iterdir()}
    assert names == {"icons.woff"}
    assert len([path for path in collected.rglob("*") if path.is_file()]) <= MOST_FILES


@pytest.fixture
def served(collected, settings) -> None:
    """Serve static files as an installed portal does."""
    settings.STATIC_ROOT = collected
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}


class Visit:
    """A browser that has seen nothing of the portal yet, and counts what it is sent."""

    def __init__(self) -> None:
        self.client = Client(headers={"accept-encoding": "gzip"})
        self.plain = Client()
        self.sizes: dict[str, int] = {}

    def open(self, address: str) -> None:
        page = self.client.get(address)
        assert page.status_code == 200
        self.sizes[address] = len(page.content)
        assert page.headers["Content-Encoding"] == "gzip"
        for file in html.fromstring(gunzip(page.content).decode()).xpath(
            "//link/@href | //script/@src | //img/@src"
        ):
            self.fetch(file)

    def fetch(self, address: str) -> None:
        """Fetch a file, and what a style sheet names, unless it is in the cache."""
        if address in self.sizes or not address.startswith(settings.STATIC_URL):
            return
        answer = self.client.get(address)
        assert answer.status_code == 200
        self.sizes[address] = len(answer.getvalue())
        if address.endswith(".css"):
            style = self.plain.get(address).getvalue().decode()
            for name in re.findall(r'url\("?([^)"]+)"?\)', style):
                self.fetch(urljoin(address, name))


def test_a_first_visit_is_light(served, db):
    """Sign-in and home page of a secretary whose office has worked with the portal."""
    load_once()
    visit = Visit()
    visit.open("/login/")
    visit.client.post("/login/", {"username": SECRETARY.username, "password": PASSWORD})
    visit.open("/")
    kinds = {Path(address).suffix for address in visit.sizes}
    assert {".css", ".js", ".woff", ".svg"} <= kinds
    assert sum(visit.sizes.values()) <= MOST_BYTES, visit.sizes
