"""现场版: a cut of its own, about 40 parts results, 30 problems with their causes, 30 plan, until a set length is full.

Of a point its opener and one sentence are said, and numbers are rounded for the ear. Every problem that is told keeps its
cause and its measure, and no measure answers a problem that is not told.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from reports.document import Part as Written
from reports.facts import Facts
from reports.models import Passage
from reports.outline.problems import ANSWERS, MISSED
from reports.text.names.findings import asked
from reports.text.writer import Writer

Part = Passage.Part
FRAME = ("opening", "problems.lead", "causes.lead", "measures.closing")  # said whatever else is
FIRST = tuple(  # the results that are said first, where the secretary set no order: own acts, outcomes, each topic once
    f"highlights.{key}"
    for key in (
        "foundations.frontline",
        "teams.members",
        "coverage.region",
        "coverage.two_new",
        "mechanisms.mediation",
        "teams.cadres",
        "mechanisms.supervision",
        "foundations.duty",
        "mechanisms.decisions",
        "foundations.funding",
    )
)
BEFORE_CASES = 4  # results that are said before the cases that somebody picked
RESULTS, PROBLEMS = 40, 30  # of a hundred characters; the plan has the rest
PER_MINUTE = 200  # characters


def order(passages: Sequence[Passage]) -> list[Passage]:
    """What may be said, in the order in which it is taken.

    As the secretary set it; else results as in `FIRST`, then a first point of every section, then a second.
    """
    points = [p for p in passages if p.key not in FRAME and not p.is_lead]
    turns = {
        p.key: turn
        for _, group in groupby(points, key=lambda p: (p.part, p.section))
        for turn, p in enumerate(group)
    }
    turns |= {key: number - len(FIRST) for number, key in enumerate(FIRST)}
    turns |= {p.key: BEFORE_CASES - len(FIRST) for p in points if p.is_case}
    place = {p.key: number for number, p in enumerate(points)}
    first = len(points)
    return sorted(
        points,
        key=lambda p: (first if p.spoken_order is None else p.spoken_order, turns[p.key], place[p.key]),
    )


class Cut:
    """Takes passages until the characters of their part are used up."""

    def __init__(self, passages: Sequence[Passage], lengths: dict[str, int]) -> None:
        self.lengths = lengths
        self.leads = {p.key: p for p in passages if p.is_lead}
        self.taken = [p for p in passages if p.key in FRAME]

    def length(self, passages: Iterable[Passage]) -> int:
        return sum(self.lengths.get(p.key, 0) for p in passages)

    def take(self, units: Iterable[Sequence[Passage]], room: int) -> int:
        """Whole units, each with the lead of its section, as far as there is room; what is left of it."""
        for unit in units:
            wanted = self.with_leads(unit)
            used = self.length(wanted)
            if used <= room:
                self.taken += wanted
                room -= used
        return room

    def take_answered(self, units: Iterable[Sequence[Passage]], room: int, plan: int) -> tuple[int, int]:
        """Problems with their causes as far as there is room, each only with what answers it; what is left of both."""
        for unit in units:
            told = self.with_leads([p for p in unit if not p.answers])
            answers = self.with_leads([p for p in unit if p.answers])
            used, needed = self.length(told), self.length(answers)
            if used <= room and needed <= plan:
                self.taken += [*told, *answers]
                room -= used
                plan -= needed
        return room, plan

    def with_leads(self, unit: Sequence[Passage]) -> list[Passage]:
        leads = dict.fromkeys(p.section for p in unit if p.section in self.leads)
        new = [self.leads[key] for key in leads if self.leads[key] not in self.taken]
        return [*new, *unit]


def chosen(
    passages: Sequence[Passage], parts: Sequence[Written], limit: int, named: Collection[str]
) -> list[Passage]:
    """The passages of a text of at most `limit` characters, `parts` being all of them as they would be said.

    The problems that the plan names come first, unless the secretary set an order.
    """
    lengths = {
        piece.key: len(piece.text)
        for part in parts
        for found in part.paragraphs
        for piece in found.pieces
        if piece.key
    }
    cut = Cut(passages, lengths)
    room = limit - sum(len(part.paragraphs[0].text) for part in parts) - cut.length(cut.taken)
    standing = [p for p in order(passages) if p.key in lengths]
    room = cut.take([_before(standing)], room)
    plan = room * (100 - RESULTS - PROBLEMS) // 100
    left, plan = cut.take_answered(_with_causes(standing, named), room * PROBLEMS // 100, plan)
    cut.take([[p] for p in standing if p.part == Part.HIGHLIGHTS], room * RESULTS // 100 + left // 2)
    others = [p for p in standing if p.part == Part.MEASURES and not p.answers]
    cut.take([[p] for p in others], plan)
    return [p for p in passages if p in cut.taken]


def _before(standing: Sequence[Passage]) -> list[Passage]:
    """Why promises were missed, and who makes them good: they are told before the problems, whatever else is."""
    by_key = {p.key: p for p in standing}
    return [] if f"problems.{MISSED}" in by_key else _of(MISSED, by_key)


def _with_causes(standing: Sequence[Passage], named: Collection[str]) -> list[list[Passage]]:
    """Each problem with its cause, and behind them the measure that answers it."""
    by_key = {p.key: p for p in standing}
    units = []
    problems = [p for p in standing if p.part == Part.PROBLEMS and not p.introduces]
    if all(p.spoken_order is None for p in problems):
        problems.sort(key=lambda problem: problem.finding not in named)
    for problem in problems:
        units.append([problem, *_of(problem.finding, by_key)])
    return units


def _of(finding: str, by_key: Mapping[str, Passage]) -> list[Passage]:
    """The cause of a finding and the measure that answers it, as far as they stand."""
    keys = (f"causes.{finding}", f"{ANSWERS}{finding}")
    return [by_key[key] for key in keys if key in by_key]


def written(facts: Facts, passages: Sequence[Passage]) -> Writer:
    report = facts.scope.report
    every = Writer(facts, passages, spoken=True)
    said = [Written("opening", (every.opening(), every.opening())), *every.parts()]
    named = {problem.key for problem in asked(facts, every.phrasing.told)}
    taken = chosen(passages, said, report.spoken_characters, named)
    return Writer(facts, taken, spoken=True)
