"""What a document names in `code`: files and folders of the repository, and names of its code."""

import importlib
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PACKAGES = frozenset(PROJECT["root_packages"]) | {"tests"}
CODE = re.compile(r"`([^`]+)`")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
ROOM = re.compile(r"^\| `([\w./]+/)` \|(.*)$", re.MULTILINE)
PATH = re.compile(r"(?:[\w.-]+/)+(?:[\w.-]+)?|[\w-]+\.(?:py|md|toml)")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")


def code_spans(text: str) -> list[str]:
    """Return everything between backticks, outside blocks of code."""
    return [" ".join(span.split()) for span in CODE.findall(FENCE.sub("", text))]


def paths(text: str) -> set[str]:
    """Return the files and folders that a text names, from the root; `var/` is made by running the portal."""
    names = {name for room, row in ROOM.findall(text) for name in _below(room, row)}
    spans = {span for span in code_spans(ROOM.sub("", text)) if PATH.fullmatch(span)}
    return names | {span for span in spans if not span.startswith("var/")}


def _below(room: str, row: str) -> set[str]:
    """Return what a row of a table names that begins with a folder: files of it, or others written from the root."""
    spans = {span for span in code_spans(row) if PATH.fullmatch(span)}
    return {room} | {span if span.startswith(room) else f"{room}{span}" for span in spans}


def dotted_names(text: str) -> set[str]:
    """Return the names that begin with a package of ours: `meetings.models.Meeting`."""
    return {span for span in code_spans(text) if DOTTED.fullmatch(span) and span.split(".")[0] in PACKAGES}


def resolves(name: str) -> bool:
    """Say whether a dotted name leads to a module, a class, a function, or an attribute or column of a class."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return _leads(module, parts[length:])
    return False


def _leads(start: object, names: list[str]) -> bool:
    place = start
    for name in names:
        if _is_declared(place, name):
            return name == names[-1]  # a column without a value on the class leads no further
        if not hasattr(place, name):
            return False
        place = getattr(place, name)
    return True


def _is_declared(place: object, name: str) -> bool:
    """Say whether a class declares a column that it has no value for."""
    return name in getattr(place, "__dataclass_fields__", {}) or name in getattr(place, "__annotations__", {})
