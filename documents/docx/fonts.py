"""Which font and size a run of text takes."""

from copy import deepcopy
from functools import lru_cache
from itertools import groupby

from documents.blocks import Face
from documents.docx import elements
from documents.docx.elements import Element, w

LATIN = "Times New Roman"
FONTS: dict[Face, str] = {
    "text": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "title": "方正小标宋简体",
}
# GB 2312 fonts lack many characters of names: those take the larger font of the same face.
LARGER = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "黑体", "方正小标宋简体": "宋体"}
TITLE_SIZE, BODY_SIZE = 44, 32  # 2号, 3号, in half points
CLOSER = -5  # twips between characters of the text, so that 28 fit on a line


def runs(
    text: str, face: Face = "text", size: int = BODY_SIZE, bold: bool = False, highlight: bool = False
) -> list[Element]:
    """Write text as runs, each in a font that has its characters.

    `size` is in half points; `highlight` marks a figure that is missing in yellow.
    """
    run_elements = []
    for stretch, is_common in _stretches(text):
        font = FONTS[face]
        if not is_common:
            font = LARGER[font]
        # an element has one parent: each run takes a copy of its own
        properties = deepcopy(_properties(font, size, bold, highlight))
        run_elements.append(w("r", properties, elements.text(stretch)))
    return run_elements


def _stretches(text: str) -> list[tuple[str, bool]]:
    """Cut a text where characters of GB 2312 end or begin; say of each stretch whether it has only these."""
    if not text:
        return []
    if _in_gb2312(text):
        return [(text, True)]
    return [("".join(stretch), is_common) for is_common, stretch in groupby(text, key=_in_gb2312)]


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
    # “ ” —— · have one code for both scripts: the hint asks for the Chinese shape
    return w("rFonts", hint="eastAsia", ascii=latin, hAnsi=latin, cs=latin, eastAsia=chinese)


def _in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
