"""Which of our columns each column of a file is taken for: by its heading, or by what its cells say."""

from collections.abc import Iterator
from typing import NamedTuple

from imports.mapping.likeness import heading_likeness, one_meant
from imports.mapping.proposals import MOST_SAMPLES, ColumnProposal
from imports.parse.below import LIKELY as LIKELY_BELOW
from imports.parse.below import target_of
from imports.parse.columns import Column
from imports.parse.constants import options_of
from imports.parse.decisions import UNDECIDED, Decisions, Sure
from imports.parse.sheets import Sheet
from imports.parse.vocabulary import Rank, Vocabulary
from imports.rows.tables import Table
from records.columns.reference import Named
from records.layout import Layout
from records.personal import hide_numbers
from spreadsheets.reading.grids import Cell, letters

LIKE_OF_DAY = 0.9  # there are many days, whose headings end alike
LIKE = 0.75  # from which on a heading is like another
FITTING = 0.8  # of the cells, from which on a column is told by them
LOOKED_AT = 60  # different cells of a column by which it is told
LONGEST_SAMPLE = 30
SURE_BY_RANK = {
    Rank.DECIDED: Sure.SURE,
    Rank.OWN: Sure.SURE,
    Rank.SYNONYM: Sure.SURE,
    Rank.BEHIND: Sure.SURE,
    Rank.BY_CONTENT: Sure.LIKELY,
    Rank.WHERE_IT_FITS: Sure.LIKELY,
    Rank.LAST: Sure.LIKELY,
}
BELOW_RECORDS = "每行另记一条"
BY_CELLS = "列名没有见过，看内容像"
BY_HEADING = "列名相近，内容也合"


class Match(NamedTuple):
    """One of our columns that a column of the file may be: the higher the score, the likelier."""

    score: float
    place: int
    name: str
    note: str


def propose_columns(table: Table, layout: Layout, memory: Decisions = UNDECIDED) -> list[ColumnProposal]:
    """Propose for every column of the file, in its order, which of ours it is."""
    sheet = table.sheet
    proposals = {place: _describe(table, place, memory) for place in _places(sheet)}
    for question in table.questions:
        for place in question.places:
            if place in proposals:
                proposals[place].sure, proposals[place].note = Sure.NONE, "在上面请您定"
    nameless = []
    for proposal in proposals.values():
        is_decided = proposal.key in table.decisions.columns
        if proposal.sure == Sure.NONE and not proposal.name and not is_decided:
            nameless.append(proposal)
    if table.layout == layout.main:
        _propose_below(layout, nameless)
    _propose_for_unknown(table, [proposal for proposal in nameless if not proposal.name])
    return list(proposals.values())


def _places(sheet: Sheet) -> Iterator[int]:
    """Yield the places of the columns in which something stands, be it a heading."""
    for place in range(max(len(sheet.keys), max(sheet.cells_without_heading, default=-1) + 1)):
        if place in sheet.headed_places or place in sheet.cells_without_heading or not sheet.heading:
            yield place


def _describe(table: Table, place: int, memory: Decisions) -> ColumnProposal:
    """Describe a column as its heading and the decisions have it."""
    sheet = table.sheet
    key = sheet.keys[place] if place < len(sheet.keys) else f"@{letters(place + 1)}"
    proposal = ColumnProposal(place, key, _heading(sheet, place), _samples(table, place))
    for name, candidates in sheet.candidates.items():
        for candidate in candidates:
            if candidate.place == place:
                _take(proposal, sheet, name, candidate.rank)
    column = table.all.get(proposal.name)
    if column is not None and column.decided_unit is not None:
        proposal.note = f"单位按定过的“{column.decided_unit or '照原样'}”"
    if place in sheet.places_below:
        proposal.name, proposal.sure = sheet.places_below[place], Sure.SURE
    if key in memory.columns:
        proposal.sure = Sure.REMEMBERED
    return proposal


def _take(proposal: ColumnProposal, sheet: Sheet, name: str, rank: Rank) -> None:
    """Note that a column is, or might have been, one of ours."""
    if sheet.places.get(name) == proposal.place:
        proposal.name, proposal.sure = name, SURE_BY_RANK[rank]
        if rank == Rank.LAST:
            proposal.note = "表里没有更合适的列"
    elif proposal.place in sheet.spare.get(name, ()):
        proposal.name, proposal.sure, proposal.note = name, Sure.SURE, "另一列空着时取这一列"
    elif rank == Rank.DECIDED:
        proposal.name, proposal.sure = name, Sure.SURE
    else:
        proposal.note = f"已由“{sheet.head(name)}”一列代表"


