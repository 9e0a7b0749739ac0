"""What a document names in `code`: files and folders of the repository, and names of its code."""

import importlib
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = frozenset(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]) | {"tests"}
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PATH = re.compile(r"(?:[\w.-]+/)+(?:[\w.-]+)?|[\w-]+\.(?:py|md|toml)")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")


def code(text: str) -> list[str]:
    """Everything between backticks, outside blocks of code."""
    return CODE.findall(FENCE.sub("", text))


def paths(text: str) -> set[str]:
    """Files and folders; `var/` is made by running the portal."""
    return {found for found in code(text) if PATH.fullmatch(found) and not found.startswith("var/")}


def dotted(text: str) -> set[str]:
    """Names that begin with a package of ours: `meetings.models.Meeting`."""
    return {found for found in code(text) if DOTTED.fullmatch(found) and found.split(".")[0] in PACKAGES}


def resolves(name: str) -> bool:
    """Whether a dotted name leads to a module, a class, a function, or an attribute or column of a class."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return _has(found, parts[length:])
    return False


def _has(found: object, names: list[str]) -> bool:
    for name in names:
        if name in getattr(found, "__dataclass_fields__", {}) or name in getattr(found, "__annotations__", {}):
            return name == names[-1]  # a column without a value on the class leads no further
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True
