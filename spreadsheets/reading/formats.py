"""The number formats of a workbook's cells, as its styles part lists them."""

import re
from collections.abc import Callable
from html import unescape

_FORMAT = re.compile(r"<(?:[\w.-]+:)?numFmt\b([^<>]*)>")
_CELL_FORMATS = re.compile(r"<(?:[\w.-]+:)?cellXfs\b[^<>]*>(.*?)</(?:[\w.-]+:)?cellXfs\s*>", re.DOTALL)
_CELL_FORMAT = re.compile(r"<(?:[\w.-]+:)?xf\b([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])(numFmtId|formatCode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Telling = Callable[
    [str], object
]  # truthy for the code of a format that tells something that the values do not


def find_telling_formats(styles: str, telling: Telling) -> dict[int, str]:
    """Find the styles of cells whose format tells something: the code of each, by the number of the style."""
    codes: dict[str, str] = {}
    for attributes in map(_attributes, _FORMAT.findall(styles)):
        code = unescape(attributes.get("formatCode", ""))
        if telling(code):
            codes.setdefault(attributes.get("numFmtId", ""), code)
    cell_formats = _CELL_FORMATS.search(styles) if codes else None
    if cell_formats is None:
        return {}
    by_style = {}
    for style, text in enumerate(_CELL_FORMAT.findall(cell_formats[1])):
        number = _attributes(text).get("numFmtId", "")
        if number in codes:
            by_style[style] = codes[number]
    return by_style


def _attributes(text: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}
