"""WordprocessingML by hand: cheaper than python-docx's own objects, and no text can become markup."""

import re
from typing import Any

from docx.oxml.ns import nsmap
from lxml import etree

W = nsmap["w"]
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def w(name: str, *children: Any, **attributes: Any) -> Any:
    """An element of the namespace w: `w("jc", val="center")` is <w:jc w:val="center"/>. Children stand as they are given."""
    element = etree.Element(
        f"{{{W}}}{name}", {f"{{{W}}}{key}": str(value) for key, value in attributes.items()}, nsmap={"w": W}
    )
    element.extend(children)
    return element


def text(written: str, name: str = "t") -> Any:
    """w:t with every space kept."""
    element = w(name)
    element.set(XML_SPACE, "preserve")
    element.text = clean(written)
    return element


def clean(written: str) -> str:
    """What XML cannot carry is left out; every other character arrives as typed."""
    return NOT_XML.sub("", written)
