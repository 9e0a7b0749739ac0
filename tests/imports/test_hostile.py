"""No file harms: each is refused by name, within bounds of bytes and memory; and without its protection it does harm."""

import io
import subprocess
import sys
import zipfile
from functools import cache
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from spreadsheets.errors import UnreadableError
from spreadsheets.reading import archive, read
from tests.imports.files import LAUGHS, cell, formatted_to_the_end, row, xlsx, zipped
from tests.imports.hostile import HOSTILE, WORST, bomb, repeated_text

MOST = archive.LARGEST_UNPACKED + archive.CHUNK  # bytes unpacked, whatever a file claims
MEMORY = 200  # MB, the interpreter and its libraries included
READ = "from spreadsheets.reading import read; read(path)"
CALAMINE = """from python_calamine import CalamineWorkbook
with CalamineWorkbook.from_path(path) as workbook:
    workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)"""
EVERY_SHEET = "kept = [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]"


@cache
def made(name: str) -> bytes:
    return HOSTILE[name][0]()


@pytest.fixture
def upload(tmp_path):
    def write(data: bytes):
        path = tmp_path / "upload.xlsx"
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def unpacked(monkeypatch) -> list[int]:
    """The sizes of the pieces that come out of archives: what is read further is bounded by them."""
    sizes: list[int] = []
    pieces = archive.Archive._unpack

    def counted(self, member):
        for piece in pieces(self, member):
            sizes.append(len(piece))
            yield piece

    monkeypatch.setattr(archive.Archive, "_unpack", counted)
    return sizes


def in_a_child(path, code: str) -> tuple[int, int]:
    """How a process of its own ends and how many MB it took; it has 4 GB of room."""
    script = f"""import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
path = __import__("pathlib").Path({str(path)!r})
try:
    exec({code!r})
except Exception as error:
    print(type(error).__name__, file=sys.stderr)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=600
    )
    return done.returncode, int(done.stdout or 0) // 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused_by_name(name, upload, unpacked):
    path = upload(made(name))
    with pytest.raises(UnreadableError) as refused:
        read(path, name)
    assert sum(unpacked) <= MOST
    message = str(refused.value)
    assert HOSTILE[name][1] in message
    assert "请" in message  # and what to do
    assert message.endswith("。")


@pytest.mark.parametrize("name", WORST)
def test_takes_little_memory(name, upload):
    ended, memory = in_a_child(upload(made(name)), READ)
    assert ended == 0
    assert 0 < memory < MEMORY


def test_a_sheet_formatted_to_its_last_row_is_read(upload, unpacked):
    path = upload(formatted_to_the_end())
    (grid,) = read(path)
    assert sum(unpacked) <= MOST
    assert grid.rows == [[n] for n in range(1, 11)]
    assert in_a_child(path, READ)[1] < MEMORY


def test_a_place_that_would_appear_when_another_goes_does_not(upload):
    assert read(upload(xlsx(row(1, '<c r r="A1"="A99999999999"><v>1</v></c>'))))[0].rows == [[1]]


# What happens without the protections.


def test_without_its_bound_the_bomb_is_unpacked(upload, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 1 << 40)
    unpacked = archive.Archive(bomb())
    assert sum(map(len, unpacked.chunks("xl/worksheets/sheet1.xml"))) > 200 * 1024 * 1024


@pytest.mark.parametrize("name", ["beyond all rows", "a row beyond all rows"])
def test_calamine_alone_ends_the_process(name, upload):
    ended, _memory = in_a_child(upload(made(name)), CALAMINE)
    assert ended < 0  # by a signal: nothing in Python could have caught it


def test_calamine_alone_believes_the_number_of_texts(upload):
    data = xlsx(row(1, cell("A1", 0, "s")), texts="<si><t>张三</t></si>")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members["xl/sharedStrings.xml"] = members["xl/sharedStrings.xml"].replace(
        b"<sst ", b'<sst uniqueCount="4294967295" '
    )
    path = upload(zipped(members))
    assert in_a_child(path, CALAMINE)[0] < 0
    assert read(path)[0].rows == [["张三"]]


def test_calamine_alone_repeats_a_long_text_in_every_cell(upload):
    path = upload(repeated_text(cells=10_000))
    assert in_a_child(path, CALAMINE)[1] > 2 * MEMORY


@pytest.mark.parametrize(
    "name", ["place said twice", pytest.param("many wide sheets", marks=pytest.mark.soak)]
)
def test_calamine_alone_lays_out_millions_of_empty_cells(name, upload):
    every = CALAMINE.replace("workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)", EVERY_SHEET)
    assert in_a_child(upload(made(name)), every)[1] > MEMORY / 2


def test_calamine_alone_panics(upload):
    with (
        CalamineWorkbook.from_path(upload(made("a date beyond all dates"))) as workbook,
        pytest.raises(BaseException) as panic,  # noqa: PT011
    ):
        workbook.get_sheet_by_index(0).to_python()
    assert not isinstance(panic.value, Exception)


def test_calamine_alone_takes_a_broken_index_for_the_first_text(upload):
    with CalamineWorkbook.from_path(upload(made("text by a word"))) as workbook:
        assert workbook.get_sheet_by_index(0).to_python() == [["a"]]


def test_entities_unfold_elsewhere():
    assert len(ElementTree.fromstring(f"{LAUGHS}<x>&f;</x>").text) == 1_000_000
