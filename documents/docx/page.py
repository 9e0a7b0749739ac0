"""The page of GB/T 9704-2012.

It is A4 with a type area of 156 × 225 mm, 22 lines of 28 characters, and page numbers on the outer side.
Lines are exactly 579 twips and characters 0.25 pt closer: with these Word, WPS and LibreOffice agree on
22 × 28, which they do not on a document grid.
"""

from datetime import UTC, datetime

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import _Footer as Footer
from docx.shared import Mm, Pt, Twips
from docx.styles.style import ParagraphStyle

from common.xml import clean_for_xml
from documents.docx.elements import text, w
from documents.docx.fonts import BODY_SIZE, FONTS, LATIN, fonts, runs

WIDTH = 8845  # of the type area, in twips: the page without its side margins (see `lay_out`)
LINE = 579  # twips
PAGE_NUMBER_SIZE = 28  # 4号, in half points
HEAD_SIZE, HEAD_LINE = 21, 300  # 5号 in half points, and its line in twips


def lay_out(word: Document) -> None:
    """Set size, margins, numbers and the plain style of a new file."""
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
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")
    _plain_style(word.styles["Normal"])


def _number(footer: Footer, side: str) -> None:
    """Print — 1 —, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]._p
    paragraph.get_or_add_pPr().extend([w("ind", **{f"{side}Chars": 100, side: 280}), w("jc", val=side)])
    contents = [
        text("— "),
        w("fldChar", fldCharType="begin"),
        text("PAGE", "instrText"),
        w("fldChar", fldCharType="separate"),
        text("1"),
        w("fldChar", fldCharType="end"),
        text(" —"),
    ]
    for content in contents:
        paragraph.append(w("r", w("rPr", fonts("宋体", "宋体"), w("sz", val=PAGE_NUMBER_SIZE)), content))


def say_on_every_page(word: Document, head: str) -> None:
    """Print a line in the white above the type area, which keeps its 22 lines."""
    section = word.sections[0]
    section.header_distance = Mm(15)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]._p
        layout = [w("spacing", line=HEAD_LINE, lineRule="exact"), w("jc", val="center")]
        paragraph.get_or_add_pPr().extend(layout)
        for run in runs(clean_for_xml(head), "kai", HEAD_SIZE):
            paragraph.append(run)


def _plain_style(style: ParagraphStyle) -> None:
    """Make Normal 3号仿宋, with none of Word's own ideas about spacing."""
    style.font.size, style.font.name = Pt(BODY_SIZE / 2), LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS["text"])
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Twips(LINE)
    layout.widow_control = False


def describe(word: Document, title: str, author: str, moment: str) -> None:
    """Set the file's properties; their moment is the one given, ISO 8601, not the clock's."""
    properties = word.core_properties
    properties.title, properties.author, properties.comments = clean_for_xml(title), clean_for_xml(author), ""
    properties.last_modified_by = clean_for_xml(author)
    if moment:
        properties.created = properties.modified = datetime.fromisoformat(moment).astimezone(UTC)
