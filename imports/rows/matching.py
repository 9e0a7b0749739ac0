"""Which record each row speaks of: by its lasting number, its natural key, or because it says the same."""

from collections.abc import Iterable
from typing import Any

from imports.parse.columns import Column
from imports.rows.lines import Action, Book, Faults, Line
from records.columns.reference import Named
from records.derived import Derived
from records.layout import LASTING

UNVALUED = "单元格里是公式，却没有算出的值。请在 Excel 里打开保存一次，或改填数值"

BESIDE = "这一格与左边的单元格合并在一起，看不出内容。请取消合并，逐格填写"
SHARED = "这个数与上面几行合并在一起，看不出是每行各有这么多，还是几行合计。请取消合并，逐行填写"


def match(book: Book, lines: Iterable[Line], subdistrict: Any, faults: Faults) -> None:
    """Give each line that could be read its record and what becomes of it."""
    lines = list(lines)
    claimed = {book.existing.by_lasting.get(line.lasting) for line in lines if line.lasting}
    content = {key: [pk for pk in pks if pk not in claimed] for key, pks in book.existing.by_content.items()}
    met: dict[Any, Line] = {}
    for line in lines:
        if _misread(book, line, faults):
            continue
        said = line.lasting or (id(line.owner), line.keys)
        if (earlier := met.setdefault(said, line)) is not line and not _is_another(line, content):
            _say_twice(line, earlier, faults)
            continue
        pk = _record(book, line, content, subdistrict)
        if pk is None:
            continue
        if (earlier := met.setdefault(pk, line)) is not line:
            _say_twice(line, earlier, faults)
        else:
            line.pk = pk
            line.adopts = line.lasting not in (None, book.existing.stored[pk].lasting)
            line.action = Action.UNCHANGED if book.existing.same(pk, line.keys) else Action.UPDATED


def _is_another(line: Line, content: dict[tuple, list[int]]) -> bool:
    """Whether a row said twice speaks of a second record that says the same: as many such rows as records are no duplicates."""
    return line.lasting is None and bool(content.get((line.owner.pk if line.owner else None, line.keys)))


def _misread(book: Book, line: Line, faults: Faults) -> bool:
    """Say of every cell that could not be understood."""
    for c, meaning in zip(book.columns, line.meanings, strict=True):
        if error := _misplaced(book, line, c) or meaning.error:
            faults.refuse(line, c.name, book.shown(line, c), error)
    return line.action == Action.ERROR


def _misplaced(book: Book, line: Line, c: Column) -> str:
    """What is wrong with a cell whatever stands in it."""
    grid = line.sheet.grid
    if not (grid.unvalued or grid.beside or grid.carried):
        return ""
    place = (line.row, line.sheet.position(c.name))
    if place in grid.unvalued:
        return UNVALUED
    if place in grid.beside:
        return BESIDE
    return SHARED if place in grid.carried and c.kind.adds_up else ""


def _say_twice(line: Line, earlier: Line, faults: Faults) -> None:
    if line.keys == earlier.keys:
        line.action, line.note = Action.DUPLICATE, f"与{earlier.place(line)}完全相同"
        _give_children(line, earlier)
        return
    hint = f"；如果是另外一条，请清空这一行的“{LASTING}”" if line.lasting else ""
    faults.refuse(line, "", "", f"与{earlier.place(line)}说的是同一条记录，内容却不同，请只留一行{hint}")


def _give_children(line: Line, earlier: Line) -> None:
    """What stands below a row said twice stands below the row itself."""
    for child in line.children:
        child.owner = earlier
    earlier.children += line.children
    line.children = []


def _record(book: Book, line: Line, content: dict[tuple, list[int]], subdistrict: Any) -> int | None:
    owner = line.owner.pk if line.owner else None
    pk = book.existing.by_lasting.get(line.lasting) if line.lasting else None
    if pk is not None and book.existing.stored[pk].owner == owner:
        return pk
    return _by_key(book, line, owner, subdistrict) or _by_content(content, line, owner)


def _by_key(book: Book, line: Line, owner: int | None, subdistrict: Any) -> int | None:
    if not book.existing.rules:
        return None
    values = {"subdistrict_id": subdistrict, **_values(book, line, owner)}
    for rule, found in zip(book.existing.rules, book.existing.by_key, strict=True):
        if (
            all(name in values for name in rule.attnames)
            and (key := rule.key(values)) is not None
            and key in found
        ):
            return found[key]
    return None


def _values(book: Book, line: Line, owner: int | None) -> dict[str, Any]:
    """The row as values by the model's columns, as far as rules may ask for them; a column left out is that of a new record."""
    values: dict[str, Any] = {
        c.kind.attname: c.key(c.fallback) for c in book.all.values() if not c.kind.several
    }
    values |= {
        c.kind.attname: key for c, key in zip(book.columns, line.keys, strict=True) if not c.kind.several
    }
    for name, value in book.defaults.items():
        values[book.all[name].kind.attname] = book.all[name].key(value)
    if book.layout.link:
        values[f"{book.layout.link}_id"] = owner
    for field in [
        field for rule in book.existing.rules for field in rule.named if field.attname not in values
    ]:
        values |= _unseen(book, line, field)
    return {**dict(book.layout.fixed), **values}


def _unseen(book: Book, line: Line, field: Any) -> dict[str, Any]:
    """A column that no form shows, as a new record would have it; nothing where what it follows from is beyond reach."""
    if not isinstance(field, Derived):
        return {field.attname: field.get_default()}
    said = {c.name: meaning.value for c, meaning in zip(book.columns, line.meanings, strict=True)}
    source = said.get(field.source, book.defaults.get(field.source))
    return {} if isinstance(source, Named) else {field.attname: field.derive(source)}


def _by_content(content: dict[tuple, list[int]], line: Line, owner: int | None) -> int | None:
    found = content.get((owner, line.keys))
    return found.pop(0) if found else None
