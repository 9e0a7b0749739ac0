"""Upward arrows: imports from one package into another that stands above it, or beside it in the same layer.

The order is that of the first contract of import-linter in pyproject.toml. Every import counts: at the head
of a module, inside a function, and for types alone.
"""

import tomllib
from pathlib import Path


def places(root: Path) -> list[str]:
    """List each such import as importing module -> imported module."""
    import grimp

    order = _order(root)
    packages = sorted(package for package in order if (root / package).is_dir())
    graph = grimp.build_graph(*packages, cache_dir=None)
    places = []
    for module in sorted(graph.modules):
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            if _is_upward(order, module, other):
                places.append(f"{module} -> {other}")
    return places


def _order(root: Path) -> dict[str, int]:
    """Return the number of each package's layer, counted from the top."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    order = {}
    for number, layer in enumerate(layers):
        for package in layer.split("|"):
            order[package.strip()] = number
    return order


def _is_upward(order: dict[str, int], module: str, other: str) -> bool:
    package = module.partition(".")[0]
    other_package = other.partition(".")[0]
    return package != other_package and order[other_package] <= order[package]
