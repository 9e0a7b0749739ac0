"""WordprocessingML by hand: cheaper than python-docx's own objects, and no text can become markup."""

from docx.oxml.ns import nsmap
from lxml import etree
from lxml.etree import _Element as Element

from common.xml import clean_for_xml

W = nsmap["w"]
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str, *children: Element, **attributes: object) -> Element:
    """Make an element of the namespace w: `w("jc", val="center")` is <w:jc w:val="center"/>.

    Children stand as they are given.
    """
    element = etree.Element(f"{{{W}}}{name}", nsmap={"w": W})
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", str(value))
    element.extend(children)
    return element


def text(letters: str, name: str = "t") -> Element:
    """Make a w:t that keeps every space."""
    element = w(name)
    element.set(XML_SPACE, "preserve")
    element.text = clean_for_xml(letters)
    return element
