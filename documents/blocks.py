"""What a document is made of, as values: runs of text, paragraphs, tables, charts.

Word and HTML render these.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# The faces of GB/T 9704: 仿宋 for text, 楷体 and 黑体 for headings, 小标宋 for the title.
Face = Literal["text", "kai", "hei", "title"]

NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
MISSING = "X"  # what stands for a number that nobody recorded
DASH = "—"  # what stands where there can be no number


@dataclass(frozen=True)
class Run:
    """A stretch of text.

    `key` names the figure it prints, and `missing` says that the figure is X. `about` names the figure
    that it says something of, such as the change since last year.
    """

    text: str
    key: str = ""
    style: Face = "text"
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
    """A paragraph of text; `role` is heading or body."""

    pieces: tuple[Piece, ...]
    role: str = "body"

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(merge([run for piece in self.pieces for run in piece.runs]))

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def paragraph(*runs: Run, key: str = "", role: str = "body") -> Paragraph:
    """Make a paragraph of one piece."""
    return Paragraph((Piece(key, runs),), role)


@dataclass(frozen=True)
class Table:
    """Cells as text; the first column names the row, `total` says how many rows at the end are sums."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int = 0

    @property
    def numeric_columns(self) -> list[bool]:
        """Which columns hold numbers: these stand to the right."""
        return [holds_numbers([row[place] for row in self.rows]) for place in range(len(self.head))]


@dataclass(frozen=True)
class Series:
    """The numbers of one series, a year, one of each category."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars, one value of each series per category.

    A value is None where there is none, and `marks` says behind the category why. Documents signed before
    there were marks have none.
    """

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    marks: tuple[str, ...] = ()


def merge(runs: list[Run]) -> list[Run]:
    """Join neighbouring plain runs of one style; runs that print or say something of a figure stay apart."""
    result: list[Run] = []
    for run in runs:
        if result and _is_plain(run) and _is_plain(result[-1]) and run.style == result[-1].style:
            result[-1] = Run(result[-1].text + run.text, style=run.style)
        else:
            result.append(run)
    return result


def _is_plain(run: Run) -> bool:
    return not (run.key or run.missing or run.about)


def holds_numbers(cells: Sequence[str]) -> bool:
    """Say whether the cells of a column are numbers, besides empty ones and marks for a missing one."""
    filled_cells = [cell for cell in cells if cell not in (DASH, "")]
    if cells and not filled_cells:
        return False
    return all(NUMBER.fullmatch(cell) or cell == MISSING for cell in filled_cells)
