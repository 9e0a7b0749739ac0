"""The unit of each number of a sheet: how it is scaled, and what its writer is asked where a unit does not fit."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from django.core.exceptions import ValidationError

from imports.parse import units
from imports.parse.columns import Column
from imports.parse.headings import Sheet
from imports.parse.statements import Force, Statement, amounts_beside
from records.inputs import parse_number
from spreadsheets.reading.grids import MOST_COLUMNS, letters

NO_TELLING = "看不出金额是按哪一个写的"


def measure(sheets: Sequence[Sheet], columns: list[Column]) -> list[tuple[Column, str]]:
    """Set the scale of every column of money; the questions that are open, each with its column.

    The first sheet speaks for the others, which are alike; but whatever is unclear in one of them is asked about.
    """
    sheet = sheets[0]
    measured = [c for c in columns if c.kind.measured]
    stated = sheet.stated
    questions = [(c, question) for c in measured if (question := _ask_of_heading(sheet, c))]
    questions += [(c, question) for c in measured if (question := _ask_of_several(sheets, c))]
    asked = {c.name for c, _ in questions}
    for c in measured:
        if c.kind.is_money and c.name not in asked:
            question = _scale(sheets, c)
            questions += [(c, question)] if question else []
    if measured and stated and not any(c.kind.factor(unit) for c in measured for unit in stated):
        c = next((c for c in measured if c.kind.is_money), measured[0])
        questions.append((c, _unfit_above(stated[0], c)))
    return questions


def _ask_of_heading(sheet: Sheet, c: Column) -> str:
    unit = sheet.own_unit(c.name)
    if not unit or c.kind.factor(unit) is not None:
        return ""
    head = sheet.head(c.name)
    if c.kind.is_money:
        return (
            f"“{head}”写的单位是“{unit}”，不是金额的单位。如果这一列是金额，请把表头改成“金额（元）”或“金额（万元）”；"
            f"如果不是金额，请把表头改成别的名称，另加“{c.heading}”一列"
        )
    return (
        f"“{head}”写的单位是“{unit}”，与“{c.heading}”不合。如果这一列就是{c.heading}，请换算好，把表头改成“{c.heading}”；"
        f"如果是别的内容，请把表头改成别的名称"
    )


def _ask_of_several(sheets: Sequence[Sheet], c: Column) -> str:
    """Where numbers stand in the columns to the right of its own that have no heading: one heading for all of them."""
    place = sheets[0].places[c.name]
    for sheet in sheets:
        right = takewhile(lambda at, sheet=sheet: at not in sheet.headed, range(place + 1, MOST_COLUMNS))  # type: ignore[misc]
        if shared := [at for at in right if any(map(_is_number, sheet.headless.get(at, ())))]:
            named = "、".join(letters(at + 1) for at in (place, *shared))
            return (
                f"“{sheet.head(c.name)}”这一个表头下面有几列数（{named} 列），看不出哪一列是{c.heading}。"
                f"请取消合并，只在要用的那一列上面写“{c.heading}”，其余各列另写表头，再导入"
            )
    return ""


def _is_number(cell: object) -> bool:
    try:
        return not isinstance(cell, bool) and parse_number(str(cell), units="元") is not None
    except ValidationError:
        return False


def _scale(sheets: Sequence[Sheet], c: Column) -> str:
    """Scale a column of money by its own unit or by that of the sheet; the question where it is not certain."""
    own = sheets[0].own_unit(c.name)
    found = [each for sheet in sheets for each in sheet.statements if each.unit in units.MONEY]
    certain = [each for each in found if each.force == Force.ALL]
    named = [*([own] if own else []), *(each.unit for each in certain)]
    unit = named[0] if named else "元"
    for each in certain:
        if each.factor != units.MONEY[unit]:
            return _ask_which(unit, None if own else certain[0], each)
    for each in found:
        if each.force == Force.SOME and each.factor != units.MONEY[unit]:
            return _ask_of_some(unit, each, c)
    if named:
        c.scale, c.unit = Decimal(units.MONEY[unit]), unit
        return ""
    vague = [each for each in found if each.force == Force.VAGUE and each.factor != 1]
    doubt = vague[0] if vague else _unexplained(sheets, c)
    return _ask_in_doubt(doubt, sheets[0].head(c.name)) if doubt else ""


def _unexplained(sheets: Sequence[Sheet], c: Column) -> Statement | None:
    """An amount in a larger unit beside the table to which the numbers below the heading do not come up, were they in 元."""
    beside = [each for sheet in sheets for each in amounts_beside(sheet)]
    if not beside:
        return None
    largest, statement = max(beside, key=lambda each: each[0])
    cells = (sheet.cell(cells, c.name) for sheet in sheets for _, cells in sheet.rows())
    return None if 2 * sum(map(_amount, map(c.text, cells))) >= largest else statement


def _amount(text: str) -> Decimal:
    try:
        return parse_number(text, units="元") if text.strip() else Decimal(0)
    except ValidationError:
        return Decimal(0)


def _meaning(*names: str) -> str:
    return "；".join(f"按“{unit}”，1 就是 {units.MONEY[unit]:,} 元" for unit in names)


def _ask_which(unit: str, first: Statement | None, other: Statement) -> str:
    """Two units, each for all numbers; `first` is None where the heading of the column says it."""
    where = "；".join(each.place for each in (first, other) if each)
    return (
        f"{'表里写的单位是' if first else '这一列写的单位是'}“{unit}”，表里另外又写着“{other.unit}”（{where}），{NO_TELLING}。"
        f"{_meaning(unit, other.unit)}。请只留一个单位"
    )


def _ask_of_some(unit: str, other: Statement, c: Column) -> str:
    return (
        f"{other.place}写着“{other.unit}”，看不出哪些行的金额是按它写的。{_meaning(unit, other.unit)}。"
        f"请把金额都换算成元，表头写成“{c.heading}”，删去别处写的单位"
    )


def _ask_in_doubt(doubt: Statement, head: str) -> str:
    return (
        f"{doubt.place}写着“{doubt.unit}”，“{head}”这一列没有写单位，看不出是按什么写的。{_meaning('元', doubt.unit)}。"
        f"请在这一列的表头写明单位：按元的写成“{head}（元）”，按{doubt.unit}的写成“{head}（{doubt.unit}）”"
    )


def _unfit_above(unit: str, c: Column) -> str:
    if c.kind.is_money:
        return f"表里写的单位是“{unit}”，不是金额的单位。请改成“单位：元”或“单位：万元”，或删去这一行"
    return f"表里写的单位是“{unit}”，与“{c.heading}”不合。请把这一列换算好，再改正或删去这个单位"
