"""A Word file being written: its page laid out, its blocks added in order."""

import io
from collections.abc import Iterable

from docx import Document as new_word_file
from docx.oxml.ns import qn

from documents.docx import page, text
from documents.docx.comments import Comments
from documents.docx.elements import Element


class WordFile:
    """A file of one section; `title`, `author` and `moment` (ISO 8601, or empty) are its properties."""

    def __init__(self, title: str, author: str, moment: str = "") -> None:
        self.word = new_word_file()
        page.lay_out(self.word)
        page.describe(self.word, title, author, moment)

    def say_on_every_page(self, head: str) -> None:
        """Print a line above the text of every page."""
        page.say_on_every_page(self.word, head)

    def save(self, content: Iterable[Element], comments: Comments | None = None) -> bytes:
        """Write the elements of the body, and the comments on them; return the file."""
        body = list(content)
        if body[-1].tag == qn("w:tbl"):
            body.append(text.line())  # a file must not end with a table
        self.word.element.body[0:0] = body
        if comments:
            comments.attach(self.word)
        stream = io.BytesIO()
        self.word.save(stream)
        return stream.getvalue()
