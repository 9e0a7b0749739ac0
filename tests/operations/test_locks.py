"""The locks: what the portal runs on apart from the tools of development, every file by its hash, no index named."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.reliability.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {"requirements.lock": PROJECT["dependencies"]}
LOCKS["requirements-dev.lock"] = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]


def locked(name: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {
        canonicalize_name(package): version
        for package, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(name):
    versions = locked(name)
    asked = [Requirement(text) for text in LOCKS[name]]
    wrong = [
        str(one)
        for one in asked
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"))
    ]
    assert wrong == [], "run scripts/lock"


def test_the_portal_runs_on_a_part_of_what_it_is_developed_with():
    run, development = locked("requirements.lock"), locked("requirements-dev.lock")
    assert run.items() < development.items()
    tools = {canonicalize_name(Requirement(text).name) for text in PROJECT["optional-dependencies"]["dev"]}
    assert not tools & run.keys()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_hashes_and_no_index_is_named(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(
        r"^(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )[1:]
    assert len(entries) == len(locked(name))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)


def test_psycopg_3_stays_out():
    """Django silently prefers it."""
    assert not any(
        name.startswith("psycopg") and name != "psycopg2-binary" for name in locked("requirements-dev.lock")
    )


def test_set_up_and_install_ask_for_the_hashes():
    for file in (ROOT / "Makefile", ROOT / "README.md"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if re.search(r"pip (install|download)\b.*-r ", line):
                assert "--require-hashes" in line, (Path(file).name, line)
