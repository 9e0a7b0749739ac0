"""What the comparison of two states takes for equal, what it finds, and the state of before the rooms were rebuilt."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.comparison import differences
from tests.comparison.allowed import Wanted
from tests.comparison.comparing import TAKEN, compare_states
from tests.comparison.states import ROOT, checkout

BEFORE = "f88240c"  # the last state that was wanted to say something else than the one before it
FORM = '<form><input name="csrfmiddlewaretoken" value="{token}"><input value="{number}"><label>{label}</label></form>'
NUMBERS = ("3f2b8c1e-6f6d-4a52-9d7e-0a1b2c3d4e5f", "a1b2c3d4-0000-4fff-8abc-123456789abc")


def form(token: str = "first", number: str = NUMBERS[0], label: str = "走访日期") -> bytes:
    return FORM.format(token=token, number=number, label=label).encode()


def workbook(value: object) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    book.active["B7"] = value
    book.save(stream)
    return stream.getvalue()


def archive(path: Path, **pieces: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in pieces.items():
            file.writestr(f"pages/{name}", content)
    return path


def compared(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, tuple[str, ...]]:
    found = differences.compare(
        archive(folder / "before.zip", **before), archive(folder / "after.zip", **after)
    )
    return {difference.name: difference.lines for difference in found}


def test_chance_and_the_clock_are_no_difference(tmp_path):
    assert compared(tmp_path, {"form": form()}, {"form": form("second", NUMBERS[1])}) == {}


def test_changed_label_is_found(tmp_path):
    [line] = [
        line
        for line in compared(tmp_path, {"form": form()}, {"form": form(label="走访时间")})["pages/form"]
        if line[0] == "+"
    ]
    assert "走访时间" in line


def test_changed_cell_is_found_with_its_address(tmp_path):
    [lines] = compared(tmp_path, {"book": workbook(1)}, {"book": workbook(2)}).values()
    assert [line for line in lines if line[0] == "+"] == ["+<v>2</v>"]
    assert any('r="B7"' in line for line in lines)


def test_page_of_one_state_only_is_found(tmp_path):
    assert compared(tmp_path, {"old": b"1"}, {"new": b"1"}) == {
        "pages/old": ("only in the state before",),
        "pages/new": ("only in the state after",),
    }


def test_wanted_difference_is_none_and_no_more_than_that(tmp_path, monkeypatch):
    wanted = Wanted(
        re.compile("pages/form"), re.compile("走访日期"), "走访时间", "the label says the hour as well"
    )
    monkeypatch.setattr(differences, "WANTED", (wanted,))
    both = (
        {"form": form(), "other": form()},
        {"form": form(label="走访时间"), "other": form(label="走访时间")},
    )
    assert list(compared(tmp_path, *both)) == ["pages/other"]


# ── The whole portal ────────────────────────────────────────────────────────
@pytest.fixture
def before():
    known = subprocess.run(["git", "cat-file", "-e", f"{BEFORE}^{{commit}}"], cwd=ROOT, capture_output=True)
    if known.returncode:
        pytest.skip(f"this checkout has no history up to {BEFORE}")
    with checkout(BEFORE) as tree:
        yield tree


@pytest.mark.soak
def test_the_demo_says_what_it_said_before(before):
    equal, said = compare_states(before, ROOT)
    assert equal, said


@pytest.mark.soak
def test_label_changed_in_one_state_is_found_on_pages_and_in_workbooks(before):
    model = before / "visits/models.py"
    with checkout(BEFORE) as changed:
        (changed / model.relative_to(before)).write_text(
            model.read_text().replace('"走访户数"', '"走访户次"')
        )
        equal, said = compare_states(
            before, changed, [kind for kind in TAKEN if kind in ("workbooks", "pages")]
        )
    assert not equal
    assert {line.split("/")[0] for line in said.splitlines() if line.startswith("── ")} >= {
        "── exports",
        "── templates",
        "── pages",
    }
