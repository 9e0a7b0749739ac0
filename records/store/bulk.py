"""Writing many records of one model at once, each with its version: for imports, openings of an office, the demo."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from records.models import HISTORY
from records.store.errors import EditConflictError, GoneError
from records.store.saving import write_followers
from records.store.versions import Stamp, unversioned

AT_ONCE = 500  # records in one statement
KEYS_AT_ONCE = 900  # keys in one statement

Advance = Callable[[int], Any]  # is given the number of records just written


@dataclass(frozen=True)
class LinkChange:
    """What one many-to-many column of a record names anew, as records, and no longer, as keys; the rest stays."""

    record: Any
    name: str
    added: Sequence[Any]
    removed: Collection[int] = ()


def _nothing(number: int) -> None:
    """Tell nobody how far it is."""


@transaction.atomic
def insert(
    records: Sequence[Any],
    *,
    by: Any,
    at: datetime | None = None,
    reason: str = "",
    links: Iterable[LinkChange] = (),
    advance: Advance = _nothing,
) -> None:
    """Insert records of one model, those first that others among them name, with their links, as one version each.

    Nothing follows a record just made, so `followers` are not asked.
    """
    if not records:
        return
    with records[0].together(records):
        insert_rows(records, advance)
        insert_links(links)
    keep_versions(records, "+", Stamp(by, reason, at or timezone.now()))


@transaction.atomic
def update(
    records: Sequence[Any],
    *,
    by: Any,
    at: datetime | None = None,
    reason: str = "",
    links: Iterable[LinkChange] = (),
    advance: Advance = _nothing,
) -> None:
    """Write changed records of one model, with their links and what follows them, as one version each.

    `EditConflictError` or `GoneError` where somebody saved or removed one of them since it was read: nothing is written.
    """
    if not records:
        return
    stamp = Stamp(by, reason, at or timezone.now())
    with records[0].together(records):
        _lock(records)
        for record in records:
            _change(record, stamp)
            advance(1)
        for change in links:
            _change_links(change)
    keep_versions(records, "~", stamp)


def _lock(records: Sequence[Any]) -> None:
    rows = type(records[0])._default_manager.select_for_update().order_by("pk")
    for part in _parts(records):
        versions = dict(rows.filter(pk__in=[record.pk for record in part]).values_list("pk", "version"))
        for record in part:
            if record.pk not in versions:
                raise GoneError
            if versions[record.pk] != record.version:
                raise EditConflictError(rows.get(pk=record.pk))


def _change(record: Any, stamp: Stamp) -> None:
    record.version += 1
    with unversioned(record):
        record.save()
    write_followers(record, "~", stamp)


def _change_links(change: LinkChange) -> None:
    manager = getattr(change.record, change.name)
    with unversioned(change.record):
        manager.remove(*change.removed)
        manager.add(*change.added)


# ── Each by its own author ──────────────────────────────────────────────────
@transaction.atomic
def insert_each(records: Sequence[Any], stamp: Callable[[Any], Stamp], versioned: int) -> None:
    """Insert records of one model, each entered by its own author at its own moment; the last `versioned` get a version.

    `stamp` is asked of a record that has its key.
    """
    if not records:
        return
    with records[0].together(records):
        insert_rows(records)
    recorded = records[-versioned:]
    for record in recorded:
        given = stamp(record)
        record._history_user, record._history_date = given.by, given.at
    type(records[0]).history.bulk_history_create(recorded, batch_size=AT_ONCE)


@transaction.atomic
def link_inserted(model: Any, name: str, pairs: Iterable[tuple[Any, Any]]) -> None:
    """Fill a many-to-many column of records just inserted, as part of the one version that they have."""
    field = model._meta.get_field(name)
    changes = [LinkChange(record, name, [linked]) for record, linked in pairs]
    insert_links(changes)
    keys = {change.record.pk for change in changes}
    versions = dict(model.history.filter(id__in=keys).values_list("id", "history_id"))
    _keep_links(field, versions)


# ── Rows, links and versions ────────────────────────────────────────────────
def insert_rows(records: Sequence[Any], advance: Advance = _nothing) -> None:
    """Insert the rows alone."""
    for ready in _in_order(records):
        for part in _parts(ready):
            type(part[0])._default_manager.bulk_create(part)
            advance(len(part))


def _in_order(records: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield the records in groups: those that name none of the others, and then those that name the ones before."""
    own = [f for f in records[0]._meta.fields if f.related_model is type(records[0])]
    waiting = list(records)
    while waiting:
        for record in waiting:
            _take_keys(record, own)
        ready = [record for record in waiting if not _names_unsaved(record, own)]
        if not ready:
            raise ValueError("records name each other in a ring")
        yield ready
        if len(ready) == len(waiting):
            return
        inserted = set(map(id, ready))
        waiting = [record for record in waiting if id(record) not in inserted]


