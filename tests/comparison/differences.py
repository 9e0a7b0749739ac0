"""Compare what was taken from two states, piece by piece."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from tests.comparison.allowed import NORMALISATIONS, WANTED

SHOWN = 12  # lines of one difference
WIDEST = 300  # characters of a line shown


class Difference(NamedTuple):
    """A piece that is not the same in both states; `kind` is the first part of its name, `lines` say how it differs."""

    kind: str
    name: str
    lines: tuple[str, ...]


def compare(before: Path, after: Path) -> list[Difference]:
    """Return what differs between two archives of pieces."""
    with zipfile.ZipFile(before) as first, zipfile.ZipFile(after) as second:
        names = list(dict.fromkeys([*first.namelist(), *second.namelist()]))
        pairs = ((name, piece(first, name), piece(second, name)) for name in names)
        return [found for name, old, new in pairs if (found := difference(name, old, new))]


def piece(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        return archive.read(name)
    except KeyError:
        return None


def difference(name: str, old: bytes | None, new: bytes | None) -> Difference | None:
    if old == new:
        return None
    lines = told(name, old, new)
    return Difference(name.partition("/")[0], name, lines) if lines else None


def told(name: str, old: bytes | None, new: bytes | None) -> tuple[str, ...]:
    """Return the lines that differ, with where they stand; none where only chance or what was wanted differs."""
    if old is None:
        return ("only in the state after",)
    if new is None:
        return ("only in the state before",)
    first, second = readable(old), readable(new)
    for wanted in WANTED:
        if wanted.names.search(name):
            first = wanted.before.sub(wanted.after, first)
    if first == second:
        return ()
    compared = unified_diff(first.splitlines(), second.splitlines(), "before", "after", n=1, lineterm="")
    return tuple(line[:WIDEST] for line in list(compared)[2:])


def readable(content: bytes) -> str:
    """Return a page, a text, or every part of an Office file, without what chance and the clock put there."""
    text = (
        "\n".join(parts(content))
        if content.startswith(b"PK")
        else content.decode("utf-8", "backslashreplace")
    )
    for normalisation in NORMALISATIONS:
        text = normalisation.pattern.sub(normalisation.replacement, text)
    return text


def parts(content: bytes) -> Iterator[str]:
    """Yield every part of an Office file, an element a line; pictures by their bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            part = package.read(name)
            is_text = name.endswith((".xml", ".rels", ".vml"))
            yield f"── {name}"
            yield re.sub("><", ">\n<", part.decode()) if is_text else part.hex()


def report(differences: Iterable[Difference], pieces: Counter[str]) -> str:
    """Return what a person reads: each difference by kind and address, then how many pieces of each kind there were."""
    lines = []
    for found in differences:
        lines += [f"── {found.name}", *found.lines[:SHOWN]]
        if len(found.lines) > SHOWN:
            lines.append(f"… {len(found.lines) - SHOWN} more lines")
    differing = Counter(found.kind for found in differences)
    lines += [f"{kind}: {differing[kind]} of {count} differ" for kind, count in sorted(pieces.items())]
    return "\n".join(lines)


def count(archive: Path) -> Counter[str]:
    """Return how many pieces of each kind an archive holds."""
    with zipfile.ZipFile(archive) as file:
        return Counter(name.partition("/")[0] for name in file.namelist())
