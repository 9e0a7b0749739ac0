"""What somebody sees of a plan before he confirms it."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from imports.absent import describe_absent
from imports.parse.columns import Column
from imports.parse.sheets import Sheet
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
    """Describe a plan as JSON, as the page of the batch shows it."""
    sheets = plan.all_sheets
    choices: list[str] = []
    unread_headings: set[str] = set()
    heads: dict[str, int] = {}
    for sheet in sheets:
        heads[sheet.grid.title] = sheet.heading
        choices += sheet.choices
        unread_headings.update(sheet.unread_headings)
    return {
        "samples": _samples(plan),
        "alike": _alike(plan),
        "echoes": echoes(plan),
        "assumed": _assumptions(plan),
        "choices": choices,
        "sums": _sums(plan),
        "span": _span(plan),
        "unused": sorted(unread_headings),
        "unread": plan.unread_titles,
        "passed": _rows_aside(sheets),
        "passed_rows": _count_rows_aside(sheets),
        "merged": _merged_cells(plan),
        "sheets": _sheets(plan),
        "hidden": _count_hidden(plan),
        "heads": heads,
        "absent": describe_absent(plan),
        "groups": groups(plan.problems),
        "problems": _problems(plan.problems),
    }


# ── Sheets and rows ─────────────────────────────────────────────────────────
def _rows_aside(sheets: list[Sheet]) -> list[str]:
    """Describe the rows taken for no records, and what for, so that a reader sees whether one is."""
    descriptions = []
    for sheet in sheets:
        for aside, numbers in sheet.rows_by_aside.items():
            descriptions.append(f"{sheet.grid.title} 第 {_list_numbers(numbers)} 行（{aside}）")
    return descriptions


def _count_rows_aside(sheets: list[Sheet]) -> int:
    count = 0
    for sheet in sheets:
        count += sum(map(len, sheet.rows_by_aside.values()))
    return count


def _count_hidden(plan: Plan) -> int:
    count = 0
    for line in plan.lines:
        if line.row in line.sheet.grid.hidden:
            count += 1
    return count


def _list_numbers(numbers: list[int]) -> str:
    more = "等" if len(numbers) > PLACES else ""
    return "、".join(map(str, numbers[:PLACES])) + more


def _merged_cells(plan: Plan) -> list[str]:
    """Describe of each column the rows whose cell has the value of those above, with which it is merged."""
    descriptions = []
    for book in plan.books:
        for sheet in book.sheets:
            if not sheet.grid.carried:
                continue
            for column in book.columns:
                description = _merged_cells_in(book, sheet, column)
                if description:
                    descriptions.append(description)
    return descriptions


def _merged_cells_in(book: Book, sheet: Sheet, column: Column) -> str:
    position = sheet.position(column.name)
    lines = []
    for line in book.lines:
        if line.sheet is sheet and (line.row, position) in sheet.grid.carried:
            lines.append(line)
    if not lines:
        return ""
    numbers = _list_numbers([line.row for line in lines])
    example = book.cell_text(lines[0], column)
    return f"{sheet.grid.title} {column.heading}：第 {numbers} 行，例：“{example}”"


def _sheets(plan: Plan) -> list[str]:
    """Name the sheets that are read as one, with the number of their records; none where there is but one."""
    if len(plan.book.sheets) == 1:
        return []
    counts = Counter(line.sheet.grid.title for line in plan.lines)
    return [f"{sheet.grid.title} {counts[sheet.grid.title]} 行" for sheet in plan.book.sheets]


def _place(plan: Plan, line: Line) -> int | str:
    """Say where a line stands: the row alone where it can only be one of the main sheet."""
    if line.sheet is plan.book.sheet and len(plan.book.sheets) == 1:
        return line.row
    return f"{line.sheet.grid.title} {line.row}"


def _samples(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Return the first lines of each action, but for those that have a list of their own."""
    samples = {}
    for action in Action:
        if action not in (Action.ERROR, Action.ALIKE):
            lines = plan.book.lines_of(action)[:SHOWN]
            samples[action.value] = [_sample(plan, line) for line in lines]
    return samples


def _sample(plan: Plan, line: Line) -> dict[str, Any]:
    return {
        "row": _place(plan, line),
        "facts": _facts(plan.book, line),
        "changes": line.changes,
        "children": _count_children(line),
        "note": line.note,
    }


def _facts(book: Book, line: Line) -> list[str]:
    """Return the first columns that are filled in, personal numbers aside."""
    facts = []
    for column in book.columns:
        if column.kind.personal or column.kind.several:
            continue
        text = _column_text(book, line, column)
        if text:
            facts.append(text)
        if len(facts) == FACTS:
            break
    return facts


def _column_text(book: Book, line: Line, column: Column) -> str:
    """Write a column of the record that a line would make; the cell where it makes none."""
    if line.record is None:
        return book.cell_text(line, column)
    return present(line.record, column.name)


