"""Type switches: places that ask of which class a model field, a form field or an indicator is.

Counted in Python are `isinstance`, `issubclass`, `is` and `==` against such a class (or against one that is
known only at run time), `.many_to_many`, `.is_relation` and `get_internal_type()` of a model field, and
`.kind` compared with a letter; in templates `.kind` compared with letters. Not counted are the packages that
own the classes, the module that declares one of them and asks for it, migrations and tests.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sources
from sources import Source

# The packages that may ask.
# Programs on whole databases, such as a move to another one, know no kinds of records.
OWNERS = ("records/columns/", "operations/", "indicators/")
QUESTIONS = {"many_to_many", "is_relation", "get_internal_type"}
LETTERS = re.compile("[A-Z]{1,6}")
IN_TEMPLATE = re.compile(r"\bkind (?:==|!=|in|not in) \"[A-Z]{1,6}\"")


def places(root: Path) -> list[str]:
    """List each place as file:line and what stands there."""
    places: list[str] = []
    for source in sources.modules(root):
        if not source.name.startswith(OWNERS):
            places += _places_in_module(source)
    for name, lines in sources.templates(root):
        for number, line in enumerate(lines, start=1):
            places += [f"{name}:{number} {match[0]}" for match in IN_TEMPLATE.finditer(line)]
    return places


def _places_in_module(source: Source) -> Iterator[str]:
    candidates = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.expr) and _may_ask(node):
            candidates.append(node)
    if not candidates:
        return
    module = importlib.import_module(_module_name(source.name))
    for node in sorted(candidates, key=_position):
        if _asks(node, vars(module)):
            yield f"{source.name}:{node.lineno} {ast.unparse(node)}"


def _module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _position(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _may_ask(node: ast.expr) -> bool:
    """Whether an expression may be a switch, as far as its form tells."""
    if isinstance(node, ast.Call):
        is_question = isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "issubclass")
        return is_question and len(node.args) == 2
    return isinstance(node, ast.Compare) or _is_question(node)


def _is_question(node: ast.expr) -> bool:
    """Whether a column is asked for its kind; `_meta.many_to_many` only lists columns."""
    if not isinstance(node, ast.Attribute) or node.attr not in QUESTIONS:
        return False
    return not (isinstance(node.value, ast.Attribute) and node.value.attr == "_meta")


def _asks(node: ast.expr, names: dict[str, Any]) -> bool:
    """Whether an expression is a switch, by what its names are in its module."""
    if isinstance(node, ast.Call):
        return _is_class(node.args[1], names, if_unknown=True)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(_is_class(side, names) for side in sides) or _compares_letters(sides)
    return True


def _is_class(node: ast.expr, names: dict[str, Any], *, if_unknown: bool = False) -> bool:
    """Whether an expression is a class that is asked about, or several.

    `if_unknown` is the answer where that is known only at run time.
    """
    if not isinstance(node, ast.Name | ast.Attribute | ast.Tuple | ast.BinOp):
        return False
    try:
        value = eval(ast.unparse(node), dict(names))
    except NameError:
        return if_unknown
    except Exception:
        return False
    classes = [member for member in _members(value) if isinstance(member, type)]
    foreign_classes = [member for member in classes if member.__module__ != names["__name__"]]
    return any(issubclass(member, _classes_of_columns()) for member in foreign_classes)


def _members(value: object) -> tuple[object, ...]:
    """Return the members of a tuple or a union of classes, else the value alone."""
    if isinstance(value, tuple):
        return value
    return getattr(value, "__args__", None) or (value,)


def _classes_of_columns() -> tuple[type, ...]:
    """Return the classes that are asked about."""
    from django.db.models import Field
    from django.forms import Field as FormField

    from indicators.kinds.base import Indicator

    return (Field, FormField, Indicator)


def _compares_letters(sides: list[ast.expr]) -> bool:
    """Whether `.kind` is compared with letters."""
    has_kind = any(isinstance(side, ast.Attribute) and side.attr == "kind" for side in sides)
    return has_kind and any(_is_letters(side) for side in sides)


def _is_letters(node: ast.expr) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return LETTERS.fullmatch(node.value) is not None
