"""Workbooks by script, down to the byte: good ones as each program writes them, and bad ones no program would."""

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcde", "bcdef", strict=True)
    )
    + "]>"
)

Parts = dict[str, str | bytes]


def sheet(rows: str, before: str = "", after: str = "", head: str = HEAD) -> str:
    return f'{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def relationships(targets: Mapping[str, tuple[str, str]], types: str = OFFICE) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{types}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def workbook(sheets: str, more: str = "") -> str:
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more}<sheets>{sheets}</sheets></workbook>'


def parts(rows: str = "", *, texts: str = "", styles: str = "", **more: str | bytes) -> Parts:
    """A workbook with one sheet 走访; `more` replaces parts: workbook, rels, sheet, content_types."""
    return {
        "[Content_Types].xml": more.get(
            "content_types", f'{HEAD}<Types xmlns="x"><Override ContentType="sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": relationships({"r1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": more.get("workbook", workbook('<sheet name="走访" sheetId="1" r:id="r1"/>')),
        "xl/_rels/workbook.xml.rels": more.get(
            "rels",
            relationships(
                {
                    "r1": ("worksheet", "worksheets/sheet1.xml"),
                    "r2": ("sharedStrings", "sharedStrings.xml"),
                    "r3": ("styles", "styles.xml"),
                }
            ),
        ),
        "xl/worksheets/sheet1.xml": more.get("sheet", sheet(rows)),
        **({"xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{texts}</sst>'} if texts else {}),
        **({"xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'} if styles else {}),
    }


def zipped(
    members: Mapping[str, str | bytes] | list[tuple[str, str | bytes]],
    method: int = zipfile.ZIP_DEFLATED,
    level: int = 6,
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method, compresslevel=level) as archive:
        for name, content in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(rows: str = "", **more: str) -> bytes:
    return zipped(parts(rows, **more))


def cell(place: str, value: object = 1, kind: str = "") -> str:
    if kind == "inlineStr":
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"{f" t={chr(34)}{kind}{chr(34)}" if kind else ""}><v>{value}</v></c>'


def row(number: int, *cells: str, **attributes: object) -> str:
    return f'<row r="{number}"{"".join(f" {key}={chr(34)}{value}{chr(34)}" for key, value in attributes.items())}>{"".join(cells)}</row>'


def ole(*streams: str) -> bytes:
    """As much of an OLE file as tells what it is."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)
    )


def claiming(data: bytes, name: str, size: int) -> bytes:
    """The archive with another unpacked size for a member, in both of its headers."""
    for signature, at, length in ((b"PK\3\4", 22, 30), (b"PK\1\2", 24, 46)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            if data[start + length : start + length + len(name)] == name.encode():
                data = data[: start + at] + struct.pack("<I", size) + data[start + at + 4 :]
    return data


def overlapping(data: bytes) -> bytes:
    """The archive with its last member's entry pointing to its first one."""
    last = data.rindex(b"PK\1\2")
    return data[: last + 42] + struct.pack("<I", 0) + data[last + 46 :]


def flagged(data: bytes, bit: int) -> bytes:
    """The archive with a flag set for its first member."""
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.index(signature) + at
        data = (
            data[:start]
            + struct.pack("<H", struct.unpack_from("<H", data, start)[0] | bit)
            + data[start + 2 :]
        )
    return data


def formatted_to_the_end(rows: int = 1_048_576) -> bytes:
    """Ten filled rows in a sheet that has a row height and a style down to its last row, as after formatting all of it."""
    style = 'spans="1:4" s="1" customFormat="1" ht="20.1" customHeight="1"'
    filled = "".join(
        f'<row r="{n}" {style}>{cell(f"A{n}", n)}<c r="B{n}" s="1"/></row>' for n in range(1, 11)
    )
    empty = "".join(
        f'<row r="{n}" {style}><c r="A{n}" s="1"/></row>' if n % 4 == 0 else f'<row r="{n}" {style}/>'
        for n in range(11, rows + 1)
    )
    return zipped(parts(filled + empty), level=1)
