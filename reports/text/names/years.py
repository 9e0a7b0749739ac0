"""What became of a figure since last year, as the text says it.

Of the numbers as they are printed, so that a reader who subtracts comes to the same.
"""

from collections.abc import Callable
from decimal import Decimal

from indicators.amounts import text_of
from indicators.kinds import Value
from indicators.months import has_months
from reports.facts import Facts
from reports.pledges.promises import as_printed

# The number of those who did nothing says nothing of a year in which nobody recorded what anybody did.
RECORDED_BY = {"meetings.two_new_idle_orgs": "meetings.two_new_activities"}


def difference(facts: Facts, key: str) -> Decimal | None:
    """Return this year's less last year's; None where one is not known, or says nothing of the other."""
    now, last = facts.values[key], facts.before[key]
    if key in RECORDED_BY and facts.before[RECORDED_BY[key]].zero:
        return None
    if facts.before[RECORDED_BY.get(key, key)].missing or not _is_begun(facts, last):
        return None
    if not now.comparable or not last.comparable:
        return None
    return as_printed(now) - as_printed(last)


def _is_begun(facts: Facts, last: Value) -> bool:
    """Tell whether by the end of last year anybody recorded such things: else its zero says nothing."""
    if not last.zero or last.stated_zero or not has_months(last.indicator):
        return True
    return facts.is_recorded_before(last.key)


def _unit_apart(value: Value) -> str:
    """Return the unit in which two values of it differ."""
    return "个百分点" if value.indicator.unit == "%" else value.indicator.unit


def change(facts: Facts, key: str) -> str | None:
    """Say 比上年多26次, 与上年持平 or 上年为零."""
    apart, year = difference(facts, key), facts.scope.last_year
    if apart is None:
        return None
    if not apart:
        return f"与{year}持平"
    value = facts.values[key]
    if facts.before[key].zero:
        return f"{year}为零"
    more, less = ("高", "低") if value.indicator.unit == "%" else ("多", "少")
    direction = more if apart > 0 else less
    return f"比{year}{direction}{text_of(abs(apart), 2)}{_unit_apart(value)}"


def was(facts: Facts, key: str) -> str | None:
    """Return last year's number, where both are known."""
    if difference(facts, key) is None:
        return None
    return facts.before[key].text


def was_other(facts: Facts, key: str) -> str | None:
    """Return last year's number, where this year's is another and more than nothing.

    A year without any has nothing to set beside it.
    """
    if not difference(facts, key) or facts.values[key].zero:
        return None
    return facts.before[key].text


def _apart(facts: Facts, key: str, side: int) -> str | None:
    """Say by how much it rose (side 1) or fell (side -1), only where it did."""
    apart = difference(facts, key)
    if apart is None or apart * side <= 0:
        return None
    return text_of(abs(apart), 2)


def more(facts: Facts, key: str) -> str | None:
    """Say by how much it rose, only where it did."""
    return _apart(facts, key, 1)


def fewer(facts: Facts, key: str) -> str | None:
    """Say by how much it fell, only where it did."""
    return _apart(facts, key, -1)


def same(facts: Facts, key: str) -> str | None:
    """Return the number of both years, only where it is the same."""
    if difference(facts, key) != 0:
        return None
    return facts.values[key].text


def since(facts: Facts, key: str) -> str | None:
    """Say 上年3个，今年少1个: what it was last year and what became of it, for what is a problem."""
    apart = difference(facts, key)
    if apart is None:
        return None
    value, last, year = facts.values[key], facts.before[key], facts.scope.last_year
    unit = "" if value.indicator.unit == "%" else value.indicator.unit
    if last.zero:
        return f"{year}没有"
    if not apart:
        return f"{year}也是{last.text}{unit}"
    direction = "多" if apart > 0 else "少"
    return f"{year}{last.text}{unit}，今年{direction}{text_of(abs(apart), 2)}{_unit_apart(value)}"


def lasting(facts: Facts, key: str) -> str | None:
    """Return last year's number, only where there were some then and are some now."""
    last = facts.before[key]
    if difference(facts, key) is None or last.zero or facts.values[key].zero:
        return None
    return last.text


def fresh(facts: Facts, key: str) -> str | None:
    """Return this year's number, only where last year had none."""
    value = facts.values[key]
    if difference(facts, key) is None or not facts.before[key].zero or value.zero:
        return None
    return value.text


ROOMS: dict[str, Callable[[Facts, str], str | None]] = {
    "change": change,
    "was": was,
    "moved": was_other,
    "more": more,
    "fewer": fewer,
    "same": same,
    "since": since,
    "stood": lasting,
    "fresh": fresh,
}
