"""Is this an .xlsx that may be opened? Looked into with bounds before anything inflates it whole."""

import io
import re
import zipfile
from pathlib import Path

from imports.problems import Unreadable

LARGEST = 10 * 1024 * 1024  # bytes of a file
INFLATED = 120 * 1024 * 1024  # bytes of all its parts
PARTS = 500
PIECE = 1 << 20
AS_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再上传。"
DAMAGED = "文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存一份，再上传。"

# by the first bytes: what it is instead
KINDS = (
    (b"%PDF", f"这是 PDF 文件，不是表格。{AS_XLSX}"),
    (b"\x89PNG", "这是一张图片，不是表格。请上传 .xlsx 文件。"),
    (b"\xff\xd8\xff", "这是一张图片，不是表格。请上传 .xlsx 文件。"),
    (b"GIF8", "这是一张图片，不是表格。请上传 .xlsx 文件。"),
    (b"{\\rtf", f"这是 RTF 文档，不是表格。{AS_XLSX}"),
    (b"Rar!", "这是压缩包。请先解压，再上传里面的 .xlsx 文件。"),
    (b"7z\xbc\xaf", "这是压缩包。请先解压，再上传里面的 .xlsx 文件。"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(source: Path, name: str) -> dict[str, bytes]:
    """The XML parts of a workbook by name, each inflated once and found harmless. `Unreadable` where it may not be opened."""
    size = source.stat().st_size
    if size > LARGEST:
        raise Unreadable(f"文件有 {size / 1024 / 1024:.0f} MB，超过 {LARGEST // 1024 // 1024} MB。请分成几份，或删去图片再上传。")
    content = source.read_bytes()
    if not content:
        raise Unreadable("这是一个空文件。请检查后重新选择。")
    if not content.startswith(b"PK"):
        raise Unreadable(_what_else(content, name))
    try:
        return _parts(content)
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged archive brings about: BadZipFile, zlib.error, EOFError, NotImplementedError …
        raise Unreadable(DAMAGED) from error


def _what_else(content: bytes, name: str) -> str:
    for start, told in KINDS:
        if content.startswith(start):
            return told
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "这个文件设了打开密码。请在 Excel 或 WPS 里取消密码，保存后再上传。"
        return f"这是旧格式的表格（.xls 或 .et）。{AS_XLSX}"
    head = content[:2000].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return f"这是网页或 XML 格式的表格。{AS_XLSX}"
    if b"\x00" not in content[:2000] and any(mark in content[:2000] for mark in (b",", b"\t", b";", b"\n")):
        return f"这是文本格式的表格（.csv）。{AS_XLSX}"
    return f"这不是 .xlsx 表格。{AS_XLSX}"


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = [member.filename for member in members]
        _refuse_by_names(names)
        if any(member.flag_bits & 1 for member in members):
            raise Unreadable("压缩包里的内容加了密码。请在 Excel 或 WPS 里取消密码，另存后再上传。")
        parts: dict[str, bytes] = {}
        left = INFLATED
        for member in members:
            data = _inflated(archive, member, left)
            left -= len(data)
            if member.filename.endswith((".xml", ".rels")):
                _refuse_entities(data)
                parts[member.filename] = data
    return parts


def _refuse_by_names(names: list[str]) -> None:
    if len(names) > PARTS or len(set(names)) < len(names):
        raise Unreadable("文件的内部结构不正常，不能打开。请用 Excel 或 WPS 打开后另存一份，再上传。")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise Unreadable("文件的内部结构不正常，不能打开。请用 Excel 或 WPS 打开后另存一份，再上传。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("表格里带有宏。请另存为不带宏的“Excel 工作簿（*.xlsx）”再上传。")
    if "xl/workbook.xml" in names:
        return
    if any(name.startswith("word/") for name in names):
        raise Unreadable(f"这是 Word 文档，不是表格。{AS_XLSX}")
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable(f"这是演示文稿，不是表格。{AS_XLSX}")
    if "xl/workbook.bin" in names:
        raise Unreadable(f"这是 .xlsb 格式的表格。{AS_XLSX}")
    if "content.xml" in names:
        raise Unreadable(f"这是 .ods 格式的表格。{AS_XLSX}")
    if any(name.lower().endswith((".xlsx", ".xls", ".csv")) for name in names):
        raise Unreadable("这是压缩包。请先解压，再上传里面的 .xlsx 文件。")
    raise Unreadable(f"这不是 .xlsx 表格。{AS_XLSX}")


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """One part, read piece by piece: what the header says of its size is not believed."""
    if member.file_size > left:
        raise Unreadable(_bomb())
    pieces: list[bytes] = []
    with archive.open(member) as stream:
        while piece := stream.read(PIECE):
            pieces.append(piece)
            left -= len(piece)
            if left < 0:
                raise Unreadable(_bomb())
    return b"".join(pieces)


def _bomb() -> str:
    return f"文件展开后超过 {INFLATED // 1024 // 1024} MB，不能打开。请把要导入的内容复制到一张新表，另存后再上传。"


def _refuse_entities(data: bytes) -> None:
    """A workbook needs no document type; entities are only there to do harm. Other encodings are not written by anybody."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")) or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("文件里有不该有的 XML 声明，不能打开。请用 Excel 或 WPS 打开后另存一份，再上传。")
