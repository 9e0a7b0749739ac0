"""Stretches of time that records are counted in."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """A run of days, both ends included."""

    start: date
    end: date


def months_later(day: date, months: int) -> date:
    """The same day `months` natural months on, clamped to the month's end (31 January + 1 = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def year_earlier(day: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    return months_later(day, -12)
