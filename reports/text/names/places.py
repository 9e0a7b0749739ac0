"""How a figure is spread over the 社区: the most, the least, the mean, and how many have any.

Whether a 社区 is named is the office's own decision, in the settings of the report.
"""

from collections.abc import Callable
from decimal import Decimal

from indicators.amounts import mean, text_of, wan_text
from reports.facts import Facts

FEWEST = 3  # 社区, below which most and least say nothing


def amounts(facts: Facts, key: str) -> dict[int, Decimal]:
    """What each 社区 that stood all through the period has of it, in the office's own order; empty where one is not known."""
    value = facts.values[key]
    found = {pk: value.at(pk).amount for pk in facts.scope.standing_throughout}
    known = {pk: amount for pk, amount in found.items() if amount is not None}
    return known if len(known) == len(found) and not value.missing else {}


def _end(facts: Facts, key: str, extreme: Callable[..., Decimal]) -> str | None:
    """清泉社区53次; nothing where several share it, or all are alike."""
    each = amounts(facts, key)
    if len(each) < FEWEST:
        return None
    found = [pk for pk, amount in each.items() if amount == extreme(each.values())]
    if len(found) != 1:
        return None
    indicator = facts.values[key].indicator
    amount = wan_text(each[found[0]]) if indicator.money else text_of(each[found[0]], 0)
    told = facts.scope.communities[found[0]].name if facts.scope.report.names_communities else "一个社区"
    return f"{told}{amount}{indicator.unit}"


def top(facts: Facts, key: str) -> str | None:
    return _end(facts, key, max)


def bottom(facts: Facts, key: str) -> str | None:
    return _end(facts, key, min)


def average(facts: Facts, key: str) -> str | None:
    """Of the 社区 alone, without the 街道's own; one decimal."""
    each = amounts(facts, key)
    return mean_of(list(each.values())) if len(each) > 1 and any(each.values()) else None


def mean_of(found: list[Decimal]) -> str:
    return text_of(mean(sum(found, Decimal(0)), Decimal(len(found))), 1)


def reached(facts: Facts, key: str) -> str | None:
    """How many 社区 have any."""
    each = amounts(facts, key)
    number = sum(bool(amount) for amount in each.values())
    return str(number) if number else None


ROOMS: dict[str, Callable[[Facts, str], str | None]] = {
    "top": top,
    "bottom": bottom,
    "average": average,
    "reached": reached,
}
