"""Which font and size a run of text takes."""

from copy import deepcopy
from functools import lru_cache
from itertools import groupby

from documents.docx.elements import Element, text, w

LATIN = "Times New Roman"
FONTS = {"text": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "title": "方正小标宋简体"}
# GB 2312 fonts lack many characters of names: those take the larger font of the same face.
LARGER = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "黑体", "方正小标宋简体": "宋体"}
TITLE_SIZE, BODY_SIZE = 44, 32  # 2号, 3号, in half points
CLOSER = -5  # twips between characters


def runs(
    letters: str, style: str = "text", size: int = BODY_SIZE, bold: bool = False, highlight: bool = False
) -> list[Element]:
    """Write text as runs, each in a font that has its characters; a figure that is missing is highlighted."""
    elements = []
    for stretch, is_common in _stretches(letters):
        font = FONTS[style]
        if not is_common:
            font = LARGER[font]
        properties = deepcopy(_properties(font, size, bold, highlight))
        elements.append(w("r", properties, text(stretch)))
    return elements


def _stretches(letters: str) -> list[tuple[str, bool]]:
    """Cut the text where characters of GB 2312 end or begin, and say of each stretch whether it has them."""
    if not letters:
        return []
    if _in_gb2312(letters):
        return [(letters, True)]
    return [("".join(stretch), is_common) for is_common, stretch in groupby(letters, key=_in_gb2312)]


@lru_cache(maxsize=64)
def _properties(font: str, size: int, bold: bool, highlight: bool) -> Element:
    """Make the properties of a run, in the order of the schema."""
    properties = [fonts(LATIN, font)]
    if bold:
        properties.append(w("b"))
    if size == BODY_SIZE:
        properties.append(w("spacing", val=CLOSER))
    properties.append(w("sz", val=size))
    if highlight:
        properties.append(w("highlight", val="yellow"))
    return w("rPr", *properties)


def fonts(latin: str, chinese: str) -> Element:
    """Set all four font slots: with fewer, Word and WPS fall back to fonts of their own."""
    # quotes and dashes are shared with Latin: the hint asks for the Chinese shape
    return w("rFonts", hint="eastAsia", ascii=latin, hAnsi=latin, cs=latin, eastAsia=chinese)


def _in_gb2312(letters: str) -> bool:
    try:
        letters.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
