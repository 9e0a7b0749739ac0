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
    """Make the file, clean or for review with a comment on each figure.

    `fingerprint` is of the signed edition. `head` stands at the top of every page, as what a draft says of
    itself.
    """
    file = WordFile(document.title, document.subject, document.made)
    if head:
        file.say_on_every_page(head)
    review, mark = None, text.plainly
    if comments:
        notes = {key: note_lines(note) for key, note in document.notes}
        review = Comments(notes, document.made)
        mark = review.mark
    content = [*title_block(document)]
    for paragraph in document.paragraphs():
        content.append(text.body(paragraph, mark))
    content.extend(bound.annex_list(document.annexes))
    content.extend(text.signature(document.signature, document.signed_on))
    content.extend(bound.annex_pages(file.word, document.annexes, fingerprint))
    return file.save(content, review)


def title_block(document: Document) -> Iterator[Any]:
    """Write what stands above the text."""
    yield text.title(document.title)
    for line in (document.byline, document.dated):
        if line:
            yield text.line(line, "kai", w("jc", val="center"))
    yield text.line()
    if document.salutation:
        yield text.line(document.salutation)


def note_lines(note: Note) -> tuple[str, ...]:
    """Say in lines what stands behind a figure."""
    return (
        f"{note.label}：{note.text}",
        f"口径：{note.definition}",
        f"算式：{note.formula}",
        f"计入记录：{note.records}条",
        f"时间：{note.as_of}",
        *note.beside,
    )
