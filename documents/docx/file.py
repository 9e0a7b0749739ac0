"""A Word file being written: its page laid out, its blocks added in order."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document as new_word_file
from docx.oxml.ns import qn

from documents.docx import page, text
from documents.docx.comments import Comments


class WordFile:
    """`title`, `author` and `made` (ISO 8601, or empty) are the file's properties."""

    def __init__(self, title: str, author: str, made: str = "") -> None:
        self.word = new_word_file()
        page.lay_out(self.word)
        page.describe(self.word, title, author, made)

    def say_on_every_page(self, head: str) -> None:
        page.say_on_every_page(self.word, head)

    def save(self, content: Iterable[Any], comments: Comments | None = None) -> bytes:
        """Write the elements of the body, and what is said of them; return the file."""
        body = list(content)
        if body[-1].tag == qn("w:tbl"):
            body.append(text.line())  # a file must not end with a table
        self.word.element.body[0:0] = body
        if comments:
            comments.attach(self.word)
        stream = io.BytesIO()
        self.word.save(stream)
        return stream.getvalue()
