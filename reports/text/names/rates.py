"""Part and whole of a rate, and what is left of the whole."""

from collections.abc import Callable

from reports.facts import Facts


def part(facts: Facts, key: str) -> str | None:
    """Nothing while it is unknown: the rate itself is then missed."""
    return _counted(facts.values[key].numerator)


def whole(facts: Facts, key: str) -> str | None:
    return _counted(facts.values[key].denominator)


def left(facts: Facts, key: str) -> str | None:
    """Only where something is."""
    value = facts.values[key]
    return None if value.numerator is None else _counted(max(0, value.denominator - value.numerator))


def _counted(amount: int | None) -> str | None:
    return str(amount) if amount else None


ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"part": part, "whole": whole, "left": left}
