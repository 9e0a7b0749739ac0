"""Which parts an OOXML package has: its sheets, its shared texts and styles, and from when it counts days."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.parsers import expat

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED, DEEPEST, ENTITIES, Archive
from spreadsheets.reading.strangers import MACROS, PASSWORD, other_package

LARGEST_PART = 4 * 1024 * 1024  # bytes of the workbook's own part and of a list of relationships
MOST_SHEETS = 255


class Listed(NamedTuple):
    """A worksheet: what it is called, its member, and whether its reader sees it."""

    title: str
    member: str
    is_hidden: bool


@dataclass(frozen=True)
class Package:
    """`sheets` in the workbook's order; "" for a part that is not there."""

    sheets: tuple[Listed, ...]
    texts: str
    styles: str
    from_1904: bool

    @classmethod
    def of(cls, archive: Archive) -> "Package":
        """By types and names alone, not by namespaces: strict and transitional OOXML are the same here."""
        workbook = _workbook(archive)
        targets = _relationships(archive, workbook)
        elements = _elements(archive, workbook)
        parts = {kind: member for kind, member in targets.values() if member in archive.members}
        listed = [attributes for name, attributes in elements if name == "sheet"]
        if not listed:
            raise UnreadableError("工作簿里没有工作表。请检查是否选错了文件。")
        if len(listed) > MOST_SHEETS:
            raise UnreadableError(
                f"工作簿有 {len(listed)} 张工作表，最多 {MOST_SHEETS} 张。请删去不导入的工作表，再上传。"
            )
        return cls(
            tuple(_worksheets(listed, targets, archive)),
            parts.get("sharedStrings", ""),
            parts.get("styles", ""),
            any(
                attributes.get("date1904") in ("1", "true", "on")
                for name, attributes in elements
                if name == "workbookPr"
            ),
        )


def _workbook(archive: Archive) -> str:
    if "encryptedpackage" in archive.members:
        raise UnreadableError(PASSWORD)
    if any(
        b"macroEnabled" in chunk
        for name in ("[content_types].xml",)
        if name in archive.members
        for chunk in archive.chunks(name)
    ):
        raise UnreadableError(MACROS)
    main = [member for kind, member in _relationships(archive, "").values() if kind == "officeDocument"]
    for member in (*main, "xl/workbook.xml"):
        if member in archive.members and not member.startswith(("word/", "ppt/")) and member.endswith(".xml"):
            return member
    raise UnreadableError(other_package(archive.members))


def _worksheets(
    listed: Iterable[dict[str, str]], targets: dict[str, tuple[str, str]], archive: Archive
) -> Iterable[Listed]:
    """`UnreadableError` where one that is seen is not there, or none is seen; a hidden one that is not there is left out."""
    seen: set[tuple[str, bool]] = set()
    is_any_visible = False
    for attributes in listed:
        kind, member = targets.get(attributes.get("id", ""), ("", ""))
        is_hidden = attributes.get("state", "visible") != "visible"
        if kind in ("chartsheet", "dialogsheet"):
            continue
        if member not in archive.members or (member, is_hidden) in seen:
            if is_hidden:
                continue
            raise UnreadableError(DAMAGED)
        seen.add((member, is_hidden))
        is_any_visible = is_any_visible or not is_hidden
        yield Listed(attributes.get("name", ""), member, is_hidden)
    if not is_any_visible:
        raise UnreadableError("工作簿里的工作表都是隐藏的。请取消隐藏要导入的工作表，保存后再上传。")


def _relationships(archive: Archive, member: str) -> dict[str, tuple[str, str]]:
    """Kind and member by id, of what the part points to inside the package."""
    folder, name = posixpath.split(member)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.members:
        return {}
    return {
        attributes.get("Id", ""): (
            posixpath.basename(attributes.get("Type", "")),
            posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/").lower(),
        )
        for tag, attributes in _elements(archive, listed)
        if tag == "Relationship" and attributes.get("TargetMode") != "External"
    }


def _elements(archive: Archive, member: str) -> list[tuple[str, dict[str, str]]]:
    """All elements of a small part in order, names and attributes without their namespaces."""
    if archive.members[member].file_size > LARGEST_PART:
        raise UnreadableError(DAMAGED)
    found: list[tuple[str, dict[str, str]]] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnreadableError(DAMAGED)
        tag = name.rpartition(" ")[2]
        if tag in _WANTED:
            found.append((tag, {key.rpartition(" ")[2]: value for key, value in attributes.items()}))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_declaration: Any) -> None:
        raise UnreadableError(ENTITIES)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    try:
        for chunk in archive.chunks(member):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableError(DAMAGED) from error
    return found


_WANTED = frozenset(("sheet", "workbookPr", "Relationship"))
