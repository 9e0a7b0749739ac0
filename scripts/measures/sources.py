"""The files that are measured: Python and templates, without migrations, tests and scripts."""

import ast
from collections.abc import Iterator
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


def modules(root: Path) -> Iterator[Source]:
    """Read every module, in the order of their names."""
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).parts
        if not OUTSIDE.intersection(parts):
            text = path.read_text(encoding="utf-8")
            yield Source("/".join(parts), text, ast.parse(text))


def templates(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Read every template: its path from the root, and its lines."""
    for path in sorted((root / "templates").rglob("*.html")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8").splitlines()


def count_lines(root: Path) -> int:
    """Count the lines of all modules, empty ones and comments included."""
    return sum(len(source.lines) for source in modules(root))
