"""What the words and names of a file are taken for that are none of ours.

Each once, with the number of its rows.
"""

from collections import Counter
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import ValidationError

from imports.mapping.likeness import nearest, one_meant
from imports.mapping.proposals import WordProposal
from imports.parse.below import SheetBelow
from imports.parse.columns import Column
from imports.parse.constants import options_of
from imports.parse.decisions import UNDECIDED, Decisions, Sure
from imports.parse.words import words_of
from imports.rows.tables import Table
from records.inputs import plain
from records.personal import gender_by_id_no, validate_id_no

MOST_WORDS = 40  # of one column that are asked about; the most frequent come first
MOST_OFFERED = 60  # options that are listed
MOST_NAMESAKES = 8  # people of a like name that are offered
MOST_PEOPLE = 20_000  # whose names are looked through
BY_ID_NO = "按身份证号"
SEVERAL_MEANINGS = "可以有几种意思"


class Guess(NamedTuple):
    """What a text may be taken for: `options` are those that come first, the nearest before the others."""

    value: str
    sure: Sure
    note: str = ""
    options: tuple[str, ...] = ()


NOBODY = Guess("", Sure.NONE)  # of a name that no record has, nor one like it


class Absence(NamedTuple):
    """Names in a column that no record has, nor one like it: those records have to be brought in first."""

    name: str  # of our column
    label: str
    kind: str  # of the records: `members.partyorg`
    kind_name: str
    names: list[str]
    is_of_all: bool  # not one of the names in the column is known


def propose_words(table: Table, memory: Decisions = UNDECIDED) -> tuple[list[WordProposal], list[Absence]]:
    """Propose what is read in place of each text that is none of ours.

    Return also the names that nobody has.
    """
    proposals: list[WordProposal] = []
    absences: list[Absence] = []
    for column in table.columns:
        if column.kind.is_choice or column.kind.linked or column.kind.vocabulary:
            words = _WordsOfColumn(table, column, memory)
            words.propose()
            proposals += words.proposals
            if words.absent:
                target = column.field.related_model._meta
                name = str(target.verbose_name)
                is_of_all = len(words.absent) == words.number
                labels = (column.name, column.heading, target.label_lower, name)
                absences.append(Absence(*labels, words.absent, is_of_all))
    return proposals, absences


class _WordsOfColumn:
    """The texts of one column that are none of ours, the most frequent first."""

    def __init__(self, table: Table, column: Column, memory: Decisions) -> None:
        self.table, self.column = table, column
        self.known = words_of(column.model._meta.label_lower, column.name)
        self.memory = memory.words.get(column.name, {})
        self.proposals: list[WordProposal] = []
        self.absent: list[str] = []
        self.number = 0  # of different texts

    def propose(self) -> None:
        ask_count = 0
        counts = self._counts()
        self.number = len(counts)
        for text, rows in counts.most_common():
            guess = self._guess(text)
            if guess is NOBODY:
                self.absent.append(text)
            elif guess and ask_count < MOST_WORDS:
                ask_count += guess.sure == Sure.ASK
                self.proposals.append(self._proposal(text, rows, guess))

    def _counts(self) -> Counter[str]:
        """Count in how many rows each text stands, those included that are left out for it."""
        counts: Counter[str] = Counter()
        for sheet in self.table.sheets:
            for _, cells in sheet.rows():
                counts.update(set(self.column.texts(sheet.cell(cells, self.column.name))))
            for row in sheet.below:
                if row.number in sheet.left_out:
                    text = self.column.leaves_out(sheet.cell(row.cells, self.column.name))
                    counts.update([text] if text else [])
            if isinstance(sheet, SheetBelow):
                for text, rows in sheet.parts_left_out.items():
                    if self.column.leaves_out(text):
                        counts[text] += len(rows)
        return counts

    def _proposal(self, text: str, rows: int, guess: Guess) -> WordProposal:
        options = list(dict.fromkeys([*guess.options, *self._options[:MOST_OFFERED]]))
        heading = self.table.sheet.head(self.column.name)
        proposal = WordProposal(self.column.name, heading, text, rows, guess.value, guess.sure, guess.note)
        proposal.options, proposal.may_be_empty = options, not self.column.required
        return proposal

    @cached_property
    def _options(self) -> list[str]:
        return list(options_of(self.column))

    @cached_property
    def _people(self) -> list[str]:
        """The names of those who may be named by hand."""
        queryset = self.column.form_field.queryset.order_by()
        return list(queryset.values_list("name", flat=True).distinct()[:MOST_PEOPLE])

    # ── What a text is taken for ────────────────────────────────────────────
    def _guess(self, text: str) -> Guess | None:
        """Return what a text may mean; None where it is one of ours."""
        word = plain(text)
        decision = self.column.decided_words.get(word)
        if decision is not None:
            return Guess(decision, Sure.REMEMBERED if word in self.memory else Sure.SURE)
        if word in self.known.sure and not self.column.meaning(text).error:
            return self._sure_word(word)
        if not self.column.meaning(text).error:
            return None
        if self.column.kind.by_hand:
            return self._guess_person(text)
        if self.column.kind.linked:
            return self._guess_name(text)
        return self._guess_choice(text, word)

    def _sure_word(self, word: str) -> Guess | None:
        choice = self.known.sure[word]
        return None if choice == word else Guess(choice, Sure.SURE)

    def _guess_choice(self, text: str, word: str) -> Guess:
        if word in self.known.said:
            return Guess(self.known.said[word], Sure.LIKELY)
        if word in self.known.unclear:
            return self._guess_by_id_no(text) or Guess(
                "", Sure.ASK, SEVERAL_MEANINGS, self.known.unclear[word]
            )
        name = one_meant(text, self._options)
        if name:
            return Guess(name, Sure.LIKELY)
        return Guess("", Sure.ASK, "", tuple(nearest(text, self._options, MOST_OFFERED)))

    def _guess_name(self, text: str) -> Guess:
        name = one_meant(text, self._options)
        if name:
            return Guess(name, Sure.LIKELY)
        near = nearest(text, self._options, MOST_OFFERED)
        return Guess("", Sure.ASK, "", tuple(near)) if near else NOBODY

    def _guess_person(self, text: str) -> Guess:
        """Never take one person for another: those of a like name are offered."""
        near = nearest(text, self._people, MOST_NAMESAKES)
        if not near:
            return NOBODY
        people = self.column.form_field.queryset.filter(name__in=near)[:MOST_NAMESAKES]
        return Guess("", Sure.ASK, "", tuple(sorted({person.told_apart for person in people})))

    def _guess_by_id_no(self, text: str) -> Guess | None:
        """Take 1 or 0 for the sex that the ID numbers of all its rows tell; None where they do not agree."""
        if self.column.name != "gender" or not self.table.has("id_no"):
            return None
        genders = set()
        for sheet in self.table.sheets:
            for _, cells in sheet.rows():
                if text in self.column.texts(sheet.cell(cells, "gender")):
                    genders.add(_gender(str(sheet.cell(cells, "id_no") or "")))
        if len(genders) != 1 or None in genders:
            return None
        return Guess(str(genders.pop()), Sure.LIKELY, BY_ID_NO)


def _gender(text: str) -> str | None:
    """Return the sex that an ID number tells, as it is called; None of what is none."""
    number = plain(text).upper()
    try:
        validate_id_no(number)
    except ValidationError:
        return None
    return str(gender_by_id_no(number).label)
