"""What a file does not have and every record needs: its 社区, a choice, the year of its days.

And where it may stand.
"""

import re
from collections.abc import Iterator

from imports.mapping.proposals import LackProposal, YearProposal
from imports.parse.cells import lacks_year
from imports.parse.columns import Column
from imports.parse.constants import option_in, options_of, text_at
from imports.parse.decisions import UNDECIDED, Constant, Decisions, From, Sure
from imports.rows.tables import Table

MOST_OFFERED = 200  # options that are listed
PLACES = {From.ABOVE: "表头上面的文字", From.SHEET: "工作表名", From.FILE: "文件名"}
NEEDED = "必须有，表里没有这一列"
OF_PLACE = "表里没有这一列。空着不会当作街道本级"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def propose_lacks(table: Table, memory: Decisions = UNDECIDED) -> list[LackProposal]:
    """Propose the value of each column that the file lacks.

    The needed ones, then those that may be left out.
    """
    proposals = [
        _by_decision(table, name, memory) for name in table.decisions.constants if _is_lacking(table, name)
    ]
    for column in table.lacking:
        proposals.append(_for_need(table, column, NEEDED))
    if table.place is not None and not table.is_all_numbered:
        proposals.append(_for_need(table, table.place, OF_PLACE))
    names = {proposal.name for proposal in proposals}
    for name, column in table.all.items():
        if name not in names and not table.has(name) and _may_be_one_for_all(column):
            proposals.append(_optional(table, column))
    return proposals


def _is_lacking(table: Table, name: str) -> bool:
    return name in table.all and name not in table.sheet.places


def _may_be_one_for_all(column: Column) -> bool:
    """Tell whether a column may have one value for a whole file: one of a few that can be listed."""
    return column.kind.is_choice or (column.kind.linked and not column.kind.by_hand)


def _by_decision(table: Table, name: str, memory: Decisions) -> LackProposal:
    column, constant = table.all[name], table.decisions.constants[name]
    sure = Sure.REMEMBERED if name in memory.constants else Sure.SURE
    value_text = "、".join(dict.fromkeys(sheet.constants.get(name, "") for sheet in table.sheets))
    return LackProposal(name, column.heading, constant, value_text, sure, options=_options(column))


def _for_need(table: Table, column: Column, note: str) -> LackProposal:
    if not column.kind.linked:  # the words of a choice stand in names for other reasons
        return LackProposal(column.name, column.heading, None, "", Sure.ASK, note, _options(column))
    for source in PLACES:
        options = [option_in(text_at(source, sheet, table.file_name), column) for sheet in table.sheets]
        if all(options):
            value_text = "、".join(dict.fromkeys(options))
            remark = f"{note}；{PLACES[source]}里有“{value_text}”，先这样填上"
            constant = Constant(source)
            return LackProposal(
                column.name, column.heading, constant, value_text, Sure.LIKELY, remark, _options(column)
            )
    return LackProposal(column.name, column.heading, None, "", Sure.ASK, note, _options(column))


def _optional(table: Table, column: Column) -> LackProposal:
    """Describe a column that may be left out, with what every new record gets in its place."""
    default = table.defaults.get(column.name)
    value_text = "" if default in (None, "") else column.kind.format(default)
    note = f"不填时，新增的都记为“{value_text}”" if value_text else ""
    return LackProposal(column.name, column.heading, None, value_text, Sure.NONE, note, _options(column))


def is_contradicted(table: Table, name: str, constant: Constant) -> bool:
    """Tell whether the file itself, its sheets or what stands above their headings names another option."""
    if constant.source != From.VALUE or name not in table.all or not table.all[name].kind.linked:
        return False
    for source in PLACES:
        for sheet in table.sheets:
            option = option_in(text_at(source, sheet, table.file_name), table.all[name])
            if option and option != constant.text:
                return True
    return False


def _options(column: Column) -> list[str]:
    names = list(options_of(column))[:MOST_OFFERED]
    if column.without and not column.required:
        names.insert(0, column.without)
    return names


def propose_years(table: Table, memory: Decisions = UNDECIDED) -> list[YearProposal]:
    """Propose the year of each column with days that are written without one."""
    return list(_years(table, memory))


def _years(table: Table, memory: Decisions) -> Iterator[YearProposal]:
    for column in table.columns:
        if not column.kind.is_day:
            continue
        rows = sum(lacks_year(column.text(table.sheet.cell(cells, column.name))) for _, cells in table.rows())
        if not rows:
            continue
        year, sure, note = column.decided_year, Sure.SURE, ""
        if column.name in memory.years:
            sure = Sure.REMEMBERED
        elif not year:
            year, note = _year_told(table)
            sure = Sure.LIKELY if year else Sure.ASK
        yield YearProposal(column.name, column.heading, rows, year, sure, note)


def _year_told(table: Table) -> tuple[str, str]:
    """Return the one year that stands beside the rows, and where."""
    for source, place in PLACES.items():
        years = set()
        for sheet in table.sheets:
            years.update(_YEAR.findall(text_at(source, sheet, table.file_name)))
        if len(years) == 1:
            return years.pop(), f"{place}里写着"
    return "", ""
