"""How a figure is spread over the 社区: the most, the least, the mean, and how many have any.

Whether a 社区 is named is the office's own decision, in the settings of the report.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from indicators.amounts import mean, text_of, wan_text
from reports.facts import Facts

FEWEST = 3  # 社区, below which most and least say nothing


def amounts(facts: Facts, key: str) -> dict[int, Decimal]:
    """Return what each 社区 that stood all through the period has, by id, in the office's own order.

    Empty where that of one 社区 is not known.
    """
    value = facts.values[key]
    by_place = {}
    for pk in facts.scope.standing_throughout:
        amount = value.at(pk).amount
        if amount is None:
            return {}
        by_place[pk] = amount
    return {} if value.missing else by_place


def _extreme(facts: Facts, key: str, choose: Callable[[Iterable[Decimal]], Decimal]) -> str | None:
    """Say 清泉社区53次; None where several share it, or all are alike."""
    by_place = amounts(facts, key)
    if len(by_place) < FEWEST:
        return None
    extreme = choose(by_place.values())
    places = [pk for pk, amount in by_place.items() if amount == extreme]
    if len(places) != 1:
        return None
    name = "一个社区"
    if facts.scope.report.names_communities:
        name = facts.scope.communities[places[0]].name
    indicator = facts.values[key].indicator
    text = wan_text(extreme) if indicator.money else text_of(extreme, 0)
    return f"{name}{text}{indicator.unit}"


def top(facts: Facts, key: str) -> str | None:
    return _extreme(facts, key, max)


def bottom(facts: Facts, key: str) -> str | None:
    return _extreme(facts, key, min)


def average(facts: Facts, key: str) -> str | None:
    """Say the mean of the 社区 alone, without the 街道's own; one decimal."""
    each = list(amounts(facts, key).values())
    if len(each) < 2 or not any(each):
        return None
    return mean_of(each)


def mean_of(each: list[Decimal]) -> str:
    """Write a mean with one decimal."""
    return text_of(mean(sum(each, Decimal(0)), Decimal(len(each))), 1)


def number_reached(facts: Facts, key: str) -> str | None:
    """Count the 社区 that have any."""
    number = sum(bool(amount) for amount in amounts(facts, key).values())
    return str(number) if number else None


ROOMS: dict[str, Callable[[Facts, str], str | None]] = {
    "top": top,
    "bottom": bottom,
    "average": average,
    "reached": number_reached,
}
