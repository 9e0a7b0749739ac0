"""Writing many records of one model at once, each with its version."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone

from access.guard import allow_everything
from access.roles import Reader
from records.models import HISTORY, Record
from records.store.errors import EditConflictError, GoneError
from records.store.saving import write_followers
from records.store.versions import Stamp, without_version

AT_ONCE = 500  # records in one statement
KEYS_AT_ONCE = 900  # keys in one statement

Advance = Callable[[int], object]  # is given the number of records just written
R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class LinkChange:
    """A change of a many-to-many column of one record: what it names anew, and what no longer."""

    record: Record
    name: str
    added: Sequence[models.Model]
    #: The keys of what is no longer named.
    removed: Collection[int] = ()


def _nothing(number: int) -> None:
    """Tell nobody how far it is."""


@transaction.atomic
@allow_everything()
def insert(
    records: Sequence[Record],
    *,
    by: Reader | None,
    at: datetime | None = None,
    reason: str = "",
    links: Iterable[LinkChange] = (),
    advance: Advance = _nothing,
) -> None:
    """Insert records of one model with their links, as one version each; they may name each other.

    Nothing follows a record just made, so `followers` are not asked.
    """
    if not records:
        return
    with records[0].together(records):
        insert_rows(records, advance)
        insert_links(links)
    keep_versions(records, "+", Stamp(by, reason, at or timezone.now()))


@transaction.atomic
@allow_everything()
def update(
    records: Sequence[Record],
    *,
    by: Reader | None,
    at: datetime | None = None,
    reason: str = "",
    links: Iterable[LinkChange] = (),
    advance: Advance = _nothing,
) -> None:
    """Write changed records of one model, with their links and what follows them, as one version each.

    `EditConflictError` or `GoneError` where somebody saved or removed one of them since it was read: nothing
    is written.
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


def _lock(records: Sequence[Record]) -> None:
    """Lock the rows; raise where one of them is no longer the version that was read."""
    rows = type(records[0])._base_manager.select_for_update().order_by("pk")
    for part in _parts(records):
        keys = [record.pk for record in part]
        versions = dict(rows.filter(pk__in=keys).values_list("pk", "version"))
        for record in part:
            if record.pk not in versions:
                raise GoneError
            if versions[record.pk] != record.version:
                raise EditConflictError(rows.get(pk=record.pk))


def _change(record: Record, stamp: Stamp) -> None:
    record.version += 1
    with without_version(record):
        record.save()
    write_followers(record, "~", stamp)


def _change_links(change: LinkChange) -> None:
    manager = getattr(change.record, change.name)
    with without_version(change.record):
        manager.remove(*change.removed)
        manager.add(*change.added)


# ── Each by its own author ──────────────────────────────────────────────────
@transaction.atomic
@allow_everything()
def insert_each(records: Sequence[R], stamp_of: Callable[[R], Stamp], number: int) -> None:
    """Insert records of one model, each entered by its own author at its own moment.

    The last `number` of them get a version; their stamps are asked for once they have their keys.
    """
    if not records:
        return
    with records[0].together(records):
        insert_rows(records)
    last = records[-number:]
    for record in last:
        stamp = stamp_of(record)
        record._history_user, record._history_date = stamp.by, stamp.at  # type: ignore[attr-defined]
    type(records[0]).history.bulk_history_create(last, batch_size=AT_ONCE)


@transaction.atomic
def link_inserted(model: type[Record], name: str, pairs: Iterable[tuple[Record, models.Model]]) -> None:
    """Fill a many-to-many column of records just inserted, as part of the one version that they have."""
    field = model._meta.get_field(name)
    changes = [LinkChange(record, name, [other]) for record, other in pairs]
    insert_links(changes)
    keys = {change.record.pk for change in changes}
    versions = dict(model.history.filter(id__in=keys).values_list("id", "history_id"))
    _keep_links(field, versions)


# ── Rows ────────────────────────────────────────────────────────────────────
def insert_rows(records: Sequence[Record], advance: Advance = _nothing) -> None:
    """Insert the rows alone."""
    for ready in _in_order(records):
        for part in _parts(ready):
            type(part[0])._default_manager.bulk_create(part)
            advance(len(part))


