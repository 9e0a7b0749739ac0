"""Files that must not be taken: how each is made, and a part of what it must be told."""

import random
import zipfile
from functools import cache

from tests.imports.files import (
    HEAD,
    LAUGHS,
    MAIN,
    cell,
    claiming,
    flagged,
    ole,
    overlapping,
    parts,
    relationships,
    row,
    sheet,
    workbook,
    xlsx,
    zipped,
)

ROWS = row(1, cell("A1"))
MEGABYTE = 1024 * 1024
DAMAGED, ODD, UNPACKED, ENTITIES = (
    "文件不完整或已损坏",
    "压缩结构不正常",
    "解压后超过 128 MB",
    "XML 实体或 DOCTYPE",
)


def with_part(name: str, content: str | bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped(parts(ROWS) | {name: content}, method)


@cache
def bomb(size: int = 200 * MEGABYTE) -> bytes:
    return xlsx(" " * size)


def false_size() -> bytes:
    return claiming(bomb(), "xl/worksheets/sheet1.xml", 5_000)


def random_bytes(size: int) -> bytes:
    return random.Random(5).randbytes(size)


def doubled() -> bytes:
    return zipped([*parts(ROWS).items(), ("XL/worksheets/sheet1.xml", sheet(ROWS))])


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


def broken_crc() -> bytes:
    data = zipped(parts(ROWS), zipfile.ZIP_STORED)
    return data.replace(b'<c r="A1"><v>1</v>', b'<c r="A1"><v>7</v>')


def many_sheets(count: int) -> bytes:
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, count + 1))
    targets = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)}
    extra = {f"xl/worksheets/sheet{n}.xml": sheet(ROWS) for n in range(1, count + 1)}
    return zipped(parts(workbook=workbook(listed), rels=relationships(targets)) | extra)


def sheets_on_one_part() -> bytes:
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in (1, 2))
    return xlsx(ROWS, workbook=workbook(listed))


def wide_sheets() -> bytes:
    """Forty sheets of two cells each, in the corners of what one sheet may have."""
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, 41))
    targets = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, 41)}
    corners = sheet(row(1, cell("A1")) + row(19_999, cell("AZ19999")))
    return zipped(
        parts(workbook=workbook(listed), rels=relationships(targets))
        | {f"xl/worksheets/sheet{n}.xml": corners for n in range(1, 41)}
    )


def repeated_cells() -> bytes:
    return xlsx(row(1, cell("A1") * 1_000) * 1_200)


