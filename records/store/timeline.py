"""The versions of a record read back: who changed what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from audit.models import Entry
from records.children import Children
from records.columns.base import Column, NameOf
from records.models import Record
from records.presentation import present, shown_columns


@dataclass
class Version:
    """What one person changed in one save, or looked at."""

    moment: datetime
    who: str
    verb: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # label, before, after


VERBS = {"+": "录入", "~": "修改", "-": "移入回收站"}


def timeline(record: Record, children: Iterable[Children], naming: NameOf = str) -> list[Version]:
    """Return every version of the record and every look at its full numbers, the newest first.

    Versions are in the order of writing, for a clock can be set back; a look stands after those that were there.
    """
    entries = list(reversed(changes(record, children, naming)))
    told = {(entry.moment, entry.who) for entry in entries}
    for look in Entry.objects.looks_at(record._meta.label, record.pk):
        entry = Version(look.at, str(look.account or "系统"), look.what)
        if (
            entry.moment,
            entry.who,
        ) in told:  # a version that only a look brought to light, and that was kept for it
            continue
        later = [number for number, other in enumerate(entries, 1) if other.moment <= entry.moment]
        entries.insert(max(later, default=0), entry)
    return list(reversed(entries))


def changes(record: Record, children: Iterable[Children], naming: NameOf = str) -> list[Version]:
    """Return every version of the record, the newest first, with what changed in it and in its child rows."""
    versions: dict[tuple[datetime, Any], Version] = {}
    for row, before in _pairs(type(record).history.filter(id=record.pk)):
        version = _version(versions, row)
        if before is not None and before.history_type == "-":
            version.verb = "恢复"
        version.verb = row.history_change_reason or version.verb
        if row.history_type == "~" and before is not None:
            version.changes += _differences(row, before, type(record), naming)
    for kind in children:
        link = kind.link(type(record)).name
        rows = kind.model.history.filter(**{link: record.pk}, **dict(kind.fixed)).order_by("id")
        for row, before in _pairs(rows, by_record=True):
            if (row.history_date, row.history_user_id) in versions:
                version = versions[row.history_date, row.history_user_id]
                if version.verb == "修改":
                    version.changes += _child_changes(kind, row, before, naming)
    return list(reversed(versions.values()))


def _version(versions: dict, row: Any) -> Version:
    who = str(row.history_user) if row.history_user else "系统"
    return versions.setdefault(
        (row.history_date, row.history_user_id), Version(row.history_date, who, VERBS[row.history_type])
    )


def _pairs(rows: models.QuerySet, by_record: bool = False) -> Iterable[tuple[Any, Any]]:
    """Each version with the one before it."""
    before: Any = None
    for row in rows.select_related("history_user").order_by(*(["id"] if by_record else []), "history_id"):
        yield row, before if before is not None and before.id == row.id else None
        before = row


def _differences(row: Any, before: Any, model: type[Record], naming: NameOf) -> list[tuple[str, str, str]]:
    changes = []
    for column in shown_columns(model):
        written = column.presenter(naming)
        old, new = written(before), written(row)
        if old != new or _differ(column, row, before):
            changes.append((column.label, old or "空", new or "空"))
    return changes


def _differ(column: Column, row: Any, before: Any) -> bool:
    """Whether a column holds something else although it is written alike: another person of the same name."""
    if column.several:
        return False
    attname = column.field.attname
    return bool(getattr(before, attname) != getattr(row, attname))


def _child_changes(kind: Children, row: Any, before: Any, naming: NameOf) -> list[tuple[str, str, str]]:
    if row.history_type == "+":
        return [(kind.title, "", f"新增：{_summary(kind, row, naming)}")]
    if row.history_type == "-":
        return [(kind.title, _summary(kind, row, naming), "移除")]
    differences = _differences(row, before, kind.model, naming) if before is not None else []
    return [(f"{kind.title} {label}", old, new) for label, old, new in differences]


def _summary(kind: Children, row: Any, naming: NameOf) -> str:
    return present(row, kind.fields[0], kind.model, naming)
