"""Over how long indicators are computed: a month, a quarter, half a year or a year."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from common.periods import months_later


class Length(IntEnum):
    """The length of a stretch, in months."""

    MONTH = 1
    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12


@dataclass(frozen=True)
class Span:
    """One stretch of a calendar year: `number` counts from 1, so that (2026, QUARTER, 2) is April to June."""

    year: int
    length: Length = Length.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // self.length:
            raise ValueError(f"{self.year} has no {self.length.name} {self.number}")

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * self.length + 1, 1)

    @property
    def last(self) -> date:
        return months_later(self.first, self.length) - timedelta(days=1)

    @property
    def year_before(self) -> "Span":
        """The same stretch of the year before."""
        return Span(self.year - 1, self.length, self.number)
