"""The days on which a 社区 stood in a year, which a signed report settles."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

LIFE = ("since", "until", "successor_id")  # the columns that say when a 社区 stood, and what came of it


class Presence(NamedTuple):
    """The first day of a 社区 in a year and the day after its last, both empty where it stood on none.

    `successor` is the key of what came of it by the year's end.
    """

    since: date | None
    until: date | None
    successor: int | None


def presence(year: int, life: Mapping[str, Any]) -> Presence:
    """Return what the columns of `LIFE` mean in that year."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    start = max(life["since"] or first, first)
    end = min(life["until"] or following, following)
    successor = life["successor_id"]
    if end == following:
        successor = None  # nothing came of it yet
    if start >= end:
        return Presence(None, None, successor)
    return Presence(start, end, successor)


def column_changing(year: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return the column of `LIFE` that by itself changes the presence in that year.

    It is the last one where only several do together, and empty where the presence stays.
    """
    old = presence(year, before)
    if presence(year, after) == old:
        return ""
    for name in LIFE:
        if presence(year, {**before, name: after[name]}) != old:
            return name
    return LIFE[-1]
