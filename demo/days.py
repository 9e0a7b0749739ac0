"""Days on which things happen: working days, spread unevenly over the months of a year."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from random import Random

# How busy each month is. January and February hold the Spring Festival, July and August the heat.
MONTHS = (7, 5, 10, 9, 11, 10, 7, 7, 10, 8, 10, 9)

HOLIDAYS = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}  # those of a fixed date


@cache
def days_of(year: int, weekends: bool = False) -> tuple[date, ...]:
    """Return the working days of a year, or all its days."""
    days = []
    day = date(year, 1, 1)
    while day.year == year:
        if weekends or _is_working_day(day):
            days.append(day)
        day += timedelta(days=1)
    return tuple(days)


def _is_working_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


@cache
def _weights(days: tuple[date, ...]) -> tuple[int, ...]:
    return tuple(MONTHS[day.month - 1] for day in days)


def spread(dice: Random, year: int, count: int, weekends: bool = False) -> list[date]:
    """Return `count` days of a year in order; several may be the same."""
    days = days_of(year, weekends)
    return sorted(dice.choices(days, _weights(days), k=count))


def distinct(dice: Random, days: Iterable[date], count: int) -> list[date]:
    """Return at most `count` different ones of these days, in order, more of them in the busy months."""
    in_mixed_order = sorted(days, key=lambda day: dice.random() ** (1 / MONTHS[day.month - 1]), reverse=True)
    return sorted(in_mixed_order[:count])


def monthly(dice: Random, year: int, months: Iterable[int] = range(1, 13)) -> list[date]:
    """Return one working day in each of the months."""
    days = []
    for month in months:
        days.append(dice.choice([day for day in days_of(year) if day.month == month]))
    return days


def after(dice: Random, day: date, least: int, most: int) -> date:
    """Return a day `least` to `most` days on."""
    return day + timedelta(days=dice.randint(least, most))


def between(dice: Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`; the first where the last is before it."""
    return first + timedelta(days=dice.randint(0, max(0, (last - first).days)))
