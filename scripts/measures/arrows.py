"""Upward arrows: imports from one package into another that stands above it, or beside it in the same layer.

The order is that of the first contract of import-linter in pyproject.toml. Every import counts: at the head of a module,
inside a function, and for types alone.
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
    """Number the layers from the top, by package."""
    linter = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = linter["contracts"][0]["layers"]
    return {package.strip(): place for place, layer in enumerate(layers) for package in layer.split("|")}


def _is_upward(order: dict[str, int], module: str, other: str) -> bool:
    package, other_package = module.partition(".")[0], other.partition(".")[0]
    return package != other_package and order[other_package] <= order[package]
