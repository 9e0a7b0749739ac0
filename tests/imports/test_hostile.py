"""Files that are no workbook, or mean harm: a named reason and what to do, within two seconds and 200 MB, never an error."""

import json
import os
import random
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from imports.problems import Unreadable
from imports.reading import LARGEST, archive, cells, read
from tests.imports import files as f

ROOT = Path(__file__).resolve().parents[2]
MB = 1024 * 1024
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILLED = f.sheet("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_202)))

HOSTILE = {
    "nothing at all": (b"", "空文件"),
    "spaces": (b" " * 100, "不是 .xlsx"),
    "random bytes": (random.Random(1).randbytes(5000), "不是 .xlsx"),
    "more than 10 MB": (b"PK\x03\x04" + b"\x00" * LARGEST, "超过 10 MB"),
    "csv": ("姓名,性别\n张三,男\n".encode(), ".csv"),
    "csv in GBK": ("姓名,性别\n张三,男\n".encode("gbk"), ".csv"),
    "tab-separated text": (b"a\tb\nc\td\n", ".csv"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "网页或 XML"),
    "xml spreadsheet of 2003": (b'<?xml version="1.0"?><Workbook xmlns="urn:x"></Workbook>', "网页或 XML"),
    "old xls": (f.ole("Workbook"), ".xls 或 .et"),
    "wps et": (f.ole("ETExtData"), ".xls 或 .et"),
    "with a password": (f.ole("EncryptedPackage"), "打开密码"),
    "encrypted member": (f.encrypted_flag(), "加了密码"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "图片"),
    "gif": (b"GIF89a" + b"\x00" * 50, "图片"),
    "rtf": (b"{\\rtf1 x}", "RTF"),
    "rar": (b"Rar!\x1a\x07\x00", "压缩包"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    "zip of workbooks": (f.zipped({"走访.xlsx": f.book()}), "压缩包"),
    "docx": (f.zipped({"[Content_Types].xml": f.TYPES, "word/document.xml": "<w/>"}), "Word 文档"),
    "pptx": (f.zipped({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
    "xlsb": (f.zipped({"xl/workbook.bin": b"\x83"}), ".xlsb"),
    "ods": (f.zipped({"mimetype": "x", "content.xml": "<x/>"}), ".ods"),
    "zip of something": (f.zipped({"a.txt": "x"}), "不是 .xlsx"),
    "macros": (f.book(**{"xl/vbaProject.bin": b"\x00"}), "宏"),
    "entity in the sheet": (f.book(sheet1=f.GOOD.replace("<worksheet", f"{ENTITY}<worksheet")), "XML 声明"),
    "entity in the workbook": (f.book(workbook=ENTITY + f.BOOK), "XML 声明"),
    "entity in the strings": (f.book(**{"xl/sharedStrings.xml": f"{ENTITY}<sst/>"}), "XML 声明"),
    "external entity": (f.book(sheet1='<!DOCTYPE x SYSTEM "file:///etc/passwd">' + f.GOOD), "XML 声明"),
    "entity in another encoding": (f.book(sheet1=(ENTITY + f.GOOD).encode("utf-16")), "XML 声明"),
    "bomb by ratio": (f.book(sheet1=f.sheet(" " * (200 * MB))), "展开后超过"),
    "bomb by many parts": (f.zipped({**f.parts(), **{f"xl/media/{n}.bin": b"\x00" * (8 * MB) for n in range(20)}}), "展开后超过"),
    "thousands of parts": (f.zipped({**f.parts(), **{f"x/{n}.xml": "<x/>" for n in range(2000)}}), "内部结构不正常"),
    "one name twice": (f.twice("xl/worksheets/sheet1.xml", f.GOOD, f.GOOD), "内部结构不正常"),
    "way out of the folder": (f.book(**{"../../etc/passwd": "x"}), "内部结构不正常"),
    "absolute path": (f.book(**{"/etc/passwd": "x"}), "内部结构不正常"),
    "smaller size in the header": (f.lying("xl/worksheets/sheet1.xml", b" " * (3 * MB), 100), "损坏"),
    "cut off": (f.book()[:-60], "损坏"),
    "cut in the middle": (f.book()[:400], "损坏"),
    "a byte changed inside": (f.zipped(f.parts(), zipfile.ZIP_STORED).replace("清泉".encode(), "清泊".encode()), "损坏"),
    "workbook is no xml": (f.book(workbook="x < y"), "损坏"),
    "sheet is missing": (f.book(sheet1=None), "损坏"),
    "sheet is cut off": (f.book(sheet1=f.GOOD[:-40]), "损坏"),
    "strings that are not there": (f.book(sheet1=f.sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')), "损坏"),
    "no sheets": (f.book(workbook=f'<workbook xmlns="{f.MAIN}"><sheets/></workbook>'), "没有可见的工作表"),
    "all sheets hidden": (f.book(workbook=f.BOOK.replace('sheetId="1"', 'sheetId="1" state="hidden"')), "没有可见的工作表"),
    "a cell in row 1,000,000": (f.book(sheet1=f.sheet(f'{f.HEAD}<row r="1000000">{f.text("A1000000", "x")}</row>')), "1,000,000 行"),
    "a cell in a row of another name": (f.book(sheet1=f.sheet(f'<row r="2">{f.text("A900000", "x")}</row>')), "900,000 行"),
    "a cell in column XFD": (f.book(sheet1=f.sheet(f'{f.HEAD}<row r="2">{f.text("XFD2", "x")}</row>')), "16,384 列"),
    "more than 20,000 rows": (f.book(sheet1=FILLED), "20,201 行"),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_is_refused_by_name_and_at_once(tmp_path, content, reason):
    path = f.kept(tmp_path / "x.xlsx", content)
    start = time.perf_counter()
    with pytest.raises(Unreadable) as refused:
        read(path, "x.xlsx")
    assert reason in str(refused.value)
    assert str(refused.value).endswith("。")
    assert "请" in str(refused.value)
    assert time.perf_counter() - start < 2


def test_there_are_forty_of_them():
    assert len(HOSTILE) >= 40


def formatted_rows(count: int) -> bytes:
    rows = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, count))
    return f.book(sheet1=f.GOOD.replace("</sheetData>", f"{rows}</sheetData>"))


def deep(depth: int) -> bytes:
    return f.book(sheet1=f.sheet("<a>" * depth + "</a>" * depth))


WORST = {
    "bomb": HOSTILE["bomb by ratio"][0],
    "far cell": HOSTILE["a cell in row 1,000,000"][0],
    "wide cell": HOSTILE["a cell in column XFD"][0],
    "a million formatted rows with one real": formatted_rows(1_000_000),
    "deep nesting": deep(200_000),
    "the largest rectangle": f.book(sheet1=f.sheet(f'<row r="1">{f.text("A1", "x")}</row><row r="20100">{f.text("CV20100", "x")}</row>')),
}


def measured(path: Path) -> tuple[float, float]:
    """Seconds, and MB at most, of a process of its own."""
    program = (
        "import json, re, sys, time; from pathlib import Path; from imports.reading import read; "
        "from imports.problems import Unreadable\n"
        "start = time.perf_counter()\n"
        "try:\n    read(Path(sys.argv[1]))\nexcept Unreadable:\n    pass\n"
        "told = open('/proc/self/status').read().expandtabs()\n"
        "print(json.dumps([time.perf_counter() - start, int(re.search('VmHWM: *(\\\\d+)', told)[1]) / 1024]))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    seconds, memory = json.loads(ran.stdout)
    return seconds, memory


@pytest.mark.parametrize("content", WORST.values(), ids=WORST)
def test_the_worst_take_two_seconds_and_200_mb_at_most(tmp_path, content):
    seconds, memory = measured(f.kept(tmp_path / "x.xlsx", content))
    assert (seconds < 2, memory < 200) == (True, True), (seconds, memory)


def test_without_the_bound_a_far_cell_would_take_gigabytes(tmp_path):
    """The library makes the whole rectangle: given half a gigabyte it dies of a file of a few hundred bytes."""
    path = f.kept(tmp_path / "x.xlsx", f.book(sheet1=f.sheet(f'{f.HEAD}<row r="1000000">{f.text("ZZ1000000", "x")}</row>')))
    program = "import sys; from python_calamine import CalamineWorkbook as W; W.from_path(sys.argv[1]).get_sheet_by_index(0)"
    ran = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (512 * MB, 512 * MB)),
    )
    assert ran.returncode != 0


def test_without_the_bound_a_bomb_would_be_inflated(monkeypatch, tmp_path):
    monkeypatch.setattr(archive, "INFLATED", 400 * MB)
    opened = archive.opened(f.kept(tmp_path / "x.xlsx", HOSTILE["bomb by ratio"][0]), "")
    assert max(len(part) for part in opened.values()) > 200 * MB


def test_a_panic_inside_the_library_is_a_damaged_file(monkeypatch, tmp_path):
    class Panic(BaseException):
        """As pyo3's, which is no Exception."""

    def panics(*args):
        raise Panic

    monkeypatch.setattr(cells.CalamineWorkbook, "from_filelike", panics)
    with pytest.raises(Unreadable, match="损坏"):
        read(f.kept(tmp_path / "x.xlsx", f.book()))
