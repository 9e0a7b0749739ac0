"""The files that are measured: Python and templates, without migrations, tests and scripts."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

OUTSIDE = {".venv", "migrations", "node_modules", "scripts", "tests", "var"}


class Source(NamedTuple):
    """A module: its path from the root, its text, and what Python reads in it."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@cache
def modules(root: Path) -> tuple[Source, ...]:
    """Read every module, in the order of their names; once, since each measure asks for them."""
    return tuple(_read_modules(root))


def _read_modules(root: Path) -> Iterator[Source]:
    for path in sorted(_python_files(root)):
        parts = path.relative_to(root).parts
        if not OUTSIDE.intersection(parts):
            text = path.read_text(encoding="utf-8")
            yield Source("/".join(parts), text, ast.parse(text))


def _python_files(root: Path) -> Iterator[Path]:
    """Walk below the folders that are measured only: the others hold far more files."""
    yield from root.glob("*.py")
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in OUTSIDE:
            yield from folder.rglob("*.py")


def templates(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Read every template: its path from the root, and its lines."""
    for path in sorted((root / "templates").rglob("*.html")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8").splitlines()


def count_lines(root: Path) -> int:
    """Count the lines of all modules, empty ones and comments included."""
    return sum(len(source.lines) for source in modules(root))
