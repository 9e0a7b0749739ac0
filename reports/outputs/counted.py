"""The records that a year's figures count.

Each is there once, with the labels of its figures, and with nothing that tells of private persons.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.db.models import Q, QuerySet

from indicators.catalogue import CATALOGUE
from records.columns.base import Column
from records.columns.registry import column_of
from records.exports import RecordField, columns
from records.models import Record
from records.pages import RecordPages
from records.personal import encrypted_fields
from reports.context import ReportScope
from reports.pages import PAGES_OF
from reports.signing.linked import LinkedThen, Version
from spreadsheets.writing import Sheet

NOT_COUNTED = "unknown"  # listed with a rate, and left out of it
AT_ONCE = 500  # records held at a time
Conditions = dict[str, Q]  # by the label of a figure
Heading = tuple[str, str]  # the name of a column, and what stands above it


def sheets_now(scope: ReportScope) -> Iterator[Sheet]:
    """Make one sheet per kind of record, the most usual first; rows are read as they are written."""
    conditions_of = counts(scope)
    for model, pages in PAGES_OF.items():
        if model in conditions_of:
            yield _sheet(pages, conditions_of[model], scope)


def counts(scope: ReportScope) -> dict[type[Record], Conditions]:
    """Return by kind of record the label of each figure with the condition under which it counts a record."""
    conditions_of: dict[type[Record], Conditions] = {}
    for figure in CATALOGUE.values():
        for part, record_set in figure.lists.items():
            if part == NOT_COUNTED:
                continue
            records = record_set.records(scope)
            conditions = conditions_of.setdefault(records.model, {})
            condition = Q(pk__in=records.order_by().values("pk"))
            conditions[figure.label] = conditions.get(figure.label, Q()) | condition
    return conditions_of


def _sheet(pages: type[RecordPages], conditions: Conditions, scope: ReportScope) -> Sheet:
    """Make the sheet of one kind of record."""
    model = pages.model
    fields = columns(model, public(model, pages.fields()))
    flags = {_flag(place): condition for place, condition in enumerate(conditions.values())}
    secret = [field.name for field in encrypted_fields(model)]
    records = pages.with_columns(scope.all(model), [field.attribute for field in fields])
    records = _any_of(records.defer(*secret).annotate(**flags), flags)
    head = ["编号", *(field.column_name for field in fields), "计入"]
    return Sheet(pages.name(), head, _rows(records, fields, list(conditions)))


def _flag(place: int) -> str:
    """Return the name of the annotation that says whether the figure at that place counts a record."""
    return f"counted_{place}"


def _any_of(records: QuerySet, flags: Mapping[str, Q]) -> QuerySet:
    """Return the records that some figure counts."""
    condition = Q()
    for flag in flags:
        condition |= Q(**{flag: True})
    return records.filter(condition)


def _rows(records: QuerySet, fields: Sequence[RecordField], labels: Sequence[str]) -> Iterator[list[object]]:
    for record in records.iterator(chunk_size=AT_ONCE):
        own = [label for place, label in enumerate(labels) if getattr(record, _flag(place))]
        yield [record.pk, *(field.export(record) for field in fields), "、".join(own)]


# Columns that kinds of record have got since editions froze none of theirs.
ADDED_SINCE = {
    "communities.Community": {"since", "until", "successor"},
    "members.Applicant": {"extended_to", "special_reason"},
    "meetings.Meeting": {"chair"},
}


def public_columns(label: str) -> list[Heading]:
    """Return name and heading of each column that a sheet of that kind of record has now."""
    model = apps.get_model(label)
    names = public(model, PAGES_OF[model].fields())
    return [(field.attribute, field.column_name) for field in columns(model, names)]


def sheets_then(
    versions: Mapping[str, Mapping[str, int]],
    labels: Mapping[str, Mapping[int, list[str]]],
    headings: Mapping[str, list[Heading]],
    moment: datetime,
) -> Iterator[Sheet]:
    """Make the same sheets of the records as they were at those versions.

    It does not matter what became since of the records and of their kinds. `headings` are the columns by
    kind; an edition of before they were frozen has the ones that there were then. What the records name is
    called as it was at the moment of the signature.
    """
    names = LinkedThen(moment)
    for model, pages in PAGES_OF.items():
        label = model._meta.label
        if label not in versions:
            continue
        of_kind = headings.get(label) or _columns_before(label)
        fields = columns(model, [column for column, _ in of_kind])
        head = ["编号", *(heading for _, heading in of_kind), "计入"]
        rows = _rows_then(model, fields, versions[label], labels.get(label, {}), names)
        yield Sheet(pages.name(), head, rows)


def _columns_before(label: str) -> list[Heading]:
    later = ADDED_SINCE.get(label, set())
    return [(name, heading) for name, heading in public_columns(label) if name not in later]


def _rows_then(
    model: type[Record],
    fields: Sequence[RecordField],
    numbers: Mapping[str, int],
    labels: Mapping[int, list[str]],
    names: LinkedThen,
) -> Iterator[list[object]]:
    """Read rows of one kind: `numbers` are the versions by record, `labels` the figures that counted each."""
    keys = sorted(int(pk) for pk in numbers)
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        versions = names.versions(model, {key: numbers[str(key)] for key in part})
        names.join(list(versions.values()), model)
        writers = [_writer_then(model, field, list(versions.values()), names) for field in fields]
        for pk in part:
            if pk in versions:
                cells = [write(versions[pk]) for write in writers]
                yield [pk, *cells, "、".join(labels.get(pk, []))]


def _writer_then(
    model: type[Record], field: RecordField, versions: Sequence[Version], names: LinkedThen
) -> Callable[[Version], object]:
    """Return what writes a column of these versions."""
    if column_of(model, field.attribute).several:
        return names.several(model, field.attribute, versions)
    return field.export


def public(model: type[Record], names: Sequence[str]) -> list[str]:
    """Return the columns that neither tell of a private person nor lead to one."""
    private = {model.private_name, *model.private}
    return [name for name in names if name not in private and not _is_personal(column_of(model, name))]


def _is_personal(column: Column) -> bool:
    if not column.linked:
        return column.personal
    target = column.field.related_model
    return bool(target.private_name or "name" in target.private)
