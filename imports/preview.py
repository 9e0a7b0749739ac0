"""What somebody sees of a plan before he confirms it."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from imports.parse.columns import Column
from imports.parse.headings import Sheet
from imports.plan import Plan
from imports.problems import Problem
from imports.rows.lines import Action, Book, Line
from records.alike import HIDDEN
from records.columns.values import format_value
from records.presentation import present

SHOWN = 5  # rows of each kind
ALIKE = 100  # rows that are held because something else says the same
PLACES = 12  # rows that one group of problems names
FACTS = 4  # columns that tell which row it is


def preview(plan: Plan) -> dict[str, Any]:
    """As JSON: samples of each action, echoes, sums, the span of days, unused columns and problems."""
    return {
        "samples": {
            action.value: _samples(plan, action)
            for action in Action
            if action not in (Action.ERROR, Action.ALIKE)
        },
        "alike": _alike(plan),
        "echoes": echoes(plan),
        "assumed": assumed(plan),
        "choices": [choice for sheet in plan.all_sheets for choice in sheet.choices],
        "sums": _sums(plan),
        "span": _span(plan),
        "unused": sorted({name for sheet in plan.all_sheets for name in sheet.unused}),
        "unread": plan.unread,
        "passed": _passed(plan),
        "passed_rows": sum(len(numbers) for sheet in plan.all_sheets for numbers in sheet.passed.values()),
        "merged": _merged(plan),
        "sheets": _sheets(plan),
        "hidden": sum(1 for line in plan.lines if line.row in line.sheet.grid.hidden),
        "heads": {sheet.grid.title: sheet.heading for sheet in plan.all_sheets},
        "groups": groups(plan.problems),
        "problems": [{**problem.as_json(), "position": problem.position} for problem in plan.problems],
    }


def _passed(plan: Plan) -> list[str]:
    """Rows taken for no records, and what for: whoever reads it sees that none of them is one."""
    return [
        f"{sheet.grid.title} 第 {_listed(numbers)} 行（{aside}）"
        for sheet in plan.all_sheets
        for aside, numbers in sheet.passed.items()
    ]


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:PLACES])) + ("等" if len(numbers) > PLACES else "")


def _merged(plan: Plan) -> list[str]:
    """Of each column, the rows whose cell has the value of those above with which it is merged."""
    found = []
    for book in plan.books:
        for sheet in book.sheets if any(sheet.grid.carried for sheet in book.sheets) else []:
            found += [text for c in book.columns if (text := _merged_in(book, sheet, c))]
    return found


def _merged_in(book: Book, sheet: Sheet, c: Column) -> str:
    carried = [
        line
        for line in book.lines
        if line.sheet is sheet and (line.row, sheet.position(c.name)) in sheet.grid.carried
    ]
    if not carried:
        return ""
    return f"{sheet.grid.title} {c.heading}：第 {_listed([line.row for line in carried])} 行，例：“{book.shown(carried[0], c)}”"


def _sheets(plan: Plan) -> list[str]:
    """The sheets that are read as one, with their records; empty where there is but one."""
    if len(plan.book.sheets) == 1:
        return []
    counted = Counter(line.sheet.grid.title for line in plan.lines)
    return [f"{sheet.grid.title} {counted[sheet.grid.title]} 行" for sheet in plan.book.sheets]


def _place(plan: Plan, line: Line) -> int | str:
    return line.row if len(plan.book.sheets) == 1 else f"{line.sheet.grid.title} {line.row}"


def _samples(plan: Plan, action: Action) -> list[dict[str, Any]]:
    lines = [line for line in plan.lines if line.action == action][:SHOWN]
    return [
        {
            "row": _place(plan, line),
            "facts": _facts(plan.book, line),
            "changes": line.changes,
            "children": _below(line),
            "note": line.note,
        }
        for line in lines
    ]


def _alike(plan: Plan) -> list[dict[str, Any]]:
    """The rows that are held, each with what says the same: a record within reach as text and address, or a remark."""
    found: list[dict[str, Any]] = []
    for book in plan.books:
        lines = [line for line in plan.alike[:ALIKE] if line.sheet.layout is book.layout]
        twins = _twins(plan, book, [line.twin for line in lines if isinstance(line.twin, int)])
        found += [_held(plan, book, line, twins) for line in lines]
    return found


def _held(plan: Plan, book: Book, line: Line, twins: dict[int, tuple[str, str]]) -> dict[str, Any]:
    place = _place(plan, line) if book is plan.book else f"{line.sheet.grid.title} {line.row}"
    text, address = twins.get(line.twin, (HIDDEN, "")) if isinstance(line.twin, int) else (line.note, "")
    return {"row": place, "facts": _facts(book, line), "note": text, "address": address}


def _twins(plan: Plan, book: Book, keys: list[int]) -> dict[int, tuple[str, str]]:
    """Records within reach: what they are called, and where they are read."""
    if not keys:
        return {}
    if not book.layout.link:
        return {
            item.pk: (item.told_apart, plan.pages.url_of(item))
            for item in plan.pages.queryset(plan.reader).filter(pk__in=keys)
        }
    rows = plan.below(book.layout).filter(pk__in=keys)
    return {
        item.pk: (item.told_apart, plan.pages.url("detail", getattr(item, f"{book.layout.link}_id")))
        for item in rows
    }


def _facts(book: Book, line: Line) -> list[str]:
    """The first columns that are filled in, personal numbers aside."""
    shown = (
        book.shown(line, c) if line.record is None else present(line.record, c.name)
        for c in book.columns
        if _tells(c)
    )
    return list(islice((text for text in shown if text), FACTS))


def _tells(c: Column) -> bool:
    return not c.kind.personal and not c.kind.several


def _below(line: Line) -> list[str]:
    counted: dict[str, int] = defaultdict(int)
    for child in line.children:
        if child.writes:
            counted[f"{child.sheet.layout.title}{'新增' if child.action == Action.NEW else '更新'}"] += 1
    return [f"{title} {count} 条" for title, count in counted.items()]


def echoes(plan: Plan) -> list[dict[str, Any]]:
    """Of each column, what was accepted in another form than written: one example, and how often."""
    found: list[dict[str, Any]] = []
    for book in plan.books:
        for index, c in enumerate(book.columns):
            told = [(line, line.meanings[index].echo) for line in book.lines if line.meanings[index].echo]
            if told:
                line, echo = told[0]
                found.append(
                    {
                        "column": c.heading,
                        "written": book.shown(line, c) or "（空）",
                        "understood": echo,
                        "times": len(told),
                    }
                )
    return found


def assumed(plan: Plan) -> list[str]:
    """What new records are given in the columns that the file does not have: a figure may count it, so it is said."""
    found = []
    for book in plan.books:
        of_sheet = f"“{book.layout.title}”" if book.layout.link else ""
        found += [f"{of_sheet}表中没有“{c.heading}”这一列，全部记为“{value}”" for c, value in book.assumed]
    return found


def _sums(plan: Plan) -> list[tuple[str, str]]:
    lines = [line for line in plan.lines if line.writes]
    found = []
    for index, c in enumerate(plan.book.columns):
        if lines and (c.kind.is_money or c.name in plan.pages.totals):
            found.append(
                (
                    c.heading,
                    format_value(
                        sum((Decimal(line.meanings[index].value or 0) for line in lines), Decimal(0))
                    ),
                )
            )
    return found


def _span(plan: Plan) -> list[str]:
    for index, c in enumerate(plan.book.columns):
        if c.kind.is_day:
            days = [
                m.value
                for line in plan.lines
                if line.writes and isinstance((m := line.meanings[index]).value, date)
            ]
            return [c.heading, min(days).isoformat(), max(days).isoformat()] if days else []
    return []


def groups(problems: list[Problem]) -> list[dict[str, Any]]:
    """Problems of the same column and message together: the rows, and the first values."""
    found: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        told = problem.message.replace(f"“{problem.value}”", "“…”") if problem.value else problem.message
        found[(problem.sheet, problem.column, told)].append(problem)
    return [
        {
            "sheet": sheet,
            "column": column,
            "message": items[0].message if len(items) == 1 else told,
            "rows": [item.row for item in items[:PLACES]],
            "values": list(dict.fromkeys(item.value for item in items if item.value))[:PLACES],
            "times": len(items),
        }
        for (sheet, column, told), items in found.items()
    ]
