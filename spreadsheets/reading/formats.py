"""The number formats of a workbook's cells, as its styles part lists them."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

_FORMAT = re.compile(r"<(?:[\w.-]+:)?numFmt\b([^<>]*)>")
_CELL_FORMATS = re.compile(r"<(?:[\w.-]+:)?cellXfs\b[^<>]*>(.*?)</(?:[\w.-]+:)?cellXfs\s*>", re.DOTALL)
_CELL_FORMAT = re.compile(r"<(?:[\w.-]+:)?xf\b([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])(numFmtId|formatCode)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Telling = Callable[[str], Any]  # whether a format's code tells something that the values do not


def telling_formats(styles: str, telling: Telling) -> dict[int, str]:
    """Find the styles of cells whose format tells something: the code of each, by the number of the style."""
    codes: dict[str, str] = {}
    for attributes in map(_attributes, _FORMAT.findall(styles)):
        code = unescape(attributes.get("formatCode", ""))
        if telling(code):
            codes.setdefault(attributes.get("numFmtId", ""), code)
    cells = _CELL_FORMATS.search(styles) if codes else None
    if cells is None:
        return {}
    numbers = [_attributes(each).get("numFmtId", "") for each in _CELL_FORMAT.findall(cells[1])]
    return {style: codes[number] for style, number in enumerate(numbers) if number in codes}


def _attributes(text: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}
