"""Files that are no workbook that is read: what each one is, and how to make a workbook of it."""

import re
from collections.abc import Collection

SAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
PASSWORD = "文件设有打开密码，读不出内容。请在 Excel 或 WPS 中去掉密码，保存后再上传。"  # noqa: S105
MACROS = "工作簿里带有宏，不能导入。请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”，再上传。"
SEALED = "文件被本单位的文档加密软件加密了，系统读不出内容。请先用加密软件解密，再上传。"
UNKNOWN = f"这不是 Excel 工作簿。{SAVE}"
OPENING = 4096  # bytes in which a text tells what it is

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Of the software that offices encrypt their files with, at the beginning.
_SEALS = (b"E-SafeNet", b"%TSD-Header-###%")
_COPY_TABLE = "请把其中的表格复制到 Excel 或 WPS 表格里，存为 .xlsx，再上传。"
_PICTURE = "这是图片，读不出表格。请选择 .xlsx 文件。"
_ARCHIVE = "这是压缩包。请先解压，再上传其中的 .xlsx 文件。"
_STREAMS = {  # names inside an OLE file
    "EncryptedPackage": PASSWORD,
    "WordDocument": f"这是 Word 文档（.doc），不是表格。{_COPY_TABLE}",
    "PowerPoint Document": "这是演示文稿（.ppt），不是表格。请选择 .xlsx 文件。",
    "Workbook": f"这是 .et 金山格式，{SAVE}",
    "Book": f"这是 .et 金山格式，{SAVE}",
}
_SIGNATURES = {
    b"%PDF": "这是 PDF 文件，读不出表格。请找到原来的表格文件，存为 .xlsx，再上传。",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"BM": _PICTURE,
    b"RIFF": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"Rar!": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"{\\rtf": f"这是 RTF 文档，不是表格。{_COPY_TABLE}",
}
_MARKUP = (
    (rb"urn:schemas-microsoft-com:office:spreadsheet", f"这是“XML 表格 2003”格式，{SAVE}"),
    (rb"<!doctype html|<html|<table|<meta|mime-version:", f"这是网页格式的表格，只是文件名像 Excel。{SAVE}"),
)
_PACKAGES = (  # members inside a zip
    (r"xl/workbook\.bin", f"这是 .xlsb 二进制格式，{SAVE}"),
    (r"word/.*", f"这是 Word 文档（.docx），不是表格。{_COPY_TABLE}"),
    (r"ppt/.*", "这是演示文稿（.pptx），不是表格。请选择 .xlsx 文件。"),
    (r"content\.xml|mimetype", f"这是 .ods 等开放文档格式，{SAVE}"),
    (r"index/.*\.iwa|index\.zip", "这是 Numbers 表格，请先导出为 .xlsx，再上传。"),
    (r"ofd\.xml", "这是 OFD 版式文件，读不出表格。请找到原来的表格文件，存为 .xlsx，再上传。"),
    (r".*\.(?:xlsx|xlsm|xls|et|csv|zip)", _ARCHIVE),
)


def describe_stranger(data: bytes) -> str:
    """Say what a file is that is neither a zip archive nor an .xls workbook.

    And how to make a workbook of it.
    """
    if not data.strip(b"\0 \r\n\t"):
        return "文件是空的（0 字节）。请检查是否选错了文件，或重新导出后再上传。"
    if any(seal in data[:64] for seal in _SEALS):
        return SEALED
    if data.startswith(_OLE):
        return _describe_old_office(data)
    for signature, message in _SIGNATURES.items():
        if data.startswith(signature):
            return message
    opening = data[:OPENING].lower()
    for pattern, message in _MARKUP:
        if re.search(pattern, opening):
            return message
    if _is_text(data[:OPENING]):
        return f"这是文本文件（如 .csv、.txt），不是 Excel 工作簿。{SAVE}"
    return UNKNOWN


def _describe_old_office(data: bytes) -> str:
    for stream, message in _STREAMS.items():
        if stream.encode("utf-16-le") + b"\0\0" in data:
            return message
    return UNKNOWN


def _is_text(opening: bytes) -> bool:
    if opening.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for encoding in ("utf-8", "gb18030"):
        text = opening.decode(encoding, "ignore")
        is_whole = len(text.encode(encoding)) >= len(opening) - 4
        if is_whole and not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return True
    return False


def describe_package(members: Collection[str]) -> str:
    """Say what a zip archive without a workbook is; `members` in small letters."""
    for pattern, message in _PACKAGES:
        if any(re.fullmatch(pattern, member) for member in members):
            return message
    return UNKNOWN