def _heading(sheet: Sheet, place: int) -> str:
    if not sheet.heading or place >= len(sheet.grid.rows[sheet.heading - 1]):
        return ""
    cell = sheet.grid.rows[sheet.heading - 1][place]
    return str(cell).strip() if cell is not None else ""


def _samples(table: Table, place: int) -> list[str]:
    """Return the first different cells of a column, long numbers behind a mask."""
    samples: list[str] = []
    for cell in _cells(table, place):
        text = hide_numbers(str(cell).strip())[:LONGEST_SAMPLE]
        if text not in samples:
            samples.append(text)
        if len(samples) == MOST_SAMPLES:
            break
    return samples


def _cells(table: Table, place: int) -> Iterator[Cell]:
    """Yield the cells of a column in which something stands."""
    for _, cells in table.rows():
        if place < len(cells) and cells[place] is not None and str(cells[place]).strip():
            yield cells[place]


def _propose_below(layout: Layout, nameless: list[ColumnProposal]) -> None:
    """Propose the headings that may well name what stands below the records."""
    for proposal in nameless:
        target = target_of(layout, proposal.key) if proposal.key in LIKELY_BELOW else None
        if target and proposal.samples:
            proposal.name, proposal.sure, proposal.note = target.key, Sure.LIKELY, BELOW_RECORDS


# ── Headings that nobody knows ──────────────────────────────────────────────
def _propose_for_unknown(table: Table, nameless: list[ColumnProposal]) -> None:
    """Propose the likeliest column that is still free for each of these; none twice."""
    vocabulary = Vocabulary.of(table.layout)
    free = {name: column for name, column in table.all.items() if not table.has(name)}
    by_place = {proposal.place: proposal for proposal in nameless}
    matches: list[Match] = []
    for proposal in nameless:
        doubt = vocabulary.doubt(proposal.key)
        if doubt and doubt.name in free:
            proposal.name, proposal.sure, proposal.note = doubt.name, Sure.ASK, doubt.question
            free.pop(doubt.name)
        elif proposal.samples:
            matches += _matches(table, proposal, free, vocabulary)
    for match in sorted(matches, key=lambda each: -each.score):
        proposal = by_place[match.place]
        if match.name in free and not proposal.name:
            free.pop(match.name)
            proposal.name, proposal.sure, proposal.note = match.name, Sure.LIKELY, match.note


def _matches(
    table: Table, proposal: ColumnProposal, free: dict[str, Column], vocabulary: Vocabulary
) -> Iterator[Match]:
    cells = list(dict.fromkeys(_cells(table, proposal.place)))[:LOOKED_AT]
    for name, column in free.items():
        likeness = heading_likeness(proposal.key, vocabulary.headings_by_column.get(name, ()))
        if likeness >= (LIKE_OF_DAY if column.kind.is_day else LIKE):
            fit = share_understood(column, cells)
            if fit >= FITTING:
                yield Match(likeness + fit, proposal.place, name, BY_HEADING)
        elif _is_told_by_cells(column) and share_understood(column, cells) >= FITTING:
            yield Match(FITTING + likeness, proposal.place, name, BY_CELLS)


def _is_told_by_cells(column: Column) -> bool:
    """Tell whether what stands in it is enough to know a column.

    Names of ours, words for a choice, ID numbers.
    """
    if column.kind.personal:
        return column.name == "id_no"
    return column.kind.is_choice or (column.kind.linked and not column.kind.by_hand)


def share_understood(column: Column, cells: list[Cell]) -> float:
    """Return which share of some cells a column can read, or could after a likely word was taken."""
    if not cells:
        return 0.0
    column.prepare(cells)
    names = list(options_of(column))
    readable = 0
    for cell in cells:
        meaning = column.meaning(cell)
        is_known = not meaning.error and not isinstance(meaning.value, Named)
        if is_known or one_meant(column.text(cell), names):
            readable += 1
    return readable / len(cells)
