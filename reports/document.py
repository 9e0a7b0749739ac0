"""The report as values: parts, paragraphs, pieces, runs, annexes. No Word and no HTML in it; preview and Word both render
this, and it is what a signed edition keeps: all of it goes through JSON and back.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Run:
    """A stretch of text. `key` names the figure it prints, `style` is text, hei or kai; `missing` where the figure is X.

    `about` names the figure that it says something of, such as the change since last year.
    """

    text: str
    key: str = ""
    style: str = "text"
    missing: bool = False
    about: str = ""


@dataclass(frozen=True)
class Piece:
    """What one passage prints: `key` is the passage's, empty where no passage stands behind it."""

    key: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Paragraph:
    """`role`: heading or body."""

    pieces: tuple[Piece, ...]
    role: str = "body"

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(merge([run for piece in self.pieces for run in piece.runs]))

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def paragraph(*runs: Run, key: str = "", role: str = "body") -> Paragraph:
    return Paragraph((Piece(key, runs),), role)


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
class Table:
    """Cells as text; the first column names the row, `total` says how many rows at the end are sums."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int = 0


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars: one value of each series per category; None where there is none, and `marks` says behind the category why.

    Documents signed before have no marks.
    """

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annex:
    """Bound behind the text, on a page of its own."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    chart: Chart | None = None


@dataclass(frozen=True)
class Document:
    """Everything a file of the report prints, in order. `made` is the moment it speaks of, ISO 8601."""

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
        yield self.opening
        for part in self.parts:
            yield from part.paragraphs

    def runs(self) -> Iterator[Run]:
        for found in self.paragraphs():
            for piece in found.pieces:
                yield from piece.runs

    @property
    def gaps(self) -> tuple[str, ...]:
        """The missing figures that the text prints, each once."""
        return tuple(dict.fromkeys(run.key for run in self.runs() if run.missing and run.key))

    @property
    def length(self) -> int:
        """Characters of the text, headings included."""
        return sum(len(found.text) for found in self.paragraphs())

    def places(self) -> dict[str, str]:
        """The printed figures, each with the passage that prints it first."""
        found: dict[str, str] = {}
        for paragraph in self.paragraphs():
            for piece in paragraph.pieces:
                for run in piece.runs:
                    if run.key:
                        found.setdefault(run.key, piece.key)
        return found

    def pieces(self) -> dict[str, Piece]:
        return {piece.key: piece for found in self.paragraphs() for piece in found.pieces if piece.key}


def merge(runs: list[Run]) -> list[Run]:
    """Neighbouring plain runs of one style as one; what is missing stays marked."""
    merged: list[Run] = []
    for run in runs:
        plain = merged and not any(told.key or told.missing or told.about for told in (run, merged[-1]))
        if plain and run.style == merged[-1].style:
            merged[-1] = Run(merged[-1].text + run.text, style=run.style)
        else:
            merged.append(run)
    return merged


def numeral(number: int) -> str:
    """1–99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def as_json(document: Document) -> dict[str, Any]:
    return asdict(document)


def from_json(data: Any, kind: Any = Document) -> Any:
    """The value that `as_json` wrote down."""
    if is_dataclass(kind) and isinstance(data, dict):
        hints = get_type_hints(kind)
        known = [f.name for f in fields(kind) if f.name in data]  # a document signed before lacks what came later
        return kind(**{name: from_json(data[name], hints[name]) for name in known})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(from_json(item, inner[0]) for item in data)
        return tuple(from_json(item, each) for item, each in zip(data, inner, strict=True))
    if data is not None and get_args(kind):  # an optional one
        return from_json(data, get_args(kind)[0])
    return data
