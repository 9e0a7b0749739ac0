"""The version stands in one place, heads the changelog, and is read on every page."""

import re
import tomllib

import pytest

from portal.templatetags.ui import version
from tests.project.names import ROOT

pytestmark = pytest.mark.django_db
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def foot_of(response) -> str:
    [foot] = re.findall(r"<footer[^>]*>\s*(.*?)\s*</footer>", response.content.decode())
    return foot


def test_changelog_begins_with_it():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[([\d.]+)\]", changelog, re.MULTILINE)[0] == PROJECT["version"] == version()


@pytest.mark.parametrize("address", ["/login/", "/no-such-page/"])
def test_it_is_read_before_anybody_signs_in(client, address):
    assert foot_of(client.get(address)) == f"街道党建工作台 {PROJECT['version']}"


@pytest.mark.parametrize(
    "address", ["/", "/manual/", "/reports/annual/?year=2025", "/reports/annual/read/?year=2025&draft=1"]
)
def test_it_is_read_on_pages_with_and_without_the_frame(as_user, secretary, address):
    assert foot_of(as_user(secretary).get(address)) == f"街道党建工作台 {PROJECT['version']}"


def test_it_is_read_in_the_admin_site(as_user, admin):
    assert foot_of(as_user(admin).get("/accounts/")) == f"街道党建工作台 {PROJECT['version']}"
