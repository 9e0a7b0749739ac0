"""现场版: points in the secretary's order until a set length is full."""

from collections.abc import Sequence
from itertools import groupby

from reports.document import Document
from reports.facts import Facts
from reports.models import Passage
from reports.writer import Writer

Part = Passage.Part
FRAME = ("opening", "causes.lead")  # said whatever else is


def order(passages: Sequence[Passage]) -> list[Passage]:
    """What may be said, in the order in which it is: as the secretary set it, else a first point of every section, then a second."""
    points = [p for p in passages if p.key not in FRAME and not p.is_lead]
    turns = {p.key: turn for _, group in groupby(points, key=lambda p: (p.part, p.section)) for turn, p in enumerate(group)}
    place = {p.key: number for number, p in enumerate(points)}
    first = len(points)
    return sorted(points, key=lambda p: (first if p.spoken_order is None else p.spoken_order, turns[p.key], place[p.key]))


def chosen(passages: Sequence[Passage], full: Document, limit: int) -> list[Passage]:
    """The passages of a text of at most `limit` characters: each in its part, there in the order in which it is said."""
    lengths = {key: len(piece.text) for key, piece in full.pieces().items()}
    leads = {p.key: p for p in passages if p.is_lead}
    taken = [p for p in passages if p.key in FRAME]
    used = sum(len(part.paragraphs[0].text) for part in full.parts) + sum(lengths.get(p.key, 0) for p in taken)
    for passage in order(passages):
        if passage.key not in lengths:
            continue
        lead = leads.get(passage.section)
        more = [passage] if lead is None or lead in taken else [lead, passage]
        used += sum(lengths[p.key] for p in more)
        if used > limit:
            break
        taken += more
    return taken


def written(facts: Facts, passages: Sequence[Passage], full: Document) -> Writer:
    return Writer(facts, chosen(passages, full, facts.scope.report.spoken_characters), whole=False)
