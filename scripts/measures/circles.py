"""Import circles: modules that import each other, directly or by others.

Every import counts: at the head of a module, inside a function, and for types alone. A circle is a set of
modules each of which leads to each other. It is named by its modules, and counted once.
"""

import sys
from pathlib import Path


def places(root: Path) -> list[str]:
    """List each circle as its modules, in alphabetical order."""
    import grimp

    packages = {path.parent.name for path in root.glob("*/__init__.py")} - {"tests"}
    graph = grimp.build_graph(*sorted(packages), cache_dir=None)
    return circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})


def circles(imports: dict[str, set[str]]) -> list[str]:
    """Find the circles among modules, by what each imports (Tarjan's strongly connected components)."""
    sys.setrecursionlimit(10 * len(imports) + 1000)
    search = _Search(imports)
    for module in sorted(imports):
        if module not in search.order:
            search.visit(module)
    return sorted(", ".join(sorted(circle)) for circle in search.circles)


class _Search:
    """One walk through all modules, deepest first."""

    def __init__(self, imports: dict[str, set[str]]) -> None:
        self.imports = imports
        self.order: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        self.open: list[str] = []
        self.circles: list[list[str]] = []

    def visit(self, module: str) -> None:
        self.order[module] = self.lowest[module] = len(self.order)
        self.open.append(module)
        for other in sorted(self.imports.get(module, ())):
            if other not in self.order:
                self.visit(other)
                self.lowest[module] = min(self.lowest[module], self.lowest[other])
            elif other in self.open:
                self.lowest[module] = min(self.lowest[module], self.order[other])
        if self.lowest[module] == self.order[module]:
            self._close(module)

    def _close(self, module: str) -> None:
        start = self.open.index(module)
        circle = self.open[start:]
        self.open = self.open[:start]
        if len(circle) > 1:
            self.circles.append(circle)