def _count_children(line: Line) -> list[str]:
    """Say how many rows below it are new, and how many change."""
    counts: dict[str, int] = defaultdict(int)
    for child in line.writing_children:
        change = "新增" if child.action == Action.NEW else "更新"
        counts[f"{child.sheet.layout.title}{change}"] += 1
    return [f"{title} {count} 条" for title, count in counts.items()]


# ── Rows that are held ──────────────────────────────────────────────────────
def _alike(plan: Plan) -> list[dict[str, Any]]:
    """Describe the rows that are held, each with what says the same.

    That is a record within reach as text and address, or a remark.
    """
    descriptions = []
    alike = plan.alike[:ALIKE]
    for book in plan.books:
        lines = [line for line in alike if line.sheet.layout is book.layout]
        twins = _twins(plan, book, lines)
        for line in lines:
            descriptions.append(_describe_alike(plan, book, line, twins))
    return descriptions


def _describe_alike(plan: Plan, book: Book, line: Line, twins: dict[int, tuple[str, str]]) -> dict[str, Any]:
    if isinstance(line.twin, int):
        text, address = twins.get(line.twin, (HIDDEN, ""))
    else:
        text, address = line.note, ""
    return {"row": _place(plan, line), "facts": _facts(book, line), "note": text, "address": address}


def _twins(plan: Plan, book: Book, lines: list[Line]) -> dict[int, tuple[str, str]]:
    """Return what the records within reach are called that these lines are like, and where they are read."""
    keys = [line.twin for line in lines if isinstance(line.twin, int)]
    if not keys:
        return {}
    link = book.layout.link
    twins = {}
    if link:
        for record in plan.below(book.layout).filter(pk__in=keys):
            twins[record.pk] = (record.told_apart, plan.pages.url("detail", getattr(record, f"{link}_id")))
    else:
        for record in plan.pages.queryset(plan.reader).filter(pk__in=keys):
            twins[record.pk] = (record.told_apart, plan.pages.url_of(record))
    return twins


# ── Columns ─────────────────────────────────────────────────────────────────
def echoes(plan: Plan) -> list[dict[str, Any]]:
    """Say of each column what was accepted in another form than written: one example, and how often."""
    examples = []
    for book in plan.books:
        for index, column in enumerate(book.columns):
            lines = [line for line in book.lines if line.meanings[index].echo]
            if lines:
                example = {
                    "column": column.heading,
                    "written": book.cell_text(lines[0], column) or "（空）",
                    "understood": lines[0].meanings[index].echo,
                    "times": len(lines),
                }
                examples.append(example)
    return examples


def _assumptions(plan: Plan) -> list[str]:
    """Say what new records are given in the columns that the file does not have: a figure may count it."""
    sentences = []
    for book in plan.books:
        sheet = f"“{book.layout.title}”" if book.layout.link else ""
        for column, value in book.assumptions:
            sentences.append(f"{sheet}表中没有“{column.heading}”这一列，全部记为“{value}”")
    return sentences


def _sums(plan: Plan) -> list[tuple[str, str]]:
    """Add up the columns of money, and those whose sum the list shows, over the lines that are written."""
    lines = plan.book.writing_lines
    sums = []
    for index, column in enumerate(plan.book.columns):
        if lines and (column.kind.is_money or column.name in plan.pages.totals):
            total = Decimal(0)
            for line in lines:
                total += Decimal(line.meanings[index].value or 0)
            sums.append((column.heading, format_value(total)))
    return sums


def _span(plan: Plan) -> list[str]:
    """Return heading, first and last day of the first column of days; none where there is no day."""
    for index, column in enumerate(plan.book.columns):
        if not column.kind.is_day:
            continue
        days = []
        for line in plan.book.writing_lines:
            value = line.meanings[index].value
            if isinstance(value, date):
                days.append(value)
        if not days:
            return []
        return [column.heading, min(days).isoformat(), max(days).isoformat()]
    return []


# ── Problems ────────────────────────────────────────────────────────────────
def _problems(problems: list[Problem]) -> list[dict[str, Any]]:
    return [{**problem.as_json(), "position": problem.position} for problem in problems]


def groups(problems: list[Problem]) -> list[dict[str, Any]]:
    """Put problems of the same column and message together: the rows, and the first values."""
    by_message: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        message = problem.message
        if problem.value:
            message = message.replace(f"“{problem.value}”", "“…”")
        by_message[(problem.sheet, problem.column, message)].append(problem)
    descriptions = []
    for (_, _, message), items in by_message.items():
        descriptions.append(_group(message, items))
    return descriptions


def _group(message: str, problems: list[Problem]) -> dict[str, Any]:
    values = dict.fromkeys(problem.value for problem in problems if problem.value)
    return {
        "sheet": problems[0].sheet,
        "column": problems[0].column,
        "message": problems[0].message if len(problems) == 1 else message,
        "rows": [problem.row for problem in problems[:PLACES]],
        "values": list(values)[:PLACES],
        "times": len(problems),
    }
