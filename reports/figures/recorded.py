"""The records that make a figure known, and so stand against stating that it is zero."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from reports.figures.base import Tally
from reports.figures.compute import ask

Recorded = dict[int | None, int]


def recorded(figures: Iterable[Tally], span: Any) -> dict[str, Recorded]:
    """By the figure's key: how many base records count at each 社区 and, under None, at the 街道 itself; one statement."""
    chosen = list(figures)
    measures = {measure.tag: measure for figure in chosen for measure in figure.base.measures(span)}
    answers = ask(list(measures.values())) if measures else {}
    found: dict[str, Recorded] = {}
    for figure in chosen:
        counts: Recorded = defaultdict(int)
        for measure in figure.base.measures(span):
            for owner, row in answers.get(measure.tag, {}).items():
                counts[span.places(figure).of(owner)] += row.records
        found[figure.key] = counts
    return found


def against(counts: Recorded, community: int | None) -> int:
    """How many of them stand against a zero of that 社区, or of the whole 街道."""
    return sum(counts.values()) if community is None else counts.get(community, 0)
