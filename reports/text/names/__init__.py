"""What the wording takes from the records besides figures: one name at a time, by its token.

A name that the records do not give is None, and the clause that names it drops. One that should be there
and is not is X.
"""

from collections.abc import Callable

from reports.facts import Facts
from reports.text.names import duties, findings, months, places, plain, problems, promises, rates, years

Name = Callable[[Facts], str | None]
NameOf = Callable[[Facts, str], str | None]

PLAIN: dict[str, Name] = {
    **plain.NAMES,
    **months.NAMES,
    **promises.NAMES,
    **findings.NAMES,
    **problems.NAMES,
    **duties.NAMES,
}
# What is said of one target or figure, by its key: {promised.party_funding}, {change.visits.frontline}.
ROOMS: dict[str, NameOf] = {
    **plain.ROOMS,
    **years.ROOMS,
    **months.ROOMS,
    **places.ROOMS,
    **rates.ROOMS,
    **promises.ROOMS,
}


def name(facts: Facts, key: str) -> str | None:
    """Return a name or count of the records, read once; raise `KeyError` for a token that nobody knows."""
    if key not in facts.names:
        facts.names[key] = _read(facts, key)
    return facts.names[key]


def _read(facts: Facts, key: str) -> str | None:
    room, _, rest = key.partition(".")
    if room in ROOMS:
        return ROOMS[room](facts, rest)
    return PLAIN[key](facts)
