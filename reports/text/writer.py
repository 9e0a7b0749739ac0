"""Passages become the parts of a document: what does not stand is left out, numbering and counts close up."""

from collections.abc import Iterable, Sequence

from documents.blocks import Paragraph, Piece, Run, merge, paragraph
from documents.numerals import numeral
from indicators.catalogue import CATALOGUE
from reports.document import Part
from reports.facts import Facts
from reports.models import ALONE, AnnualReport, Passage
from reports.outline import HEADINGS, tokens
from reports.outline.clauses import SENTENCE
from reports.outline.problems import (
    MISSED,
    MISSED_NAMES,
    NEAREST,
    NO_CAUSE,
    NO_CAUSE_TOLD,
    NO_OTHER_PROBLEM,
    NO_PROBLEM,
    NO_PROBLEM_TOLD,
    PROBLEMS,
)
from reports.text.findings import ENOUGH, holds, nearest, unsure
from reports.text.phrasing import Phrasing

Roles = Passage.Part
WHOLE = ("opening", "problems.lead", "causes.lead", *ALONE)  # read out with all their sentences


class Writer:
    """Writes the passages it is given; `dropped` says of every passage that does not stand why.

    `spoken`: to be read out, so points are cut to their opener and one sentence, and no figure is told that is no problem.
    """

    def __init__(self, facts: Facts, passages: Sequence[Passage], spoken: bool = False) -> None:
        self.facts, self.values, self.passages, self.spoken = facts, facts.values, passages, spoken
        self.phrasing = Phrasing(facts, passages, spoken)
        self.unabridged = (
            Phrasing(facts, passages) if spoken else self.phrasing
        )  # with the asides that are not read out
        self.dropped: dict[str, str] = {}

    def of(self, part: str, section: str = "") -> list[Passage]:
        return [passage for passage in self.passages if passage.part == part and passage.section == section]

    def text(self, text: str) -> tuple[Run, ...]:
        return self.phrasing.text(text)

    def said(self, passage: Passage) -> str:
        """What is printed of it, with its tokens."""
        return self.phrasing.said(self.cut(passage))

    # the parts

    def opening(self) -> Paragraph:
        return Paragraph(
            tuple(
                Piece(passage.key, self.text(passage.wording))
                for passage in self.of(Roles.OPENING)
                if self.wanted(passage)
            )
        )

    def parts(self) -> tuple[Part, ...]:
        problems, causes = self.problems(), [self.causes()]
        wanted: list[tuple[str, str, list[Paragraph]]] = [
            ("highlights", "highlights", self.sections(Roles.HIGHLIGHTS))
        ]
        if self.facts.scope.report.layout == AnnualReport.Layout.THREE:
            wanted.append(("problems", "problems_and_causes", [*problems, *causes]))
        else:
            wanted += [("problems", "problems", problems), ("causes", "causes", causes)]
        first, last = (self.alone(key) for key in ALONE)
        wanted.append(("measures", "measures", [*first, *self.sections(Roles.MEASURES), *last]))
        return tuple(
            Part(
                role,
                (
                    paragraph(Run(f"{numeral(number)}、{HEADINGS[heading]}", style="hei"), role="heading"),
                    *paragraphs,
                ),
            )
            for number, (role, heading, paragraphs) in enumerate(wanted, start=1)
        )

    def alone(self, key: str) -> list[Paragraph]:
        """A paragraph of the last part that belongs to no section."""
        found = [
            passage for passage in self.of(Roles.MEASURES) if passage.key == key and self.wanted(passage)
        ]
        return [
            Paragraph((Piece(passage.key, runs),))
            for passage in found
            if (runs := self.text(passage.wording))
        ]

    def sections(self, part: str) -> list[Paragraph]:
        leads = [passage for passage in self.of(part) if passage.is_lead and self.wanted(passage)]
        written = [(lead, points) for lead in leads if (points := self.points(lead))]
        self.dropped |= dict.fromkeys(
            {p.key for p in leads} - {lead.key for lead, _ in written}, "下面没有要写的条目"
        )
        return [self.section(number, lead, points) for number, (lead, points) in enumerate(written, start=1)]

    def section(self, number: int, lead: Passage, points: list[Piece]) -> Paragraph:
        """A lead with its points as 一是, 二是, and the cases behind them."""
        said = lead.wording.replace("{count}", _count(len(points)))
        runs = (Run(f"（{numeral(number)}）", style="kai"), *self.phrasing.fill(said, "kai"))
        pieces = [Piece(lead.key, tuple(merge(list(runs))))]
        pieces += [
            Piece(point.key, (*_number(place, points), *point.runs))
            for place, point in enumerate(points, start=1)
        ]
        return Paragraph((*pieces, *self.cases(lead)))

    def points(self, lead: Passage) -> list[Piece]:
        under = [passage for passage in self.of(lead.part, lead.key) if not passage.is_case]
        return [
            Piece(passage.key, runs)
            for passage in under
            if self.wanted(passage) and (runs := self.point(passage))
        ]

    def point(self, passage: Passage) -> tuple[Run, ...]:
        """What stands of it; nothing where all it counts is truly zero."""
        if passage.answers and not self.has_reason(passage, passage.answers):
            return ()
        if _own_figures(passage.wording) and not _own_figures(self.unabridged.said(passage.wording)):
            self.dropped[passage.key] = "数字都是零，或本年没有这项工作，不写"
            return ()
        return self.text(self.cut(passage))

    def cases(self, lead: Passage) -> list[Piece]:
        found = [
            passage for passage in self.of(lead.part, lead.key) if passage.is_case and self.wanted(passage)
        ]
        return [Piece(passage.key, self.text(passage.wording)) for passage in found]

    def cut(self, passage: Passage) -> str:
        """What is read out: of a point, a problem or a cause its opener and the sentence behind it."""
        whole = not self.spoken or passage.key in WHOLE or passage.is_case or passage.is_lead
        return passage.wording if whole else "".join(SENTENCE.findall(passage.wording)[:2])

    def problems(self) -> list[Paragraph]:
        wanted = [passage for passage in self.of(Roles.PROBLEMS) if self.wanted(passage)]
        before = [
            Paragraph((Piece(p.key, runs),)) for p in wanted if p.introduces and (runs := self.shown(p))
        ]
        standing = [passage for passage in wanted if not passage.introduces and self.found(passage)]
        told = [self.problem(number, passage) for number, passage in enumerate(standing, start=1)]
        return [*before, *told, *self.beside(len(told))]

    def shown(self, passage: Passage) -> tuple[Run, ...]:
        """What is printed of it; nothing where the records give nothing of what it names."""
        said = self.phrasing.said(passage.wording)
        if tokens.keys(passage.wording) and not tokens.shows(said):
            self.dropped[passage.key] = "没有可以对照的上年目标和问题，不写"
            return ()
        return self.text(passage.wording)

    def beside(self, told: int) -> list[Paragraph]:
        """Where few problems are told, or none: the figures nearest their limits, never as problems."""
        near = nearest(self.facts, ENOUGH - told) if not self.spoken and told < ENOUGH else []
        text = (self.none_told() if not told else "") + (f"{NEAREST}{'；'.join(near)}。" if near else "")
        return [paragraph(*self.phrasing.fill(text))] if text else []

    def none_told(self) -> str:
        """That there are none, only where the records show none."""
        found = [problem.key for problem in PROBLEMS if holds(problem.key, self.facts)]
        if not found:
            return NO_PROBLEM
        return NO_OTHER_PROBLEM if found == [MISSED] and self.is_told(MISSED) else NO_PROBLEM_TOLD

    def problem(self, number: int, passage: Passage) -> Paragraph:
        lead, stop, rest = self.cut(passage).partition("。")
        runs = [
            Run(f"（{numeral(number)}）", style="kai"),
            *self.phrasing.fill(lead + stop, "kai"),
            *self.text(rest),
        ]
        return Paragraph((Piece(passage.key, tuple(merge(runs))),))

    def causes(self) -> Paragraph:
        found = [p for p in self.of(Roles.CAUSES) if not p.introduces and self.wanted(p) and self.explains(p)]
        if not found:
            own = [p.finding for p in self.of(Roles.PROBLEMS) if not p.introduces]
            told = any(self.is_told(finding) for finding in (MISSED, *own))
            return paragraph(*self.phrasing.fill(NO_CAUSE_TOLD if told else NO_CAUSE))
        lead = [
            Piece(p.key, self.text(p.wording))
            for p in self.of(Roles.CAUSES)
            if p.introduces and self.wanted(p)
        ]
        pieces = [
            Piece(p.key, (*_number(place, found), *self.text(self.cut(p))))
            for place, p in enumerate(found, start=1)
        ]
        return Paragraph((*lead, *pieces))

    # what stands

    def wanted(self, passage: Passage) -> bool:
        if passage.written and passage.wording.strip():
            return True
        self.dropped[passage.key] = "已关闭，不写入报告" if passage.wording.strip() else passage.why_empty
        return False

    def found(self, problem: Passage) -> bool:
        if problem.finding == MISSED and self.told_before():
            self.dropped[problem.key] = "这一部分开头已经说了，不重复写"
            return False
        if holds(problem.finding, self.facts):
            return True
        self.dropped[problem.key] = "记录里已经没有这个问题，不写"
        return False

    def is_told(self, finding: str) -> bool:
        """Whether that problem is written, and holds."""
        return holds(finding, self.facts) and any(
            self.tells(passage, finding) for passage in self.of(Roles.PROBLEMS)
        )

    def told_before(self) -> bool:
        """Whether what stands before the problems tells of promises that were missed."""
        return holds(MISSED, self.facts) and any(
            p.introduces and self.tells(p, MISSED) for p in self.of(Roles.PROBLEMS)
        )

    def tells(self, passage: Passage, finding: str) -> bool:
        """Promises that were missed are told before the problems."""
        if not (passage.written and passage.wording.strip()):
            return False
        if passage.introduces and finding == MISSED:
            return not MISSED_NAMES.isdisjoint(tokens.keys(self.phrasing.said(passage.wording)))
        return passage.finding == finding

    def is_assignable(self, passage: Passage) -> bool:
        """Somebody takes it on: a problem; and what stands before them, while it tells promises that were missed."""
        return passage.part == Roles.PROBLEMS and (not passage.introduces or self.told_before())

    def explains(self, cause: Passage) -> bool:
        return cause.own or self.has_reason(cause, cause.finding)

    def has_reason(self, passage: Passage, finding: str) -> bool:
        """Whether the problem that a cause or a measure speaks of is told, and for a default wording known to be one."""
        if not self.is_told(finding):
            self.dropped[passage.key] = "对应的问题没有写"
            return False
        if passage.text is None and unsure(finding, self.facts):
            self.dropped[passage.key] = "对应的问题缺数，有没有这个问题还不知道，默认的文字先不写"
            return False
        return True


def _own_figures(text: str) -> list[str]:
    """The figures that it prints whatever is on record; what is told only where it is known does not hold a point up."""
    return [key for key in tokens.keys(text) if key in CATALOGUE]


def _number(place: int, among: Sequence[object]) -> tuple[Run, ...]:
    """二是; nothing before what stands alone."""
    return (Run(f"{numeral(place)}是"),) if len(among) > 1 else ()


def _count(number: int) -> str:
    return "两" if number == 2 else numeral(number)


def printed(passages: Iterable[Paragraph]) -> list[str]:
    """The keys of the figures that paragraphs print, each once, in order."""
    return list(dict.fromkeys(run.key for found in passages for run in found.runs if run.key))
