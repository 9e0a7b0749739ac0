"""Writing one record with its child rows, its links and what follows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from access.guard import allow_everything
from access.roles import Reader
from records.children import Children
from records.columns.links import many_links_to, names_within
from records.models import Record
from records.store.bin import removed_rows
from records.store.errors import EditConflictError, GoneError, StillReferencedError
from records.store.versions import HistoryRow, Stamp, as_record, one_version, version_before, with_stamp

R = TypeVar("R", bound=Record)

# What many-to-many columns name from now on, by the name of the column.
Links = Mapping[str, Iterable[Model]]


@dataclass(frozen=True)
class Rows:
    """The child rows of one kind in one save: those new or changed, and those taken away."""

    written: Sequence[Record] = ()
    removed: Sequence[Record] = ()


def lock(record: R, expected_version: int | None = None) -> R:
    """Return the record as it was last saved, locked to the end of the transaction.

    `GoneError` if it was taken away, `EditConflictError` if it is no longer the version expected.
    """
    current = type(record)._base_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if current is None:
        raise GoneError
    if expected_version is not None and current.version != expected_version:
        raise EditConflictError(current)
    return current  # type: ignore[return-value]  # the stubs know the base of the class alone


@transaction.atomic
@allow_everything()
def save(
    record: R,
    *,
    by: Reader | None,
    reason: str = "",
    links: Links | None = None,
    rows: Iterable[Rows] = (),
    expected_version: int | None = None,
) -> R:
    """Write a record that was judged before, new or changed, as one version; return it.

    `by` is the author, None for the portal itself; `links` says what many-to-many columns name from now on.
    `expected_version` is the one its author has seen: `EditConflictError` if it is no longer that one.
    `GoneError` if it was taken away.
    """
    record.hold()
    kind = "+"
    if not record._state.adding:
        kind = "~"
        record.version = lock(record, expected_version).version + 1
    stamp = Stamp(by, reason)
    _write(record, kind, stamp, links)
    for each in rows:
        _write_rows(each, stamp)
    return record


def _write(
    record: Record, kind: str, stamp: Stamp, links: Links | None = None, force_insert: bool = False
) -> None:
    """Write a record whose version is counted already, and after it what follows it."""
    with one_version(record, kind, stamp):
        record.save(force_insert=force_insert)
        for name, records in (links or {}).items():
            getattr(record, name).set(records)
    write_followers(record, kind, stamp)


def write_followers(record: Record, kind: str, stamp: Stamp) -> None:
    """Write the records that change because this one was written, each as a version of its own."""
    for follower in record.followers(is_new=kind == "+"):
        follower.record.version += 1
        reason = follower.reason or stamp.reason
        _write(follower.record, "~", Stamp(stamp.by, reason, stamp.at))


def _write_rows(rows: Rows, stamp: Stamp) -> None:
    every = [*rows.removed, *rows.written]
    if not every:
        return
    with every[0].together(every):
        for row in rows.removed:
            _delete(row, stamp)
        for row in rows.written:
            if row._state.adding:
                _write(row, "+", stamp)
            else:
                row.version += 1
                _write(row, "~", stamp)


def _delete(record: Record, stamp: Stamp) -> None:
    with with_stamp(record, stamp):
        record.delete()


def holders(record: Record) -> list[Model]:
    """Return the records that name this one, by a protecting key or by a many-to-many link."""
    collector = NestedObjects(using=record._state.db)
    collector.collect([record])
    return [*collector.protected, *linking_records(record)]


def linking_records(record: Record) -> list[Model]:
    """Return the records that name this one in a many-to-many column."""
    records: list[Model] = []
    for relation in many_links_to(type(record), Record):
        records += relation.related_model._base_manager.filter(**{relation.field.name: record})
    return records


@transaction.atomic
@allow_everything()
def remove(
    record: Record,
    *,
    by: Reader | None,
    reason: str = "",
    children: Iterable[Children] = (),
    expected_version: int | None = None,
) -> None:
    """Take a record away with its child rows; its history stays, and `restore` brings all of it back.

    `StillReferencedError` if it is named, `ValidationError` where a rule stands against it;
    `EditConflictError` and `GoneError` as for `save`.
    """
    record.hold()
    current = lock(record, expected_version)
    current.refuse_removal()
    if holders(current):
        raise StillReferencedError
    stamp = Stamp(by, reason)
    for kind in children:
        for row in kind.of(current):
            _delete(row, stamp)
    _delete(current, stamp)


@transaction.atomic
@allow_everything()
def restore(row: HistoryRow, *, by: Reader | None, children: Iterable[Children] = ()) -> Any:
    """Bring back what `remove` took; return the record.

    `ValidationError` where a rule now stands against it, `IntegrityError` where it is there again already.
    """
    record = as_record(row)
    record.hold()
    record.version += 1
    record.keep_as_stored()
    _refuse_without_owners(record)
    record.full_clean(exclude=["id"])
    stamp = Stamp(by)
    _write(record, "+", stamp, _links_before(record, row), force_insert=True)
    for kind in children:
        for child in removed_rows(row, kind):
            _write(child, "+", stamp, force_insert=True)
    return record


@transaction.atomic
@allow_everything()
def revert(row: HistoryRow, below: Iterable[HistoryRow], *, by: Reader | None, reason: str) -> Any:
    """Give a record and its child rows what they had before these versions; return the record.

    `ValidationError` where what they had names something that is gone, would be there twice, or breaks a rule
    of today.
    """
    record = _as_before(row)
    _put_in_place_of(record, type(record)._base_manager.select_for_update().get(pk=record.pk))
    _refuse_without_owners(record)
    record.clean()
    record.validate_constraints()
    stamp = Stamp(by, reason)
    _write(record, "~", stamp, _links_before(record, row))
    # new ones go first: they may hold the old one's place
    for child in sorted(below, key=lambda child: child.history_type):
        _revert_row(child, stamp)
    return record


def _as_before(row: HistoryRow) -> Record:
    """Return the record as the version before this one has it."""
    return as_record(cast(HistoryRow, version_before(row)))


def _revert_row(row: HistoryRow, stamp: Stamp) -> None:
    current = type(as_record(row))._base_manager.get(pk=row.id)
    if row.history_type == "+":
        current.refuse_removal()
        _delete(current, stamp)
        return
    record = _as_before(row)
    _put_in_place_of(record, current)
    record.clean()
    _write(record, "~", stamp)


def _put_in_place_of(record: Record, current: Record) -> None:
    """Make a record of an earlier version the next version of what is on record now."""
    record.version = current.version + 1
    record._state.adding = False
    record.compare_with(current)
    record.take_over(current)


def _refuse_without_owners(record: Record) -> None:
    """Raise `ValidationError` where a record that this one names is taken away."""
    errors = {}
    for name in names_within(type(record)):
        field: Any = record._meta.get_field(name)
        key = getattr(record, field.attname)
        if key is not None and not field.related_model._base_manager.filter(pk=key).exists():
            errors[name] = "它也已移走，请先恢复它"
    if errors:
        raise ValidationError(errors)


def _links_before(record: Record, row: HistoryRow) -> dict[str, Iterable[Model]]:
    """Return what many-to-many columns named, by the version before: the last is written without links."""
    before = version_before(row)
    if before is None:
        return {}
    links: dict[str, Iterable[Model]] = {}
    for name in record._history_m2m_fields:
        field: Any = record._meta.get_field(name)
        attname = f"{field.m2m_reverse_field_name()}_id"
        keys = {getattr(link, attname) for link in getattr(before, name).all()}
        links[name] = field.related_model._base_manager.filter(pk__in=keys)
    return links
