"""Names that are bare participles: `found`, `written`, `chosen`.

Parameters, variables inside functions, and functions and methods themselves are looked at. A name is a bare
participle if it is one word, besides leading underscores, that ends in "ed" or is an irregular past
participle. Not counted are words that are nouns or verbs as well (`need`, `run`, `read`, `cut`), and
attributes of classes: columns and their values are named for the office.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import sources

IRREGULAR = frozenset(
    [
        "begun",
        "borne",
        "born",
        "bought",
        "bound",
        "broken",
        "brought",
        "built",
        "caught",
        "chosen",
        "dealt",
        "done",
        "drawn",
        "driven",
        "eaten",
        "fallen",
        "felt",
        "flown",
        "forgotten",
        "found",
        "frozen",
        "given",
        "gone",
        "grown",
        "heard",
        "held",
        "hidden",
        "hung",
        "kept",
        "known",
        "laid",
        "led",
        "left",
        "lent",
        "lost",
        "made",
        "meant",
        "met",
        "misread",
        "overtaken",
        "paid",
        "proven",
        "ridden",
        "risen",
        "said",
        "seen",
        "sent",
        "shaken",
        "shown",
        "slept",
        "sold",
        "spent",
        "spoken",
        "spun",
        "stolen",
        "stood",
        "struck",
        "stuck",
        "sung",
        "sunk",
        "sworn",
        "taken",
        "taught",
        "thought",
        "thrown",
        "told",
        "torn",
        "understood",
        "unknown",
        "unread",
        "unseen",
        "untold",
        "withdrawn",
        "woken",
        "won",
        "worn",
        "woven",
        "written",
    ]
)
NOT_PARTICIPLES = frozenset(
    [
        "bed",
        "deed",
        "embed",
        "exceed",
        "feed",
        "hundred",
        "indeed",
        "need",
        "proceed",
        "red",
        "seed",
        "shed",
        "speed",
        "succeed",
    ]
)


def places(root: Path) -> list[str]:
    """List each such name as file:line name."""
    places = []
    for source in sources.modules(root):
        for line, name in sorted(_names(source.tree)):
            if is_participle(name):
                places.append(f"{source.name}:{line} {name}")
    return places


def is_participle(name: str) -> bool:
    """Whether a name is a single word that is a past participle, and neither a noun nor a verb."""
    word = name.strip("_").lower()
    if "_" in word or word in NOT_PARTICIPLES:
        return False
    return word in IRREGULAR or (word.endswith("ed") and len(word) > len("ed") + 1)


def _names(tree: ast.Module) -> set[tuple[int, str]]:
    """Find the names that are looked at, each with its line."""
    names: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names.add((node.lineno, node.name))
            names.update(_variables(node))
        if isinstance(node, ast.arg):
            names.add((node.lineno, node.arg))
    return names


def _variables(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    """Find what a function assigns to, loops included."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
