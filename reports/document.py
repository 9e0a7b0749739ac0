"""The report as a value: parts, annexes, and the notes behind its figures.

It knows neither Word nor HTML; the preview and the Word file both render it. A signed edition keeps it,
so all of it goes through JSON and back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.blocks import Chart, Paragraph, Piece, Run, Table


@dataclass(frozen=True)
class Part:
    """A numbered part; `role` is highlights, problems, causes or measures."""

    role: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Note:
    """What stands behind a printed figure, in words: for the review copy and the annexes."""

    label: str
    text: str
    definition: str
    formula: str
    records: int
    as_of: str
    beside: tuple[str, ...] = ()  # last year's, the promise, the limit


@dataclass(frozen=True)
class Annex:
    """Bound behind the text, on a page of its own."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    chart: Chart | None = None


@dataclass(frozen=True)
class Document:
    """Everything that a file of the report prints, in order. `made` is the moment it speaks of, ISO 8601."""

    title: str
    byline: str
    dated: str
    salutation: str
    opening: Paragraph
    parts: tuple[Part, ...]
    signature: str
    signed_on: str
    subject: str = ""
    notes: tuple[tuple[str, Note], ...] = ()  # by figure key, in the order of the text
    annexes: tuple[Annex, ...] = ()
    made: str = ""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Return the opening and the paragraphs of every part, headings included."""
        yield self.opening
        for part in self.parts:
            yield from part.paragraphs

    def runs(self) -> Iterator[Run]:
        for paragraph in self.paragraphs():
            for piece in paragraph.pieces:
                yield from piece.runs

    @property
    def gaps(self) -> tuple[str, ...]:
        """The missing figures that the text prints, each once."""
        keys = [run.key for run in self.runs() if run.missing and run.key]
        return tuple(dict.fromkeys(keys))

    @property
    def length(self) -> int:
        """Characters of the text, headings included."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs())

    def places(self) -> dict[str, str]:
        """Return the printed figures, each with the passage that prints it first."""
        places: dict[str, str] = {}
        for paragraph in self.paragraphs():
            for piece in paragraph.pieces:
                for run in piece.runs:
                    if run.key:
                        places.setdefault(run.key, piece.key)
        return places

    def pieces(self) -> dict[str, Piece]:
        """Return what each passage prints, by the key of the passage."""
        pieces = {}
        for paragraph in self.paragraphs():
            for piece in paragraph.pieces:
                if piece.key:
                    pieces[piece.key] = piece
        return pieces
