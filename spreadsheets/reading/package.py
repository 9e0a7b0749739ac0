"""Which parts an OOXML package has: its sheets, its shared texts and styles, and from when it counts days."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from spreadsheets.errors import UnreadableError
from spreadsheets.reading.archive import DAMAGED, DEEPEST, ENTITIES, Archive
from spreadsheets.reading.strangers import MACROS, PASSWORD, describe_package

LARGEST_PART = 4 * 1024 * 1024  # bytes of the workbook's own part and of a list of relationships
MOST_SHEETS = 255


_ELEMENTS = frozenset(("sheet", "workbookPr", "Relationship"))  # that are looked at


class Worksheet(NamedTuple):
    """A worksheet: what it is called, its member, and whether its reader sees it."""

    title: str
    member: str
    is_hidden: bool


class Element(NamedTuple):
    """An element of a part, name and attributes without their namespaces."""

    name: str
    attributes: dict[str, str]


class Target(NamedTuple):
    """What a relationship points to inside the package."""

    kind: str
    member: str


@dataclass(frozen=True)
class Package:
    """The parts of a workbook: `sheets` in its order; "" for a part that is not there."""

    sheets: tuple[Worksheet, ...]
    texts: str
    styles: str
    from_1904: bool

    @classmethod
    def of(cls, archive: Archive) -> "Package":
        """Find the parts by types and names alone: strict and transitional OOXML differ in namespaces."""
        workbook = _workbook(archive)
        targets = _relationships(archive, workbook)
        elements = _elements(archive, workbook)
        sheets = [element.attributes for element in elements if element.name == "sheet"]
        if not sheets:
            raise UnreadableError("工作簿里没有工作表。请检查是否选错了文件。")
        if len(sheets) > MOST_SHEETS:
            raise UnreadableError(
                f"工作簿有 {len(sheets)} 张工作表，最多 {MOST_SHEETS} 张。请删去不导入的工作表，再上传。"
            )
        members = {kind: member for kind, member in targets.values() if member in archive.members}
        return cls(
            tuple(_worksheets(sheets, targets, archive)),
            members.get("sharedStrings", ""),
            members.get("styles", ""),
            _counts_from_1904(elements),
        )


def _counts_from_1904(elements: Iterable[Element]) -> bool:
    """Tell whether the days of a workbook are counted from 1904."""
    for element in elements:
        if element.name == "workbookPr" and element.attributes.get("date1904") in ("1", "true", "on"):
            return True
    return False


def _workbook(archive: Archive) -> str:
    """Find the workbook's own part; `UnreadableError` says what a package without one is."""
    if "encryptedpackage" in archive.members:
        raise UnreadableError(PASSWORD)
    if "[content_types].xml" in archive.members:
        for chunk in archive.chunks("[content_types].xml"):
            if b"macroEnabled" in chunk:
                raise UnreadableError(MACROS)
    candidates = []
    for kind, member in _relationships(archive, "").values():
        if kind == "officeDocument":
            candidates.append(member)
    for member in (*candidates, "xl/workbook.xml"):
        if member in archive.members and not member.startswith(("word/", "ppt/")) and member.endswith(".xml"):
            return member
    raise UnreadableError(describe_package(archive.members))


def _worksheets(
    sheets: Iterable[dict[str, str]], targets: dict[str, Target], archive: Archive
) -> Iterator[Worksheet]:
    """Yield the worksheets of the `sheet` elements, given by their attributes.

    `UnreadableError` where one that is seen is not there, or none is seen; a hidden one that is not there is
    left out.
    """
    earlier: set[tuple[str, bool]] = set()
    is_any_visible = False
    for attributes in sheets:
        kind, member = targets.get(attributes.get("id", ""), Target("", ""))
        is_hidden = attributes.get("state", "visible") != "visible"
        if kind in ("chartsheet", "dialogsheet"):
            continue
        if member not in archive.members or (member, is_hidden) in earlier:
            if is_hidden:
                continue
            raise UnreadableError(DAMAGED)
        earlier.add((member, is_hidden))
        is_any_visible = is_any_visible or not is_hidden
        yield Worksheet(attributes.get("name", ""), member, is_hidden)
    if not is_any_visible:
        raise UnreadableError("工作簿里的工作表都是隐藏的。请取消隐藏要导入的工作表，保存后再上传。")


def _relationships(archive: Archive, member: str) -> dict[str, Target]:
    """Return what a part points to inside the package, by id."""
    folder, name = posixpath.split(member)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in archive.members:
        return {}
    targets = {}
    for tag, attributes in _elements(archive, part):
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            continue
        kind = posixpath.basename(attributes.get("Type", ""))
        path = posixpath.join("/", folder, attributes.get("Target", ""))
        targets[attributes.get("Id", "")] = Target(kind, posixpath.normpath(path).lstrip("/").lower())
    return targets


def _elements(archive: Archive, member: str) -> list[Element]:
    """Return the elements of a small part that are looked at, in order."""
    if archive.members[member].file_size > LARGEST_PART:
        raise UnreadableError(DAMAGED)
    collector = _Collector()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.StartDoctypeDeclHandler = collector.refuse_doctype
    try:
        for chunk in archive.chunks(member):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableError(DAMAGED) from error
    return collector.elements


class _Collector:
    """Collects elements as a parser meets them; refuses what is nested too deep."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError(DAMAGED)
        tag = _without_namespace(name)
        if tag in _ELEMENTS:
            own = {_without_namespace(key): value for key, value in attributes.items()}
            self.elements.append(Element(tag, own))

    def end(self, name: str) -> None:
        self.depth -= 1

    def refuse_doctype(self, *declaration: object) -> None:
        raise UnreadableError(ENTITIES)


def _without_namespace(name: str) -> str:
    return name.rpartition(" ")[2]
