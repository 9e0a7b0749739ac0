"""The records that a year's figures count: each once, with the labels of its figures, and nothing that tells of private persons."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from indicators.catalogue import CATALOGUE
from records.columns.base import Column
from records.columns.registry import column_of
from records.exports import RecordField, columns
from records.pages import RecordPages
from records.personal import encrypted_fields
from reports.context import ReportScope
from reports.pages import PAGES_OF
from reports.signing.linked import LinkedThen
from spreadsheets.writing import Sheet

NOT_COUNTED = "unknown"  # listed with a rate, and left out of it
AT_ONCE = 500  # records held at a time


def counted(scope: ReportScope) -> Iterator[Sheet]:
    """One sheet per kind of record, the most usual first; rows come from the database as they are written."""
    found = counts(scope)
    for model, pages in PAGES_OF.items():
        if model in found:
            yield _sheet(pages, found[model], scope)


def counts(scope: ReportScope) -> dict[Any, dict[str, Q]]:
    """By kind of record: the label of each figure, and the condition under which it counts a record."""
    found: dict[Any, dict[str, Q]] = {}
    for figure in CATALOGUE.values():
        for part, term in figure.lists.items():
            if part == NOT_COUNTED:
                continue
            rows = term.records(scope)
            conditions = found.setdefault(rows.model, {})
            conditions[figure.label] = conditions.get(figure.label, Q()) | Q(
                pk__in=rows.order_by().values("pk")
            )
    return found


def _sheet(pages: type[RecordPages], conditions: dict[str, Q], scope: ReportScope) -> Sheet:
    fields = columns(pages.model, public(pages.model, pages.fields()))
    flags = {f"counted_{place}": condition for place, condition in enumerate(conditions.values())}
    secret = [field.name for field in encrypted_fields(pages.model)]
    rows = pages.with_columns(scope.all(pages.model), [field.attribute for field in fields]).defer(*secret)
    return Sheet(
        pages.name(),
        ["编号", *(field.column_name for field in fields), "计入"],
        (
            [record.pk, *(field.export(record) for field in fields), _labels(record, conditions)]
            for record in _any_of(rows.annotate(**flags), flags).iterator(chunk_size=AT_ONCE)
        ),
    )


# Columns that kinds of record have got since editions froze none of theirs.
ADDED_SINCE = {
    "communities.Community": {"since", "until", "successor"},
    "members.Applicant": {"extended_to", "special_reason"},
    "meetings.Meeting": {"chair"},
}


def public_columns(label: str) -> list[tuple[str, str]]:
    """Name and heading of each column that a sheet of that kind of record has now."""
    model = apps.get_model(label)
    names = public(model, PAGES_OF[model].fields())
    return [(field.attribute, field.column_name) for field in columns(model, names)]


def signed(
    versions: dict[str, dict[str, int]],
    labels: dict[str, dict[int, list[str]]],
    kept: dict[str, list[tuple[str, str]]],
    moment: datetime,
) -> Iterator[Sheet]:
    """The same sheets of the records as they were at those versions, whatever became of them and of their kinds since.

    `kept` are the columns by kind; an edition of before they were frozen has the ones that there were then. What the
    records name is called as it was at the moment of the signature.
    """
    linked = LinkedThen(moment)
    for model, pages in PAGES_OF.items():
        label = model._meta.label
        if label in versions:
            known = kept.get(label) or _columns_before(label)
            fields = columns(model, [name for name, _ in known])
            head = ["编号", *(heading for _, heading in known), "计入"]
            yield Sheet(
                pages.name(), head, _then(model, fields, versions[label], labels.get(label, {}), linked)
            )


def _columns_before(label: str) -> list[tuple[str, str]]:
    added = ADDED_SINCE.get(label, set())
    return [(name, heading) for name, heading in public_columns(label) if name not in added]


def _then(
    model: Any,
    fields: list[RecordField],
    kept: dict[str, int],
    labels: dict[int, list[str]],
    linked: LinkedThen,
) -> Iterator[list[Any]]:
    ids = sorted(int(pk) for pk in kept)
    for start in range(0, len(ids), AT_ONCE):
        keys = ids[start : start + AT_ONCE]
        found = linked.versions(model, {key: kept[str(key)] for key in keys})
        versions = list(found.values())
        linked.join(versions, model)
        values = [_value_then(model, field, versions, linked) for field in fields]
        for pk in keys:
            if pk in found:
                yield [pk, *(value(found[pk]) for value in values), "、".join(labels.get(pk, []))]


def _value_then(
    model: Any, field: RecordField, versions: list[Any], linked: LinkedThen
) -> Callable[[Any], Any]:
    several = column_of(model, field.attribute).several
    return linked.several(model, field.attribute, versions) if several else field.export


def _any_of(rows: QuerySet, flags: dict[str, Q]) -> QuerySet:
    wanted = Q()
    for flag in flags:
        wanted |= Q(**{flag: True})
    return rows.filter(wanted)


def _labels(record: Any, conditions: dict[str, Q]) -> str:
    return "、".join(label for place, label in enumerate(conditions) if getattr(record, f"counted_{place}"))


def public(model: Any, names: list[str]) -> list[str]:
    """The columns that neither tell of a private person nor lead to one."""
    hidden = {model.private_name, *model.private}
    return [name for name in names if name not in hidden and not _personal(column_of(model, name))]


def _personal(column: Column) -> bool:
    if not column.linked:
        return column.personal
    target = column.field.related_model
    return bool(target.private_name or "name" in target.private)
