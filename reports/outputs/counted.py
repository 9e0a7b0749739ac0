"""The records that a year's figures count.

Each is there once, with the labels of its figures, and with nothing that tells of private persons.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast

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
from reports.signing.linked import RecordsAtMoment, Version
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
            if records.model.is_confidential:
                continue
            conditions = conditions_of.setdefault(records.model, {})
            condition = Q(pk__in=records.order_by().values("pk"))
            conditions[figure.label] = conditions.get(figure.label, Q()) | condition
    return conditions_of


def _sheet(pages: type[RecordPages], conditions: Conditions, scope: ReportScope) -> Sheet:
    """Make the sheet of one kind of record."""
    model = pages.model
    fields = columns(model, public(model, pages.fields()))
    secret = [field.name for field in encrypted_fields(model)]
    records = pages.with_columns(scope.all(model), [field.attribute for field in fields]).defer(*secret)
    is_any, labels = Q(), {}
    for place, (label, condition) in enumerate(conditions.items()):
        flag = f"counted_{place}"  # an annotation that says whether the figure counts a record
        records = records.annotate(**{flag: condition})
        is_any |= Q(**{flag: True})
        labels[flag] = label
    rows = _rows(records.filter(is_any), fields, labels)
    return Sheet(pages.name(), _head(field.column_name for field in fields), rows)


def _head(headings: Iterable[str]) -> list[str]:
    return ["编号", *headings, "计入"]


def _rows(
    records: QuerySet, fields: Sequence[RecordField], labels: Mapping[str, str]
) -> Iterator[list[object]]:
    """Read records with the labels of the figures that count each; `labels` are by annotation."""
    for record in records.iterator(chunk_size=AT_ONCE):
        row = [record.pk]
        for field in fields:
            row.append(field.export(record))
        row.append("、".join(label for flag, label in labels.items() if getattr(record, flag)))
        yield row


# Columns that kinds of record have got since editions froze none of theirs.
ADDED_SINCE = {
    "communities.Community": {"since", "until", "successor"},
    "members.Applicant": {"extended_to", "special_reason"},
    "meetings.Meeting": {"chair", "plan", "hours"},
    "visits.Visit": {"secretaries"},
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
    at_moment = RecordsAtMoment(moment)
    for model, pages in PAGES_OF.items():
        label = model._meta.label
        if label not in versions:
            continue
        of_kind = headings.get(label) or _columns_before(label)
        column_names, heads = zip(*of_kind, strict=True)
        fields = columns(model, column_names)
        rows = _rows_then(model, fields, versions[label], labels.get(label, {}), at_moment)
        yield Sheet(pages.name(), _head(heads), rows)


def _columns_before(label: str) -> list[Heading]:
    later = ADDED_SINCE.get(label, set())
    return [(name, heading) for name, heading in public_columns(label) if name not in later]


def _rows_then(
    model: type[Record],
    fields: Sequence[RecordField],
    numbers: Mapping[str, int],
    labels: Mapping[int, list[str]],
    at_moment: RecordsAtMoment,
) -> Iterator[list[object]]:
    """Read rows of one kind: `numbers` are the versions by record, `labels` the figures that counted each."""
    keys = sorted(map(int, numbers))
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        versions = at_moment.versions(model, {key: numbers[str(key)] for key in part})
        at_moment.fill_foreign_keys(list(versions.values()), model)
        writers = [_writer_then(model, field, list(versions.values()), at_moment) for field in fields]
        for pk in part:
            if pk in versions:
                row: list[object] = [pk]
                for write in writers:
                    row.append(write(versions[pk]))
                row.append("、".join(labels.get(pk, [])))
                yield row


def _writer_then(
    model: type[Record], field: RecordField, versions: Sequence[Version], at_moment: RecordsAtMoment
) -> Callable[[Version], object]:
    """Return what writes a column of these versions."""
    if column_of(model, field.attribute).several:
        return at_moment.names_of_links(model, field.attribute, versions)
    return cast(Callable[[Version], object], field.export)


def public(model: type[Record], names: Sequence[str]) -> list[str]:
    """Return the columns that neither tell of a private person nor lead to one."""
    private = {model.private_name, *model.private}
    return [name for name in names if name not in private and not _is_personal(column_of(model, name))]


def _is_personal(column: Column) -> bool:
    if not column.linked:
        return column.personal
    target = column.field.related_model
    return bool(target.private_name or "name" in target.private)
