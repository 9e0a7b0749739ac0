"""The records that make an indicator known, and so stand against stating that it is zero."""

from collections import defaultdict
from collections.abc import Iterable

from indicators.compute import ask
from indicators.kinds import CountIndicator
from indicators.measures import Answers
from indicators.scope import Scope

Counts = dict[int | None, int]


def base_records(indicators: Iterable[CountIndicator], scope: Scope) -> dict[str, Counts]:
    """Count the base records of each indicator, by its key and then by 社区; None is the 街道 itself.

    It is one statement.
    """
    selection = list(indicators)
    measures = {}
    for indicator in selection:
        for measure in indicator.presence.measures(scope):
            measures[measure.tag] = measure
    answers = ask(measures.values(), scope)
    return {indicator.key: _counts(indicator, scope, answers) for indicator in selection}


def _counts(indicator: CountIndicator, scope: Scope, answers: Answers) -> Counts:
    counts: Counts = defaultdict(int)
    places = indicator.places(scope)
    for measure in indicator.presence.measures(scope):
        for owner, row in answers.get(measure.tag, {}).items():
            counts[places.of(owner)] += row.records
    return counts


def against(counts: Counts, community: int | None) -> int:
    """Return how many of them stand against a zero of that 社区, or of the whole 街道."""
    if community is None:
        return sum(counts.values())
    return counts.get(community, 0)
