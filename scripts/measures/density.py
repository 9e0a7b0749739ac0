"""How much one statement does.

A comprehension is a list, set or dict comprehension or a generator expression. It is *crowded* with more than
two `for` and `if` together, or with a conditional expression (`a if b else c`) anywhere inside it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import sources

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
MOST_CLAUSES = 2


def crowded_places(root: Path) -> list[str]:
    """List the crowded comprehensions as file:line."""
    places = []
    for source in sources.modules(root):
        places += [f"{source.name}:{node.lineno}" for node in _crowded(source.tree)]
    return places


def _crowded(tree: ast.Module) -> Iterator[Comprehension]:
    for node in ast.walk(tree):
        if isinstance(node, COMPREHENSIONS) and _is_too_much(node):
            yield node


def _is_too_much(node: Comprehension) -> bool:
    return _count_clauses(node) > MOST_CLAUSES or _has_conditional(node)


def _count_clauses(node: Comprehension) -> int:
    return sum(1 + len(clause.ifs) for clause in node.generators)


def _has_conditional(node: Comprehension) -> bool:
    return any(isinstance(inner, ast.IfExp) for inner in ast.walk(node))


def comprehensions(root: Path) -> float:
    """Count the comprehensions in 1,000 lines."""
    return _in_a_thousand(root, COMPREHENSIONS)


def conditionals(root: Path) -> float:
    """Count the conditional expressions in 1,000 lines."""
    return _in_a_thousand(root, (ast.IfExp,))


def _in_a_thousand(root: Path, kinds: tuple[type[ast.expr], ...]) -> float:
    count = 0
    for source in sources.modules(root):
        count += sum(isinstance(node, kinds) for node in ast.walk(source.tree))
    return round(1000 * count / sources.count_lines(root), 1)
