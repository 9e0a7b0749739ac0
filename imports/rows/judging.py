"""Rows that would be written, made into records and held against the model's own rules."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from imports.parse.columns import Column, Meaning
from imports.parse.options import retired
from imports.progress import Progress
from imports.rows.lines import Action, Book, Faults, Line
from imports.rows.naming import Naming
from imports.rows.rules import Rule, taken
from records.columns.base import NameOf
from records.columns.links import names_within
from records.columns.personal import KEPT
from records.columns.reference import Named
from records.presentation import NamesWithinReach, present


@dataclass
class Keys:
    """The keys of one rule: on record in the whole 街道, and in the rows so far."""

    rule: Rule
    stored: dict[tuple, int]
    brought: dict[tuple, Line] = field(default_factory=dict)


class Judging:
    """Of one book, for one reader."""

    def __init__(self, book: Book, pages: Any, reader: Any, faults: Faults) -> None:
        self.book, self.pages, self.reader, self.faults = book, pages, reader, faults
        self.model: Any = book.layout.model
        self.naming = Naming(book, faults)
        self.names = NamesWithinReach(reader, silent=True)

    def judge(self, progress: Progress) -> None:
        self._forget_foreign()
        lines = [
            line
            for line in self.book.lines
            if line.writes and (line.owner is None or line.owner.record is not None)
        ]
        if not lines:
            return
        on_record = self._fetched([line.pk for line in lines if line.pk])
        for line in lines:
            if line.pk in on_record:
                line.record = self._as_compared(on_record[line.pk])
            elif line.pk:
                self.faults.refuse(
                    line, "", "", "这条记录刚才被人移走了。请重新核对；仍要导入的，清空这一行的记录编号"
                )
                continue
            else:
                line.record = self._blank(line)
            self._fill(line)
        self.naming.fill_in()
        apart = [
            Keys(rule, taken(self.model, rule, self.reader.subdistrict_id))
            for rule in self.book.existing.rules
        ]
        for line in progress.along(lines):
            if line.writes and self._keeps_rules(line):
                self._forget_what_stays(line)
                self._keeps_apart(line, apart)
        self.naming.fall_with_the_named()

    def _as_compared(self, record: Any) -> Any:
        """Hold a record to the version that the file was compared with.

        It is read later than that. Were an edit between the two taken for the version to be changed, it would be written
        over, and nobody be told.
        """
        record.version = self.book.existing.stored[record.pk].version
        return record

    def _forget_foreign(self) -> None:
        """Drop lasting numbers that belong to records elsewhere, of which this reader is to learn nothing."""
        numbers = {line.lasting for line in self.book.lines if line.lasting and (line.adopts or not line.pk)}
        if not numbers:
            return
        foreign: set[UUID | None] = set(
            self.model._default_manager.filter(submission__in=numbers).values_list("submission", flat=True)
        )
        for line in self.book.lines:
            if line.lasting in foreign and (line.adopts or not line.pk):
                line.lasting, line.adopts = None, False

    def _fetched(self, pks: list[int]) -> dict[int, Any]:
        """The records to be changed, with what their columns name."""
        rows = self.model._default_manager.all()
        child = bool(self.book.layout.link)
        rows = (
            rows.select_related(*names_within(self.model))
            if child
            else self.pages.with_columns(rows, list(self.book.layout.fields))
        )
        return rows.in_bulk(pks) if pks else {}

    def _blank(self, line: Line) -> Any:
        record = self.model(**dict(self.book.layout.fixed), **self.book.defaults)
        if hasattr(record, "subdistrict_id"):
            record.subdistrict_id = self.reader.subdistrict_id
        if line.lasting:
            record.submission = line.lasting
        return record

    def _fill(self, line: Line) -> None:
        old = self.book.existing.stored[line.pk].keys if line.pk else (None,) * len(self.book.columns)
        for c, meaning, before in zip(self.book.columns, line.meanings, old, strict=True):
            if line.pk and c.leaves(meaning.key, before):
                continue
            if c.untouchable(before):
                self.faults.refuse(
                    line,
                    c.name,
                    self.book.shown(line, c),
                    "原来的一项不在您负责的范围内，不能改动，请保持原样",
                )
            elif meaning.value is KEPT:
                self.faults.refuse(
                    line, c.name, self.book.shown(line, c), "这是掩去一部分的号码，新记录要填完整号码"
                )
            elif retired(meaning.value):
                self.faults.refuse(
                    line, c.name, str(meaning.value), f"“{meaning.value}”已经停用，请改用在用的一项"
                )
            elif isinstance(meaning.value, Named):
                self.naming.note(line, c, meaning.value.name)
            else:
                _set(line, c, meaning, before, self.names)
        if line.owner:
            setattr(line.record, self.book.layout.link, line.owner.record)

    def _keeps_rules(self, line: Line) -> bool:
        try:
            line.record.clean()
            if line.pk:
                line.record.refuse_unasked()
        except ValidationError as error:
            by_name: dict[str, list[Any]] = (
                error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            )
            for name, messages in by_name.items():
                shown = "" if name == NON_FIELD_ERRORS else name
                self.faults.refuse(line, shown, self._as_written(line, shown), "；".join(map(str, messages)))
            return False
        return True

    def _forget_what_stays(self, line: Line) -> None:
        """Take changes back that the rules took back: a day of birth is not emptied while the ID number tells it."""
        if not line.changes:
            return
        changed = {heading for heading, _, _ in line.changes}
        cells = zip(self.book.columns, self.book.existing.stored[line.pk].keys, strict=True)  # type: ignore[index]  # changes have a record
        asked = [(c, before) for c, before in cells if c.heading in changed and not c.kind.several]
        same = {c.heading for c, before in asked if c.key(getattr(line.record, c.name)) == before}
        line.changes = [change for change in line.changes if change[0] not in same]
        if same and not line.changes:
            line.action = Action.UNCHANGED

    def _as_written(self, line: Line, name: str) -> str:
        """The cell of the file; of a column that it leaves out, what the record has."""
        if not name:
            return ""
        c = next((c for c in self.book.columns if c.name == name), None)
        return self.book.shown(line, c) if c else present(line.record, name)

    def _keeps_apart(self, line: Line, apart: list[Keys]) -> None:
        for each in apart:
            key = each.rule.key_of(line.record, line.owner)
            if key is None:
                continue
            if each.stored.get(key, line.pk) != line.pk:
                self.faults.refuse(line, "", "", each.rule.message)
            elif (earlier := each.brought.setdefault(key, line)) is not line:
                self.faults.refuse(line, "", "", f"与{earlier.place(line)}重复：{each.rule.message}")


def _set(line: Line, c: Column, meaning: Meaning, before: Any, naming: NameOf) -> None:
    """One column of the record; of a record that exists, with what it was."""
    was = present(line.record, c.name, naming=naming) if line.pk else ""
    if c.kind.several:
        line.links[c.name], line.known[c.name] = meaning.value, before or frozenset()
        now = "、".join(sorted(str(item) for item in meaning.value))
    else:
        setattr(line.record, c.name, meaning.value)
        now = present(line.record, c.name, naming=naming) if line.pk else ""
    if line.pk:
        line.changes.append((c.heading, was, now))
