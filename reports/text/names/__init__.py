"""What the wording takes from the records besides figures: one name at a time, by its token.

A name that the records do not give is None, and what names it drops; one that should be there and is not is X.
"""

from collections.abc import Callable

from reports.facts import Facts
from reports.text.names import findings, months, places, plain, promises, rates, years

Named = Callable[[Facts], str | None]
OfRoom = Callable[[Facts, str], str | None]

PLAIN: dict[str, Named] = {**plain.NAMES, **months.NAMES, **promises.NAMES, **findings.NAMES}
# {promised.party_funding}, {change.visits.frontline}: what is said of one target or figure, by its key
ROOMS: dict[str, OfRoom] = {
    **plain.ROOMS,
    **years.ROOMS,
    **months.ROOMS,
    **places.ROOMS,
    **rates.ROOMS,
    **promises.ROOMS,
}


def name(facts: Facts, key: str) -> str | None:
    """A name or count of the records, found once; `KeyError` of a token that nobody knows."""
    if key not in facts.named:
        room, _, rest = key.partition(".")
        of_room = ROOMS.get(room)
        facts.named[key] = of_room(facts, rest) if of_room else PLAIN[key](facts)
    return facts.named[key]
