"""Records as an Excel workbook, in exactly the form in which they can be read in again.

Columns and their values come from one import-export Resource per model. Records are held some hundreds at a time, with
what they name; the number of queries for these is always the same.
"""

import logging
from array import array
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import IO, Any

from django.db.models import Prefetch, QuerySet
from import_export import fields, resources

from audit.models import Entry
from records.columns.base import NameOf
from records.columns.links import names_within
from records.columns.registry import column_of
from records.layout import Layout, SheetLayout
from records.models import Record
from records.presentation import NamesWithinReach
from spreadsheets.writing import Sheet, workbook

AT_ONCE = 500
TOLD_APART: NameOf = attrgetter("told_apart")

log = logging.getLogger("audit")


class RecordField(fields.Field):
    """A column: dates and numbers as themselves, everything else as the pages write it, people told apart from namesakes.

    Personal data is masked, or whole if `full`.
    """

    def __init__(
        self, name: str, model: type[Record], full: bool = False, naming: NameOf = TOLD_APART
    ) -> None:
        column = column_of(model, name)
        super().__init__(attribute=name, column_name=column.label)
        self.value = column.exporter(naming, full=full)

    def export(self, instance: Any, **kwargs: Any) -> Any:
        """Of a record, or of one of its versions."""
        return self.value(instance)


def resource(
    model: type[Record], names: Iterable[str], full: bool = False, naming: NameOf = TOLD_APART
) -> type[resources.ModelResource]:
    """The Resource of a page's fields, in form order."""
    declared: dict[str, Any] = {name: RecordField(name, model, full, naming) for name in names}
    declared["Meta"] = type(
        "Meta", (), {"model": model, "fields": list(declared), "export_order": list(declared)}
    )
    return type(f"{model.__name__}Resource", (resources.ModelResource,), declared)


def columns(
    model: type[Record], names: Iterable[str], full: bool = False, naming: NameOf = TOLD_APART
) -> list[RecordField]:
    return list(resource(model, names, full, naming)().get_export_fields())


# ── The workbook of one kind ────────────────────────────────────────────────
def hand_out(
    pages: Any,
    records: QuerySet,
    reader: Any,
    *,
    full: bool = False,
    condition: str = "",
    address: str | None = None,
) -> IO[bytes]:
    """Return the records as .xlsx, and write down who took them: which kind, how many, by which filters, from where.

    `full` is with full personal data, for somebody with the right to it.
    """
    label, number = pages.model._meta.label, records.count()
    act = Entry.Act.EXPORT
    if full:
        act = Entry.Act.FULL_EXPORT
        told = (reader.pk, label, number, condition or "none")
        log.warning("personal data exported: user=%s kind=%s records=%s filter=%s", *told)
    Entry.objects.create(account=reader, act=act, address=address, model=label, count=number, what=condition)
    return export(pages, records, reader, full=full)


def export(pages: Any, records: QuerySet, reader: Any, full: bool = False) -> IO[bytes]:
    """The records as .xlsx, to be read from its beginning: the sheets of their `Layout`, in the order of entry.

    What they name beyond the reader's reach is left out: read in again, an empty cell leaves it as it is.
    Rows that are entered on their parent's form stand in one plain sheet, as they are listed.
    """
    naming = NamesWithinReach(reader, TOLD_APART, silent=True)
    if pages.parent:
        return workbook([_listed(pages, records, full, naming)])
    keys = _keys(pages.model._default_manager.filter(pk__in=records.order_by().values("pk")).order_by("pk"))
    layout = Layout.of(pages)
    owners = _sheet(layout.main, _records(layout.main.model, layout.main.fields, keys), full, naming)
    return workbook(
        [owners, *(_sheet(sheet, _below(sheet, keys), full, naming) for sheet in layout.children)]
    )


def _keys(records: QuerySet) -> "array[int]":
    """Read once: so all sheets number the same records, whatever is written meanwhile."""
    return array("q", records.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE))


def _listed(pages: Any, records: QuerySet, full: bool, naming: NameOf) -> Sheet:
    found = columns(pages.model, pages.fields(), full, naming)
    rows = _records(pages.model, pages.fields(), _keys(records))
    return Sheet(
        pages.name(),
        [field.column_name for field in found],
        ([field.value(row) for field in found] for _, row in rows),
    )


def _sheet(sheet: SheetLayout, rows: Iterable[tuple[int, Any]], full: bool, naming: NameOf) -> Sheet:
    values = [field.value for field in columns(sheet.model, sheet.fields, full, naming)]
    cells = ([number, *[value(row) for value in values], str(row.submission or "")] for number, row in rows)
    return Sheet(sheet.title, sheet.headings, cells)


def _records(model: type[Record], names: Iterable[str], keys: "array[int]") -> Iterator[tuple[int, Any]]:
    """The records of these keys, each with its place in them from 1; one that has gone meanwhile is passed over."""
    rows = _with_named(model._default_manager.all(), names)
    for places in _chunks(keys):
        found = {row.pk: row for row in rows.filter(pk__in=places)}
        yield from ((place, found[key]) for key, place in places.items() if key in found)


def _below(sheet: SheetLayout, keys: "array[int]") -> Iterator[tuple[int, Any]]:
    """The child rows of the records of these keys, each with its owner's place in them."""
    owner = sheet.model._meta.get_field(sheet.link).attname
    rows = _with_named(
        sheet.model._default_manager.filter(**dict(sheet.fixed)).order_by(owner, "pk"), sheet.fields
    )
    for places in _chunks(keys):
        yield from ((places[getattr(row, owner)], row) for row in rows.filter(**{f"{owner}__in": places}))


def _chunks(keys: "array[int]") -> Iterator[dict[int, int]]:
    """Some keys at a time, each with its place among all."""
    for start in range(0, len(keys), AT_ONCE):
        yield {key: place for place, key in enumerate(keys[start : start + AT_ONCE], start + 1)}


def _with_named(rows: QuerySet, names: Iterable[str]) -> QuerySet:
    """With what the columns name, one query for each, and what that in turn is named by."""
    linked = [column for name in names if (column := column_of(rows.model, name)).linked]
    return rows.prefetch_related(
        *(Prefetch(column.name, _with_own(column.field.related_model)) for column in linked)
    )


def _with_own(model: type[Record]) -> QuerySet:
    return model._default_manager.select_related(*names_within(model, editable=True))
