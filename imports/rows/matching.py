"""Which record each row speaks of: by its lasting number, its natural key, or because it says the same."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from imports.parse.cells import Month
from imports.parse.columns import Column
from imports.rows.lines import Action, Book, Faults, Line
from imports.rows.rules import RuleField
from records.columns.reference import Named
from records.derived import Derived
from records.layout import LASTING

UNVALUED = "单元格里是公式，却没有算出的值。请在 Excel 里打开保存一次，或改填数值"
BESIDE = "这一格与左边的单元格合并在一起，看不出内容。请取消合并，逐格填写"
SHARED = "这个数与上面几行合并在一起，看不出是每行各有这么多，还是几行合计。请取消合并，逐行填写"


def match(book: Book, lines: Iterable[Line], subdistrict: int | None, faults: Faults) -> None:
    """Give each line that could be read its record and what becomes of it."""
    _Matching(book, list(lines), subdistrict, faults).match()


class _Matching:
    """The lines of one book, as they find their records one by one."""

    def __init__(self, book: Book, lines: list[Line], subdistrict: int | None, faults: Faults) -> None:
        self.book, self.lines, self.subdistrict, self.faults = book, lines, subdistrict, faults
        self.existing = book.existing
        self.by_content = self._unnumbered_by_content()
        self.first_by_words: dict[UUID | tuple, Line] = {}
        self.first_by_record: dict[int, Line] = {}

    def _unnumbered_by_content(self) -> dict[tuple, list[int]]:
        """Return records by owner and what they say, but for those that a line names by their number."""
        numbered_pks = set()
        for line in self.lines:
            if line.lasting:
                numbered_pks.add(self.existing.by_lasting.get(line.lasting))
        by_content = {}
        for key, pks in self.existing.by_content.items():
            by_content[key] = [pk for pk in pks if pk not in numbered_pks]
        return by_content

    def match(self) -> None:
        for line in self.lines:
            if _refuse_unreadable(self.book, line, self.faults):
                continue
            words = line.lasting or (id(line.owner), line.keys)
            earlier = self.first_by_words.setdefault(words, line)
            if earlier is not line and not self._is_of_another_record(line):
                self._repeat(line, earlier)
                continue
            pk = self._find(line)
            if pk is not None:
                self._assign(line, pk)

    def _is_of_another_record(self, line: Line) -> bool:
        """Tell whether a row that repeats another speaks of a second record that says the same.

        As many such rows as records are no duplicates.
        """
        return line.lasting is None and bool(self.by_content.get(_content(line)))

    def _repeat(self, line: Line, earlier: Line) -> None:
        if line.keys == earlier.keys:
            line.action, line.note = Action.DUPLICATE, f"与{earlier.place(line)}完全相同"
            _give_children(line, earlier)
            return
        hint = f"；如果是另外一条，请清空这一行的“{LASTING}”" if line.lasting else ""
        message = f"与{earlier.place(line)}说的是同一条记录，内容却不同，请只留一行{hint}"
        self.faults.refuse(line, "", "", message)

    def _assign(self, line: Line, pk: int) -> None:
        earlier = self.first_by_record.setdefault(pk, line)
        if earlier is not line:
            self._repeat(line, earlier)
            return
        line.pk = pk
        line.adopts = line.lasting not in (None, self.existing.stored[pk].lasting)
        is_same = self.existing.is_same(pk, line.keys)
        line.action = Action.UNCHANGED if is_same else Action.UPDATED

    def _find(self, line: Line) -> int | None:
        """Find the record of a line, by its key in the database; None for a new one."""
        pk = self.existing.by_lasting.get(line.lasting) if line.lasting else None
        if pk is not None and self.existing.stored[pk].owner == _owner_pk(line):
            return pk
        return self._find_by_rules(line) or self._find_by_content(line)

    def _find_by_rules(self, line: Line) -> int | None:
        if not self.existing.rules:
            return None
        values = {"subdistrict_id": self.subdistrict, **_values(self.book, line)}
        for rule, pks in zip(self.existing.rules, self.existing.by_key, strict=True):
            if not values.keys() >= set(rule.attnames):
                continue
            key = rule.key(values)
            if key is not None and key in pks:
                return pks[key]
        return None

    def _find_by_content(self, line: Line) -> int | None:
        pks = self.by_content.get(_content(line))
        return pks.pop(0) if pks else None


def _content(line: Line) -> tuple[int | None, tuple[Any, ...]]:
    """Return all that a line says, as records are found by it.

    A day of which only the month is known is none.
    """
    keys = line.keys
    if any(isinstance(key, Month) for key in keys):
        keys = tuple(map(_without_month, keys))
    return _owner_pk(line), keys


def _without_month(key: Any) -> Any:
    return None if isinstance(key, Month) else key


def _owner_pk(line: Line) -> int | None:
    return line.owner.pk if line.owner else None


def _give_children(line: Line, earlier: Line) -> None:
    """Put what stands below a row that repeats another below that one."""
    for child in line.children:
        child.owner = earlier
    earlier.children += line.children
    line.children = []


# ── Cells that cannot be read ───────────────────────────────────────────────
def _refuse_unreadable(book: Book, line: Line, faults: Faults) -> bool:
    """Refuse a line with a cell that could not be understood; return whether it is refused, be it before."""
    for column, meaning in zip(book.columns, line.meanings, strict=True):
        error = _fault_of_place(line, column) or meaning.error
        if error:
            faults.refuse(line, column.name, book.cell_text(line, column), error)
    return line.action == Action.ERROR


def _fault_of_place(line: Line, column: Column) -> str:
    """Say what is wrong with a cell whatever stands in it; empty where nothing is."""
    grid = line.sheet.grid
    if not (grid.unvalued or grid.beside or grid.carried):
        return ""
    place = (line.row, line.sheet.position(column.name))
    if place in grid.unvalued:
        return UNVALUED
    if place in grid.beside:
        return BESIDE
    if place in grid.carried and column.kind.adds_up:
        return SHARED
    return ""


# ── The row as the rules of the model see it ────────────────────────────────
def _values(book: Book, line: Line) -> Mapping[str, Any]:
    """Return the row as values by attname, as far as rules may ask for them.

    A column left out is that of a new record.
    """
    values: dict[str, Any] = {}
    for column in book.all.values():
        if not column.kind.several:
            values[column.kind.attname] = column.key(column.fallback)
    for column, key in zip(book.columns, line.keys, strict=True):
        if not column.kind.several:
            values[column.kind.attname] = key
    for name, value in book.table.defaults.items():
        column = book.all[name]
        values[column.kind.attname] = column.key(value)
    if book.layout.link:
        values[f"{book.layout.link}_id"] = _owner_pk(line)
    for rule in book.existing.rules:
        for field in rule.condition_fields:
            if field.attname not in values:
                values |= _value_of_new_record(book, line, field)
    return {**values, **dict(book.layout.fixed)}


def _value_of_new_record(book: Book, line: Line, field: RuleField) -> dict[str, Any]:
    """Return by attname what a new record would have in a column that no form shows.

    Empty where what it follows from is beyond reach.
    """
    if not isinstance(field, Derived):
        return {field.attname: field.get_default()}
    source = book.table.defaults.get(field.source)
    for column, meaning in zip(book.columns, line.meanings, strict=True):
        if column.name == field.source:
            source = meaning.value
    if isinstance(source, Named):
        return {}
    return {field.attname: field.derive(source)}
