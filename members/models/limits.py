"""How long each step of 发展党员 may take, and what of it can be passed.

《中国共产党发展党员工作细则》 of 2014; the revision in force from 2026-05-18 keeps these numbers, and the articles named
here are its own as reported. 18 years: 中国共产党章程 (2022), article 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from common.periods import months_later

APPLY_AT_MONTHS = 18 * 12
TALK_MONTHS = 1  # article 7: somebody talks with the applicant within a month
ACTIVIST_MONTHS = 12  # article 13: a year as 积极分子 before becoming a 发展对象
APPROVE_MONTHS, APPROVE_AT_MOST_MONTHS = 3, 6  # article 25: three months, in special cases up to six
PROBATION_MONTHS = 12  # article 31: counted from the 支部大会
EXTEND_MONTHS, EXTEND_AT_MOST_MONTHS = 6, 12  # article 32: the probation is extended by half a year to a year

# Under the 党章 adopted at the ninth congress there was no probation; before the one of September 1956 it was
# not a year for all.
NO_PROBATION = (date(1969, 4, 1), date(1977, 8, 31))
PROBATION_OF_A_YEAR_SINCE = date(1956, 9, 1)


@dataclass(frozen=True)
class Limit:
    """A rule that between the days in two columns lie at least, or at most, so many months.

    An absolute one is passed by no reason.
    """

    column: str
    since: str
    months: int
    text: str  # {day} is the earliest or the latest day, {since} the day it is counted from
    at_most: bool = False
    absolute: bool = False

    def breach(self, person: object) -> str:
        """Say what is wrong with a person's days; empty where nothing is, or one of the days is not known."""
        day, since = getattr(person, self.column), getattr(person, self.since)
        if day is None or since is None:
            return ""
        limit = months_later(since, self.months)
        is_broken = day < limit
        if self.at_most:
            is_broken = day > limit
        if not is_broken:
            return ""
        return self.text.format(day=limit, since=since)


LIMITS = (
    Limit(
        "applied_on",
        "birth_date",
        APPLY_AT_MONTHS,
        "申请时未满 18 周岁（{since:%Y-%m-%d} 出生），请核对",
        absolute=True,
    ),
    Limit(
        "talked_on",
        "applied_on",
        TALK_MONTHS,
        "收到申请书后一个月内派人谈话，最迟 {day:%Y-%m-%d}",
        at_most=True,
    ),
    Limit(
        "candidate_on",
        "activist_on",
        ACTIVIST_MONTHS,
        "确定为积极分子满一年后才能列为发展对象，最早 {day:%Y-%m-%d}",
    ),
    Limit(
        "approved_on",
        "admitted_on",
        APPROVE_MONTHS,
        "支部大会后三个月内审批，最迟 {day:%Y-%m-%d}",
        at_most=True,
    ),
    Limit(
        "approved_on",
        "admitted_on",
        APPROVE_AT_MOST_MONTHS,
        "有特殊情况的审批也不超过六个月，最迟 {day:%Y-%m-%d}",
        at_most=True,
    ),
    Limit(
        "full_on", "admitted_on", PROBATION_MONTHS, "预备期一年，从支部大会之日算起，最早 {day:%Y-%m-%d} 转正"
    ),
    Limit("full_on", "extended_to", 0, "预备期已延长，最早 {day:%Y-%m-%d} 转正"),
    Limit(
        "extended_to",
        "admitted_on",
        PROBATION_MONTHS + EXTEND_MONTHS,
        "预备期延长不少于半年，最早延长至 {day:%Y-%m-%d}",
    ),
    Limit(
        "extended_to",
        "admitted_on",
        PROBATION_MONTHS + EXTEND_AT_MOST_MONTHS,
        "预备期延长不超过一年，最迟延长至 {day:%Y-%m-%d}",
        at_most=True,
    ),
)


def breaches(person: object) -> Iterator[tuple[Limit, str]]:
    """Find the limits that a person's days break, each with what is wrong."""
    for limit in LIMITS:
        if text := limit.breach(person):
            yield limit, text


def on_probation(joined_on: date, day: date) -> bool:
    """Whether a year's probation that began on `joined_on` would not be over by `day`.

    It is not where there was no probation then.
    """
    first, last = NO_PROBATION
    if joined_on < PROBATION_OF_A_YEAR_SINCE or first <= joined_on <= last:
        return False
    return day < months_later(joined_on, PROBATION_MONTHS)
