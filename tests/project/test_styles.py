"""Every class that a style sheet speaks of is used, every icon that a page draws is in the font, each page has its sheets."""

import re
from pathlib import Path

import fontawesome
import pytest
from fontTools.ttLib import TTFont

from portal.templatetags.ui import ICONS, NOTICE_ICONS, NOTICE_OF_MESSAGE
from tests.project.names import ROOT

TEMPLATES, STYLES = ROOT / "templates", ROOT / "static/css"
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)(?=[^{}]*\{)")
ATTRIBUTE = re.compile(r'(?:class|look)="((?:{%.*?%}|{{.*?}}|[^"])*)"')
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}")
STRING = re.compile(r"""["'`]([^"'`\n]*)["'`]""")
# put together where a page is made, of a kind or a size
BUILT = {"notice--ok", "notice--warn", "notice--danger", "tag--ok", "tag--info", "tag--warn", "tag--danger"}
BUILT |= {"text-125", "text-150", *(f"fa-{name}" for name in ICONS)}
# what code says of looks, besides the templates
CODE = [ROOT / "portal/templatetags/ui.py", ROOT / "records/tables.py", *(ROOT / "static").glob("*.js")]
OPTIONAL = {
    "desk.css": "report_styles",
    "sheet.css": "report_styles",
    "manual.css": "css/manual.css",
    "paper.css": "css/paper.css",
}


def classes_of(style: str) -> set[str]:
    return set(CLASS.findall(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)))


def classes_on(page: str) -> set[str]:
    return {name for value in ATTRIBUTE.findall(page) for name in TEMPLATE_TAG.sub(" ", value).split()}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def used() -> set[str]:
    names = set(BUILT)
    for path in TEMPLATES.rglob("*.html"):
        names |= classes_on(read(path))
    for path in CODE:
        names |= classes_on(read(path).replace("{}", " "))
        names |= {name for text in STRING.findall(read(path)) for name in re.findall(r"[\w-]+", text)}
    return names


def test_every_class_is_used(used):
    unused = {path.name: classes_of(read(path)) - used for path in STYLES.glob("*.css")}
    assert {name: classes for name, classes in unused.items() if classes} == {}


def test_one_that_is_not_is_seen(used):
    assert classes_of(".panel .no-such-class { margin: 0 } /* .in-a-comment { */") - used == {"no-such-class"}


# ── Sheets that not every page has ──
def parts_of(template: str) -> set[str]:
    """Return the templates that a page is made of, but for the frame."""
    parts, waiting = set(), [template]
    while waiting:
        name = waiting.pop()
        if name in parts or name == "base.html" or not (TEMPLATES / name).exists():
            continue
        parts.add(name)
        waiting += re.findall(r'{% (?:include|extends) "([^"]+)"', read(TEMPLATES / name))
    return parts


def own_classes(sheet: str) -> set[str]:
    """Return the classes that no other sheet speaks of."""
    others = [classes_of(read(path)) for path in STYLES.glob("*.css") if path.name != sheet]
    return classes_of(read(STYLES / sheet)).difference(*others)


@pytest.mark.parametrize("sheet", OPTIONAL)
def test_page_with_its_classes_has_the_sheet(sheet):
    own = own_classes(sheet)
    for path in TEMPLATES.rglob("*.html"):
        if not read(path).startswith("{% extends"):
            continue
        parts = [read(TEMPLATES / name) for name in parts_of(str(path.relative_to(TEMPLATES)))]
        wanted = own & set().union(*map(classes_on, parts))
        assert not wanted or any(OPTIONAL[sheet] in part for part in parts), (path.name, wanted)


# ── Icons ──
def test_every_icon_that_a_page_draws_is_declared():
    drawn = {*NOTICE_ICONS.values(), *(icon for _, icon in NOTICE_OF_MESSAGE.values())}
    for path in TEMPLATES.rglob("*.html"):
        page = read(path)
        drawn |= set(re.findall(r'{% icon "([\w-]+)"', page))
        for names in re.findall(r'icon="([\w-]+)"|icon=[\w.|]+yesno:"([\w,-]+)"', page):
            drawn |= set("".join(names).split(","))
    assert drawn == set(ICONS)


def test_font_and_style_hold_the_icons_that_are_declared():
    original = TTFont(Path(fontawesome.__file__).parent / "static/fontawesome/webfonts/fa-solid-900.ttf")
    font = TTFont(ROOT / "static/fonts/icons.woff")
    points = dict(
        re.findall(r'\.fa-([\w-]+)::before { content: "\\([0-9a-f]+)"; }', read(STYLES / "icons.css"))
    )
    assert set(points) == set(ICONS)
    assert {int(point, 16) for point in points.values()} == set(font.getBestCmap())
    for point, name in font.getBestCmap().items():
        drawing = original["glyf"][original.getBestCmap()[point]]
        assert font["glyf"][name].coordinates == drawing.coordinates
