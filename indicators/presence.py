"""The records that make an indicator known, and so stand against stating that it is zero."""

from collections import defaultdict
from collections.abc import Iterable

from indicators.compute import ask
from indicators.kinds import CountIndicator
from indicators.scope import Scope

Counts = dict[int | None, int]


def base_records(indicators: Iterable[CountIndicator], scope: Scope) -> dict[str, Counts]:
    """By the indicator's key: how many base records count at each 社区 and, under None, at the 街道 itself; one statement."""
    chosen = list(indicators)
    measures = {
        measure.tag: measure for indicator in chosen for measure in indicator.presence.measures(scope)
    }
    answers = ask(measures.values(), scope)
    numbers: dict[str, Counts] = {}
    for indicator in chosen:
        counts: Counts = defaultdict(int)
        places = indicator.places(scope)
        for measure in indicator.presence.measures(scope):
            for owner, row in answers.get(measure.tag, {}).items():
                counts[places.of(owner)] += row.records
        numbers[indicator.key] = counts
    return numbers


def against(counts: Counts, community: int | None) -> int:
    """How many of them stand against a zero of that 社区, or of the whole 街道."""
    return sum(counts.values()) if community is None else counts.get(community, 0)