def _take_keys(record: Any, fields: Sequence[Any]) -> None:
    """Have the record name what it names by the keys these have by now."""
    for field in fields:
        setattr(record, field.attname, getattr(getattr(record, field.name), "pk", None))


def _names_unsaved(record: Any, fields: Sequence[Any]) -> bool:
    return any(getattr(record, f.name) is not None and not getattr(record, f.attname) for f in fields)


def insert_links(links: Iterable[LinkChange]) -> None:
    """Insert the links of new records alone."""
    through: dict[Any, list[Any]] = {}
    for change in links:
        field = type(change.record)._meta.get_field(change.name)
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        model = field.remote_field.through
        through.setdefault(model, []).extend(
            model(**{own: change.record, other: item}) for item in change.added
        )
    for model, rows in through.items():
        model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


def keep_versions(records: Sequence[Any], kind: str, stamp: Stamp) -> None:
    """Write the versions of records just written, links included: copied where they lie, by the database."""
    model: Any = type(records[0])
    versions = model.history.model
    quote = connection.ops.quote_name
    columns = ", ".join(quote(f.column) for f in versions.tracked_fields)
    stamps = ", ".join(
        map(quote, ("history_date", "history_type", "history_user_id", "history_change_reason"))
    )
    copy = (
        f"INSERT INTO {quote(versions._meta.db_table)} ({columns}, {stamps}) "  # noqa: S608  our own names
        f"SELECT {columns}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} WHERE id IN "
    )
    at = versions._meta.get_field("history_date").get_db_prep_save(stamp.at, connection)
    author = getattr(stamp.by, "pk", None)
    for start in range(0, len(records), KEYS_AT_ONCE):
        keys = [record.pk for record in records[start : start + KEYS_AT_ONCE]]
        with connection.cursor() as cursor:
            holes = ", ".join(["%s"] * len(keys))
            cursor.execute(f"{copy}({holes}) ORDER BY id", [at, kind, author, stamp.reason or None, *keys])
    if model._history_m2m_fields:
        written = model.history.filter(
            history_date=stamp.at, history_change_reason=stamp.reason or None, history_type=kind
        )
        of_record = dict(written.values_list("id", "history_id"))
        latest = {record.pk: of_record[record.pk] for record in records}
        for name in model._history_m2m_fields:
            _keep_links(model._meta.get_field(name), latest)


def _keep_links(field: Any, versions: dict[int, int]) -> None:
    """Add the links that records have now to versions of them, given by the records' keys."""
    own, history = field.m2m_field_name(), HISTORY.m2m_models[field]
    through = field.remote_field.through
    copied = [f.attname for f in through._meta.fields]
    for part in _parts(list(versions)):
        rows = []
        for link in through._default_manager.filter(**{f"{own}__in": part}).order_by("pk"):
            values = {name: getattr(link, name) for name in copied}
            rows.append(history(history_id=versions[getattr(link, f"{own}_id")], **values))
        history.objects.bulk_create(rows, batch_size=AT_ONCE)


def _parts(items: Sequence[Any]) -> Iterator[list[Any]]:
    return (list(items[start : start + AT_ONCE]) for start in range(0, len(items), AT_ONCE))
