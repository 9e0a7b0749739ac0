"""Recompute what the code is held to, each measure by the words that its module defines.

`python scripts/measures` in a checkout measures that checkout, and ends with 1 where a measure is not kept.
`--places` names every place, `--any` those of `Any`. Further arguments are the beginnings of paths, and only
places below these are named.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import annotations
import arrows
import circles
import density
import naming
import sizes
import switches
import versions

# What there may be none of, and how its places are found.
MEASURES: dict[str, Callable[[Path], list[str]]] = {
    "upward arrows": arrows.places,
    "import circles": circles.places,
    "type switches": switches.places,
    "versions counted outside the one way to write": versions.places,
    "crowded comprehensions": density.crowded_places,
    "names that are bare participles": naming.places,
    "lines over 110 characters": sizes.lines,
    "functions over 45 lines": sizes.functions,
    "modules over 320 lines": sizes.modules,
    "template lines over 160 characters": sizes.template_lines,
}
# What there may be some of: how it is measured, and the most.
RATES: dict[str, tuple[Callable[[Path], float], float]] = {
    "comprehensions in 1,000 lines": (density.comprehensions, 25),
    "conditional expressions in 1,000 lines": (density.conditionals, 15),
    "parameters that are Any, in %": (annotations.percent_any, 5),
    "median lines of a module": (sizes.median_module, 95),
}


def set_up() -> None:
    """Set Django up, so that the modules of the checkout can be imported as the portal does."""
    sys.path.insert(0, str(Path.cwd()))
    settings = {"SECRET_KEY": "measures", "ALLOW_HTTP": "1", "ENV_FILE": os.devnull}
    os.environ.update(settings, DATABASE_URL="sqlite://:memory:", DJANGO_SETTINGS_MODULE="dangjian.settings")
    import django

    django.setup()


def main() -> int:
    """Print every measure; answer how many are not kept."""
    set_up()
    root = Path.cwd()
    broken = 0
    paths = tuple(argument for argument in sys.argv[1:] if not argument.startswith("--"))
    for name, find in MEASURES.items():
        places = find(root)
        print(f"{name}: {len(places)}")
        broken += bool(places)
        if "--places" in sys.argv:
            show(places, paths)
    for name, (measure, most) in RATES.items():
        rate = measure(root)
        print(f"{name}: {rate:g} (at most {most:g})")
        broken += rate > most
    if "--any" in sys.argv:
        show(annotations.any_places(root), paths)
    return broken


def show(places: list[str], paths: tuple[str, ...]) -> None:
    """Print the places below these paths, or all where there are no paths."""
    for place in places:
        if not paths or place.startswith(paths):
            print(f"  {place}")


if __name__ == "__main__":
    sys.exit(min(main(), 1))
