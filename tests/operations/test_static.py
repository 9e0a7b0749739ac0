"""What is collected of the packages' files is what pages ask for, and everything a page asks for is there."""

import re

from django.contrib.staticfiles import finders

from portal.staticfiles import SERVED
from tests.reliability.support import ROOT, manage

ASKED = re.compile(r"""{%\s*static\s+['"]([^'"]+)['"]""")


def listed() -> set[str]:
    """Everything that collectstatic would take, as the portal's finders list it."""
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
    of_packages = {path for path in listed() if path.partition("/")[0] in SERVED}
    assert of_packages == set().union(*SERVED.values())
    assert finders.find("bootstrap/js/bootstrap.js") is None


def test_they_are_collected_with_all_they_name(tmp_path):
    """The style sheets' own references are followed: one that is not there ends the command."""
    options = {"STATIC_ROOT": str(tmp_path / "static"), "DJANGO_SETTINGS_MODULE": "dangjian.settings"}
    done = manage(tmp_path / "none.sqlite3", "collectstatic", "--noinput", **options)
    assert done.returncode == 0, done.stderr
    top = {path.name for path in (tmp_path / "static" / "fontawesome").iterdir()}
    assert top == {"css", "webfonts"}
