"""Rows that name other rows of the same file: a superior organisation further up or down."""

from functools import cached_property
from typing import NamedTuple

from imports.parse.columns import Column
from imports.rows.lines import Action, Book, Faults, Line
from records.inputs import plain
from records.models import Record


class Mention(NamedTuple):
    """A cell with a name that no record has, which another row of the file may bring."""

    line: Line
    column: Column
    name: str


class Link(NamedTuple):
    """A cell that names another row of the file, and that row."""

    line: Line
    column: Column
    target: Line

    @property
    def name(self) -> str:
        return str(self.target.record)


class Naming:
    """The cells of one book that name what may stand in another of its rows."""

    def __init__(self, book: Book, faults: Faults) -> None:
        self.book, self.faults = book, faults
        self.mentions: list[Mention] = []
        self.links: list[Link] = []

    def note(self, line: Line, column: Column, name: str) -> None:
        self.mentions.append(Mention(line, column, name))

    def fill_in(self) -> None:
        """Put into every such cell the record of the row that it names."""
        for mention in self.mentions:
            self._resolve(mention)
        for link in self.links:
            record = link.line.record
            if _leads_back(record, link.column.name):
                message = f"{link.column.heading}绕了一圈又回到“{record}”自己，请核对"
                self.faults.refuse(link.line, link.column.name, link.name, message)

    def refuse_links_to_errors(self) -> None:
        """Refuse every row that names a wrong row: it cannot be written before that one is mended."""
        while links := [link for link in self.links if _waits_for_error(link)]:
            for link in links:
                if link.line.writes:
                    self._refuse_before(link.target, link.line, link.column, link.name)

    def _resolve(self, mention: Mention) -> None:
        line, column, name = mention
        target = self._new_lines.get(plain(name))
        if target:
            setattr(line.record, column.name, target.record)
            self.links.append(Link(line, column, target))
            return
        unreadable = self._unreadable_lines.get(plain(name))
        if unreadable:
            self._refuse_before(unreadable, line, column, name)
        else:
            self.faults.refuse(line, column.name, name, column.explain_absence(name))

    def _refuse_before(self, target: Line, line: Line, column: Column, name: str) -> None:
        message = f"“{name}”所在的{target.place(line)}有错，请先改好那一行"
        self.faults.refuse(line, column.name, name, message)

    @cached_property
    def _new_lines(self) -> dict[str, Line]:
        """The rows that bring a new record, by its name."""
        lines = {}
        for line in self.book.lines:
            if line.action == Action.NEW and line.record is not None:
                lines[plain(str(line.record))] = line
        return lines

    @cached_property
    def _unreadable_lines(self) -> dict[str, Line]:
        """The rows that could not be read, by the name that they give themselves."""
        lines = {}
        for line in self.book.lines:
            if line.action == Action.ERROR and line.record is None:
                lines[plain(str(self._draft(line)))] = line
        return lines

    def _draft(self, line: Line) -> Record:
        """Make a record of what could be read of a row, links aside."""
        values = {}
        for column, meaning in zip(self.book.columns, line.meanings, strict=True):
            if not column.kind.linked and meaning.value is not None:
                values[column.name] = meaning.value
        return self.book.layout.model(**values)


def _waits_for_error(link: Link) -> bool:
    return link.line.writes and link.target.action == Action.ERROR


def _leads_back(record: Record, name: str) -> bool:
    """Tell whether what a record names, row after row of the file, comes round to the record itself."""
    path: set[int] = set()
    above = getattr(record, name)
    while above is not None and above.pk is None and id(above) not in path:
        if above is record:
            return True
        path.add(id(above))
        above = getattr(above, name)
    return False
