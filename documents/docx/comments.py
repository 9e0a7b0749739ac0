"""Word comments, each on a run of text."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.blocks import Run
from documents.docx.elements import text, w
from documents.docx.fonts import fonts

AUTHOR, INITIALS = "街道党建工作台", "党建"
SIZE = 18  # 小五, in half points


class Comments:
    """Collects a comment per run with a key; `mark` anchors it to that very run, `attach` puts them all into the file."""

    def __init__(self, notes: Mapping[str, Sequence[str]], made: str) -> None:
        """`notes` are the lines of each key's comment; `made` is the moment they speak of, ISO 8601, or empty."""
        self.notes = notes
        self.comments: list[Any] = []
        self.author = {"author": AUTHOR, "initials": INITIALS}
        if made:  # Word reads a comment's date as local time and shows it as it stands
            self.author["date"] = f"{made[:19]}Z"

    def mark(self, source: Run, letters: list[Any]) -> list[Any]:
        note = self.notes.get(source.key)
        if note is None:
            return letters
        number = len(self.comments)
        self.comments.append(w("comment", *map(_line, note), id=number, **self.author))
        reference = w("r", w("commentReference", id=number))
        return [w("commentRangeStart", id=number), *letters, w("commentRangeEnd", id=number), reference]

    def attach(self, word: Any) -> None:
        word.comments._comments_elm.extend(self.comments)


def _line(line: str) -> Any:
    run = w("r", w("rPr", fonts("宋体", "宋体"), w("sz", val=SIZE)), text(line))
    return w("p", w("pPr", w("spacing", line=240, lineRule="auto")), run)
