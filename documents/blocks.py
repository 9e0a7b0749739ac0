"""What a document is made of, as values: runs of text, paragraphs, tables, charts. Word and HTML render these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
MISSING = "X"  # what stands for a number that nobody recorded
DASH = "—"  # what stands where there can be no number


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


def holds_numbers(cells: Sequence[str]) -> bool:
    """Say whether the cells of a column are numbers, besides empty ones and what stands for a number that is not there."""
    filled = [cell for cell in cells if cell not in (DASH, "")]
    if cells and not filled:
        return False
    return all(NUMBER.fullmatch(cell) or cell == MISSING for cell in filled)
