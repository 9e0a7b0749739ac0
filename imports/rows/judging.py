"""Rows that would be written, made into records and held against the model's own rules."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet

from access.roles import Reader
from imports.parse.cells import Month
from imports.parse.columns import Column, Meaning
from imports.parse.options import is_retired
from imports.progress import Progress
from imports.rows.lines import Action, Book, Faults, Line
from imports.rows.naming import Naming
from imports.rows.rules import Rule, keys_on_record
from records.columns.base import NameOf
from records.columns.links import names_within
from records.columns.personal import KEPT
from records.columns.reference import Named
from records.layout import SheetLayout
from records.models import Record
from records.pages import RecordPages
from records.presentation import NamesWithinReach, present

GONE = "这条记录刚才被人移走了。请重新核对；仍要导入的，清空这一行的记录编号"
OUT_OF_REACH = "原来的一项不在您负责的范围内，不能改动，请保持原样"
MASKED = "这是掩去一部分的号码，新记录要填完整号码"


@dataclass
class Keys:
    """The keys of one rule: on record in the whole 街道, and in the rows so far."""

    rule: Rule
    on_record: dict[tuple, int]
    in_file: dict[tuple, Line] = field(default_factory=dict)


class Judging:
    """The rows of one book, judged for one reader."""

    def __init__(self, book: Book, pages: type[RecordPages], reader: Reader, faults: Faults) -> None:
        self.book, self.pages, self.reader, self.faults = book, pages, reader, faults
        self.model = book.layout.model
        self.naming = Naming(book, faults)
        self.names = NamesWithinReach(reader, silent=True)

    def judge(self, progress: Progress) -> None:
        """Give each line that writes its record, and refuse those that break a rule."""
        self._drop_foreign_numbers()
        lines = self._lines_to_judge()
        if not lines:
            return
        self._make_records(lines)
        self.naming.fill_in()
        subdistrict = self.reader.subdistrict_id
        keys = [
            Keys(rule, keys_on_record(self.model, rule, subdistrict)) for rule in self.book.existing.rules
        ]
        for line in progress.along(lines):
            if line.writes and self._keeps_rules(line):
                self._drop_reverted_changes(line)
                self._check_unique(line, keys)
        self.naming.refuse_links_to_errors()

    def follow_rows(self, layouts: list[SheetLayout]) -> None:
        """Hold the lines that write against the rows below them: those of the file, and others that stay."""
        lines = [line for line in self.book.writing_lines if line.record is not None]
        others = self._rows_on_record(layouts, [line for line in lines if line.pk])
        for line in lines:
            rows = [*others[line.pk], *(child.record for child in line.children if child.record)]
            try:
                line.record.follow_rows(rows)
            except ValidationError as error:
                self._refuse(line, error)
            else:
                self._drop_reverted_changes(line)

    def _rows_on_record(
        self, layouts: list[SheetLayout], lines: list[Line]
    ) -> dict[int | None, list[Record]]:
        """Return the rows on record that the file does not write, by the key of their owner."""
        rows: dict[int | None, list[Record]] = defaultdict(list)
        owners = [line.pk for line in lines]
        written_keys = {(type(child.record), child.pk) for line in lines for child in line.children}
        for layout in layouts if owners else ():
            below = {f"{layout.link}__in": owners, **dict(layout.fixed)}
            for row in layout.model._base_manager.filter(**below):
                if (layout.model, row.pk) not in written_keys:
                    rows[getattr(row, f"{layout.link}_id")].append(row)
        return rows

    def _lines_to_judge(self) -> list[Line]:
        """Return the lines that write; a child row only if its owner has a record."""
        lines = self.book.writing_lines
        return [line for line in lines if line.owner is None or line.owner.record is not None]

    def _drop_foreign_numbers(self) -> None:
        """Drop lasting numbers that belong to records elsewhere, of which this reader is to learn nothing."""
        lines = [line for line in self.book.lines if line.lasting and (line.adopts or not line.pk)]
        if not lines:
            return
        rows = self.model._base_manager.filter(submission__in={line.lasting for line in lines})
        foreign: set[UUID | None] = set(rows.values_list("submission", flat=True))
        for line in lines:
            if line.lasting in foreign:
                line.lasting, line.adopts = None, False

    # ── The records ─────────────────────────────────────────────────────────
    def _make_records(self, lines: list[Line]) -> None:
        on_record = self._read_records([line.pk for line in lines if line.pk])
        for line in lines:
            if not line.pk:
                line.record = self._new_record(line)
            elif line.pk in on_record:
                line.record = self._as_compared(on_record[line.pk])
            else:
                self.faults.refuse(line, "", "", GONE)
                continue
            self._fill(line)

    def _read_records(self, pks: list[int]) -> dict[int, Any]:
        """Return the records to be changed by key, with what their columns name."""
        if not pks:
            return {}
        manager: Any = self.model._default_manager
        rows: QuerySet = manager.everywhere()
        if self.book.layout.link:
            rows = rows.select_related(*names_within(self.model))
        else:
            rows = self.pages.with_columns(rows, list(self.book.layout.fields))
        return rows.in_bulk(pks)

    def _as_compared(self, record: Record) -> Record:
        """Hold a record to the version that the file was compared with.

        It is read later than that. Were an edit between the two taken for the version to be changed, it would
        be written over, and nobody be told.
        """
        record.version = self.book.existing.stored[record.pk].version
        return record

    def _new_record(self, line: Line) -> Record:
        record: Any = self.model(**dict(self.book.layout.fixed), **self.book.table.defaults)
        if hasattr(record, "subdistrict_id"):
            record.subdistrict_id = self.reader.subdistrict_id
        if line.lasting:
            record.submission = line.lasting
        return record

    def _fill(self, line: Line) -> None:
        """Set the columns of a record that the row changes, and its owner."""
        columns = self.book.columns
        stored_keys: tuple[Any, ...] = (None,) * len(columns)
        if line.pk:
            stored_keys = self.book.existing.stored[line.pk].keys
        for column, meaning, before in zip(columns, line.meanings, stored_keys, strict=True):
            if (line.pk and column.leaves(meaning.key, before)) or isinstance(meaning.value, Month):
                continue
            if column.untouchable(before):
                self._refuse_cell(line, column, OUT_OF_REACH)
            elif meaning.value is KEPT:
                self._refuse_cell(line, column, MASKED)
            elif is_retired(meaning.value):
                term = str(meaning.value)
                self.faults.refuse(line, column.name, term, f"“{term}”已经停用，请改用在用的一项")
            elif isinstance(meaning.value, Named):
                self.naming.note(line, column, meaning.value.name)
            else:
                _set(line, column, meaning, before, self.names)
        if line.owner:
            setattr(line.record, self.book.layout.link, line.owner.record)

    def _refuse_cell(self, line: Line, column: Column, message: str) -> None:
        self.faults.refuse(line, column.name, self.book.cell_text(line, column), message)

    # ── The rules ───────────────────────────────────────────────────────────
    def _keeps_rules(self, line: Line) -> bool:
        """Ask the model's own rules; refuse the line where one is broken."""
        try:
            line.record.clean()
            if line.pk:
                line.record.refuse_unasked()
        except ValidationError as error:
            self._refuse(line, error)
            return False
        return True

    def _refuse(self, line: Line, error: ValidationError) -> None:
        for name, messages in _messages_by_column(error).items():
            self.faults.refuse(line, name, self._cell_or_value(line, name), "；".join(messages))

    def _drop_reverted_changes(self, line: Line) -> None:
        """Drop changes that the rules took back.

        A day of birth, for one, is not emptied while the ID number tells it.
        """
        if not line.changes or not line.pk:
            return
        headings = {heading for heading, _, _ in line.changes}
        stored_keys = self.book.existing.stored[line.pk].keys
        same = set()
        for column, before in zip(self.book.columns, stored_keys, strict=True):
            if column.heading not in headings or column.kind.several:
                continue
            if column.key(getattr(line.record, column.name)) == before:
                same.add(column.heading)
        line.changes = [change for change in line.changes if change[0] not in same]
        if same and not line.changes:
            line.action = Action.UNCHANGED

    def _cell_or_value(self, line: Line, name: str) -> str:
        """Write the cell of the file; of a column that it leaves out, what the record has."""
        if not name:
            return ""
        for column in self.book.columns:
            if column.name == name:
                return self.book.cell_text(line, column)
        return present(line.record, name)

    def _check_unique(self, line: Line, keys: list[Keys]) -> None:
        """Refuse a line that has a key of another record or of an earlier row."""
        for each in keys:
            key = each.rule.key_of(line.record, line.owner)
            if key is None:
                continue
            if each.on_record.get(key, line.pk) != line.pk:
                self.faults.refuse(line, "", "", each.rule.message)
                continue
            earlier = each.in_file.setdefault(key, line)
            if earlier is not line:
                self.faults.refuse(line, "", "", f"与{earlier.place(line)}重复：{each.rule.message}")


def _messages_by_column(error: ValidationError) -> dict[str, list[str]]:
    """Return the messages by the name of the column; empty for those of the record as a whole."""
    if not hasattr(error, "error_dict"):
        return {"": list(map(str, error.messages))}
    by_column = {}
    for name, messages in error.message_dict.items():
        column = "" if name == NON_FIELD_ERRORS else name
        by_column[column] = list(map(str, messages))
    return by_column


def _set(line: Line, column: Column, meaning: Meaning, before: Any, naming: NameOf) -> None:
    """Set one column of the record; of a record that exists, note what it was and is to be."""
    name = column.name
    old_text = present(line.record, name, naming=naming) if line.pk else ""
    if column.kind.several:
        line.links[name], line.known[name] = meaning.value, before or frozenset()
    else:
        setattr(line.record, name, meaning.value)
    if not line.pk:
        return
    if column.kind.several:
        new_text = "、".join(sorted(map(str, meaning.value)))
    else:
        new_text = present(line.record, name, naming=naming)
    line.changes.append((column.heading, old_text, new_text))
