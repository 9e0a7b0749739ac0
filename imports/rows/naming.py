"""Rows that name other rows of the same file: a superior organisation further up or down."""

from functools import cached_property
from typing import Any

from imports.parse.columns import Column
from imports.rows.lines import Action, Book, Faults, Line
from records.inputs import plain


class Naming:
    """Of one book: cells that name what may stand in another of its rows, and those that do."""

    def __init__(self, book: Book, faults: Faults) -> None:
        self.book, self.faults = book, faults
        self.said: list[tuple[Line, Column, str]] = []
        self.found: list[tuple[Line, Column, Line]] = []

    def note(self, line: Line, c: Column, name: str) -> None:
        self.said.append((line, c, name))

    def fill_in(self) -> None:
        """Every cell with the record of the row that it names."""
        for line, c, name in self.said:
            self._name(line, c, name)
        for line, c, named in self.found:
            if _leads_back(line.record, c.name):
                self.faults.refuse(
                    line, c.name, str(named.record), f"{c.heading}绕了一圈又回到“{line.record}”自己，请核对"
                )

    def fall_with_the_named(self) -> None:
        """A row that names a wrong row cannot be written before that one is mended."""
        while waiting := [told for told in self.found if told[0].writes and told[2].action == Action.ERROR]:
            for line, c, named in waiting:
                if line.writes:
                    self.faults.refuse(
                        line, c.name, str(named.record), _first_mend(str(named.record), named, line)
                    )

    def _name(self, line: Line, c: Column, name: str) -> None:
        if found := self._brought.get(plain(name)):
            setattr(line.record, c.name, found.record)
            self.found.append((line, c, found))
        elif wrong := self._misread.get(plain(name)):
            self.faults.refuse(line, c.name, name, _first_mend(name, wrong, line))
        else:
            self.faults.refuse(line, c.name, name, c.unknown(name))

    @cached_property
    def _brought(self) -> dict[str, Line]:
        return {
            plain(str(line.record)): line
            for line in self.book.lines
            if line.action == Action.NEW and line.record is not None
        }

    @cached_property
    def _misread(self) -> dict[str, Line]:
        """Rows that could not be read, by the name that they give themselves."""
        found = {}
        for line in self.book.lines:
            if line.action == Action.ERROR and line.record is None:
                cells = zip(self.book.columns, line.meanings, strict=True)
                told = {c.name: m.value for c, m in cells if not c.kind.linked and m.value is not None}
                found[plain(str(self.book.layout.model(**told)))] = line
        return found


def _first_mend(name: str, named: Line, line: Line) -> str:
    return f"“{name}”所在的{named.place(line)}有错，请先改好那一行"


def _leads_back(record: Any, name: str) -> bool:
    """Whether what it names, row after row of the file, comes round to the record itself."""
    passed: set[int] = set()
    above = getattr(record, name)
    while above is not None and above.pk is None and id(above) not in passed:
        if above is record:
            return True
        passed.add(id(above))
        above = getattr(above, name)
    return False
