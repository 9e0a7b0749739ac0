"""运维手册: one text in docs/ and in the portal, whose commands are those of the portal."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.test import Client
from django.urls import reverse

TEXT = (Path(settings.BASE_DIR) / "docs" / "operations.md").read_text(encoding="utf-8")
COMMANDS = {
    (match[1], option)
    for match in re.finditer(r"manage\.py ([a-z_]+)([^\n`]*)", TEXT)
    for option in re.findall(r"--[a-z-]+", match[2]) or [""]
}


@pytest.mark.parametrize(("command", "option"), sorted(COMMANDS))
def test_every_command_that_it_names_is_there_with_its_options(command, option):
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    assert not option or option in parser.format_help()


def test_every_file_that_it_names_is_there():
    names = re.findall(r"`(?:/opt/dangjian/)?((?:deploy|docs|scripts)/[\w./-]+)`", TEXT)
    names += re.findall(r"\]\(\.\./(static/[^)]+)\)", TEXT)
    assert names
    assert [name for name in names if not (settings.BASE_DIR / name).exists()] == []


def install_block(text: str) -> list[str]:
    """The lines by which a portal is installed, without their comments."""
    block = re.search(r"^portal=/opt/dangjian\n.*?(?=^```$)", text, re.MULTILINE | re.DOTALL)
    return [line.partition(" #")[0].rstrip() for line in block[0].splitlines()] if block else []


def test_it_installs_as_the_readme_does():
    """README's lines are run by `test_install`; the last of them serves, which is left to systemd here."""
    readme = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")
    assert install_block(TEXT) == install_block(readme)[:-1] != []


@pytest.mark.django_db
def test_whole_text_is_a_page_of_the_portal(as_user, admin):
    page = as_user(admin).get(reverse("operations-manual")).content.decode()
    titles = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    assert re.findall(r'<section id="s\d+"><h2>(.+?)</h2>', page) == titles
    assert re.findall(r'<a href="#s\d+">(.+?)</a>', page) == titles
    assert page.count("<pre>") == len(re.findall(r"^ *```", TEXT, re.MULTILINE)) / 2
    assert not re.search(r"(\*\*|^#|^\|)", page.split("<article")[1].split("</article>")[0], re.MULTILINE)


def test_only_who_looks_after_accounts_opens_it(db, as_user, clerk, secretary):
    for client in (as_user(clerk), as_user(secretary)):
        assert client.get(reverse("operations-manual")).status_code == 403
    assert Client().get(reverse("operations-manual")).status_code == 302
