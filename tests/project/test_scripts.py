"""The scripts that choose tests name files that are there: pytest passes over a file it is told to ignore that is not."""

import re
import subprocess

import pytest

from tests.project.names import ROOT

CHOICE = re.compile(r"(?<![\w/])tests/[^\s\"')]+")


def chosen_files(text: str) -> list[str]:
    """Return the files and folders of tests that a script names, its braces expanded by bash."""
    command = ["bash", "-c", f"printf '%s\\n' {' '.join(CHOICE.findall(text))}"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [name.partition("::")[0] for name in names]


@pytest.mark.parametrize("script", ["check", "test", "oldbrowsers"])
def test_every_file_of_tests_that_it_names_is_there(script):
    names = chosen_files((ROOT / "scripts" / script).read_text(encoding="utf-8"))
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_one_that_is_not_is_seen():
    names = chosen_files("pytest tests/indicators/test_{rules,none}.py::test_x")
    assert names == ["tests/indicators/test_rules.py", "tests/indicators/test_none.py"]
