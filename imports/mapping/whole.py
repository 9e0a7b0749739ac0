"""The mapping of a file: what its columns and words are taken for, before any row is judged."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from access.roles import Reader
from imports.mapping.columns import propose_columns
from imports.mapping.lacking import is_contradicted, propose_lacks, propose_years
from imports.mapping.proposals import ChoiceProposal, ColumnProposal, TableMapping
from imports.mapping.words import Absence, propose_words
from imports.parse.below import SheetBelow
from imports.parse.decisions import UNDECIDED, ByTitle, Decisions, Sure
from imports.parse.headings import NONE_DECIDED
from imports.reading import Reading
from imports.rows.tables import Table
from records.inputs import plain
from records.layout import SheetLayout
from records.pages import RecordPages
from spreadsheets.reading.grids import Grid


class Mapping:
    """The proposals for every sheet of a file that is read as one kind of record.

    `reading` is the file with the columns that are likely taken already, so that their words are looked
    at as well. `UnreadableError` where no sheet has a heading of this kind.
    """

    def __init__(
        self,
        pages: type[RecordPages],
        reader: Reader,
        grids: list[Grid],
        own: ByTitle = NONE_DECIDED,
        memory: ByTitle = NONE_DECIDED,
        file_name: str = "",
        *,
        seen_keys: Collection[str] = (),
        is_guessed: bool = False,
    ) -> None:
        """Map a file by what was decided on it and before.

        `is_guessed` where its heading still is one to confirm.
        """
        self.is_guessed, self.seen_keys = is_guessed, set(seen_keys)
        self.decisions = _over(own, memory)
        self.memory = {title: _not_in(memory[title], own.get(title)) for title in memory}
        self.absences: list[Absence] = []
        reading = Reading(pages, reader, grids, self.decisions, file_name)
        if self._forget_contradicted(reading, own):
            reading = Reading(pages, reader, grids, self.decisions, file_name)
        columns = {}
        for table in reading.tables:
            if not isinstance(table.sheet, SheetBelow):
                columns[table.layout] = propose_columns(table, reading.layout, self._remembered_of(table))
        likely = _likely_columns(reading, columns)
        if likely:
            self.decisions = _over(self.decisions, likely)
            reading = Reading(pages, reader, grids, self.decisions, file_name)
        self.reading = reading
        self.tables = []
        for table in reading.tables:
            is_below = isinstance(table.sheet, SheetBelow)
            self.tables.append(self._map(table, [] if is_below else columns[table.layout]))

    def _remembered_of(self, table: Table) -> Decisions:
        return self.memory.get(table.layout.title, UNDECIDED)

    def _forget_contradicted(self, reading: Reading, own: ByTitle) -> bool:
        """Forget a value for whole files where this file names another; tell whether any was."""
        is_any = False
        for table in reading.tables:
            title = table.layout.title
            for name, constant in table.decisions.constants.items():
                is_own = title in own and name in own[title].constants
                if not is_own and is_contradicted(table, name, constant):
                    constants = dict(self.decisions[title].constants)
                    del constants[name]
                    self.decisions[title] = replace(self.decisions[title], constants=constants)
                    is_any = True
        return is_any

    def _map(self, table: Table, columns: list[ColumnProposal]) -> TableMapping:
        memory = self._remembered_of(table)
        words, absences = propose_words(table, memory)
        for absence in absences:
            if not _drop(absence, table, columns):
                self.absences.append(absence)
        sheet = table.sheet
        mapping = TableMapping(
            table.layout.title,
            sheet.grid.title,
            sheet.heading,
            sum(1 for _ in table.rows()),
            columns,
            propose_lacks(table, memory),
            words,
            list(_choices(table)),
            propose_years(table, memory),
        )
        mapping.leave_open(self.seen_keys)
        return mapping

    @property
    def is_sure(self) -> bool:
        """Whether nothing is asked and nothing has to be seen first."""
        return not self.is_guessed and all(table.is_sure for table in self.tables)

    @property
    def has_likely(self) -> bool:
        """Whether something is to be seen before it is taken."""
        return self.is_guessed or any(table.has_likely for table in self.tables)

    def asks(self) -> list[str]:
        """Return the key of everything that only the author can say."""
        keys = ["heading"] if self.is_guessed else []
        for table in self.tables:
            keys += [f"{table.title}/{sort}/{key}" for sort, key in table.asks()]
        return keys

    def shown_keys(self) -> list[str]:
        """Return the key of everything that its author has seen once the page was sent."""
        keys = self.asks()
        for table in self.tables:
            keys += [f"{table.title}/{sort}/{key}" for sort, key in table.shown_keys()]
        return list(dict.fromkeys(keys))

    def with_likely(self) -> ByTitle:
        """Return the decisions together with all that is likely."""
        decisions = self.decisions
        for table in self.tables:
            decisions = _over({table.title: _likely_in(table)}, decisions)
        return decisions


def _drop(absence: Absence, table: Table, columns: list[ColumnProposal]) -> bool:
    """Propose to leave out a column that may be left out and in which not one name is known.

    Tell whether it was.
    """
    column = table.all[absence.name]
    if not absence.is_of_all or column.required or column.kind.places_record:
        return False
    for proposal in columns:
        if proposal.name == absence.name:
            if proposal.key in table.decisions.columns:
                return False
            if proposal.sure != Sure.REMEMBERED:
                proposal.name, proposal.sure = "", Sure.LIKELY
                proposal.note = f"里面没有一个是系统里的{absence.kind_name}"
            return True
    return False


def _over(first: ByTitle, second: ByTitle) -> dict[str, Decisions]:
    """Return decisions of either, the first before the second."""
    titles = dict.fromkeys([*first, *second])
    return {title: first.get(title, UNDECIDED).over(second.get(title, UNDECIDED)) for title in titles}


def _not_in(memory: Decisions, own: Decisions | None) -> Decisions:
    """Leave out of what is remembered what was decided anew."""
    if own is None:
        return memory
    words = {}
    for name, texts in memory.words.items():
        words[name] = {word: value for word, value in texts.items() if word not in own.words.get(name, {})}
    return replace(
        memory,
        columns={key: name for key, name in memory.columns.items() if key not in own.columns},
        words=words,
        constants={name: each for name, each in memory.constants.items() if name not in own.constants},
    )


def _likely_columns(
    reading: Reading, proposals: dict[SheetLayout, list[ColumnProposal]]
) -> dict[str, Decisions]:
    """Return the columns that no heading names and that are likely, as decisions."""
    likely = {}
    for layout, columns in proposals.items():
        own_places = set(reading.sheets[layout].places.values())
        names_by_key = {
            each.key: each.name
            for each in columns
            if each.sure == Sure.LIKELY and each.place not in own_places
        }
        if names_by_key:
            likely[layout.title] = Decisions(columns=names_by_key)
    return likely


def _choices(table: Table) -> Iterator[ChoiceProposal]:
    for question in table.questions:
        yield ChoiceProposal(
            question.column.name, question.column.heading, question.text, question.places, question.units
        )


def _likely_in(table: TableMapping) -> Decisions:
    words: dict[str, dict[str, str]] = {}
    for word in table.words:
        if word.sure == Sure.LIKELY:
            words.setdefault(word.name, {})[plain(word.word)] = word.value
    return Decisions(
        columns={each.key: each.name for each in table.columns if each.sure == Sure.LIKELY},
        words=words,
        constants={
            each.name: each.constant for each in table.lacks if each.sure == Sure.LIKELY and each.constant
        },
        years={each.name: each.year for each in table.years if each.sure == Sure.LIKELY},
    )
