"""The Word file as LibreOffice sets it: 22 lines of 28 characters, page numbers on the outer side."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from reports import word
from reports.document import Run, paragraph
from tests.report.conftest import plain

HERE = Path(__file__).parent
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TYPE_AREA = (1587 / 20, (11906 - 1474) / 20)  # left and right edge, in points
FOOT = (16838 - 1984) / 20  # the lower edge of the type area
SENTENCE = "坚持把抓基层打基础作为长远之计和固本之举推动各项任务落到实处见到成效让居民群众满意"

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not (SOFFICE and shutil.which("pdftotext")), reason="LibreOffice or poppler not installed"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a long plain document: of each its lines, of each line its (left, right, top, text)."""
    folder = tmp_path_factory.mktemp("render")
    long = (SENTENCE * 400)[: 28 * 90]
    document = replace(plain(long, long), opening=paragraph(Run(long)))
    (folder / "plain.docx").write_bytes(word.render(document))
    env = {**os.environ, "FONTCONFIG_FILE": str(HERE / "fonts.conf"), "HOME": str(folder)}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "plain.docx"]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=180)
    subprocess.run(["pdftotext", "-bbox-layout", folder / "plain.pdf", folder / "plain.html"], check=True, env=env)
    return [lines_of(page) for page in (folder / "plain.html").read_text(encoding="utf-8").split("<page ")[1:]]


def lines_of(page: str):
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', page)
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
    first = [line for page in pages for line in body_of(page) if line[0] > TYPE_AREA[0] + 25 and len(line[3]) == 26]
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
