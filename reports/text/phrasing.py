"""Wording and facts become printed text: what is truly zero or not on record drops, figures and names fill in."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from documents.blocks import MISSING, Run, merge
from indicators.amounts import WAN, is_lost_in_wan, text_of
from reports.facts import Facts
from reports.models import Passage
from reports.models.passages import LEAD
from reports.outline import tokens
from reports.outline.clauses import Clause, Sentence, Wording, sentences
from reports.outline.problem import LATEST
from reports.outline.problems import MISSED, OF_KEY
from reports.outline.words import Ground, bears
from reports.text import names
from reports.text.names.findings import OF_TOLD, USUAL_KEYS

WAN_YUAN = "万元"
ASIDE = re.compile("（[^（）]*）")
FINE = re.compile(r"\d+\.\d\d+")
MYSELF = "我"
HEARD = ("change.", "was.", "moved.", "since.", "short.", "beyond.", "beside.")  # asides that are read out
# What is said instead, read out.
BRIEFLY = dict.fromkeys(("missed_briefly", "missed_as_done", "missed_by_gap"), "missed_first")


class Phrasing:
    """Says passages by the facts. `spoken`: numbers rounded for the ear.

    Which findings are told, who takes each on, and by when, is read from `passages`.
    """

    def __init__(self, facts: Facts, passages: Iterable[Passage] = (), spoken: bool = False) -> None:
        self.facts, self.values, self.spoken = facts, facts.values, spoken
        passages = list(passages)
        problems = [p for p in passages if p.part == Passage.Part.PROBLEMS]
        self.told: Collection[str] = [p.finding for p in problems if p.written] if passages else USUAL_KEYS
        self.assigned: Mapping[str, Passage] = {p.finding: p for p in problems}

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.values)

    # what stands

    def text(self, text: str) -> tuple[Run, ...]:
        """The text with what is truly zero left out."""
        return tuple(merge([run for sentence in sentences(text) for run in self.sentence(sentence)]))

    def said(self, text: str) -> str:
        """The same with its tokens, as far as it is printed."""
        return "".join(self._tokened(sentence) for sentence in sentences(text))

    def fits(self, text: str) -> bool:
        """The first clause that shows anything stands: the wording may be taken."""
        showing = (clause for sentence in sentences(text) for clause in sentence.clauses if clause.shows)
        first = next(showing, None)
        return first is None or self.clause(first) is not None

    def sentence(self, sentence: Sentence) -> list[Run]:
        runs: list[Run] = []
        for mark, said in self._clauses(sentence):
            runs += [Run(mark), *self.fill(said)] if runs else self.fill(said)
        return [*runs, Run(sentence.end)] if runs and sentence.end else runs

    def _tokened(self, sentence: Sentence) -> str:
        found = self._clauses(sentence)
        text = "".join(f"{mark if place else ''}{said}" for place, (mark, said) in enumerate(found))
        return f"{text}{sentence.end}" if text else ""

    def _clauses(self, sentence: Sentence) -> list[tuple[str, str]]:
        """The clauses that stand, each with the mark before it."""
        found: list[tuple[str, str]] = []
        mark = ""
        said: str | None = ""
        for clause in sentence.clauses:
            mark = "；" if "；" in (mark, clause.mark) else clause.mark
            said = None if said is None and clause.leans else self.clause(clause)
            if said is not None:
                found.append((mark, said))
                mark = ""
        return found

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
        """The item without each （…） that tells of nothing, or of what is not there: the rest says nothing less true.

        Read out only those stay that compare.
        """
        return ASIDE.sub(
            lambda aside: aside[0] if self._is_heard(aside[0]) and self.stands(aside[0]) else "", item
        )

    def _is_heard(self, aside: str) -> bool:
        named = tokens.keys(aside)
        return not self.spoken or not named or any(key.startswith(HEARD) for key in named)

    def stands(self, item: str) -> bool:
        values = [self.values[key] for key in tokens.keys(item) if key in self.values]
        if any(value.zero or value.excuse for value in values):
            return False
        return self.named(item)

    def named(self, text: str) -> bool:
        """Whether the records give every name in it, X counted."""
        asked = [key for key in tokens.keys(text) if key in tokens.LABELS and key not in self.values]
        return all(self.name(key) is not None for key in asked)

    # names

    def name(self, key: str) -> str | None:
        """A name of the records, or of who takes a problem on."""
        room, _, problem = key.partition(".")
        if room == "owner":
            return self._owner(problem)
        if room == "due":
            return self._due(problem)
        if key in OF_TOLD:
            return OF_TOLD[key](self.facts, self.told)
        return names.name(self.facts, BRIEFLY.get(key, key) if self.spoken else key)

    def _telling(self, problem: str) -> list[Passage]:
        """The passage of a problem; promises that were missed are told before the problems."""
        keys = (LEAD, problem) if problem == MISSED else (problem,)
        return [self.assigned[key] for key in keys if key in self.assigned]

    def _owner(self, problem: str) -> str:
        return next((passage.owner for passage in self._telling(problem) if passage.owner), MYSELF)

    def _due(self, problem: str) -> str:
        """By the end of the problem's own month of the next year, where nobody set a day."""
        day = next((passage.due for passage in self._telling(problem) if passage.due), None)
        found = day or _end_of(
            self.facts.scope.year + 1, OF_KEY[problem].month if problem in OF_KEY else LATEST
        )
        return (
            f"{found.year}年{found.month}月底"
            if _ends_a_month(found)
            else f"{found.year}年{found.month}月{found.day}日"
        )

    # filling in

    def fill(self, text: str, style: str = "text") -> tuple[Run, ...]:
        """The text with every token filled in."""
        runs: list[Run] = []
        end = 0
        for match in tokens.TOKEN.finditer(text):
            runs.append(Run(text[end : match.start()], style=style))
            end = match.end()
            key = tokens.figure_of(match[1])
            if self.in_yuan(key) and text.startswith(WAN_YUAN, end):
                runs.append(Run(f"{text_of(Decimal(self.values[key].value) * WAN, 2)}元", key, style))
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
        figure = tokens.figure_of(key)
        if figure in self.values:
            value = self.values[figure]
            told = tokens.for_the_ear(value) if self.spoken and not way else tokens.rounded(value, way)
            return Run(told, figure, style, value.missing)
        if key not in tokens.LABELS:
            return Run(typed, style=style)
        name = self.name(key) or MISSING
        missing = name == MISSING
        told = FINE.sub(lambda found: text_of(Decimal(found[0]), 1), name) if self.spoken else name
        return Run(
            told,
            "services.brand_month" if missing and key.startswith("brand") else "",
            style,
            missing,
            tokens.about(key),
        )


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _ends_a_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
