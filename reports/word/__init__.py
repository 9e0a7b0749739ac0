"""The report as .docx, in the layout of GB/T 9704-2012."""

import io

from docx import Document as new_word_file
from docx.oxml.ns import qn

from reports.document import Document
from reports.word import annexes, page, text
from reports.word.comments import Comments


def render(document: Document, comments: bool = False, fingerprint: str = "", head: str = "") -> bytes:
    """The finished file: clean, or for review with a comment on each figure; `fingerprint` is of the signed edition.

    `head` stands at the top of every page: what a draft says of itself.
    """
    word = new_word_file()
    page.lay_out(word)
    page.describe(word, document)
    if head:
        page.say_on_every_page(word, head)
    review = Comments(document)
    mark = review.mark if comments else text.plainly
    content = [
        *text.title_block(document),
        *(text.body(paragraph, mark) for paragraph in document.paragraphs()),
        *annexes.listed(document.annexes),
        *text.signature(document),
        *annexes.bound(word, document.annexes, fingerprint),
    ]
    if content[-1].tag == qn("w:tbl"):
        content.append(text.line())  # a file must not end with a table
    word.element.body[0:0] = content
    if comments:
        review.attach(word)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()
