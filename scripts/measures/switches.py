"""Type switches: places that ask of which class a model field, a form field or an indicator is.

Counted in Python are `isinstance`, `issubclass`, `is` and `==` against such a class (or against one that only the run
tells), `.many_to_many`, `.is_relation` and `get_internal_type()` of a model field, and `.kind` compared with a letter;
in templates `.kind` compared with letters. Not counted are the packages that own the classes, the module that declares
one of them and asks for it, migrations and tests.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The packages that may ask. Programs on whole databases (moving, comparing, encrypting anew) know no kinds of records.
OWNERS = ("records/columns", "operations", "indicators")
OUTSIDE = {".venv", "tests", "migrations", "scripts", "node_modules"}
QUESTIONS = {"many_to_many", "is_relation", "get_internal_type"}
LETTERS = re.compile("[A-Z]{1,6}")
IN_TEMPLATE = re.compile(r"\bkind (?:==|!=|in|not in) \"[A-Z]{1,6}\"")


def places(root: Path) -> list[str]:
    """Each place as file:line and what stands there."""
    found: list[str] = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if not OUTSIDE.intersection(path.relative_to(root).parts) and not _is_owner(name):
            found += _in_module(path, name)
    for path in sorted((root / "templates").rglob("*.html")):
        name = path.relative_to(root).as_posix()
        lines = enumerate(path.read_text().splitlines(), start=1)
        found += [
            f"{name}:{number} {match[0]}" for number, line in lines for match in IN_TEMPLATE.finditer(line)
        ]
    return found


def _is_owner(name: str) -> bool:
    return any(name.startswith(f"{owner}/") for owner in OWNERS)


def _in_module(path: Path, name: str) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    switches: list[Any] = sorted((node for node in ast.walk(tree) if _may_ask(node)), key=_place)
    if not switches:
        return
    module = importlib.import_module(name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    for node in switches:
        if _asks(node, vars(module)):
            yield f"{name}:{node.lineno} {ast.unparse(node)}"


def _place(node: Any) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _may_ask(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return (
            isinstance(node.func, ast.Name)
            and node.func.id in ("isinstance", "issubclass")
            and len(node.args) == 2
        )
    return isinstance(node, ast.Compare) or _is_question(node)


def _is_question(node: ast.AST) -> bool:
    """`_meta.many_to_many` lists columns and asks nothing."""
    if not isinstance(node, ast.Attribute) or node.attr not in QUESTIONS:
        return False
    return not (isinstance(node.value, ast.Attribute) and node.value.attr == "_meta")


def _asks(node: Any, names: dict[str, Any]) -> bool:
    if isinstance(node, ast.Attribute):
        return True
    if isinstance(node, ast.Call):
        return _is_class(node.args[1], names, unknown=True)
    sides = [node.left, *node.comparators]
    return any(_is_class(side, names) for side in sides) or _compares_letters(node, sides)


def _is_class(node: ast.AST, names: dict[str, Any], *, unknown: bool = False) -> bool:
    """Whether an expression is a class that is asked about, or several.

    `unknown` is the answer where only the run tells.
    """
    if not isinstance(node, ast.Name | ast.Attribute | ast.Tuple | ast.BinOp):
        return False
    try:
        value = eval(ast.unparse(node), dict(names))
    except NameError:
        return unknown
    except Exception:
        return False
    classes = [each for each in _several(value) if isinstance(each, type)]
    return any(issubclass(each, _asked_about()) and each.__module__ != names["__name__"] for each in classes)


def _several(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    return getattr(value, "__args__", None) or (value,)


def _asked_about() -> tuple[type, ...]:
    from django.db.models import Field
    from django.forms import Field as FormField

    from indicators.kinds.base import Indicator

    return (Field, FormField, Indicator)


def _compares_letters(node: ast.Compare, sides: list[ast.expr]) -> bool:
    kinds = [side for side in sides if isinstance(side, ast.Attribute) and side.attr == "kind"]
    texts = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
    return bool(kinds) and any(LETTERS.fullmatch(text) for text in texts)
