"""Which of its wordings a passage takes that nobody reworded.

It is one of those that the records bear: whose first clause that names anything stands. Among them office
and year decide, so that it stays the same however often it is asked. The one that last year's signed
report had is taken only where no other fits.
"""

from collections.abc import Iterable, Sequence

from reports.facts import Facts
from reports.models import Passage
from reports.outline.defaults import WORDINGS
from reports.text import cases
from reports.text.order import own_place
from reports.text.phrasing import Phrasing

NO_RECORD = "没有记录能说明原因，先不写；请从原因库选一条，或自己写"
KEPT = "wordings"  # in what an edition keeps: the default wording that each passage had, by key


def offer(passages: Iterable[Passage], facts: Facts) -> None:
    """Let every passage of the outline know the wording that it has while nobody rewords it."""
    passages = list(passages)
    phrasing = Phrasing(facts, passages)
    for passage in passages:
        if passage.is_case:
            passage.offered = cases.sentence(passage, facts.scope)
            passage.why_empty = cases.NO_RECORD
        if passage.key in WORDINGS:
            passage.offered = choose(passage.key, phrasing)
            if passage.part == Passage.Part.CAUSES:
                passage.why_empty = NO_RECORD


def choose(key: str, phrasing: Phrasing) -> str:
    """Choose the default wording of a passage.

    Where none fits it is the first one; a cause that no record shows has none, and the text is empty.
    """
    fitting = _fitting(key, phrasing)
    if not fitting:
        return "" if key.startswith("causes.") else WORDINGS[key][0]
    facts = phrasing.facts
    last = facts.last_content.get(KEPT, {}).get(key)
    others = [text for text in fitting if text != last] or fitting
    place = own_place(facts.scope.subdistrict.code, key) + facts.scope.year
    return others[place % len(others)]


def others(key: str, facts: Facts, present: str) -> list[str]:
    """Return the other wordings that fit, from the one behind the present one on."""
    fitting = _fitting(key, Phrasing(facts))
    if present not in fitting:
        return fitting
    place = fitting.index(present)
    return [*fitting[place + 1 :], *fitting[:place]]


def _fitting(key: str, phrasing: Phrasing) -> list[str]:
    return [text for text in WORDINGS.get(key, ()) if phrasing.fits(text)]


def as_data(passages: Sequence[Passage]) -> dict[str, str]:
    """Return what an edition keeps of the passages that nobody reworded: the wording of each, by key."""
    wordings = {}
    for passage in passages:
        if passage.offered and passage.text is None:
            wordings[passage.key] = passage.offered
    return wordings
