"""Passages become the parts of a document.

What does not stand is left out, and numbers and counts close up.
"""

from collections.abc import Iterable, Sequence

from documents.blocks import Paragraph, Piece, Run, merge, paragraph
from documents.numerals import numeral
from indicators.catalogue import CATALOGUE
from reports.document import Part
from reports.models import ALONE, AnnualReport, Passage
from reports.outline import HEADINGS, tokens
from reports.outline.clauses import SENTENCE
from reports.outline.problems import (
    MISSED,
    NEAREST,
    NO_CAUSE,
    NO_CAUSE_TOLD,
    NO_OTHER_PROBLEM,
    NO_PROBLEM,
    NO_PROBLEM_TOLD,
    PROBLEMS,
)
from reports.text.findings import ENOUGH, holds, nearest
from reports.text.standing import Standing

Roles = Passage.Part
# Passages that are read out with all their sentences.
WHOLE = ("opening", "problems.lead", "causes.lead", *ALONE)
CUT = 2  # sentences of any other passage that are read out


class Writer(Standing):
    """Writes the passages it is given.

    With `for_speech` the text is to be read out: points are cut to their opener and one sentence, and the
    figures that are nearest their limits are left out.
    """

    def text(self, text: str) -> tuple[Run, ...]:
        """Write a text as it is printed."""
        return self.phrasing.text(text)

    def standing_text(self, passage: Passage) -> str:
        """Return what is printed of a passage, its tokens not yet filled in."""
        return self.phrasing.standing_text(self.cut(passage))

    # the parts

    def opening(self) -> Paragraph:
        passages = filter(self.is_open, self.of(Roles.OPENING))
        return Paragraph(tuple(map(self._whole_piece, passages)))

    def parts(self) -> tuple[Part, ...]:
        """Write the numbered parts: four, or three where the office tells problems and causes in one."""
        highlights = self.sections(Roles.HIGHLIGHTS)
        problems = self.problems()
        causes = [self.causes()]
        measures = self.measures()
        if self.facts.scope.report.layout == AnnualReport.Layout.THREE:
            return (
                _part(1, "highlights", "highlights", highlights),
                _part(2, "problems", "problems_and_causes", [*problems, *causes]),
                _part(3, "measures", "measures", measures),
            )
        return (
            _part(1, "highlights", "highlights", highlights),
            _part(2, "problems", "problems", problems),
            _part(3, "causes", "causes", causes),
            _part(4, "measures", "measures", measures),
        )

    def measures(self) -> list[Paragraph]:
        """Write the sections of the last part, between its two paragraphs that belong to no section."""
        aim, closing = ALONE
        first, last = self.alone(aim), self.alone(closing)
        return [*first, *self.sections(Roles.MEASURES), *last]

    def alone(self, key: str) -> list[Paragraph]:
        """Write a paragraph of the last part that belongs to no section; nothing where it does not stand."""
        paragraphs = []
        for passage in self.of(Roles.MEASURES):
            if passage.key == key and self.is_open(passage):
                paragraphs += self._paragraphs(passage, self.text(passage.wording))
        return paragraphs

    def sections(self, part: str) -> list[Paragraph]:
        """Write the sections of a part that have any point to write."""
        paragraphs: list[Paragraph] = []
        for lead in self.of(part):
            if not lead.is_lead or not self.is_open(lead):
                continue
            points = self.points(lead)
            if points:
                paragraphs.append(self.section(len(paragraphs) + 1, lead, points))
            else:
                self.dropped[lead.key] = "下面没有要写的条目"
        return paragraphs

    def section(self, number: int, lead: Passage, points: list[Piece]) -> Paragraph:
        """Write a lead with its points as 一是, 二是, and the cases behind them."""
        text = lead.wording.replace("{count}", _count(len(points)))
        runs = [Run(f"（{numeral(number)}）", style="kai"), *self.phrasing.fill(text, "kai")]
        pieces = [Piece(lead.key, tuple(merge(runs)))]
        for place, point in enumerate(points, start=1):
            pieces.append(Piece(point.key, (*_number(place, points), *point.runs)))
        return Paragraph((*pieces, *self.cases(lead)))

    def points(self, lead: Passage) -> list[Piece]:
        """Write the points under a lead that stand."""
        pieces = []
        for passage in self.of(lead.part, lead.key):
            if passage.is_case or not self.is_open(passage):
                continue
            runs = self.point(passage)
            if runs:
                pieces.append(Piece(passage.key, runs))
        return pieces

    def point(self, passage: Passage) -> tuple[Run, ...]:
        """Write what stands of a point; nothing where all it counts is truly zero."""
        if passage.answers and not self.has_reason(passage, passage.answers):
            return ()
        if self._counts_nothing(passage):
            self.dropped[passage.key] = "数字都是零，或本年没有这项工作，不写"
            return ()
        return self.text(self.cut(passage))

    def _counts_nothing(self, passage: Passage) -> bool:
        """Tell whether a passage has figures, or names of the records alone, and none of them is printed."""
        names = _own_figures if _own_figures(passage.wording) else tokens.shows
        return bool(names(passage.wording)) and not names(self.unabridged.standing_text(passage.wording))

    def cases(self, lead: Passage) -> list[Piece]:
        """Write the cases behind the points of a lead."""
        pieces = []
        for passage in self.of(lead.part, lead.key):
            if passage.is_case and self.is_open(passage):
                pieces.append(self._whole_piece(passage))
        return pieces

    def cut(self, passage: Passage) -> str:
        """Return what is printed of a wording; in speech most are cut to the opener and one sentence."""
        is_whole = passage.key in WHOLE or passage.is_case or passage.is_lead
        if is_whole or not self.for_speech:
            return passage.wording
        return "".join(SENTENCE.findall(passage.wording)[:CUT])

    def problems(self) -> list[Paragraph]:
        """Write the leads, the problems that hold, and what is said where these are few."""
        leads: list[Paragraph] = []
        problems: list[Paragraph] = []
        for passage in self.of(Roles.PROBLEMS):
            if not self.is_open(passage):
                continue
            if passage.introduces:
                leads += self._paragraphs(passage, self.lead(passage))
            elif self.has_problem(passage):
                problems.append(self.problem(len(problems) + 1, passage))
        return [*leads, *problems, *self.beside(len(problems))]

    def lead(self, passage: Passage) -> tuple[Run, ...]:
        """Write what stands before the problems; nothing where the records give nothing of what it names."""
        text = self.phrasing.standing_text(passage.wording)
        if tokens.keys(passage.wording) and not tokens.shows(text):
            self.dropped[passage.key] = "没有可以对照的上年目标和问题，不写"
            return ()
        return self.text(passage.wording)

    def beside(self, problems: int) -> list[Paragraph]:
        """Write the figures nearest their limits where few problems are told, or none; never as problems."""
        text = "" if problems else self.no_problem()
        if not self.for_speech and problems < ENOUGH:
            near = nearest(self.facts, ENOUGH - problems)
            if near:
                text += f"{NEAREST}{'；'.join(near)}。"
        if not text:
            return []
        return [paragraph(*self.phrasing.fill(text))]

    def no_problem(self) -> str:
        """Choose how to say that no problem is told; that there is none only where the records show none."""
        holding = [problem.key for problem in PROBLEMS if holds(problem.key, self.facts)]
        if not holding:
            return NO_PROBLEM
        if holding == [MISSED] and self.is_told(MISSED):
            return NO_OTHER_PROBLEM
        return NO_PROBLEM_TOLD

    def problem(self, number: int, passage: Passage) -> Paragraph:
        """Write a numbered problem, its first sentence as a heading."""
        heading, stop, rest = self.cut(passage).partition("。")
        runs = [
            Run(f"（{numeral(number)}）", style="kai"),
            *self.phrasing.fill(heading + stop, "kai"),
            *self.text(rest),
        ]
        return Paragraph((Piece(passage.key, tuple(merge(runs))),))

    def causes(self) -> Paragraph:
        """Write the causes of the problems that are told, as 一是, 二是, or that there are none."""
        causes = []
        for passage in self.of(Roles.CAUSES):
            if not passage.introduces and self.is_open(passage) and self.explains(passage):
                causes.append(passage)
        if not causes:
            return self._no_cause()
        pieces = []
        for passage in self.of(Roles.CAUSES):
            if passage.introduces and self.is_open(passage):
                pieces.append(self._whole_piece(passage))
        for place, cause in enumerate(causes, start=1):
            pieces.append(Piece(cause.key, (*_number(place, causes), *self.text(self.cut(cause)))))
        return Paragraph(tuple(pieces))

    def _no_cause(self) -> Paragraph:
        problems = [passage.finding for passage in self.of(Roles.PROBLEMS) if not passage.introduces]
        if any(self.is_told(finding) for finding in (MISSED, *problems)):
            return paragraph(*self.phrasing.fill(NO_CAUSE_TOLD))
        return paragraph(*self.phrasing.fill(NO_CAUSE))

    def _whole_piece(self, passage: Passage) -> Piece:
        return Piece(passage.key, self.text(passage.wording))

    def _paragraphs(self, passage: Passage, runs: tuple[Run, ...]) -> list[Paragraph]:
        """Make a paragraph of one passage; none where nothing is printed."""
        if not runs:
            return []
        return [Paragraph((Piece(passage.key, runs),))]


def _part(number: int, role: str, heading: str, paragraphs: Iterable[Paragraph]) -> Part:
    run = Run(f"{numeral(number)}、{HEADINGS[heading]}", style="hei")
    return Part(role, (paragraph(run, role="heading"), *paragraphs))


def _own_figures(text: str) -> list[str]:
    """Return the figures that a text prints on no condition: without one of them a point says nothing."""
    return [key for key in tokens.keys(text) if key in CATALOGUE]


def _number(place: int, among: Sequence[object]) -> tuple[Run, ...]:
    """Write 二是; nothing before what stands alone."""
    if len(among) == 1:
        return ()
    return (Run(f"{numeral(place)}是"),)


def _count(number: int) -> str:
    return "两" if number == 2 else numeral(number)


def printed_keys(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Return the keys of the figures that paragraphs print, each once, in order."""
    keys: dict[str, None] = {}
    for each in paragraphs:
        keys.update(dict.fromkeys(run.key for run in each.runs if run.key))
    return list(keys)
