"""Which font and size a run of text takes."""

from copy import deepcopy
from functools import lru_cache
from itertools import groupby
from typing import Any

from documents.docx.elements import text, w

LATIN = "Times New Roman"
FONTS = {"text": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "title": "方正小标宋简体"}
# GB 2312 fonts lack many characters of names: those take the larger font of the same face.
LARGER = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "黑体", "方正小标宋简体": "宋体"}
TITLE_SIZE, BODY_SIZE = 44, 32  # 2号, 3号, in half points
CLOSER = -5  # twips between characters


def runs(
    written: str, style: str = "text", size: int = BODY_SIZE, bold: bool = False, marked: bool = False
) -> list[Any]:
    """The text as runs, each in a font that has its characters; `marked` as a figure that is missing."""
    return [
        w(
            "r",
            deepcopy(_properties(FONTS[style] if common else LARGER[FONTS[style]], size, bold, marked)),
            text(letters),
        )
        for common, letters in _stretches(written)
    ]


def _stretches(written: str) -> list[tuple[bool, str]]:
    """The text cut where characters of GB 2312 end or begin: whole, mostly."""
    if _in_gb2312(written):
        return [(True, written)] if written else []
    return [(common, "".join(letters)) for common, letters in groupby(written, key=_in_gb2312)]


@lru_cache(maxsize=64)
def _properties(font: str, size: int, bold: bool, marked: bool) -> Any:
    closer = [w("spacing", val=CLOSER)] if size == BODY_SIZE else []
    return w(
        "rPr",
        fonts(LATIN, font),
        *([w("b")] if bold else []),
        *closer,
        w("sz", val=size),
        *([w("highlight", val="yellow")] if marked else []),
    )


def fonts(latin: str, chinese: str) -> Any:
    """All four font slots: with fewer, Word and WPS fall back to fonts of their own."""
    # quotes and dashes are shared with Latin: the hint asks for the Chinese shape
    return w("rFonts", hint="eastAsia", ascii=latin, hAnsi=latin, cs=latin, eastAsia=chinese)


def _in_gb2312(written: str) -> bool:
    try:
        written.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
