"""What `python scripts/measures` counts in a small project that does all of it; the lint holds our own to it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.project.names import ROOT

MEASURED = re.compile(r"(.+): ([\d.]+) \(at most ([\d.]+)\)")


def run_in(folder: Path) -> subprocess.CompletedProcess[str]:
    """The script, run in a process of its own: it takes no test settings."""
    command = [sys.executable, "-W", "ignore", str(ROOT / "scripts/measures"), "--places"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True)


def places(lines: list[str]) -> dict[str, list[str]]:
    """The places by measure, of what there may be none of."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        if line.startswith("  "):
            found[name].append(line.strip())
        elif not MEASURED.fullmatch(line):
            name = line.partition(":")[0]
            found[name] = []
    return found


def rates(lines: list[str]) -> dict[str, tuple[float, float]]:
    """Value and bound by measure, of what there may be some of."""
    matches = filter(None, map(MEASURED.fullmatch, lines))
    return {match[1]: (float(match[2]), float(match[3])) for match in matches}


ASKING = """
from django import forms
from django.db import models
NUMBERS = (models.IntegerField, models.DecimalField)
def ask(field, value, record):
    isinstance(field, NUMBERS)
    isinstance(field, forms.DateField | forms.CharField)
    type(field) is models.TextField
    issubclass(type(field), models.DateField)
    field.many_to_many
    field.is_relation
    field.get_internal_type()
    value.figure.kind in "FSR"
    isinstance(value, str)
    record._meta.many_to_many
"""
COUNTING = """
from django.db.models import F
def count(record):
    record.version += 1
    record.version = record.version + 1
    return F("version") + 1
"""


DENSE = """
def dense(rows, chosen):
    found = [row for row in rows if row if row.day]
    short = [row if row else None for row in rows]
    plain = [row for row in rows if row]
    need = run = found
    return short, plain, need, run
def written():
    return 0
"""
LINTER = """
[tool.importlinter]
[[tool.importlinter.contracts]]
layers = ["small", "smaller"]
"""


def test_whatever_is_counted_is_seen(tmp_path):
    """The control; two questions of the first module are none."""
    small, smaller = tmp_path / "small", tmp_path / "smaller"
    modules = {"__init__": "", "asking": ASKING, "counting": COUNTING, "dense": DENSE}
    modules["one"] = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from small import two\n"
    modules["two"] = "def late():\n    from small import three\n    return three\n"
    modules["three"] = "from small import one, asking\n"
    modules["long"] = "# " + 109 * "长" + "\ndef endless():\n" + 45 * "    pass\n" + 280 * "pass\n"
    for folder in (small, smaller, tmp_path / "templates"):
        folder.mkdir()
    for name, text in modules.items():
        (small / f"{name}.py").write_text(text)
    (smaller / "__init__.py").write_text("from small import one\n")
    (tmp_path / "pyproject.toml").write_text(LINTER)
    (tmp_path / "templates" / "page.html").write_text("<p>" + 158 * "长")
    run = run_in(tmp_path)
    assert run.returncode == 1, run.stderr
    lines = run.stdout.splitlines()
    found = places(lines)
    assert found["upward arrows"] == ["smaller -> small.one"]
    assert found["import circles"] == ["small.one, small.three, small.two"]
    at = {name: [place.partition(" ")[0] for place in found[name]] for name in found}
    assert at["type switches"] == [f"small/asking.py:{line}" for line in range(6, 14)]
    assert at["versions counted outside the one way to write"] == [
        f"small/counting.py:{line}" for line in range(4, 7)
    ]
    assert found["crowded comprehensions"] == ["small/dense.py:3", "small/dense.py:4"]
    assert found["names that are bare participles"] == [
        "small/dense.py:2 chosen",
        "small/dense.py:3 found",
        "small/dense.py:8 written",
    ]
    assert found["lines over 110 characters"] == ["small/long.py:1"]
    assert found["functions over 45 lines"] == ["small/long.py:2 endless"]
    assert found["modules over 320 lines"] == ["small/long.py"]
    assert found["template lines over 160 characters"] == ["templates/page.html:1"]
    assert rates(lines) == {
        "comprehensions in 1,000 lines": (8.2, 25),
        "conditional expressions in 1,000 lines": (2.7, 15),
        "parameters that are Any, in %": (0, 5),
        "median lines of a module": (4.5, 95),
    }


def test_a_project_without_any_passes(tmp_path):
    for name in ("small", "smaller", "templates"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "small" / "one.py").write_text("NUMBER = 1\n")
    (tmp_path / "pyproject.toml").write_text(LINTER)
    run = run_in(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(places(run.stdout.splitlines())) == 10
    assert len(rates(run.stdout.splitlines())) == 4
