"""How long lines, functions and modules are.

A function is measured from its `def` to its last line, a module by all its lines. Empty `__init__.py` do not
count.
"""

import ast
import statistics
from pathlib import Path

import sources

LONGEST_LINE = 110
LONGEST_FUNCTION = 45
LONGEST_MODULE = 320
LONGEST_TEMPLATE_LINE = 160


def lines(root: Path) -> list[str]:
    """List the lines of modules with more than 110 characters."""
    places = []
    for source in sources.modules(root):
        places += _long_lines(source.name, source.lines, LONGEST_LINE)
    return places


def template_lines(root: Path) -> list[str]:
    """List the lines of templates with more than 160 characters."""
    places = []
    for name, text in sources.templates(root):
        places += _long_lines(name, text, LONGEST_TEMPLATE_LINE)
    return places


def _long_lines(name: str, text: list[str], limit: int) -> list[str]:
    return [f"{name}:{number}" for number, line in enumerate(text, start=1) if len(line) > limit]


def functions(root: Path) -> list[str]:
    """List the functions of more than 45 lines."""
    places = []
    for source in sources.modules(root):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and _length(node) > LONGEST_FUNCTION:
                places.append(f"{source.name}:{node.lineno} {node.name}")
    return places


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def modules(root: Path) -> list[str]:
    """List the modules of more than 320 lines."""
    return [source.name for source in sources.modules(root) if len(source.lines) > LONGEST_MODULE]


def median_module(root: Path) -> float:
    """Find the median length of a module, in lines."""
    lengths = [len(source.lines) for source in sources.modules(root) if source.text]
    if not lengths:
        return 0
    return statistics.median(lengths)
