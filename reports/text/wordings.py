"""Which of its wordings a passage takes that nobody reworded.

Of those that the records bear: the first clause that names anything stands. Among them office and year decide, so that it
stays the same however often it is asked; never the one that last year's signed report had, while another fits.
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
            passage.offered, passage.why_empty = cases.sentence(passage, facts.scope), cases.NO_RECORD
        if passage.key in WORDINGS:
            passage.offered = chosen(passage.key, phrasing)
            passage.why_empty = NO_RECORD if passage.part == Passage.Part.CAUSES else passage.why_empty


def chosen(key: str, phrasing: Phrasing) -> str:
    """Empty where none of its wordings stands and it may not be written without: a cause that no record shows."""
    options = [text for text in WORDINGS[key] if phrasing.fits(text)]
    if not options:
        return "" if key.startswith("causes.") else WORDINGS[key][0]
    facts = phrasing.facts
    last = facts.last_content.get(KEPT, {}).get(key)
    others = [text for text in options if text != last] or options
    return others[(own_place(facts.scope.subdistrict.code, key) + facts.scope.year) % len(others)]


def others(key: str, facts: Facts, present: str) -> list[str]:
    """The other wordings that fit, from the one behind the present one on."""
    phrasing = Phrasing(facts)
    options = [text for text in WORDINGS.get(key, ()) if phrasing.fits(text)]
    place = options.index(present) + 1 if present in options else 0
    return [text for text in (*options[place:], *options[:place]) if text != present]


def as_data(passages: Sequence[Passage]) -> dict[str, str]:
    """What an edition keeps of it."""
    return {passage.key: passage.offered for passage in passages if passage.offered and passage.text is None}
