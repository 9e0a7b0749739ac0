"""Part and whole of a rate, and what is left of the whole."""

from collections.abc import Callable

from reports.facts import Facts


def part(facts: Facts, key: str) -> str | None:
    """Return the part of a rate; None while it is unknown, for the rate itself is missing then."""
    return _number(facts.values[key].numerator)


def whole(facts: Facts, key: str) -> str | None:
    return _number(facts.values[key].denominator)


def remainder(facts: Facts, key: str) -> str | None:
    """Return the whole of a rate without the part, only where something is left."""
    value = facts.values[key]
    if value.numerator is None:
        return None
    return _number(max(0, value.denominator - value.numerator))


def _number(amount: int | None) -> str | None:
    return str(amount) if amount else None


ROOMS: dict[str, Callable[[Facts, str], str | None]] = {"part": part, "whole": whole, "left": remainder}
