"""Rows that would be new, but say what a record or another row of the file says: held until somebody means them.

A row that was found again, by its number or by what it says, is not asked about.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from imports.rows.lines import Action, Book, Line
from records.comparing import Below, Comparison, comparisons


def hold_alike(book: Book, subdistrict: Any) -> None:
    """Hold every such row of a judged book, and the rows that name one of them. A statement for each likeness."""
    lines = [line for line in book.lines if line.writes and line.record is not None]
    if not any(line.action == Action.NEW for line in lines):
        return
    model: Any = book.layout.model
    rows = model._default_manager.of(subdistrict)
    below = {id(line): _below(line) for line in lines}
    for comparison in comparisons(model):
        told = [(line, comparison.keys(line.record, below[id(line)])) for line in lines]
        if any(keys for line, keys in told if line.action == Action.NEW):
            _compare(told, comparison, rows)
    _hold_those_that_name(book, lines)


def _below(line: Line) -> Below:
    found: dict[str, list[Any]] = {}
    for child in line.children:
        if child.record is not None:
            layout = child.sheet.layout
            found.setdefault(layout.model._meta.get_field(layout.link).remote_field.name, []).append(
                child.record
            )
    return found


def _compare(told: list[tuple[Line, set[tuple]]], comparison: Comparison, rows: Any) -> None:
    stored = {key: pk for pk, key in comparison.on_record(rows)}
    brought: dict[tuple, Line] = {}
    for line, keys in told:
        for key in keys:
            earlier = brought.setdefault(key, line)
            if line.action == Action.NEW and key in stored:
                _hold(line, stored[key])
            elif line.action == Action.NEW and earlier is not line and not _are_told_apart(line, earlier):
                _hold(line, earlier)


def _are_told_apart(line: Line, other: Line) -> bool:
    """Whether both have a lasting number: then they were two records where they come from."""
    return line.lasting is not None and other.lasting is not None


def _hold(line: Line, twin: "int | Line") -> None:
    line.held, line.twin, line.action = line.action, twin, Action.ALIKE
    if isinstance(twin, Line):
        line.note = f"与{twin.place(line)}疑似是同一条"


def _hold_those_that_name(book: Book, lines: list[Line]) -> None:
    """A row that names a held one, a 党组织 its superior, cannot be written without it."""
    model: Any = book.layout.model
    links = [f for f in model._meta.fields if f.related_model is model]
    while waiting := list(_naming_held(lines, links)):
        for line, named in waiting:
            _hold(line, named)
            line.note = f"写到的“{named.record}”在{named.place(line)}，那一行疑似重复"


def _naming_held(lines: list[Line], links: list[Any]) -> Iterator[tuple[Line, Line]]:
    held = {id(line.record): line for line in lines if line.action == Action.ALIKE} if links else {}
    for line in lines:
        named = (held.get(id(f.get_cached_value(line.record, default=None))) for f in links if line.writes)
        if found := next(filter(None, named), None):
            yield line, found


def take(lines: Iterable[Line]) -> None:
    """Let held rows be written after all."""
    for line in lines:
        if line.action == Action.ALIKE and line.held:
            line.action, line.note = line.held, ""
