"""The unit of each number of a sheet: how it is scaled, and what is asked where a unit does not fit."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError

from imports.parse.columns import Column
from imports.parse.questions import Question
from imports.parse.sheets import Sheet
from imports.parse.statements import Force, Statement, amounts_beside
from imports.parse.units import MONEY
from records.inputs import parse_number
from spreadsheets.reading.grids import MOST_COLUMNS, Cell, letters

NO_TELLING = "看不出金额是按哪一个写的"


OWN = ("",)  # the numbers of a count are as they stand
AMOUNTS = ("元", "百元", "千元", "万元")  # units that offices write


def measure(sheets: Sequence[Sheet], columns: list[Column]) -> list[Question]:
    """Set the scale of every column of money; return the questions that are open.

    The first sheet speaks for the others, which are alike; what is unclear in any of them is asked about.
    A unit that was decided is not asked about.
    """
    columns = [column for column in columns if column.kind.measured]
    for column in columns:
        if column.decided_unit:
            column.scale, column.unit = Decimal(MONEY.get(column.decided_unit, 1)), column.decided_unit
    columns = [column for column in columns if column.decided_unit is None]
    columns = [column for column in columns if column.name in sheets[0].places]
    questions = _ask_of_each(columns, lambda column: _ask_of_heading(sheets[0], column))
    questions += _ask_of_each(columns, lambda column: _ask_of_several(sheets, column))
    in_question = {question.column.name for question in questions}
    money = [column for column in columns if column.kind.is_money and column.name not in in_question]
    questions += _ask_of_each(money, lambda column: _scale(sheets, column))
    questions += _ask_of_unit_above(sheets[0], columns)
    return questions


def _ask_of_each(columns: list[Column], ask: Callable[[Column], Question | None]) -> list[Question]:
    return [question for column in columns if (question := ask(column))]


def _ask_of_heading(sheet: Sheet, column: Column) -> Question | None:
    unit = sheet.own_unit(column.name)
    if not unit or column.kind.factor(unit) is not None:
        return None
    text = _unfit_in_heading(sheet.head(column.name), unit, column)
    return Question(column, text, units=AMOUNTS if column.kind.is_money else OWN)


def _unfit_in_heading(head: str, unit: str, column: Column) -> str:
    if column.kind.is_money:
        return (
            f"“{head}”写的单位是“{unit}”，不是金额的单位。如果这一列是金额，请把表头改成“金额（元）”或“金额（万元）”；"
            f"如果不是金额，请把表头改成别的名称，另加“{column.heading}”一列"
        )
    return (
        f"“{head}”写的单位是“{unit}”，与“{column.heading}”不合。"
        f"如果这一列就是{column.heading}，请换算好，把表头改成“{column.heading}”；"
        f"如果是别的内容，请把表头改成别的名称"
    )


def _ask_of_several(sheets: Sequence[Sheet], column: Column) -> Question | None:
    """Ask where one heading stands over several columns of numbers."""
    place = sheets[0].places[column.name]
    for sheet in sheets:
        others = _number_columns_right_of(place, sheet)
        if others:
            places = (place, *others)
            names = "、".join(letters(each + 1) for each in places)
            text = (
                f"“{sheet.head(column.name)}”这一个表头下面有几列数（{names} 列），看不出哪一列是{column.heading}。"
                f"请取消合并，只在要用的那一列上面写“{column.heading}”，其余各列另写表头，再导入"
            )
            return Question(column, text, places)
    return None


def _number_columns_right_of(place: int, sheet: Sheet) -> list[int]:
    """Return the places of numbers in the columns right of a column, up to the next one with a heading."""
    numbers = []
    for right in range(place + 1, MOST_COLUMNS):
        if right in sheet.headed_places:
            break
        if any(map(_is_number, sheet.cells_without_heading.get(right, ()))):
            numbers.append(right)
    return numbers


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    try:
        parse_number(str(cell), units="元")
    except ValidationError:
        return False
    return True


def _ask_of_unit_above(sheet: Sheet, columns: list[Column]) -> list[Question]:
    """Ask where a sheet states units that fit none of its numbers."""
    if not columns or not sheet.stated_units:
        return []
    for unit in sheet.stated_units:
        if any(column.kind.factor(unit) for column in columns):
            return []
    first = columns[0]
    for column in columns:
        if column.kind.is_money:
            first = column
            break
    units = AMOUNTS if first.kind.is_money else OWN
    return [Question(first, _unfit_above(sheet.stated_units[0], first), units=units)]


def _scale(sheets: Sequence[Sheet], column: Column) -> Question | None:
    """Scale a column of money by its own unit or by that of the sheet; return a question if it is unclear."""
    statements = _statements_of_money(sheets)
    certain = [each for each in statements if each.force == Force.ALL]
    own = unit = sheets[0].own_unit(column.name)
    if not own and certain:
        unit = certain[0].unit
    factor = MONEY[unit or "元"]
    for each in certain:
        if each.factor != factor:
            text = _ask_which(unit, None if own else certain[0], each)
            return Question(column, text, units=_different(unit or "元", each.unit))
    for each in statements:
        if each.force == Force.SOME and each.factor != factor:
            text = _ask_of_some(unit or "元", each, column)
            return Question(column, text, units=_different(unit or "元", each.unit))
    if unit:
        column.scale, column.unit = Decimal(factor), unit
        return None
    doubt = _doubtful(statements) or _unexplained_amount(sheets, column)
    if doubt is None:
        return None
    text = _ask_in_doubt(doubt, sheets[0].head(column.name))
    return Question(column, text, units=_different("元", doubt.unit))


def _different(*units: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))


def _statements_of_money(sheets: Sequence[Sheet]) -> list[Statement]:
    statements = []
    for sheet in sheets:
        for statement in sheet.statements:
            if statement.unit in MONEY:
                statements.append(statement)
    return statements


def _doubtful(statements: list[Statement]) -> Statement | None:
    """Find the first statement that names a larger unit, but does not say that the numbers are in it."""
    for each in statements:
        if each.force == Force.VAGUE and each.factor != 1:
            return each
    return None


def _unexplained_amount(sheets: Sequence[Sheet], column: Column) -> Statement | None:
    """Find an amount in a larger unit beside the table, larger than what the numbers come to.

    It must be more than twice their sum, were they in 元.
    """
    amounts = []
    for sheet in sheets:
        amounts += amounts_beside(sheet)
    if not amounts:
        return None
    largest, statement = max(amounts, key=lambda each: each[0])
    total = Decimal(0)
    for sheet in sheets:
        for _, cells in sheet.rows():
            total += _amount(column.text(sheet.cell(cells, column.name)))
    return statement if 2 * total < largest else None


def _amount(text: str) -> Decimal:
    """Read an amount in 元; 0 of what is none."""
    if not text.strip():
        return Decimal(0)
    try:
        return parse_number(text, units="元")
    except ValidationError:
        return Decimal(0)


def _compare(first: str, second: str) -> str:
    """Say what 1 is in either unit."""
    return f"按“{first}”，1 就是 {MONEY[first]:,} 元；按“{second}”，1 就是 {MONEY[second]:,} 元"


def _ask_which(unit: str, first: Statement | None, other: Statement) -> str:
    """Ask which of two units is right; `first` is None where the heading of the column has the first."""
    subject, where = "这一列写的单位是", other.place
    if first:
        subject, where = "表里写的单位是", f"{first.place}；{other.place}"
    return (
        f"{subject}“{unit}”，表里另外又写着“{other.unit}”（{where}），{NO_TELLING}。"
        f"{_compare(unit, other.unit)}。请只留一个单位"
    )


def _ask_of_some(unit: str, other: Statement, column: Column) -> str:
    return (
        f"{other.place}写着“{other.unit}”，看不出哪些行的金额是按它写的。{_compare(unit, other.unit)}。"
        f"请把金额都换算成元，表头写成“{column.heading}”，删去别处写的单位"
    )


def _ask_in_doubt(doubt: Statement, head: str) -> str:
    return (
        f"{doubt.place}写着“{doubt.unit}”，“{head}”这一列没有写单位，看不出是按什么写的。"
        f"{_compare('元', doubt.unit)}。"
        f"请在这一列的表头写明单位：按元的写成“{head}（元）”，按{doubt.unit}的写成“{head}（{doubt.unit}）”"
    )


def _unfit_above(unit: str, column: Column) -> str:
    if column.kind.is_money:
        return f"表里写的单位是“{unit}”，不是金额的单位。请改成“单位：元”或“单位：万元”，或删去这一行"
    return f"表里写的单位是“{unit}”，与“{column.heading}”不合。请把这一列换算好，再改正或删去这个单位"
