"""Places that work out the next version of a record, other than the one way to write.

These are sums with `version`: `record.version += 1`, `record.version + 1`, `F("version") + 1`. Not counted
are `records/store/`, which is that way, migrations and tests.
"""

import ast
from pathlib import Path

import sources

STORE = "records/store/"


def places(root: Path) -> list[str]:
    """List each place as file:line and what stands there."""
    places = []
    for source in sources.modules(root):
        if source.name.startswith(STORE):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.AugAssign | ast.BinOp) and _adds_to_version(node):
                places.append(f"{source.name}:{node.lineno} {ast.unparse(node)}")
    return places


def _adds_to_version(node: ast.AugAssign | ast.BinOp) -> bool:
    if isinstance(node, ast.AugAssign):
        return _is_version(node.target)
    return isinstance(node.op, ast.Add) and _is_version(node.left)


def _is_version(node: ast.expr) -> bool:
    if isinstance(node, ast.Call) and node.args:
        return ast.unparse(node.func) in ("F", "models.F") and ast.unparse(node.args[0]) == "'version'"
    if isinstance(node, ast.Attribute):
        return node.attr == "version"
    return isinstance(node, ast.Name) and node.id == "version"
