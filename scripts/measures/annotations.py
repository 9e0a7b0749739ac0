"""How many parameters are `Any`: those whose annotation names it anywhere, of all annotated ones."""

import ast
from collections.abc import Iterator
from pathlib import Path

import sources


def percent_any(root: Path) -> float:
    """Count the parameters that are `Any`, in % of all that are annotated."""
    all_count = 0
    any_count = 0
    for source in sources.modules(root):
        for _, annotation in _parameters(source.tree):
            all_count += 1
            any_count += _is_any(annotation)
    return round(100 * any_count / max(1, all_count), 1)


def any_places(root: Path) -> list[str]:
    """List the parameters that are `Any` as file:line name."""
    places = []
    for source in sources.modules(root):
        for parameter, annotation in _parameters(source.tree):
            if _is_any(annotation):
                places.append(f"{source.name}:{parameter.lineno} {parameter.arg}")
    return places


def _parameters(tree: ast.Module) -> Iterator[tuple[ast.arg, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield node, node.annotation


def _is_any(annotation: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(annotation))
