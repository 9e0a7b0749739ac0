"""The zip archive around a workbook: opened only if it is what it says, unpacked only so far.

Bounds are on what comes out, not on the ratio: a sheet of repeated rows shrinks a hundredfold and is
harmless. Members that are archives themselves are never unpacked. Links to other workbooks are members like
others: nobody follows them.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.strangers import MACROS, PASSWORD, describe_stranger

LARGEST = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 128 * 1024 * 1024  # bytes of all members
MOST_MEMBERS = 2_000
CHUNK = 256 * 1024
DEEPEST = 64  # levels of elements

DAMAGED = "文件不完整或已损坏，读不出内容。请在 Excel 或 WPS 中打开检查，另存为 .xlsx 后再上传。"
ODD = "文件的压缩结构不正常，不像是表格软件保存的。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
CROWDED = (
    f"文件由 {MOST_MEMBERS} 个以上的部分组成，不像是普通的表格。"
    "请把要导入的行复制到新建的工作簿，存为 .xlsx，再上传。"
)
OUTSIDE = "文件里有指向外面的路径，有安全风险，不能导入。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
NESTED = "文件里还套着压缩包，不能导入。请把要导入的行复制到新建的工作簿，存为 .xlsx，再上传。"
ENTITIES = (
    "文件里带有 XML 实体或 DOCTYPE 声明，有安全风险，不能导入。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
)
ENCODING = "文件内部不是 UTF-8 编码，读不出内容。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
UNPACKED = (
    f"文件解压后超过 {LARGEST_UNPACKED // 1024 // 1024} MB，多半是给整列、整张表设了格式，或文件有问题。"
    "请把要导入的行复制到新建的工作簿，存为 .xlsx，再上传。"
)
UTF_8_NAMES = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_XML = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]+)""")
_MARK = b"\xef\xbb\xbf"
_DOCTYPE = b"<!DOCTYPE"
_OUTSIDE = re.compile(
    r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:|^[/\\]{2}|^/(?!xl/|_rels/|docProps/|\[|customXml/)"
)
_LOCAL_HEADER = 30  # bytes before the member's name
_UNZIPPING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    struct.error,
)


def read_bytes(source: Path) -> bytes:
    """Return the bytes of an uploaded file. `UnreadableError` where they are too many."""
    if source.stat().st_size > LARGEST:
        raise UnreadableError(
            f"文件超过 {LARGEST // 1024 // 1024} MB。请删去图片和不导入的工作表，或分成几个文件，再上传。"
        )
    # Some programs put a byte order mark before whatever they send.
    return source.read_bytes().removeprefix(_MARK)


def zip_of(data: bytes) -> bytes:
    """Return the bytes of a file that may be a zip archive; `UnreadableError` says what another one is."""
    if not data.startswith((b"PK\3\4", b"PK\5\6")):
        raise UnreadableError(describe_stranger(data))
    return data


class Archive:
    """Members by name in small letters, as names of parts count in OOXML; each can be read once."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\1\2") > MOST_MEMBERS:
            raise UnreadableError(CROWDED)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
            raise UnreadableError(DAMAGED) from error
        members = [member for member in self._zip.infolist() if not member.is_dir()]
        _refuse(members, data, self._zip.start_dir)
        self.members = {_name(member): member for member in members}
        self._unread = set(self.members)
        self._bytes_allowed = LARGEST_UNPACKED

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the member in pieces of about `CHUNK` bytes, its XML checked for entities and encoding."""
        member = self.members[name]
        self._unread.discard(name)
        size, tail, is_xml = 0, b"", True
        for chunk in self._unpack(member):
            self._bytes_allowed -= len(chunk)
            if self._bytes_allowed < 0:
                raise UnreadableError(UNPACKED)
            if not size:
                is_xml = _opens_as_xml(name, chunk)
            if is_xml and _DOCTYPE in tail + chunk:
                raise UnreadableError(ENTITIES)
            tail = chunk[-len(_DOCTYPE) :]
            size += len(chunk)
            yield chunk
        if size != member.file_size:
            raise UnreadableError(DAMAGED)

    def _unpack(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except _UNZIPPING_ERRORS as error:
            raise UnreadableError(DAMAGED) from error

    def finish(self) -> None:
        """Unpack what nobody asked for: whoever opens the file again, finds it checked to the end."""
        for name in sorted(self._unread):
            for _ in self.chunks(name):
                pass


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name as it counts in OOXML; some programs of Windows divide the folders by backslashes."""
    return member.filename.replace("\\", "/").lower().lstrip("/")


def _opens_as_xml(name: str, opening: bytes) -> bool:
    """Tell whether a member is XML; `UnreadableError` where it is an archive, or XML that is not UTF-8."""
    if opening.startswith(b"PK\3\4") and not name.startswith("xl/embeddings/"):
        raise UnreadableError(NESTED)
    if not name.endswith(_XML) and not opening.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return False
    declaration = _DECLARATION.match(opening)
    if declaration and declaration[1].lower() not in UTF_8_NAMES:
        raise UnreadableError(ENCODING)
    if b"\0" in opening[:200]:
        raise UnreadableError(ENCODING)
    return True


def _refuse(members: list[zipfile.ZipInfo], data: bytes, end: int) -> None:
    """Raise `UnreadableError` for all that can be told without unpacking anything."""
    for member in members:
        if _OUTSIDE.search(member.filename):
            raise UnreadableError(OUTSIDE)
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableError(PASSWORD)
    names = list(map(_name, members))
    for name in names:
        if "vbaproject" in name or "xl/macrosheets/" in name:
            raise UnreadableError(MACROS)
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError(ODD)
    if len(set(names)) < len(names):
        raise UnreadableError(ODD)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise UnreadableError(UNPACKED)
    if _overlap(members, data, end):
        raise UnreadableError(ODD)


def _overlap(members: list[zipfile.ZipInfo], data: bytes, end: int) -> bool:
    """Tell whether any two members share bytes: one small heap of them may stand for a thousand files."""
    for member in sorted(members, key=lambda member: member.header_offset, reverse=True):
        try:
            name, extra = struct.unpack_from("<HH", data, member.header_offset + _LOCAL_HEADER - 4)
        except struct.error:
            return True
        if member.header_offset + _LOCAL_HEADER + name + extra + member.compress_size > end:
            return True
        end = member.header_offset
    return False
