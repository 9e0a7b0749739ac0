"""The Word file as LibreOffice sets it: 22 lines of 28 characters, page numbers on the outer side."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from documents.blocks import Chart, Run, Series, Table, paragraph
from reports.document import Annex, Note
from reports.outputs import word
from tests.reports.conftest import plain

HERE = Path(__file__).parent
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TYPE_AREA = (1587 / 20, (11906 - 1474) / 20)  # left and right edge, in points
FOOT = (16838 - 1984) / 20  # the lower edge of the type area
SENTENCE = "坚持把抓基层打基础作为长远之计和固本之举推动各项任务落到实处见到成效让居民群众满意"

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not (SOFFICE and shutil.which("pdftotext")), reason="LibreOffice or poppler not installed"
    ),
]


def printed(folder: Path, **files: bytes) -> dict[str, list[str]]:
    """Each file set by LibreOffice: its pages, as poppler writes their words and places."""
    env = {**os.environ, "FONTCONFIG_FILE": str(HERE / "fonts.conf"), "HOME": str(folder)}
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [
        SOFFICE,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
    ]
    subprocess.run(
        [*command, *(folder / f"{name}.docx" for name in files)],
        env=env,
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name in files:
        subprocess.run(
            ["pdftotext", "-bbox-layout", folder / f"{name}.pdf", folder / f"{name}.html"],
            check=True,
            env=env,
        )
    return {name: (folder / f"{name}.html").read_text(encoding="utf-8").split("<page ")[1:] for name in files}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a long plain document: of each its lines, of each line its (left, right, top, text)."""
    long = (SENTENCE * 400)[: 28 * 90]
    document = replace(plain(long, long), opening=paragraph(Run(long)))
    found = printed(tmp_path_factory.mktemp("render"), plain=word.render(document))
    return [lines_of(page) for page in found["plain"]]


def lines_of(page: str):
    words = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', page
    )
    found = sorted((round(float(top)), float(left), float(right), text) for left, top, right, text in words)
    lines = []
    for top, group in groupby(found, key=lambda word: word[0]):
        row = list(group)
        lines.append((min(w[1] for w in row), max(w[2] for w in row), top, "".join(w[3] for w in row)))
    return lines


def body_of(page):
    return [line for line in page if line[2] < FOOT]


def test_a_full_page_has_22_lines(pages):
    assert len(pages) > 8
    assert {len(body_of(page)) for page in pages[1:-1]} == {22}


def test_a_full_line_has_28_characters(pages):
    lines = [line for page in pages[1:-1] for line in body_of(page)]
    lengths = [len(line[3]) for line in lines if line[0] < TYPE_AREA[0] + 2]
    assert lengths.count(28) > 0.95 * len(lengths)
    assert max(lengths) == 28


def test_paragraphs_begin_two_characters_in(pages):
    first = [
        line for page in pages for line in body_of(page) if line[0] > TYPE_AREA[0] + 25 and len(line[3]) == 26
    ]
    assert len(first) == 3
    assert all(30 < line[0] - TYPE_AREA[0] < 34 for line in first)


def test_text_stays_inside_the_type_area(pages):
    for page in pages:
        for left, right, _, _ in body_of(page):
            assert left > TYPE_AREA[0] - 1
            assert right < TYPE_AREA[1] + 1


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(pages):
    for number, page in enumerate(pages, start=1):
        (left, right, _, text) = page[-1]
        assert re.sub(r"\s", "", text) == f"—{number}—"
        if number % 2:
            assert abs(TYPE_AREA[1] - right - 14) < 3
        else:
            assert abs(left - TYPE_AREA[0] - 14) < 3


NAMES = tuple(f"第{number}社区" for number in range(1, 41))
HEAD = ("社区", *["班子走访（次）"] * 9)
BARS = Chart(
    "班子走访情况（次）", "次", NAMES[:12], (Series("2025年", (1.0,) * 12), Series("2024年", (2.0,) * 12))
)
NOTE = Note("班子走访", "48", "定义", "算式", 48, "时点")


@pytest.fixture(scope="module")
def with_annexes(tmp_path_factory):
    """The words of each page of a report with annexes: the clean copy and the one for review."""
    long = Annex("主要数字", (), Table(HEAD, tuple((name, *["1398"] * 9) for name in NAMES)))
    short = Annex("柱形图", ("重复的只算一次。",), replace(long.table, rows=long.table.rows[:14]), BARS)
    figure = paragraph(Run("走访"), Run("48", "visits.frontline"), Run("次。"))
    document = replace(
        plain(SENTENCE), opening=figure, annexes=(long, short), notes=(("visits.frontline", NOTE),)
    )
    files = {
        "clean": word.render(document),
        "review": word.render(document, comments=True, fingerprint="0123456789abcdef" * 4),
    }
    found = printed(tmp_path_factory.mktemp("annexes"), **files)
    return {
        name: [re.sub("<[^>]*>|\\s", "", page.partition(">")[2]) for page in pages]
        for name, pages in found.items()
    }


def test_a_table_of_many_rows_repeats_its_heading(with_annexes):
    text, first, second, _ = with_annexes["clean"]
    assert "附件：1.主要数字2.柱形图" in text
    assert "附件1主要数字" in first
    assert ("第1社区" in first, "第40社区" in first, "第40社区" in second) == (True, False, True)
    assert [page.count("（次）") for page in (first, second)] == [9, 9]
    assert (first + second).count("1398") == 40 * 9


def test_twelve_communities_their_notes_and_their_chart_share_a_page(with_annexes):
    page = with_annexes["clean"][-1]
    assert all(
        said in page for said in ("附件2", "柱形图", "重复的只算一次。", BARS.title, "2025年", "2024年")
    )
    assert page.count("第12社区") == 2  # a row and a bar


def test_review_copy_opens_and_prints_the_same_pages(with_annexes):
    clean, review = with_annexes["clean"], "".join(with_annexes["review"])
    assert all(page[:200] in review for page in clean)
    assert "定稿指纹：01234567" in review
