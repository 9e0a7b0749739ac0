"""The report as .docx, in the layout of GB/T 9704-2012: A4, a type area of 156 × 225 mm, 22 lines of 28 characters.

Lines are exactly 579 twips and characters 0.25 pt closer: with these Word, WPS and LibreOffice agree on 22 × 28, which
they do not on a document grid.
"""

import io
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docx import Document as new_word_file
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from reports.document import Document, Paragraph, Run

LATIN = "Times New Roman"
TITLE = "方正小标宋简体"
FONTS = {"text": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体"}
# GB 2312 fonts lack many characters of names: those take the larger font of the same face.
LARGER = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "黑体": "黑体", TITLE: "宋体"}
BODY_SIZE, TITLE_SIZE, PAGE_NUMBER_SIZE = Pt(16), Pt(22), Pt(14)  # 3号, 2号, 4号
LINE = Twips(579)
CLOSER = "-5"  # twips between characters
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Document, comments: bool = False, fingerprint: str = "") -> bytes:
    """The finished file."""
    word = new_word_file()
    _page(word)
    _plain_style(word)
    _properties(word, document)
    _title_block(word, document)
    if document.salutation:
        _line(word, (Run(document.salutation),))
    for paragraph in document.paragraphs():
        body(word, paragraph)
    _signature(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Twips(11906), Twips(16838)
    section.top_margin, section.bottom_margin = Twips(2098), Twips(1984)
    section.left_margin, section.right_margin = Twips(1587), Twips(1474)
    section.gutter = Twips(0)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left")


def _page_number(footer: Any, alignment: Any, side: str) -> None:
    """— 1 —, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), "100")
    indent.set(qn(f"w:{side}"), "280")
    for kind, text in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("separate", ""), ("text", "1"), ("end", ""), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = PAGE_NUMBER_SIZE
        set_fonts(run, "宋体", "宋体")
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _plain_style(word: Any) -> None:
    """Normal: 3号仿宋, and none of Word's own ideas about spacing."""
    style = word.styles["Normal"]
    style.font.size, style.font.name = BODY_SIZE, LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS["text"])
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.widow_control = False


def _properties(word: Any, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.comments = clean(document.title), clean(document.subject), ""
    properties.last_modified_by = clean(document.subject)


def _title_block(word: Any, document: Document) -> None:
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing_rule, title.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(35)
    for run in _font_runs(title, clean(document.title), TITLE):
        run.font.size = TITLE_SIZE
    for text in filter(None, (document.byline, document.dated)):
        line = _line(word, (Run(text, style="kai"),))
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(word, ())


def _line(word: Any, runs: tuple[Run, ...]) -> Any:
    paragraph = word.add_paragraph()
    for run in runs:
        _write(paragraph, run)
    return paragraph


def body(word: Any, source: Paragraph) -> Any:
    """A paragraph of text or a heading, indented by two characters."""
    paragraph = _line(word, source.runs)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "640")
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        _insert(properties, off)
    if source.role == "heading":
        paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _insert(properties: Any, element: Any) -> None:
    """At the place the schema gives it: before spacing, indent and alignment."""
    later = properties.find(qn("w:spacing"))
    later = properties.find(qn("w:ind")) if later is None else later
    later.addprevious(element)


def _write(paragraph: Any, source: Run) -> None:
    for run in _font_runs(paragraph, clean(source.text), FONTS[source.style]):
        run.font.size = BODY_SIZE
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), CLOSER)
        run._r.get_or_add_rPr().append(spacing)
        _order(run._r.rPr)
        if source.missing:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _order(properties: Any) -> None:
    """w:spacing stands before w:sz in the schema."""
    spacing, size = properties.find(qn("w:spacing")), properties.find(qn("w:sz"))
    if size is not None:
        size.addprevious(spacing)


def _font_runs(paragraph: Any, text: str, font: str) -> Iterator[Any]:
    """The text as runs, each in a font that has its characters."""
    for common, letters in groupby(text, key=_in_gb2312):
        run = paragraph.add_run("".join(letters))
        set_fonts(run, LATIN, font if common else LARGER[font])
        yield run


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def set_fonts(run: Any, latin: str, chinese: str) -> None:
    """All four font slots: with fewer, Word and WPS fall back to fonts of their own."""
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{slot}"), name)
    # quotes and dashes are shared with Latin: this asks for the Chinese shape
    fonts.set(qn("w:hint"), "eastAsia")


def _signature(word: Any, document: Document) -> None:
    if not document.signature:
        return
    _line(word, ())
    for text in filter(None, (document.signature, document.signed_on)):
        line = _line(word, (Run(text),))
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        indent = line._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:rightChars"), "200")
        indent.set(qn("w:right"), "640")


def clean(text: str) -> str:
    """What XML cannot carry is left out; every other character arrives as typed."""
    return NOT_XML.sub("", text)
