"""The report as .docx, in the layout of GB/T 9704-2012."""

from collections.abc import Iterator
from typing import Any

from documents.docx import text
from documents.docx.comments import Comments
from documents.docx.elements import w
from documents.docx.file import WordFile
from reports.document import Document, Note
from reports.outputs import bound


def render(document: Document, comments: bool = False, fingerprint: str = "", head: str = "") -> bytes:
    """The finished file: clean, or for review with a comment on each figure; `fingerprint` is of the signed edition.

    `head` stands at the top of every page: what a draft says of itself.
    """
    file = WordFile(document.title, document.subject, document.made)
    if head:
        file.say_on_every_page(head)
    review = (
        Comments({key: note_lines(note) for key, note in document.notes}, document.made) if comments else None
    )
    mark = review.mark if review else text.plainly
    content = [
        *title_block(document),
        *(text.body(paragraph, mark) for paragraph in document.paragraphs()),
        *bound.listed(document.annexes),
        *text.signature(document.signature, document.signed_on),
        *bound.bound(file.word, document.annexes, fingerprint),
    ]
    return file.save(content, review)


def title_block(document: Document) -> Iterator[Any]:
    yield text.title(document.title)
    for written in filter(None, (document.byline, document.dated)):
        yield text.line(written, "kai", w("jc", val="center"))
    yield text.line()
    if document.salutation:
        yield text.line(document.salutation)


def note_lines(note: Note) -> tuple[str, ...]:
    return (
        f"{note.label}：{note.text}",
        f"口径：{note.definition}",
        f"算式：{note.formula}",
        f"计入记录：{note.records}条",
        f"时间：{note.as_of}",
        *note.beside,
    )
