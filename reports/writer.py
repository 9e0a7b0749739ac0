"""Passages and facts become a document: what is truly zero drops, numbering and counts close up, figures fill in."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from indicators.amounts import MISSING, WAN, is_lost_in_wan, text_of
from reports.document import Paragraph, Part, Piece, Run, merge, numeral, paragraph
from reports.facts import Facts
from reports.findings import ENOUGH, holds, nearest, unsure
from reports.models import AnnualReport, Passage
from reports.outline import HEADINGS, tokens
from reports.outline.clauses import Clause, Sentence, Wording, sentences
from reports.outline.problems import NEAREST, NO_CAUSE, NO_PROBLEM
from reports.outline.words import Ground, bears

Roles = Passage.Part

WAN_YUAN = "万元"
ASIDE = re.compile("（[^（）]*）")


class Writer:
    """Writes the passages it is given; `dropped` says of every passage that does not stand why.

    `whole`: they are all there are, so few problems among them are few problems.
    """

    def __init__(self, facts: Facts, passages: Sequence[Passage], whole: bool = True) -> None:
        self.facts, self.values, self.passages, self.whole = facts, facts.values, passages, whole
        self.dropped: dict[str, str] = {}

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.values)

    def of(self, part: str, section: str = "") -> list[Passage]:
        return [passage for passage in self.passages if passage.part == part and passage.section == section]

    # the parts

    def opening(self) -> Paragraph:
        found = self.of(Roles.OPENING)
        return Paragraph(tuple(Piece(passage.key, self.text(passage.wording)) for passage in found if self.wanted(passage)))

    def parts(self) -> tuple[Part, ...]:
        problems, causes = self.problems(), [self.causes()]
        wanted: list[tuple[str, str, list[Paragraph]]] = [("highlights", "highlights", self.sections(Roles.HIGHLIGHTS))]
        if self.facts.scope.report.layout == AnnualReport.Layout.THREE:
            wanted.append(("problems", "problems_and_causes", [*problems, *causes]))
        else:
            wanted += [("problems", "problems", problems), ("causes", "causes", causes)]
        wanted.append(("measures", "measures", [*self.aim(), *self.sections(Roles.MEASURES)]))
        return tuple(
            Part(role, (paragraph(Run(f"{numeral(number)}、{HEADINGS[heading]}", style="hei"), role="heading"), *paragraphs))
            for number, (role, heading, paragraphs) in enumerate(wanted, start=1)
        )

    def aim(self) -> list[Paragraph]:
        alone = [passage for passage in self.of(Roles.MEASURES) if not passage.is_lead and self.wanted(passage)]
        return [Paragraph((Piece(passage.key, self.text(passage.wording)),)) for passage in alone]

    def sections(self, part: str) -> list[Paragraph]:
        leads = [passage for passage in self.of(part) if passage.is_lead and self.wanted(passage)]
        written = [(lead, points) for lead in leads if (points := self.points(lead))]
        self.dropped |= dict.fromkeys({p.key for p in leads} - {lead.key for lead, _ in written}, "下面没有要写的条目")
        found = []
        for number, (lead, points) in enumerate(written, start=1):
            said = lead.wording.replace("{count}", _count(len(points)))
            runs = (Run(f"（{numeral(number)}）", style="kai"), *self.fill(said, "kai"))
            pieces = [Piece(lead.key, tuple(merge(list(runs))))]
            pieces += [Piece(key, (Run(f"{numeral(place)}是"), *said)) for place, (key, said) in enumerate(points, start=1)]
            found.append(Paragraph(tuple(pieces)))
        return found

    def points(self, lead: Passage) -> list[tuple[str, tuple[Run, ...]]]:
        under = self.of(lead.part, lead.key)
        return [(passage.key, runs) for passage in under if self.wanted(passage) and (runs := self.point(passage))]

    def point(self, passage: Passage) -> tuple[Run, ...]:
        """What stands of it; nothing where all it counts is truly zero."""
        runs = self.text(passage.wording)
        if tokens.figures(passage.wording) and not any(run.key for run in runs):
            self.dropped[passage.key] = "数字都是零，或本年没有这项工作，不写"
            return ()
        return runs

    def problems(self) -> list[Paragraph]:
        standing = [passage for passage in self.of(Roles.PROBLEMS) if self.wanted(passage) and self.found(passage)]
        told = [self.problem(number, passage) for number, passage in enumerate(standing, start=1)]
        return [*told, *self.beside(len(told))]

    def beside(self, told: int) -> list[Paragraph]:
        """Where few problems are told, or none: the figures nearest their limits, never as problems."""
        near = nearest(self.facts, ENOUGH - told) if self.whole and told < ENOUGH else []
        text = (NO_PROBLEM if not told else "") + (f"{NEAREST}{'；'.join(near)}。" if near else "")
        return [paragraph(*self.fill(text))] if text else []

    def problem(self, number: int, passage: Passage) -> Paragraph:
        lead, stop, rest = passage.wording.partition("。")
        runs = [Run(f"（{numeral(number)}）", style="kai"), *self.fill(lead + stop, "kai"), *self.text(rest)]
        return Paragraph((Piece(passage.key, tuple(merge(runs))),))

    def causes(self) -> Paragraph:
        told = {passage.finding for passage in self.of(Roles.PROBLEMS) if self.wanted(passage) and self.found(passage)}
        found = [p for p in self.of(Roles.CAUSES) if p.finding != "lead" and self.wanted(p) and self.answers(p, told)]
        if not found:
            return paragraph(*self.fill(NO_CAUSE))
        lead = [Piece(p.key, self.text(p.wording)) for p in self.of(Roles.CAUSES) if p.finding == "lead" and self.wanted(p)]
        pieces = [Piece(p.key, (Run(f"{numeral(place)}是"), *self.text(p.wording))) for place, p in enumerate(found, start=1)]
        return Paragraph((*lead, *pieces))

    # what stands

    def wanted(self, passage: Passage) -> bool:
        if passage.written and passage.wording.strip():
            return True
        self.dropped[passage.key] = "已关闭，不写入报告" if passage.wording.strip() else "没有文字"
        return False

    def found(self, problem: Passage) -> bool:
        if holds(problem.finding, self.facts):
            return True
        self.dropped[problem.key] = "记录里已经没有这个问题，不写"
        return False

    def answers(self, cause: Passage, told: set[str]) -> bool:
        if not (cause.own or cause.finding in told):
            self.dropped[cause.key] = "对应的问题没有写"
            return False
        if cause.text is None and unsure(cause.finding, self.facts):
            self.dropped[cause.key] = "对应的问题缺数，有没有这个问题还不知道，默认的原因先不写"
            return False
        return True

    # the text

    def text(self, text: str) -> tuple[Run, ...]:
        """The text with what is truly zero left out."""
        return tuple(merge([run for sentence in sentences(text) for run in self.sentence(sentence)]))

    def sentence(self, sentence: Sentence) -> list[Run]:
        runs: list[Run] = []
        mark = ""
        said: str | None = ""
        for clause in sentence.clauses:
            mark = "；" if "；" in (mark, clause.mark) else clause.mark
            said = None if said is None and clause.leans else self.clause(clause)
            if said is None:
                continue
            runs += [Run(mark), *self.fill(said)] if runs else self.fill(said)
            mark = ""
        return [*runs, Run(sentence.end)] if runs and sentence.end else runs

    def clause(self, clause: Clause) -> str | None:
        """The first wording that stands and whose words agree with its numbers."""
        for wording in clause.wordings:
            said = self.wording(wording)
            if said is not None and (len(clause.wordings) == 1 or bears(said, self.ground)):
                return said
        return None

    def wording(self, wording: Wording) -> str | None:
        if not wording.counted:
            return wording.say(list(wording.items))
        items = [item for item in map(self.without_asides, wording.items) if self.stands(item)]
        return wording.say(items) if any(tokens.keys(item) for item in items) else None

    def without_asides(self, item: str) -> str:
        """The item without each （…） that names what is not there: the rest says nothing less true."""
        return ASIDE.sub(lambda aside: aside[0] if self.named(aside[0]) else "", item)

    def stands(self, item: str) -> bool:
        values = [self.values[key] for key in tokens.keys(item) if key in self.values]
        if any(value.zero or value.excuse for value in values):
            return False
        return self.named(item)

    def named(self, text: str) -> bool:
        """Whether the records give every name in it, X counted."""
        asked = [key for key in tokens.keys(text) if key in tokens.LABELS and key not in self.values]
        return all(self.facts.name(key) is not None for key in asked)

    def fill(self, text: str, style: str = "text") -> tuple[Run, ...]:
        """The text with every token filled in."""
        runs: list[Run] = []
        end = 0
        for match in tokens.TOKEN.finditer(text):
            runs.append(Run(text[end : match.start()], style=style))
            end = match.end()
            if self.in_yuan(match[1]) and text.startswith(WAN_YUAN, end):
                runs.append(Run(f"{text_of(Decimal(self.values[match[1]].value) * WAN, 2)}元", match[1], style))
                end += len(WAN_YUAN)
            else:
                runs.append(self.token(match[0], match[1], match[2], style))
        return tuple(run for run in (*runs, Run(text[end:], style=style)) if run.text)

    def in_yuan(self, key: str) -> bool:
        """Whether the text gives it in 元: so small an amount that two decimals of 万元 say nothing of it."""
        value = self.values.get(key)
        if value is None or value.missing or not value.indicator.money:
            return False
        return is_lost_in_wan(Decimal(value.value))

    def token(self, typed: str, key: str, way: str | None, style: str) -> Run:
        if key in self.values:
            value = self.values[key]
            return Run(tokens.rounded(value, way), key, style, value.missing)
        if key not in tokens.LABELS:
            return Run(typed, style=style)
        name = self.facts.name(key) or MISSING
        missing = name == MISSING
        return Run(name, "services.brand_month" if missing and key.startswith("brand") else "", style, missing)


def _count(number: int) -> str:
    return "两" if number == 2 else numeral(number)


def printed(passages: Iterable[Paragraph]) -> list[str]:
    """The keys of the figures that paragraphs print, each once, in order."""
    return list(dict.fromkeys(run.key for found in passages for run in found.runs if run.key))
