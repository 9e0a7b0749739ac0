"""Stretches of time that records are counted in, and days in words."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
HALVES = ("上半年", "下半年")
WHOLE_YEAR = "全年"


@dataclass(frozen=True)
class Period:
    """A run of days, both ends included."""

    start: date
    end: date


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, at most the month's last (31 January + 1 = 28 February)."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    _, last_day = monthrange(year, month_index + 1)
    return date(year, month_index + 1, min(day.day, last_day))


def year_earlier(day: date) -> date:
    """Return the same day a year before; of 29 February the 28th."""
    return months_later(day, -12)


def day_in_words(day: date) -> str:
    """Write a day as a document does: 2025年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
