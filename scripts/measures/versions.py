"""Versions counted: places that work out the next version of a record, other than the one way to write.

Counted are sums with `version`: `record.version += 1`, `record.version + 1`, `F("version") + 1`. Not counted are
`records/store/`, which is that way, migrations and tests.
"""

import ast
from pathlib import Path
from typing import Any

DOOR = "records/store/"
OUTSIDE = {".venv", "tests", "migrations", "scripts"}


def places(root: Path) -> list[str]:
    """Each place as file:line and what stands there."""
    found: list[str] = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not OUTSIDE.intersection(path.relative_to(root).parts) and not name.startswith(DOOR):
            nodes: list[Any] = [node for node in ast.walk(ast.parse(path.read_text())) if _counts(node)]
            found += [f"{name}:{node.lineno} {ast.unparse(node)}" for node in nodes]
    return found


def _counts(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign):
        return _is_version(node.target)
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and _is_version(node.left)


def _is_version(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and node.args:
        return ast.unparse(node.func) in ("F", "models.F") and ast.unparse(node.args[0]) == "'version'"
    return (
        isinstance(node, ast.Attribute | ast.Name)
        and getattr(node, "attr", getattr(node, "id", "")) == "version"
    )
