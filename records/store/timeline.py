"""The versions of a record read back: who changed what, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import models

from audit.models import Entry
from records.children import Children
from records.columns.base import Column, NameOf
from records.models import Record
from records.presentation import present, shown_columns
from records.store.versions import HistoryRow


class Change(NamedTuple):
    """A difference between one version and the one before it."""

    label: str
    before: str
    after: str


@dataclass
class Version:
    """A save of one person with what it changed, or a look at a full number."""

    moment: datetime
    who: str
    verb: str
    changes: list[Change] = field(default_factory=list)


VERBS = {"+": "录入", "~": "修改", "-": "移入回收站"}

# The versions of a record by the moment and the author that all rows of one save have in common.
Versions = dict[tuple[datetime, int | None], Version]


def timeline(record: Record, children: Iterable[Children], naming: NameOf = str) -> list[Version]:
    """Return every version of the record and every look at its full numbers, the newest first.

    Versions are in the order of writing, for a clock can be set back; a look stands after those that were
    there.
    """
    entries = list(reversed(changes(record, children, naming)))
    versions = {(entry.moment, entry.who) for entry in entries}
    for look in Entry.objects.looks_at(record._meta.label, record.pk):
        entry = Version(look.at, str(look.account or "系统"), look.what)
        if (entry.moment, entry.who) in versions:
            continue  # a version that only a look brought to light, and that was kept for it
        later = [number for number, other in enumerate(entries, 1) if other.moment <= entry.moment]
        entries.insert(max(later, default=0), entry)
    return list(reversed(entries))


def changes(record: Record, children: Iterable[Children], naming: NameOf = str) -> list[Version]:
    """Return every version of the record, the newest first, with what changed in it and in its child rows."""
    versions: Versions = {}
    for row, before in _pairs(type(record).history.filter(id=record.pk)):
        version = _version(versions, row)
        if before is not None and before.history_type == "-":
            version.verb = "恢复"
        version.verb = row.history_change_reason or version.verb
        if row.history_type == "~" and before is not None:
            version.changes += _differences(row, before, type(record), naming)
    for kind in children:
        _add_changes_of_rows(versions, record, kind, naming)
    return list(reversed(versions.values()))


def _version(versions: Versions, row: HistoryRow) -> Version:
    who = str(row.history_user) if row.history_user else "系统"
    new = Version(row.history_date, who, VERBS[row.history_type])
    return versions.setdefault((row.history_date, row.history_user_id), new)


def _add_changes_of_rows(versions: Versions, record: Record, kind: Children, naming: NameOf) -> None:
    """Add to the versions in which the record was changed what was changed in its rows of one kind."""
    link = {kind.link(type(record)).name: record.pk}
    rows = kind.model.history.filter(**link, **dict(kind.fixed)).order_by("id")
    for row, before in _pairs(rows, by_record=True):
        version = versions.get((row.history_date, row.history_user_id))
        if version is not None and version.verb == "修改":
            version.changes += _child_changes(kind, row, before, naming)


def _pairs(rows: models.QuerySet, by_record: bool = False) -> Iterator[tuple[HistoryRow, HistoryRow | None]]:
    """Yield each version with the one before it."""
    order = ["history_id"]
    if by_record:
        order = ["id", "history_id"]
    before = None
    for row in rows.select_related("history_user").order_by(*order):
        is_same = before is not None and before.id == row.id
        yield row, before if is_same else None
        before = row


def _differences(row: HistoryRow, before: HistoryRow, model: type[Record], naming: NameOf) -> list[Change]:
    changes = []
    for column in shown_columns(model):
        present_value = column.presenter(naming)
        old, new = present_value(before), present_value(row)
        if old != new or _differ(column, row, before):
            changes.append(Change(column.label, old or "空", new or "空"))
    return changes


def _differ(column: Column, row: HistoryRow, before: HistoryRow) -> bool:
    """Say whether a column holds something else that is written alike: another of the same name."""
    if column.several:
        return False
    attname = column.field.attname
    return bool(getattr(before, attname) != getattr(row, attname))


def _child_changes(
    kind: Children, row: HistoryRow, before: HistoryRow | None, naming: NameOf
) -> list[Change]:
    if row.history_type == "+":
        return [Change(kind.title, "", f"新增：{_summary(kind, row, naming)}")]
    if row.history_type == "-":
        return [Change(kind.title, _summary(kind, row, naming), "移除")]
    if before is None:
        return []
    differences = _differences(row, before, kind.model, naming)
    return [Change(f"{kind.title} {each.label}", each.before, each.after) for each in differences]


def _summary(kind: Children, row: HistoryRow, naming: NameOf) -> str:
    return present(row, kind.fields[0], kind.model, naming)
