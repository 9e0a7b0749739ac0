"""A wording and the facts become printed text.

What is truly zero or not on record drops out, and figures and names are filled in.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from common.periods import day_in_words
from documents.blocks import MISSING, Face, Run, merge
from indicators.amounts import WAN, is_lost_in_wan, text_of
from indicators.kinds import Value
from reports.facts import Facts
from reports.models import Passage
from reports.models.passages import LEAD
from reports.outline import rounding, tokens
from reports.outline.clauses import Clause, Sentence, Wording, sentences
from reports.outline.problem import LATEST
from reports.outline.problems import MISSED, OF_KEY
from reports.outline.words import Ground, bears
from reports.text import names
from reports.text.names.problems import OF_TOLD, USUAL_KEYS

WAN_YUAN = "万元"
ASIDE = re.compile("（[^（）]*）")
FINE = re.compile(r"\d+\.\d\d+")
MYSELF = "我"
BRAND_FIGURE = "services.brand_month"  # the figure that is missing where the office has no brand
HEARD = ("change.", "was.", "moved.", "since.", "short.", "beyond.", "beside.")  # asides that are read out
# What is said instead, read out.
BRIEFLY = dict.fromkeys(["missed_briefly", "missed_as_done", "missed_by_gap"], "missed_first")


class Phrasing:
    """Says wordings by the facts.

    Which findings the text tells, who takes each on, and by when, is read from `passages`; without any,
    the usual findings count as told. With `for_speech` the text is to be read out: numbers are rounded,
    and asides that do not compare drop.
    """

    def __init__(self, facts: Facts, passages: Iterable[Passage] = (), for_speech: bool = False) -> None:
        self.facts = facts
        self.values = facts.values
        self.for_speech = for_speech
        passages = list(passages)
        problems = [passage for passage in passages if passage.part == Passage.Part.PROBLEMS]
        self.findings_told: Collection[str] = USUAL_KEYS
        if passages:
            self.findings_told = [passage.finding for passage in problems if passage.written]
        self.by_finding: Mapping[str, Passage] = {passage.finding: passage for passage in problems}

    @cached_property
    def ground(self) -> Ground:
        return Ground(self.values)

    # what stands

    def text(self, text: str) -> tuple[Run, ...]:
        """Write a text as it is printed, with what is truly zero left out."""
        runs: list[Run] = []
        for sentence in sentences(text):
            runs += self.sentence(sentence)
        return tuple(merge(runs))

    def standing_text(self, text: str) -> str:
        """Return what is printed of a text, its tokens not yet filled in."""
        return "".join(map(self._standing_sentence, sentences(text)))

    def fits(self, text: str) -> bool:
        """Tell whether a wording may be taken: the first of its clauses that shows anything stands."""
        for sentence in sentences(text):
            for clause in sentence.clauses:
                if clause.shows:
                    return self.clause(clause) is not None
        return True

    def sentence(self, sentence: Sentence) -> list[Run]:
        """Write what stands of a sentence; nothing where no clause does."""
        runs: list[Run] = []
        for mark, text in self._clauses(sentence):
            if runs:
                runs.append(Run(mark))
            runs += self.fill(text)
        if runs and sentence.end:
            runs.append(Run(sentence.end))
        return runs

    def _standing_sentence(self, sentence: Sentence) -> str:
        text = ""
        for place, (mark, clause) in enumerate(self._clauses(sentence)):
            if place:
                text += mark
            text += clause
        if text:
            text += sentence.end
        return text

    def _clauses(self, sentence: Sentence) -> list[tuple[str, str]]:
        """Return the clauses that stand, each with the mark before it.

        A ； before a clause that drops is kept for the next one that stands.
        """
        clauses: list[tuple[str, str]] = []
        mark = ""
        has_dropped = False
        for clause in sentence.clauses:
            mark = "；" if "；" in (mark, clause.mark) else clause.mark
            if has_dropped and clause.leans:
                continue
            text = self.clause(clause)
            has_dropped = text is None
            if text is not None:
                clauses.append((mark, text))
                mark = ""
        return clauses

    def clause(self, clause: Clause) -> str | None:
        """Choose the first alternative that stands and whose words agree with its numbers."""
        for wording in clause.wordings:
            text = self.wording(wording)
            if text is None:
                continue
            if len(clause.wordings) == 1 or bears(text, self.ground):
                return text
        return None

    def wording(self, wording: Wording) -> str | None:
        """Say an alternative with the items that stand; None where none of them names anything."""
        if not wording.is_counted:
            return wording.say(list(wording.items))
        items = []
        for item in wording.items:
            text = self.without_asides(item)
            if self.stands(text):
                items.append(text)
        if not any(tokens.keys(item) for item in items):
            return None
        return wording.say(items)

    def without_asides(self, item: str) -> str:
        """Return the item without each （…） that tells of nothing, or of what is not there.

        The rest says nothing less true. In speech only those asides stay that compare.
        """
        return ASIDE.sub(self._keep_aside, item)

    def _keep_aside(self, match: re.Match[str]) -> str:
        aside = match[0]
        if self._is_heard(aside) and self.stands(aside):
            return aside
        return ""

    def _is_heard(self, aside: str) -> bool:
        keys = tokens.keys(aside)
        if not self.for_speech or not keys:
            return True
        return any(key.startswith(HEARD) for key in keys)

    def stands(self, item: str) -> bool:
        """Tell whether no figure of an item is zero or excused, and the records give every name in it."""
        values = [self.values[key] for key in tokens.keys(item) if key in self.values]
        if any(value.zero or value.excuse for value in values):
            return False
        return self.has_names(item)

    def has_names(self, text: str) -> bool:
        """Tell whether the records give every name in the text, X counted."""
        for key in tokens.keys(text):
            is_name = key in tokens.LABELS and key not in self.values
            if is_name and self.name(key) is None:
                return False
        return True

    # names

    def name(self, key: str) -> str | None:
        """Return a name of the records, or of who takes a problem on, or by when."""
        room, _, problem = key.partition(".")
        if room == "owner":
            return self._owner(problem)
        if room == "due":
            return self._due(problem)
        if key in OF_TOLD:
            return OF_TOLD[key](self.facts, self.findings_told)
        if self.for_speech:
            key = BRIEFLY.get(key, key)
        return names.name(self.facts, key)

    def _passages_of(self, problem: str) -> list[Passage]:
        """Return the passage of a problem; promises that were missed are told before the problems."""
        keys = (LEAD, problem) if problem == MISSED else (problem,)
        return [self.by_finding[key] for key in keys if key in self.by_finding]

    def _owner(self, problem: str) -> str:
        for passage in self._passages_of(problem):
            if passage.owner:
                return passage.owner
        return MYSELF

    def _due(self, problem: str) -> str:
        """Write the day by which a problem is solved; the end of its own month, where nobody set a day."""
        for passage in self._passages_of(problem):
            if passage.due:
                return _due_in_words(passage.due)
        month = OF_KEY[problem].month if problem in OF_KEY else LATEST
        return _due_in_words(_end_of(self.facts.scope.year + 1, month))

    # filling in

    def fill(self, text: str, face: Face = "text") -> tuple[Run, ...]:
        """Write a text with every token filled in; nothing drops."""
        runs: list[Run] = []
        end = 0
        for match in tokens.TOKEN.finditer(text):
            runs.append(Run(text[end : match.start()], style=face))
            end = match.end()
            figure = tokens.figure_of(match[1])
            if self.in_yuan(figure) and text.startswith(WAN_YUAN, end):
                runs.append(Run(self._yuan(figure), figure, face))
                end += len(WAN_YUAN)
            else:
                runs.append(self.token(match[0], match[1], match[2], face))
        runs.append(Run(text[end:], style=face))
        return tuple(run for run in runs if run.text)

    def in_yuan(self, key: str) -> bool:
        """Tell whether an amount is printed in 元: so small that two decimals of 万元 say nothing of it."""
        value = self.values.get(key)
        if value is None or value.missing or not value.indicator.money:
            return False
        return is_lost_in_wan(Decimal(value.value))

    def _yuan(self, key: str) -> str:
        amount = Decimal(self.values[key].value) * WAN
        return f"{text_of(amount, 2)}元"

    def token(self, text: str, key: str, way: str | None, face: Face) -> Run:
        """Write what a token stands for; a token that nobody knows stays as it was typed."""
        figure = tokens.figure_of(key)
        if figure in self.values:
            return self._figure(self.values[figure], way, face)
        if key not in tokens.LABELS:
            return Run(text, style=face)
        return self._name(key, face)

    def _figure(self, value: Value, way: str | None, face: Face) -> Run:
        if self.for_speech and not way:
            text = rounding.format_for_speech(value)
        else:
            text = rounding.format_rounded(value, way)
        return Run(text, value.key, face, value.missing)

    def _name(self, key: str, face: Face) -> Run:
        name = self.name(key) or MISSING
        is_missing = name == MISSING
        figure = BRAND_FIGURE if is_missing and key.startswith("brand") else ""
        if self.for_speech:
            name = FINE.sub(_to_one_decimal, name)
        return Run(name, figure, face, is_missing, tokens.about(key))


def _to_one_decimal(match: re.Match[str]) -> str:
    return text_of(Decimal(match[0]), 1)


def _due_in_words(day: date) -> str:
    if _ends_a_month(day):
        return f"{day.year}年{day.month}月底"
    return day_in_words(day)


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _ends_a_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
