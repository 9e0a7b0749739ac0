"""The text itself: title, paragraphs, signature."""

from collections.abc import Callable, Iterator

from documents.blocks import Face, Paragraph, Run
from documents.docx.elements import Element, w
from documents.docx.fonts import CLOSER, TITLE_SIZE, runs

Mark = Callable[[Run, list[Element]], list[Element]]  # what the runs of a source run become
CHARACTER, LINE_LENGTH = 320, 28  # twips, characters


def plainly(source: Run, letters: list[Element]) -> list[Element]:
    """Leave a run as it is: the mark of a copy without comments."""
    return letters


def title(letters: str, **space: int) -> Element:
    layout = (w("spacing", **space, line=700, lineRule="exact"), w("jc", val="center"))
    return paragraph(runs(letters, "title", TITLE_SIZE), *layout)


def line(letters: str = "", face: Face = "text", *layout: Element) -> Element:
    return paragraph(runs(letters, face), *layout)


def body(source: Paragraph, mark: Mark = plainly) -> Element:
    """Write a paragraph of text or a heading, indented by two characters."""
    letters: list[Element] = []
    for run in source.runs:
        letters += mark(run, runs(run.text, run.style, highlight=run.missing))
    layout = [
        *unspaced_latin(),
        w("snapToGrid", val=0),
        w("ind", firstLineChars=200, firstLine=2 * CHARACTER),
        w("jc", val="both"),
    ]
    if source.role == "heading":
        layout.insert(0, w("keepNext"))
    return paragraph(letters, *layout)


def paragraph(letters: list[Element], *layout: Element) -> Element:
    """Make a paragraph; `layout` is in the order of the schema."""
    if not layout:
        return w("p", *letters)
    return w("p", w("pPr", *layout), *letters)


def unspaced_latin() -> list[Element]:
    """Leave no gaps of Word's own between Chinese and letters or digits."""
    return [w("autoSpaceDE", val=0), w("autoSpaceDN", val=0)]


def signature(name: str, day: str) -> Iterator[Element]:
    """Write the name, and the date below it, by GB/T 9704, 7.3.5.2.

    The date begins two characters right of the name; where it is longer, it is the name that moves.
    """
    if not name:
        return
    name_length, day_length = _length(name), _length(day)
    indent = LINE_LENGTH - 2 - name_length
    if day_length > name_length:
        indent = LINE_LENGTH - 4 - day_length
    yield line("", "text", w("keepNext"))
    if not day:
        yield line(name, "text", _from_left(indent))
        return
    yield line(name, "text", w("keepNext"), _from_left(indent))
    yield line(day, "text", _from_left(indent + 2))


def _length(letters: str) -> float:
    """Count characters; letters and digits take half of one."""
    narrow = sum(character.isascii() for character in letters)
    return len(letters) - narrow / 2


def _from_left(characters: float) -> Element:
    return w("ind", left=max(0, round((CHARACTER + CLOSER) * characters)))
