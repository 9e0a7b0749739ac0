"""Recompute what the code is held to, each measure by the words that its module defines.

`python scripts/measures` in a checkout measures that checkout; `--places` names every place.
"""

import os
import sys
from pathlib import Path

import circles
import switches
import versions

MEASURES = {
    "import circles": circles.places,
    "type switches": switches.places,
    "versions counted outside the one way to write": versions.places,
}


def set_up() -> None:
    """Let the modules of the checkout be imported as the portal would."""
    sys.path.insert(0, str(Path.cwd()))
    settings = {"SECRET_KEY": "measures", "ALLOW_HTTP": "1", "ENV_FILE": os.devnull}
    os.environ.update(settings, DATABASE_URL="sqlite://:memory:", DJANGO_SETTINGS_MODULE="dangjian.settings")
    import django

    django.setup()


def main() -> None:
    set_up()
    for name, places in MEASURES.items():
        found = places(Path.cwd())
        print(f"{name}: {len(found)}")
        if "--places" in sys.argv:
            print(*(f"  {place}" for place in found), sep="\n")


if __name__ == "__main__":
    main()
