"""现场版: the cut of a report that is read out, of a set length.

About 40 parts of it are results, 30 problems with their causes, and 30 the plan. Of a point its opener
and one sentence are read out, and numbers are rounded. Every problem that is told keeps its cause and its
measure, and no measure answers a problem that is not told.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from reports.document import Part as WrittenPart
from reports.facts import Facts
from reports.models import Passage
from reports.outline.problems import ANSWERS, MISSED
from reports.text.names.problems import asked_for
from reports.text.writer import Writer

Part = Passage.Part
FRAME = ("opening", "problems.lead", "causes.lead", "measures.closing")  # read out whatever else is
# The results that are read out first, where the secretary set no order: own acts, outcomes, each topic once.
FIRST = (
    "highlights.foundations.frontline",
    "highlights.teams.members",
    "highlights.coverage.region",
    "highlights.coverage.two_new",
    "highlights.mechanisms.mediation",
    "highlights.teams.cadres",
    "highlights.mechanisms.supervision",
    "highlights.foundations.duty",
    "highlights.mechanisms.decisions",
    "highlights.foundations.funding",
)
BEFORE_CASES = 4  # results that are read out before the cases that somebody picked
RESULTS, PROBLEMS = 40, 30  # of a hundred characters; the plan has the rest
PER_MINUTE = 200  # characters


def order(passages: Sequence[Passage]) -> list[Passage]:
    """Sort what may be read out in the order in which it is taken.

    The secretary's own order comes first; else results as in `FIRST`, then a first point of every
    section, then a second.
    """
    points = [passage for passage in passages if passage.key not in FRAME and not passage.is_lead]
    turns = _turns(points)
    places = {passage.key: place for place, passage in enumerate(points)}

    def rank(passage: Passage) -> tuple[int, int, int]:
        own_order = passage.spoken_order
        if own_order is None:
            own_order = len(points)
        return own_order, turns[passage.key], places[passage.key]

    return sorted(points, key=rank)


def _turns(points: Sequence[Passage]) -> dict[str, int]:
    """Give each passage its turn: its place in its section, below zero for first results and the cases."""
    turns: dict[str, int] = {}
    section = ("", "")
    turn = 0
    for point in points:
        if section != (point.part, point.section):
            section = (point.part, point.section)
            turn = 0
        turns[point.key] = turn
        turn += 1
    for place, key in enumerate(FIRST):
        turns[key] = place - len(FIRST)
    for point in points:
        if point.is_case:
            turns[point.key] = BEFORE_CASES - len(FIRST)
    return turns


class Cut:
    """Takes passages until the characters of their part are used up; `lengths` are those of each, by key."""

    def __init__(self, passages: Sequence[Passage], lengths: dict[str, int]) -> None:
        self.lengths = lengths
        self.leads = {passage.key: passage for passage in passages if passage.is_lead}
        self.passages = [passage for passage in passages if passage.key in FRAME]

    def length(self, passages: Iterable[Passage]) -> int:
        return sum(self.lengths.get(passage.key, 0) for passage in passages)

    def take(self, units: Iterable[Sequence[Passage]], space: int) -> int:
        """Take whole units, each with the lead of its section, and return what is left of the space."""
        for unit in units:
            with_leads = self.with_leads(unit)
            length = self.length(with_leads)
            if length <= space:
                self.passages += with_leads
                space -= length
        return space

    def take_answered(
        self, units: Iterable[Sequence[Passage]], space: int, plan_space: int
    ) -> tuple[int, int]:
        """Take problems with their causes, each only with the measure that answers it.

        The measures take space of the plan. Return what is left of both.
        """
        for unit in units:
            problem = self.with_leads([passage for passage in unit if not passage.answers])
            answers = self.with_leads([passage for passage in unit if passage.answers])
            length, plan_length = self.length(problem), self.length(answers)
            if length <= space and plan_length <= plan_space:
                self.passages += [*problem, *answers]
                space -= length
                plan_space -= plan_length
        return space, plan_space

    def with_leads(self, unit: Sequence[Passage]) -> list[Passage]:
        """Put the leads before a unit that it needs and that are not taken yet, each once."""
        leads: list[Passage] = []
        for passage in unit:
            lead = self.leads.get(passage.section)
            if lead is not None and lead not in self.passages and lead not in leads:
                leads.append(lead)
        return [*leads, *unit]


def choose(
    passages: Sequence[Passage], parts: Sequence[WrittenPart], limit: int, first_problems: Collection[str]
) -> list[Passage]:
    """Choose the passages of a text of at most `limit` characters.

    `parts` are all of them as they would be read out. The problems that the plan names, `first_problems`, are
    taken first, unless the secretary set an order.
    """
    lengths = _lengths(parts)
    headings = sum(len(part.paragraphs[0].text) for part in parts)
    cut = Cut(passages, lengths)
    space = limit - headings - cut.length(cut.passages)
    standing = {passage.key: passage for passage in order(passages) if passage.key in lengths}
    space = cut.take([_before_problems(standing)], space)
    plan_space = space * (100 - RESULTS - PROBLEMS) // 100
    problems = _with_causes(standing, first_problems)
    left_over, plan_space = cut.take_answered(problems, space * PROBLEMS // 100, plan_space)
    results: list[list[Passage]] = []
    plan: list[list[Passage]] = []
    for passage in standing.values():
        if passage.part == Part.HIGHLIGHTS:
            results.append([passage])
        elif passage.part == Part.MEASURES and not passage.answers:
            plan.append([passage])
    cut.take(results, space * RESULTS // 100 + left_over // 2)
    cut.take(plan, plan_space)
    return [passage for passage in passages if passage in cut.passages]


def _lengths(parts: Sequence[WrittenPart]) -> dict[str, int]:
    """Count the characters of every passage, by key."""
    lengths = {}
    for part in parts:
        for paragraph in part.paragraphs:
            for piece in paragraph.pieces:
                if piece.key:
                    lengths[piece.key] = len(piece.text)
    return lengths


def _before_problems(standing: Mapping[str, Passage]) -> list[Passage]:
    """Return why promises were missed, and who makes them good, which is told before the problems."""
    if f"problems.{MISSED}" in standing:
        return []
    return _cause_and_measure(MISSED, standing)


def _with_causes(standing: Mapping[str, Passage], first_problems: Collection[str]) -> list[list[Passage]]:
    """Return each problem with its cause, and behind them the measure that answers it."""
    problems = []
    has_own_order = False
    for passage in standing.values():
        if passage.part == Part.PROBLEMS and not passage.introduces:
            problems.append(passage)
            has_own_order = has_own_order or passage.spoken_order is not None
    if not has_own_order:
        problems.sort(key=lambda problem: problem.finding not in first_problems)
    return [[problem, *_cause_and_measure(problem.finding, standing)] for problem in problems]


def _cause_and_measure(finding: str, standing: Mapping[str, Passage]) -> list[Passage]:
    """Return the cause of a finding and the measure that answers it, as far as they stand."""
    keys = (f"causes.{finding}", f"{ANSWERS}{finding}")
    return [standing[key] for key in keys if key in standing]


def speech_writer(facts: Facts, passages: Sequence[Passage]) -> Writer:
    """Return the writer of the cut that is read out."""
    everything = Writer(facts, passages, for_speech=True)
    opening = everything.opening()
    # the first paragraph of a part is its heading; the opening has none, and stands in for it
    parts = [WrittenPart("opening", (opening, opening)), *everything.parts()]
    first_problems = {problem.key for problem in asked_for(facts, everything.phrasing.findings_told)}
    limit = facts.scope.report.spoken_characters
    return Writer(facts, choose(passages, parts, limit, first_problems), for_speech=True)
