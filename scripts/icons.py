"""Make static/fonts/icons.woff and static/css/icons.css: of Font Awesome Free what the pages draw, a fortieth of the whole.

`.venv/bin/python scripts/icons.py` after a name was added to ICONS in portal/templatetags/ui.py; a test says when it is due.
"""

import re
import sys
from pathlib import Path

import fontawesome
from fontTools import subset

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portal.templatetags.ui import ICONS  # noqa: E402

PACKAGE = Path(fontawesome.__file__).parent / "static/fontawesome"
SOURCE = PACKAGE / "webfonts/fa-solid-900.ttf"
FONT = ROOT / "static/fonts/icons.woff"
STYLE = ROOT / "static/css/icons.css"
FAMILY = "Portal Icons"  # the name of the original is reserved to it
COPYRIGHT = 0  # among the names that a font has of itself; it stays
NAMES = {
    1: FAMILY,
    4: FAMILY,  # in full
    6: FAMILY.replace(" ", ""),  # for PostScript
    13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    14: "https://openfontlicense.org",
}

RULE = re.compile(r'([^{}]+)\{content:"\\([0-9a-f]+)"\}')
HEAD = """\
/* Icons of Font Awesome Free (https://fontawesome.com), copyright Fonticons, Inc., under the SIL Open Font License 1.1.
   Made by scripts/icons.py: what is changed here by hand is lost. */
@font-face {
  font-family: "%(family)s"; font-style: normal; font-weight: 900; font-display: block;
  src: url("../fonts/icons.woff") format("woff");
}
.fa-solid {
  display: inline-block; font-family: "%(family)s"; font-style: normal; font-variant: normal; font-weight: 900;
  line-height: 1; text-rendering: auto; -webkit-font-smoothing: antialiased;
}
"""


def code_points() -> dict[str, int]:
    """Return at which character of the font each icon stands, by the package's own style sheet."""
    style = (PACKAGE / "css/fontawesome.min.css").read_text(encoding="utf-8")
    points = {}
    for selectors, code in RULE.findall(style):
        for name in re.findall(r"\.fa-([\w-]+):before", selectors):
            points[name] = int(code, 16)
    return points


def make_font(points: dict[str, int]) -> None:
    """Write the font with these characters and nothing else."""
    options = subset.Options(flavor="woff", layout_features=[], name_IDs=[COPYRIGHT])
    font = subset.load_font(str(SOURCE), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points.values())
    subsetter.subset(font)
    for number, name in NAMES.items():
        font["name"].setName(name, number, platformID=3, platEncID=1, langID=0x409)
    FONT.parent.mkdir(exist_ok=True)
    subset.save_font(font, str(FONT), options)


def make_style(points: dict[str, int]) -> None:
    """Write the style sheet that names them."""
    rules = [f'.fa-{name}::before {{ content: "\\{code:x}"; }}\n' for name, code in points.items()]
    STYLE.write_text(HEAD % {"family": FAMILY} + "".join(rules), encoding="utf-8")


if __name__ == "__main__":
    every = code_points()
    chosen = {name: every[name] for name in sorted(ICONS)}
    make_font(chosen)
    make_style(chosen)
    print(f"{len(chosen)} icons, {FONT.stat().st_size} bytes")
