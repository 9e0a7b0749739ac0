"""The unit of each number of a sheet: how it is scaled, and what its writer is asked where a unit does not fit."""

from decimal import Decimal

from imports import units
from imports.columns import Column
from imports.headings import Sheet


def measure(sheet: Sheet, columns: list[Column]) -> list[tuple[Column, str]]:
    """Set the scale of every column of money; the questions that are open, each with its column."""
    measured = [c for c in columns if units.is_measured(c.field)]
    stated = sheet.stated
    questions = [(c, question) for c in measured if (question := _ask_of_heading(sheet, c))]
    asked = {c.name for c, _ in questions}
    for c in measured:
        if units.is_money(c.field) and c.name not in asked:
            question = _scale(sheet, c, [unit for unit in stated if unit in units.MONEY])
            questions += [(c, question)] if question else []
    if measured and stated and not any(units.scale(c.field, unit) for c in measured for unit in stated):
        c = next((c for c in measured if units.is_money(c.field)), measured[0])
        questions.append((c, _unfit_above(stated[0], c)))
    return questions


def _ask_of_heading(sheet: Sheet, c: Column) -> str:
    unit = sheet.own_unit(c.name)
    if not unit or units.scale(c.field, unit) is not None:
        return ""
    head = sheet.head(c.name)
    if units.is_money(c.field):
        return (
            f"“{head}”写的单位是“{unit}”，不是金额的单位。如果这一列是金额，请把表头改成“金额（元）”或“金额（万元）”；"
            f"如果不是金额，请把表头改成别的名称，另加“{c.heading}”一列"
        )
    return (
        f"“{head}”写的单位是“{unit}”，与“{c.heading}”不合。如果这一列就是{c.heading}，请换算好，把表头改成“{c.heading}”；"
        f"如果是别的内容，请把表头改成别的名称"
    )


def _scale(sheet: Sheet, c: Column, stated: list[str]) -> str:
    """Scale a column of money by its own unit or by that of the sheet; where two units differ, the question."""
    own = sheet.own_unit(c.name)
    named = list(dict.fromkeys([own, *stated] if own else stated))
    factors = {units.MONEY[unit] for unit in named}
    if len(factors) > 1:
        return (
            f"{'这一列写的单位是' if own else '表里写的单位是'}“{named[0]}”，表里另外又写着“{named[1]}”，看不出金额是按哪一个写的。"
            f"按“{named[0]}”，1 就是 {units.MONEY[named[0]]:,} 元；按“{named[1]}”，1 就是 {units.MONEY[named[1]]:,} 元。请只留一个单位"
        )
    if named:
        c.scale, c.unit = Decimal(units.MONEY[named[0]]), named[0]
    return ""


def _unfit_above(unit: str, c: Column) -> str:
    if units.is_money(c.field):
        return f"表里写的单位是“{unit}”，不是金额的单位。请改成“单位：元”或“单位：万元”，或删去这一行"
    return f"表里写的单位是“{unit}”，与“{c.heading}”不合。请把这一列换算好，再改正或删去这个单位"
