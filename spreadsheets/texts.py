"""Texts in a workbook: as Excel keeps them, and how wide they are."""

import re

from common.xml import clean_for_xml

TITLE = 31  # characters that Excel allows for the title of a sheet
LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


def cell_text(text: str) -> str:
    """Return a text as a cell keeps it: without what XML cannot carry, and read by Excel as it stands."""
    return LIKE_ESCAPE.sub("_x005F_", clean_for_xml(text))


def valid_title(title: str) -> str:
    """Return the title as Excel allows it for a sheet."""
    return re.sub(r"[\\/*?:\[\]]", " ", clean_for_xml(title)).strip("' ")[:TITLE] or "表"


def width(text: str) -> int:
    """Return the width in Latin letters; a Chinese character takes two."""
    return 2 * len(text) - sum(map(str.isascii, text))
