"""What the columns and words of a file are taken for, each with how sure that is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from imports.parse.decisions import Constant, Sure

MOST_SAMPLES = 3


@dataclass
class ColumnProposal:
    """A column of the file: `name` is our column, "" where it has no place, `place` counts from 0."""

    place: int
    key: str
    heading: str
    samples: list[str]
    name: str = ""
    sure: Sure = Sure.NONE
    note: str = ""


@dataclass
class WordProposal:
    """A text of the file that is none of ours, and what it is taken for.

    `value` is what is read in its place, `options` what it may be, the nearest first.
    """

    name: str  # of our column
    heading: str  # of the file's
    word: str
    rows: int
    value: str
    sure: Sure
    note: str = ""
    options: list[str] = field(default_factory=list)
    may_be_empty: bool = False


@dataclass
class LackProposal:
    """A column of ours that the file does not have, and the one value that all rows are given."""

    name: str
    label: str
    constant: Constant | None
    shown: str  # the value that `constant` gives
    sure: Sure
    note: str = ""
    options: list[str] = field(default_factory=list)


class ChoiceProposal(NamedTuple):
    """A question about a column of ours.

    Which column of the file it is (`places`), or in which unit (`units`).
    """

    name: str
    label: str
    question: str
    places: tuple[int, ...]
    units: tuple[str, ...]


@dataclass
class YearProposal:
    """A column of days that are written without their year."""

    name: str
    label: str
    rows: int
    year: str
    sure: Sure
    note: str = ""


@dataclass
class TableMapping:
    """All proposals for one sheet of the layout."""

    title: str  # of the layout
    sheet: str  # of the file
    heading: int
    rows: int
    columns: list[ColumnProposal]
    lacks: list[LackProposal]
    words: list[WordProposal]
    choices: list[ChoiceProposal]
    years: list[YearProposal]

    def leave_open(self, seen_keys: Collection[str]) -> None:
        """Propose no value again that the author has seen and left open: then it is one to ask about."""
        for lack in self.lacks:
            if lack.sure == Sure.LIKELY and f"{self.title}/lack/{lack.name}" in seen_keys:
                lack.sure, lack.constant, lack.shown = Sure.ASK, None, ""
        for year in self.years:
            if year.sure == Sure.LIKELY and f"{self.title}/year/{year.name}" in seen_keys:
                year.sure, year.year = Sure.ASK, ""

    def shown_keys(self) -> Iterator[tuple[str, str]]:
        """Yield everything that the page asks about or fills in for a column that the file lacks."""
        yield from self.asks()
        for lack in self.lacks:
            if lack.sure == Sure.LIKELY:
                yield "lack", lack.name
        for year in self.years:
            if year.sure == Sure.LIKELY:
                yield "year", year.name

    def asks(self) -> Iterator[tuple[str, str]]:
        """Yield what nobody but the author can say, each by its sort and key."""
        for choice in self.choices:
            yield "choice", choice.name
        for column in self.columns:
            if column.sure == Sure.ASK:
                yield "column", column.key
        for lack in self.lacks:
            if lack.sure == Sure.ASK:
                yield "lack", lack.name
        for year in self.years:
            if year.sure == Sure.ASK:
                yield "year", year.name
        for word in self.words:
            if word.sure == Sure.ASK:
                yield "word", f"{word.name}/{word.word}"

    @property
    def has_likely(self) -> bool:
        """Whether something is to be seen before it is taken."""
        return Sure.LIKELY in self._sures()

    @property
    def is_sure(self) -> bool:
        """Whether nothing is asked and nothing has to be seen first."""
        return not self.choices and not {Sure.ASK, Sure.LIKELY} & self._sures()

    def _sures(self) -> set[Sure]:
        sures = [column.sure for column in self.columns]
        sures += [lack.sure for lack in self.lacks]
        sures += [word.sure for word in self.words]
        sures += [year.sure for year in self.years]
        return set(sures)
