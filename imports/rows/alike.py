"""Rows that would be new, but say what a record or another row says: held until somebody means them.

A row that was found again, by its number or by what it says, is not asked about.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import ForeignKey, QuerySet

from imports.rows.lines import Action, Book, Line
from records.comparing import Below, Comparison, comparisons
from records.models import Record


class Statement(NamedTuple):
    """A row, and the keys of what it says by one comparison."""

    line: Line
    keys: set[tuple]


def hold_alike(book: Book, subdistrict: int | None) -> None:
    """Hold every such row of a judged book, and the rows that name one of them.

    It takes a query for each likeness.
    """
    lines = [line for line in book.writing_lines if line.record is not None]
    if not any(line.action == Action.NEW for line in lines):
        return
    model = book.layout.model
    rows = model._default_manager.of(subdistrict)  # type: ignore[attr-defined]
    below = {id(line): _below(line) for line in lines}
    for comparison in comparisons(model):
        statements = [Statement(line, comparison.keys(line.record, below[id(line)])) for line in lines]
        if any(each.keys and each.line.action == Action.NEW for each in statements):
            _compare(statements, comparison, rows)
    _hold_those_that_name(lines, _links_among(model))


def _below(line: Line) -> Below:
    """Return the child records of a row, by the name of their relation."""
    below: dict[str, list[Record]] = {}
    for child in line.children:
        if child.record is not None:
            layout = child.sheet.layout
            relation = layout.model._meta.get_field(layout.link).remote_field.name
            below.setdefault(relation, []).append(child.record)
    return below


def _compare(statements: list[Statement], comparison: Comparison, rows: QuerySet) -> None:
    """Hold the new rows that say what one of these records or an earlier row says."""
    pk_by_key = {}
    for pk, key in comparison.on_record(rows):
        pk_by_key[key] = pk
    first_lines: dict[tuple, Line] = {}
    for line, keys in statements:
        for key in keys:
            earlier = first_lines.setdefault(key, line)
            if line.action != Action.NEW:
                continue
            if key in pk_by_key:
                _hold(line, pk_by_key[key])
            elif earlier is not line and not _are_two_records(line, earlier):
                _hold(line, earlier)


def _are_two_records(line: Line, other: Line) -> bool:
    """Tell whether both rows have a lasting number: then they were two records where they come from."""
    return line.lasting is not None and other.lasting is not None


def _hold(line: Line, twin: int | Line) -> None:
    line.held, line.twin, line.action = line.action, twin, Action.ALIKE
    if isinstance(twin, Line):
        line.note = f"与{twin.place(line)}疑似是同一条"


def _links_among(model: type[Record]) -> list[ForeignKey]:
    """Return the columns by which a record names another of its kind."""
    return [field for field in model._meta.fields if field.related_model is model]


def _hold_those_that_name(lines: list[Line], links: list[ForeignKey]) -> None:
    """Hold the rows that name a held one, such as a 党组织 its superior: they cannot be written without it."""
    if not links:
        return
    is_any_held = True
    while is_any_held:
        is_any_held = False
        held_lines = {id(line.record): line for line in lines if line.action == Action.ALIKE}
        for line in lines:
            target = _target_in(held_lines, line, links) if line.writes else None
            if target:
                _hold(line, target)
                line.note = f"写到的“{target.record}”在{target.place(line)}，那一行疑似重复"
                is_any_held = True


def _target_in(held_lines: dict[int, Line], line: Line, links: list[ForeignKey]) -> Line | None:
    """Find the held row that a row names."""
    for link in links:
        target = held_lines.get(id(link.get_cached_value(line.record, default=None)))
        if target:
            return target
    return None


def take(lines: Iterable[Line]) -> None:
    """Let held rows be written after all."""
    for line in lines:
        if line.action == Action.ALIKE and line.held:
            line.action, line.note = line.held, ""
