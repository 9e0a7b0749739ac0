"""Word comments, each on a run of text."""

from collections.abc import Mapping, Sequence

from docx.document import Document

from documents.blocks import Run
from documents.docx.elements import Element, text, w
from documents.docx.fonts import fonts

AUTHOR, INITIALS = "街道党建工作台", "党建"
SIZE = 18  # 小五, in half points


class Comments:
    """Collects a comment for each run with a key.

    `mark` anchors a comment to its run, `attach` puts all of them into the file.
    """

    def __init__(self, notes: Mapping[str, Sequence[str]], moment: str) -> None:
        """Take the lines of each key's comment, and the moment they speak of, ISO 8601, or empty."""
        self.notes = notes
        self.comments: list[Element] = []
        self.author = {"author": AUTHOR, "initials": INITIALS}
        if moment:  # Word reads a comment's date as local time and shows it as it stands
            self.author["date"] = f"{moment[:19]}Z"

    def mark(self, source: Run, letters: list[Element]) -> list[Element]:
        """Put the marks of a comment around the letters of a run, where there is one on its key."""
        note = self.notes.get(source.key)
        if note is None:
            return letters
        number = len(self.comments)
        self.comments.append(w("comment", *map(_line, note), id=number, **self.author))
        reference = w("r", w("commentReference", id=number))
        return [w("commentRangeStart", id=number), *letters, w("commentRangeEnd", id=number), reference]

    def attach(self, word: Document) -> None:
        """Put the comments into the file."""
        word.comments._comments_elm.extend(self.comments)


def _line(line: str) -> Element:
    run = w("r", w("rPr", fonts("宋体", "宋体"), w("sz", val=SIZE)), text(line))
    return w("p", w("pPr", w("spacing", line=240, lineRule="auto")), run)
