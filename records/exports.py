"""Records as an Excel workbook, in exactly the form in which they can be read in again.

Columns and their values come from one import-export Resource per model. Records are held some hundreds at a
time, with what they name; the number of queries for these is always the same.
"""

import logging
from array import array
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import IO, Any

from django.db.models import Model, Prefetch, QuerySet
from import_export import fields, resources

from access.roles import Reader
from audit.models import Entry
from records.columns.base import NameOf
from records.columns.links import names_within
from records.columns.registry import column_of, columns_of
from records.declaration import Declaration
from records.layout import Layout, SheetLayout
from records.models import Record
from records.presentation import NamesWithinReach
from spreadsheets.writing import Sheet, workbook

AT_ONCE = 500
TOLD_APART: NameOf = attrgetter("told_apart")

# A record with the number by which the rows of its workbook name it, from 1.
NumberedRecord = tuple[int, Record]

log = logging.getLogger("audit")


class RecordField(fields.Field):
    """A column: dates and numbers as themselves, everything else as the pages write it.

    People are told apart from namesakes. Personal data is masked, or whole if `full`.
    """

    def __init__(
        self, name: str, model: type[Record], full: bool = False, naming: NameOf = TOLD_APART
    ) -> None:
        column = column_of(model, name)
        super().__init__(attribute=name, column_name=column.label)
        self.value = column.exporter(naming, full=full)

    def export(self, instance: Model, **kwargs: object) -> Any:
        """Return the cell of a record, or of one of its versions."""
        return self.value(instance)


def resource(
    model: type[Record], names: Iterable[str], full: bool = False, naming: NameOf = TOLD_APART
) -> type[resources.ModelResource]:
    """Make the Resource of a page's fields, in form order."""
    attributes: dict[str, Any] = {name: RecordField(name, model, full, naming) for name in names}
    order = list(attributes)
    attributes["Meta"] = type("Meta", (), {"model": model, "fields": order, "export_order": order})
    return type(f"{model.__name__}Resource", (resources.ModelResource,), attributes)


def columns(
    model: type[Record], names: Iterable[str], full: bool = False, naming: NameOf = TOLD_APART
) -> list[RecordField]:
    """Return the columns of a page's fields, in form order."""
    return list(resource(model, names, full, naming)().get_export_fields())


# ── The workbook of one kind ────────────────────────────────────────────────
def hand_out(
    pages: type[Declaration],
    records: QuerySet,
    reader: Reader,
    *,
    full: bool = False,
    condition: str = "",
    address: str | None = None,
) -> IO[bytes]:
    """Return the records as .xlsx, and write down who took which of them, how many, and from where.

    `full` is with full personal data, for somebody with the right to it.
    """
    label, number = pages.model._meta.label, records.count()
    act = Entry.Act.EXPORT
    if full:
        act = Entry.Act.FULL_EXPORT
        log.warning(
            "personal data exported: user=%s kind=%s records=%s filter=%s",
            reader.pk,
            label,
            number,
            condition or "none",
        )
    Entry.objects.create(
        account_id=reader.pk, act=act, address=address, model=label, count=number, what=condition
    )
    return export(pages, records, reader, full=full)


def export(pages: type[Declaration], records: QuerySet, reader: Reader, full: bool = False) -> IO[bytes]:
    """Return the records as .xlsx, to be read from its beginning: the sheets of their `Layout`.

    What they name beyond the reader's reach is left out: read in again, an empty cell leaves it as it is.
    Rows that are entered on their parent's form stand in one plain sheet, as they are listed.
    """
    naming = NamesWithinReach(reader, TOLD_APART, silent=True)
    if pages.parent:
        return workbook([_plain_sheet(pages, records, full, naming)])
    mine = pages.model._base_manager.filter(pk__in=records.order_by().values("pk"))
    keys = _keys(mine.order_by("pk"))
    layout = Layout.of(pages)
    owners = _records(layout.main.model, layout.main.fields, keys)
    sheets = [_sheet(layout.main, owners, full, naming)]
    for child in layout.children:
        sheets.append(_sheet(child, _below(child, keys), full, naming))
    return workbook(sheets)


def _keys(records: QuerySet) -> "array[int]":
    """Read the keys once: so all sheets number the same records, whatever is written meanwhile."""
    return array("q", records.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE))


def _plain_sheet(pages: type[Declaration], records: QuerySet, full: bool, naming: NameOf) -> Sheet:
    names = pages.fields()
    fields = columns(pages.model, names, full, naming)
    headings = [field.column_name for field in fields]
    rows = _records(pages.model, names, _keys(records))
    return Sheet(pages.name(), headings, (_values(fields, row) for _, row in rows))


def _sheet(sheet: SheetLayout, rows: Iterable[NumberedRecord], full: bool, naming: NameOf) -> Sheet:
    fields = columns(sheet.model, sheet.fields, full, naming)
    return Sheet(sheet.title, sheet.headings, _cells(fields, rows))


def _cells(fields: list[RecordField], rows: Iterable[NumberedRecord]) -> Iterator[list[Any]]:
    """Yield the cells of each row: its number, its values, and the lasting number of its record."""
    for number, row in rows:
        yield [number, *_values(fields, row), str(row.submission or "")]


def _values(fields: list[RecordField], row: Record) -> list[Any]:
    return [field.value(row) for field in fields]


# ── Records, some at a time ─────────────────────────────────────────────────
def _records(model: type[Record], names: Iterable[str], keys: "array[int]") -> Iterator[NumberedRecord]:
    """Yield the records of these keys with their places from 1, without those that are gone."""
    rows = _with_linked(model._base_manager.all(), names)
    for places in _chunks(keys):
        records = {row.pk: row for row in rows.filter(pk__in=places)}
        for key, place in places.items():
            if key in records:
                yield place, records[key]


def _below(sheet: SheetLayout, keys: "array[int]") -> Iterator[NumberedRecord]:
    """Yield the child rows of the records of these keys, each with its owner's place in them."""
    owner = sheet.model._meta.get_field(sheet.link).attname
    children = sheet.model._base_manager.filter(**dict(sheet.fixed))
    rows = _with_linked(children.order_by(owner, "pk"), sheet.fields)
    for places in _chunks(keys):
        for row in rows.filter(**{f"{owner}__in": places}):
            yield places[getattr(row, owner)], row


def _chunks(keys: "array[int]") -> Iterator[dict[int, int]]:
    """Yield some keys at a time, each with its place among all."""
    for start in range(0, len(keys), AT_ONCE):
        chunk = keys[start : start + AT_ONCE]
        yield {key: place for place, key in enumerate(chunk, start + 1)}


def _with_linked(rows: QuerySet, names: Iterable[str]) -> QuerySet:
    """Fetch the records that the columns name, one query for each, and what those in turn are named by."""
    for column in columns_of(rows.model, names):
        if column.linked:
            model = column.field.related_model
            records = model._base_manager.select_related(*names_within(model, editable=True))
            rows = rows.prefetch_related(Prefetch(column.name, records))
    return rows
