"""What stands behind each printed figure, as Word comments for whoever goes over the report."""

from typing import Any

from reports.document import Document, Note, Run
from reports.word.elements import text, w
from reports.word.fonts import fonts

AUTHOR, INITIALS = "街道党建工作台", "党建"
SIZE = 18  # 小五, in half points


class Comments:
    """Collects a comment per printed figure; `mark` anchors it to that very run, `attach` puts them all into the file."""

    def __init__(self, document: Document) -> None:
        self.notes = dict(document.notes)
        # Word reads a comment's date as local time and shows it as it stands
        self.said = {"author": AUTHOR, "initials": INITIALS, **({"date": f"{document.made[:19]}Z"} if document.made else {})}
        self.written: list[Any] = []

    def mark(self, source: Run, letters: list[Any]) -> list[Any]:
        note = self.notes.get(source.key)
        if note is None:
            return letters
        number = len(self.written)
        self.written.append(w("comment", *(_line(said) for said in lines(note)), id=number, **self.said))
        reference = w("r", w("commentReference", id=number))
        return [w("commentRangeStart", id=number), *letters, w("commentRangeEnd", id=number), reference]

    def attach(self, word: Any) -> None:
        word.comments._comments_elm.extend(self.written)


def lines(note: Note) -> tuple[str, ...]:
    return (
        f"{note.label}：{note.text}",
        f"口径：{note.definition}",
        f"算式：{note.formula}",
        f"计入记录：{note.records}条",
        f"时间：{note.as_of}",
        *note.beside,
    )


def _line(said: str) -> Any:
    run = w("r", w("rPr", fonts("宋体", "宋体"), w("sz", val=SIZE)), text(said))
    return w("p", w("pPr", w("spacing", line=240, lineRule="auto")), run)