def _in_order(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Yield the records in groups, each of which names only records of the groups before."""
    model = type(records[0])
    own_keys = [field for field in model._meta.fields if field.related_model is model]
    waiting = list(records)
    while waiting:
        ready, rest = [], []
        for record in waiting:
            _take_keys(record, own_keys)
            if _names_unsaved(record, own_keys):
                rest.append(record)
            else:
                ready.append(record)
        if not ready:
            raise ValueError("records name each other in a ring")
        yield ready
        waiting = rest


def _take_keys(record: Record, fields: Sequence[models.Field]) -> None:
    """Have the record name what it names by the keys these have by now."""
    for field in fields:
        setattr(record, field.attname, getattr(getattr(record, field.name), "pk", None))


def _names_unsaved(record: Record, fields: Sequence[models.Field]) -> bool:
    """Say whether the record names one that has no key yet."""
    for field in fields:
        if getattr(record, field.name) is not None and not getattr(record, field.attname):
            return True
    return False


# ── Links ───────────────────────────────────────────────────────────────────
def insert_links(links: Iterable[LinkChange]) -> None:
    """Insert the links of new records alone."""
    through: dict[type[models.Model], list[models.Model]] = {}
    for change in links:
        field: Any = type(change.record)._meta.get_field(change.name)
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        model = field.remote_field.through
        rows = through.setdefault(model, [])
        rows += [model(**{own: change.record, other: item}) for item in change.added]
    for model, rows in through.items():
        model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


# ── Versions ────────────────────────────────────────────────────────────────
def keep_versions(records: Sequence[Record], kind: str, stamp: Stamp) -> None:
    """Write the versions of records just written, links included."""
    model = type(records[0])
    _copy_rows(model, [record.pk for record in records], kind, stamp)
    if not model._history_m2m_fields:
        return
    rows = model.history.filter(
        history_date=stamp.at, history_change_reason=stamp.reason or None, history_type=kind
    )
    of_record = dict(rows.values_list("id", "history_id"))
    versions = {record.pk: of_record[record.pk] for record in records}
    for name in model._history_m2m_fields:
        _keep_links(model._meta.get_field(name), versions)


def _copy_rows(model: type[Record], keys: Sequence[int], kind: str, stamp: Stamp) -> None:
    """Copy the rows of these keys into the history where they lie, by the database."""
    history: Any = model.history.model
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    stamp_names = ("history_date", "history_type", "history_user_id", "history_change_reason")
    stamp_columns = ", ".join(map(quote, stamp_names))
    copy = (
        f"INSERT INTO {quote(history._meta.db_table)} "  # noqa: S608  (our own names)
        f"({columns}, {stamp_columns}) "
        f"SELECT {columns}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} WHERE id IN "
    )
    at = history._meta.get_field("history_date").get_db_prep_save(stamp.at, connection)
    author = stamp.by.pk if stamp.by is not None else None
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        holes = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            values = [at, kind, author, stamp.reason or None, *some]
            cursor.execute(f"{copy}({holes}) ORDER BY id", values)


def _keep_links(field: Any, versions: dict[int, int]) -> None:
    """Add the links that records have now to versions of them, given by the records' keys."""
    own, history = field.m2m_field_name(), HISTORY.m2m_models[field]
    through = field.remote_field.through
    names = [each.attname for each in through._meta.fields]
    for part in _parts(list(versions)):
        rows = []
        for link in through._default_manager.filter(**{f"{own}__in": part}).order_by("pk"):
            values = {name: getattr(link, name) for name in names}
            rows.append(history(history_id=versions[getattr(link, f"{own}_id")], **values))
        history.objects.bulk_create(rows, batch_size=AT_ONCE)


def _parts(items: Sequence[T]) -> Iterator[list[T]]:
    """Yield the items in parts for one statement each."""
    for start in range(0, len(items), AT_ONCE):
        yield list(items[start : start + AT_ONCE])
