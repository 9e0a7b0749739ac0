"""The text itself: title, paragraphs, signature."""

from collections.abc import Callable, Iterator
from typing import Any

from documents.blocks import Paragraph, Run
from documents.docx.elements import w
from documents.docx.fonts import CLOSER, TITLE_SIZE, runs

Mark = Callable[[Run, list[Any]], list[Any]]  # what the runs of a source run become
CHARACTER, LINE_LENGTH = 320, 28  # twips, characters


def plainly(source: Run, letters: list[Any]) -> list[Any]:
    return letters


def title(written: str, **space: int) -> Any:
    layout = (w("spacing", **space, line=700, lineRule="exact"), w("jc", val="center"))
    return paragraph(runs(written, "title", TITLE_SIZE), *layout)


def line(written: str = "", style: str = "text", *layout: Any) -> Any:
    return paragraph(runs(written, style), *layout)


def body(source: Paragraph, mark: Mark = plainly) -> Any:
    """A paragraph of text or a heading, indented by two characters."""
    letters = [
        letter for run in source.runs for letter in mark(run, runs(run.text, run.style, marked=run.missing))
    ]
    return paragraph(
        letters,
        *([w("keepNext")] if source.role == "heading" else []),
        *unspaced(),
        w("snapToGrid", val=0),
        w("ind", firstLineChars=200, firstLine=2 * CHARACTER),
        w("jc", val="both"),
    )


def paragraph(letters: list[Any], *layout: Any) -> Any:
    """`layout` in the order of the schema."""
    return w("p", w("pPr", *layout), *letters) if layout else w("p", *letters)


def unspaced() -> list[Any]:
    """No gaps of Word's own between Chinese and letters or digits."""
    return [w("autoSpaceDE", val=0), w("autoSpaceDN", val=0)]


def signature(name: str, day: str) -> Iterator[Any]:
    """The date begins two characters right of the name; where it is longer, it is the name that moves (GB/T 9704, 7.3.5.2)."""
    if not name:
        return
    name_length, day_length = _length(name), _length(day)
    begins = LINE_LENGTH - 2 - name_length
    if day_length > name_length:
        begins = LINE_LENGTH - 4 - day_length
    yield line("", "text", w("keepNext"))
    yield line(name, "text", *([w("keepNext")] if day else []), _from_left(begins))
    if day:
        yield line(day, "text", _from_left(begins + 2))


def _length(written: str) -> float:
    """In characters; letters and digits take half of one."""
    return sum(0.5 if character.isascii() else 1 for character in written)


def _from_left(characters: float) -> Any:
    return w("ind", left=max(0, round((CHARACTER + CLOSER) * characters)))