def repeated_text(cells: int = 200_000, length: int = 32_000) -> bytes:
    """One long text that every cell shows."""
    rows = "".join(
        row(n, *(cell(f"{letter}{n}", 0, "s") for letter in "ABCDEFGHIJKLMNOPQRST"))
        for n in range(1, cells // 20 + 1)
    )
    return xlsx(rows, texts=f"<si><t>{'长' * length}</t></si>")


def text_behind_a_broken_index() -> bytes:
    return xlsx(
        row(1, *('<c r="A1" t="s" ><v >x</v ></c>' for _ in range(50_000))),
        texts=f"<si><t>{'长' * 30_000}</t></si>",
    )


def nested_texts() -> bytes:
    return xlsx(row(1, cell("A1", 0, "s")), texts="<si><si><t>a</t></si></si>")


def long_inline_texts() -> bytes:
    return xlsx("".join(row(n, cell(f"A{n}", "长" * 8_000, "inlineStr")) for n in range(1, 3_001)))


def macro_types() -> bytes:
    return xlsx(
        ROWS,
        content_types=f'{HEAD}<Types xmlns="x"><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    )


def in_order(*members: str) -> bytes:
    return zipped(dict.fromkeys(members, "x"))


OUT_OF_RANGE = "超出范围的日期"
SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
HOSTILE = {
    # not a workbook at all
    "nothing": (lambda: b"", "0 字节"),
    "zeros": (lambda: bytes(5000), "0 字节"),
    "too large": (lambda: xlsx(ROWS) + bytes(10 * MEGABYTE), "超过 10 MB"),
    "xls with nothing in it": (lambda: ole("Workbook"), "读不出"),
    "xls of Excel 95 with nothing in it": (lambda: ole("Book"), "读不出"),
    "xls with macros": (lambda: ole("Workbook", "_VBA_PROJECT"), "工作簿里带有宏"),
    "old.et": (lambda: ole("Workbook"), "这是 .et 金山格式"),
    "doc": (lambda: ole("WordDocument"), "Word 文档（.doc）"),
    "ppt": (lambda: ole("PowerPoint Document"), "演示文稿（.ppt）"),
    "other OLE": (lambda: ole("Anything"), "这不是 Excel 工作簿"),
    "password": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "打开密码"),
    "password of a zip": (lambda: flagged(xlsx(ROWS), 1), "打开密码"),
    "csv": (lambda: "姓名,电话\r\n张三,1\r\n".encode(), "文本文件（如 .csv、.txt）"),
    "csv in GB18030": (lambda: ("姓名,电话\r\n张三,1\r\n" * 300).encode("gb18030"), "文本文件（如 .csv、.txt）"),
    "text in UTF-16": (lambda: "姓名\t电话".encode("utf-16"), "文本文件"),
    "sealed by an office's software": (lambda: b"b\x14#e\0\0E-SafeNet\0LOCK\0" + random_bytes(300), "先用加密软件解密"),
    "noise": (lambda: random_bytes(5000), "这不是 Excel 工作簿"),
    "pdf": (lambda: b"%PDF-1.7\n...", "PDF 文件"),
    "png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
    "rar": (lambda: b"Rar!\x1a\7\1\0", "压缩包"),
    "rtf": (lambda: b"{\\rtf1\\ansi", "RTF"),
    "html": (lambda: "<html><table><tr><td>张三</td></tr></table></html>".encode(), "网页格式的表格"),
    "XML of 2003": (lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XML 表格 2003"),
    "docx": (lambda: in_order("[Content_Types].xml", "word/document.xml"), "Word 文档（.docx）"),
    "pptx": (lambda: in_order("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿（.pptx）"),
    "ods": (lambda: in_order("mimetype", "content.xml"), ".ods"),
    "xlsb": (lambda: in_order("[Content_Types].xml", "xl/workbook.bin"), ".xlsb"),
    "ofd": (lambda: in_order("OFD.xml", "Doc_0/Document.xml"), "OFD"),
    "a zip of workbooks": (lambda: zipped({"走访.xlsx": xlsx(ROWS)}), "先解压"),
    "a zip of anything": (lambda: in_order("a.txt"), "这不是 Excel 工作簿"),
    # archives
    "no members": (lambda: zipped({}), "这不是 Excel 工作簿"),
    "cut in half": (lambda: cut(xlsx(ROWS), 0.5), DAMAGED),
    "cut at its end": (lambda: xlsx(ROWS)[:-30], DAMAGED),
    "only a signature": (lambda: b"PK\3\4" + random_bytes(300), DAMAGED),
    "wrong checksum": (broken_crc, DAMAGED),
    "bomb": (bomb, UNPACKED),
    "bomb with a false size": (false_size, DAMAGED),
    "bomb that claims less than half": (lambda: claiming(bomb(), "xl/worksheets/sheet1.xml", 120 * MEGABYTE), DAMAGED),
    "bomb in a part nobody reads": (lambda: with_part("docProps/x.xml", " " * 130 * MEGABYTE), UNPACKED),
    "bomb of many parts": (lambda: zipped(parts(ROWS) | {f"xl/media/{n}.bin": bytes(MEGABYTE) for n in range(140)}), UNPACKED),
    "claims more than it has": (lambda: claiming(xlsx(ROWS), "xl/worksheets/sheet1.xml", 5_000_000), DAMAGED),
    "thousands of parts": (lambda: zipped(parts(ROWS) | {f"a/{n}": "" for n in range(3_000)}), "2000 个以上的部分"),
    "an archive inside": (lambda: with_part("xl/inner.bin", zipped({"x": bytes(MEGABYTE)}), zipfile.ZIP_STORED), "还套着压缩包"),
    "one name twice": (doubled, ODD),
    "overlapping parts": (lambda: overlapping(xlsx(ROWS)), ODD),
    "rare compression": (lambda: zipped(parts(ROWS), zipfile.ZIP_LZMA), ODD),
    "path upwards": (lambda: with_part("xl/../../etc/passwd", "x"), "指向外面的路径"),
    "path upwards of Windows": (lambda: with_part("..\\..\\x.dll", "x"), "指向外面的路径"),
    "path with a drive": (lambda: with_part("C:/Windows/x.dll", "x"), "指向外面的路径"),
    "path from the root": (lambda: with_part("/etc/passwd", "x"), "指向外面的路径"),
    # what a workbook may not carry
    "macros": (lambda: with_part("xl/vbaProject.bin", random_bytes(100)), "带有宏"),
    "macros by type": (macro_types, "带有宏"),
    "macros of Excel 4": (lambda: with_part("xl/macrosheets/sheet1.xml", "<x/>"), "带有宏"),
    "laughs in a sheet": (lambda: xlsx(sheet=sheet(row(1, cell("A1", "&f;", "str")), head=HEAD + LAUGHS)), ENTITIES),
    "laughs in the workbook": (lambda: xlsx(ROWS, workbook=workbook("").replace("<workbook", LAUGHS + "<workbook", 1)), ENTITIES),
    "laughs in a relationship": (lambda: xlsx(ROWS, rels=relationships({}).replace(HEAD, HEAD + LAUGHS)), ENTITIES),
    "laughs in a drawing": (lambda: with_part("xl/drawings/drawing1.xml", LAUGHS + "<x>&f;</x>"), ENTITIES),
    "laughs in a part without a name": (lambda: with_part("custom/x.dat", f"\ufeff {LAUGHS}<x>&f;</x>"), ENTITIES),
    "a file of the server's": (
        lambda: xlsx(sheet=sheet(ROWS, head=f'{HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')), ENTITIES,
    ),
    "late DOCTYPE": (lambda: xlsx(sheet=sheet(ROWS, head=f"{HEAD}<!--{'x' * 262_060}--><!DOCTYPE x>")), ENTITIES),
    "UTF-16": (lambda: xlsx(sheet=sheet(ROWS).encode("utf-16")), "不是 UTF-8"),
    "GBK": (lambda: xlsx(sheet=sheet(ROWS, head='<?xml version="1.0" encoding="GBK"?>')), "不是 UTF-8"),
    "deep workbook": (lambda: xlsx(ROWS, workbook=workbook("<a>" * 100_000 + "</a>" * 100_000)), DAMAGED),
    "deep sheet": (lambda: xlsx(row(1, "<a>" * 100_000 + "</a>" * 100_000)), DAMAGED),
    "huge workbook part": (lambda: xlsx(ROWS, workbook=workbook("<a/>" * 2_000_000)), DAMAGED),
    # parts that do not fit together
    "no sheets": (lambda: xlsx(ROWS, workbook=workbook("")), "没有工作表"),
    "all hidden": (lambda: xlsx(ROWS, workbook=workbook('<sheet name="a" sheetId="1" state="hidden" r:id="r1"/>')), "都是隐藏的"),
    "missing sheet": (lambda: xlsx(ROWS, rels=relationships({"r1": ("worksheet", "worksheets/none.xml")})), DAMAGED),
    "missing relationship": (lambda: xlsx(ROWS, rels=relationships({})), DAMAGED),
    "sheet outside": (lambda: xlsx(ROWS, rels=relationships({"r1": ("worksheet", "../../../etc/passwd")})), DAMAGED),
    "two sheets on one part": (sheets_on_one_part, DAMAGED),
    "300 sheets": (lambda: many_sheets(300), "300 张工作表"),
    "workbook that does not end": (lambda: xlsx(ROWS, workbook=workbook("")[:-20]), DAMAGED),
    # sheets
    "sheet that does not end": (lambda: xlsx(sheet=sheet(ROWS)[:-30]), DAMAGED),
    "brackets amiss": (lambda: xlsx(row(1, '<c r="A1"<v>1</v></c>')), DAMAGED),
    "unknown entity": (lambda: xlsx(row(1, cell("A1", "&what;", "str"))), DAMAGED),
    "unknown kind of cell": (lambda: xlsx(row(1, cell("A1", 1, "z"))), DAMAGED),
    "text that is not there": (lambda: xlsx(row(1, cell("A1", 9, "s")), texts="<si><t>a</t></si>"), DAMAGED),
    "text by a wrong number": (lambda: xlsx(row(1, cell("A1", "-9", "s")), texts="<si><t>a</t></si>"), DAMAGED),
    "text by a word": (lambda: xlsx(row(1, cell("A1", "x", "s")), texts="<si><t>a</t></si>"), DAMAGED),
    "a text that is none": (lambda: xlsx(row(1, cell("A1", 0, "s")), texts="<si/x><t>a</t></si/x><si><t>b</t></si>"), DAMAGED),
    "texts in texts": (nested_texts, DAMAGED),
    "20,021 rows": (lambda: xlsx("".join(row(n, cell(f"A{n}")) for n in range(1, 20_022))), "第 20021 行还有内容，一次最多导入 20000 行"),
    "far below": (lambda: xlsx(ROWS + row(1_000_000, cell("C1000000"))), "工作表“走访”第 1000000 行还有内容"),
    "far below in the first row": (lambda: xlsx(row(1, cell("A1"), cell("A1048576"))), "第 1048576 行"),
    "far below without places": (lambda: xlsx('<row r="900000"><c><v>1</v></c></row>'), "第 900000 行"),
    "far below by many rows": (lambda: xlsx("<row/>" * 30_000 + "<row><c><v>1</v></c></row>"), "第 30001 行"),
    "far below in quotes": (lambda: xlsx("<row r='1'><c r='A700000'><v>1</v></c></row>"), "第 700000 行"),
    "far below with spaces": (lambda: xlsx('<row r="1"><c r="A1" r = "A700000"><v>1</v></c></row>'), DAMAGED),
    "far below with a prefix": (
        lambda: xlsx(sheet=f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A700000"><x:v>1</x:v></x:c></x:row>'
                           "</x:sheetData></x:worksheet>"), "第 700000 行",
    ),
    "far below, in a small letter": (lambda: xlsx(row(1, cell("a700000"))), "第 700000 行"),
    "far below, behind a comment": (lambda: xlsx(row(1, "<!-- x --> ", cell("A700000"))), "第 700000 行"),
    "far below, behind a bracket": (lambda: xlsx(row(1, '<c x=">" r="A700000"><v>1</v></c>')), "第 700000 行"),
    "beyond all rows": (lambda: xlsx(row(1, cell("A99999999999"))), DAMAGED),
    "a row beyond all rows": (lambda: xlsx('<row r="99999999999"><c><v>1</v></c></row>'), DAMAGED),
    "a number of many digits": (lambda: xlsx(f'<row r="{"9" * 6000}"><c><v>1</v></c></row>'), DAMAGED),
    "a cell behind two prefixes": (lambda: xlsx(row(1, '<x:y:c r="A99999999999"><v>1</v></x:y:c>')), DAMAGED),
    "a cell behind a slash": (lambda: xlsx(row(1, '<a/x:c r="A99999999999"><v>1</v></a/x:c>')), DAMAGED),
    "a cell behind a form feed": (lambda: xlsx(row(1, '<a\fx:c r="A99999999999"><v>1</v></a\fx:c>')), DAMAGED),
    "a cell of no prefix": (lambda: xlsx(row(1, '<:c r="A99999999999"><v>1</v></:c>')), DAMAGED),
    "a place in a place": (lambda: xlsx(row(1, """<c r="A1' r='A99999999999'"><v>1</v></c>""")), DAMAGED),
    "a place by entity": (lambda: xlsx(row(1, '<c r="A&#57;9999999"><v>1</v></c>')), DAMAGED),
    "place said twice": (lambda: xlsx(row(1, '<c r="A1" r="A4000000"><v>1</v></c>')), DAMAGED),
    "far right": (lambda: xlsx(row(1, cell("A1"), cell("XFD1"))), "第 XFD 列还有内容，最多读到第 CZ 列"),
    "beyond all columns": (lambda: xlsx(row(1, cell("ZZZZ1"))), DAMAGED),
    "105 cells without places": (lambda: xlsx(f"<row>{'<c><v>1</v></c>' * 105}</row>"), "第 DA 列"),
    "wide and long": (lambda: xlsx(row(1, cell("CZ1")) + row(19_999, cell("A19999"))), "超过 110 万个单元格"),
    "many wide sheets": (wide_sheets, "超过 110 万个单元格"),
    "one cell a million times": (repeated_cells, "超过 110 万个单元格"),
    "a million texts": (lambda: xlsx(ROWS, texts="<si/>" * 1_200_000), "超过 110 万个单元格"),
    "one long text everywhere": (repeated_text, "文字太多"),
    "a long text by broken indexes": (text_behind_a_broken_index, "文字太多"),
    "long texts in cells": (long_inline_texts, "文字太多"),
    "millions of empty tags": (lambda: xlsx(row(1, cell("A1")) + row(2, "<a/>" * 500_000) * 40), "表格太大"),
    "millions of formatted cells": (
        lambda: xlsx(row(1, cell("A1")) + "".join(row(n, '<c r="A9" s="1"/>' * 8_000) for n in range(2, 1_100))), "给整列、整张表设了格式",
    ),
    "a million odd cells": (lambda: xlsx(f"<row>{'<c/>' * 104}</row>" * 15_000), "表格太大"),
    "a row without end": (lambda: xlsx(row(1, cell("A1", "x" * 5 * MEGABYTE, "str"))), DAMAGED),
    "a date beyond all dates": (
        lambda: xlsx('<row r="1"><c r="A1" s="0"><v>-1e300</v></c></row>', styles='<cellXfs><xf numFmtId="14"/></cellXfs>'), OUT_OF_RANGE,
    ),
    "a duration beyond all": (
        lambda: xlsx('<row r="1"><c r="A1" s="0"><v>1e12</v></c></row>', styles='<cellXfs><xf numFmtId="46"/></cellXfs>'), OUT_OF_RANGE,
    ),
}  # fmt: skip
WORST = (
    "bomb", "bomb with a false size", "thousands of parts", "huge workbook part", "many wide sheets", "wide and long",
    "one cell a million times", "a million texts", "one long text everywhere", "long texts in cells", "20,021 rows",
)  # fmt: skip
