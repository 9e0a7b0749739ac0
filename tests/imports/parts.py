"""Workbooks made by hand, part by part: good ones, odd ones and hostile ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="走访" sheetId="1" r:id="rId1"/></sheets></workbook>'


def sheet(rows: str, more: str = "") -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{more}<sheetData>{rows}</sheetData></worksheet>'


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


HEAD = f'<row r="1">{text("A1", "走访日期")}{text("B1", "社区")}</row>'
GOOD = sheet(f'{HEAD}<row r="2">{text("A2", "2025-3-5")}{text("B2", "清泉社区")}</row>')


def parts(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a small workbook; `sheet1="…"` changes one, None takes it away."""
    made: dict[str, str | bytes | None] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS.format(f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELS.format(f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'),
        "xl/worksheets/sheet1.xml": GOOD,
    }
    names = {"sheet1": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml"}
    made |= {names.get(name, name): part for name, part in changed.items()}
    return {name: part for name, part in made.items() if part is not None}


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in members.items():
            archive.writestr(name, part)
    return stream.getvalue()


def book(**changed: str | bytes | None) -> bytes:
    return zipped(parts(**changed))


def twice(name: str, first: str, second: str) -> bytes:
    """An archive in which one name stands for two parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member, part in parts().items():
            archive.writestr(member, first if member == name else part)
        archive.writestr(name, second)
    return stream.getvalue()


def lying(name: str, part: bytes, said: int) -> bytes:
    """An archive whose headers say another size of a part than it inflates to."""
    content = bytearray(zipped(parts(**{name: part})))
    size, sum_ = struct.pack("<I", len(part)), struct.pack("<I", zlib.crc32(part))
    start = 0
    while (at := content.find(sum_, start)) >= 0:
        if content[at + 8 : at + 12] == size:
            content[at + 8 : at + 12] = struct.pack("<I", said)
        start = at + 4
    return bytes(content)


def encrypted_flag() -> bytes:
    """An archive whose first member says that it is encrypted."""
    content = bytearray(book())
    content[6] |= 1
    central = content.find(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def ole(mark: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + mark.encode("utf-16-le") + b"\x00" * 512


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
