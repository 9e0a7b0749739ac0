"""Whatever becomes of a good file, it is read or refused: nothing else comes out."""

import io
import random
import re
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock

import openpyxl
import pytest
import xlsxwriter

from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid, read
from tests.imports.files import cell, parts, row, sheet, zipped

KINDS = {str, int, float, bool, date, datetime, clock, timedelta, type(None)}
WORDS = (
    b"r=", b'r="A9999999"', b'r="XFD1"', b't="s"', b't="e"', b"<v>", b"</v>", b"<row>", b"</row>", b"<c", b"<!--", b"-->",
    b"<![CDATA[", b"&", b"<", b">", b'"', b"'", b"\0", b"-1", b"99999999999", b"1e308", b"NaN", b"<!DOCTYPE x>", b"\xff\xfe", b"x:",
)  # fmt: skip


def good_files() -> list[bytes]:
    """Twenty, in several hands."""
    files = []
    for n in range(1, 6):
        book = openpyxl.Workbook()
        for number in range(1, 6 * n):
            book.active.append(
                [f"张{number}", number * 1.5, date(2025, 3, number % 28 + 1), number % 2 == 0, "=1+1"]
            )
        target = io.BytesIO()
        book.save(target)
        files.append(target.getvalue())
        target = io.BytesIO()
        with xlsxwriter.Workbook(target) as written:
            for title in "甲乙丙"[: n % 3 + 1]:
                page = written.add_worksheet(title)
                page.set_row(1, None, None, {"hidden": True})
                for number in range(5 * n):
                    page.write_row(number, n % 4, [f"李{number}", number, f"第{number}类"])
        files.append(target.getvalue())
        inline = "".join(
            row(k, cell(f"A{k}", f"王{k}", "inlineStr"), cell(f"B{k}", k), cell(f"C{k}", "#N/A", "e"))
            for k in range(1, 8 * n)
        )
        files.append(zipped(parts(inline), zipfile.ZIP_STORED if n % 2 else zipfile.ZIP_DEFLATED))
        bare = "<row><c><v>1</v></c><c t='s'><v>0</v></c></row>" * n
        files.append(zipped(parts(sheet=sheet(bare), texts="<si><t>赵</t></si>")))
    return files


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if chance.random() < 0.1 else changed)


def content_changed(data: bytes, chance: random.Random) -> bytes:
    """The XML of one part changed, the archive whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    name = chance.choice(
        [name for name in members if re.search(r"workbook|sheet|sharedStrings|styles|\.rels", name)]
    )
    content = members[name]
    for _ in range(chance.randint(1, 4)):
        start, other = (chance.randrange(len(content) + 1) for _ in range(2))
        end = min(len(content), start + chance.randrange(30))
        insert = chance.choice((chance.choice(WORDS), content[other : other + 60], b""))
        content = content[:start] + insert + content[end:]
    return zipped(members | {name: content})


def archive_changed(data: bytes, chance: random.Random) -> bytes:
    """Members renamed, dropped, exchanged or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = [(name, source.read(name)) for name in source.namelist()]
    one, other = chance.randrange(len(members)), chance.randrange(len(members))
    change = chance.randrange(4)
    if change == 0:
        del members[one]
    elif change == 1:
        members[one] = (members[one][0], members[other][1])
    elif change == 2:
        members[one] = (
            chance.choice(["../x", "xl/vbaProject.bin", "xl\\x", "X", members[one][0].upper()]),
            members[one][1],
        )
    else:
        members.append((members[one][0] + "x", members[other][1]))
    return zipped(members)


def outcome(path) -> str:
    """Anything but a list of grids or a refusal goes through and fails the test."""
    try:
        grids = read(path)
    except UnreadableError:
        return "refused"
    assert all(
        isinstance(grid, Grid) and all(type(value) in KINDS for row in grid.rows for value in row)
        for grid in grids
    )
    return "read"


def mutate(path, count: int, seed: int) -> set[str]:
    """What came of so many mutations."""
    chance, files, seen = random.Random(seed), good_files(), set()
    for _ in range(count):
        change = chance.choice((bytes_changed, content_changed, content_changed, archive_changed))
        path.write_bytes(change(chance.choice(files), chance))
        seen.add(outcome(path))
    return seen


def test_the_good_files_are_good(tmp_path):
    files = good_files()
    assert len(files) == 20
    for number, data in enumerate(files):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        assert read(path)[0].rows


def test_a_hundred_mutations_are_read_or_refused(tmp_path):
    assert mutate(tmp_path / "mutated.xlsx", 100, seed=20261123) == {"read", "refused"}


@pytest.mark.soak
def test_a_thousand_mutations_are_read_or_refused(tmp_path):
    assert mutate(tmp_path / "mutated.xlsx", 1_000, seed=random.randrange(1 << 30)) == {"read", "refused"}
