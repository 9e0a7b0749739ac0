"""Writing records so that each save is one version, and reading the versions back.

All rows that one save touches (the record, its children) share one moment, so a version is what has one moment and one
author.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, models, transaction
from django.utils import timezone

from dangjian.records.children import Children
from dangjian.records.forms import RecordForm
from dangjian.records.models import HISTORY, Record, owned_by
from dangjian.records.presentation import NameOf, present, shown_fields


class Overtaken(Exception):
    """Somebody else saved a newer version meanwhile."""

    def __init__(self, current: Record) -> None:
        self.current = current


class GoneError(Exception):
    """Somebody else took the record away meanwhile."""


def locked(record: Any) -> Any:
    """The record as it was last saved, held to the end of the transaction. `GoneError` if it was taken away."""
    current = type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if current is None:
        raise GoneError
    return current


@transaction.atomic
def save_version(form: RecordForm, formsets: Sequence[Any], seen: int | None) -> Record:
    """Write a valid form and its child rows as one version.

    `Overtaken` if the record is no longer the one `seen`, `GoneError` if it was taken away.
    """
    record: Any = form.instance
    record.hold()
    adding = record._state.adding
    if not adding:
        current = locked(record)
        if current.version != seen:
            raise Overtaken(current)
        record.version = current.version + 1
    with one_version(record, "+" if adding else "~") as moment:
        form.save()
        for formset in formsets:
            formset.instance = record
            _save_rows(formset, moment)
    return record


@contextmanager
def one_version(record: Any, kind: str) -> Iterator[datetime]:
    """One row of history for everything written inside, once the many-to-many rows are there too; gives its moment."""
    moment = timezone.now()
    record.skip_history_when_saving = True
    yield moment
    del record.skip_history_when_saving
    record._history_date = moment
    HISTORY.create_historical_record(record, kind)


def _save_rows(formset: Any, moment: datetime) -> None:
    rows = formset.save(commit=False)
    for row in (*rows, *formset.deleted_objects):
        row._history_date = moment
    for row in formset.deleted_objects:
        row.delete()
    for row in rows:
        row.version += 0 if row._state.adding else 1
        row.save()
    formset.save_m2m()


class Held(Exception):
    """Other records still name this one."""


def holders(record: Any) -> list[Any]:
    """The records that name this one, by a protecting key or by a many-to-many link."""
    collector = NestedObjects(using=record._state.db)
    collector.collect([record])
    links = [relation for relation in record._meta.related_objects if relation.many_to_many and issubclass(relation.related_model, Record)]
    linked = [item for relation in links for item in relation.related_model._default_manager.filter(**{relation.field.name: record})]
    return [*collector.protected, *linked]


@transaction.atomic
def remove_version(record: Any, children: Iterable[Children], seen: int | None) -> None:
    """Take away the version `seen` of a record. `Overtaken`, `GoneError` and `Held` as for `save_version` and `remove`."""
    record.hold()
    current = locked(record)
    if current.version != seen:
        raise Overtaken(current)
    remove(current, children)


@transaction.atomic
def remove(record: Any, children: Iterable[Children]) -> None:
    """Take a record away with its child rows; its history stays, and `restore` brings all of it back. `Held` if it is named."""
    if holders(record):
        raise Held
    moment = timezone.now()
    for kind in children:
        for row in kind.of(record):
            row._history_date = moment
            row.delete()
    record._history_date = moment
    record.delete()


def removals(model: type[Record], reader: Any) -> models.QuerySet:
    """Every version with which a record was once taken away, newest first."""
    rows = owned_by(model.history.filter(history_type="-"), model, reader.subdistrict_id, reader.community_ids)
    return rows.select_related("history_user").order_by("-history_id")


def removed(model: type[Record], reader: Any) -> models.QuerySet:
    """The last version of each record that is taken away now, newest first."""
    newer = model.history.filter(id=models.OuterRef("id"), history_id__gt=models.OuterRef("history_id"))
    return removals(model, reader).filter(~models.Exists(newer))


def version_before(row: Any) -> Any:
    """The version before this one; by the order in which they were written, for a clock can be set back."""
    earlier = type(row).objects.filter(id=row.id, history_id__lt=row.history_id)
    return earlier.order_by("-history_id").first()


def title(row: Any) -> str:
    """What a removed record was called; its owner may be gone too."""
    try:
        return str(row.instance)
    except ObjectDoesNotExist:
        return str(getattr(row, "name", "") or f"{row.instance._meta.verbose_name} {row.id}")


def _owners_exist(record: Any) -> None:
    keys = [f for f in record._meta.fields if f.is_relation and getattr(record, f.attname) is not None]
    gone = [f.name for f in keys if not f.related_model._default_manager.filter(pk=getattr(record, f.attname)).exists()]
    if gone:
        raise ValidationError(dict.fromkeys(gone, "它也已移走，请先恢复它"))


@transaction.atomic
def restore(row: Any, children: Iterable[Children]) -> Record:
    """Bring back what `remove` took.

    `ValidationError` where a rule now stands against it, `IntegrityError` where it is there again already.
    """
    record = row.instance
    record.hold()
    record.version += 1
    record.keep_as_stored()
    _owners_exist(record)
    record.full_clean(exclude=["id"])
    with one_version(record, "+") as moment:
        record.save(force_insert=True)
        _restore_links(record, row)
        for kind in children:
            for child in removed_rows(row, kind):
                child._history_date = moment
                child.save(force_insert=True)
    return record


def removed_rows(row: Any, kind: Children) -> list[Any]:
    """The child rows that were taken away together with a record, as they were."""
    link = {kind.link(type(row.instance)).name: row.id}
    rows = kind.model.history.filter(**link, history_type="-", history_date=row.history_date, **dict(kind.fixed))
    return [child.instance for child in rows.order_by("id")]


AT_ONCE = 900  # keys in one statement


def keep_versions(records: Sequence[Any], kind: str, moment: datetime, user: Any, reason: str) -> None:
    """Write the version of many records of one model just written, their links included: copied where they lie, by the database."""
    model: Any = type(records[0])
    versions = model.history.model
    names = [connection.ops.quote_name(f.column) for f in versions.tracked_fields]
    said = [connection.ops.quote_name(name) for name in ("history_date", "history_type", "history_user_id", "history_change_reason")]
    copy = (
        f"INSERT INTO {connection.ops.quote_name(versions._meta.db_table)} ({', '.join([*names, *said])}) "  # noqa: S608  our own names
        f"SELECT {', '.join(names)}, %s, %s, %s, %s FROM {connection.ops.quote_name(model._meta.db_table)} WHERE id IN "
    )
    at = versions._meta.get_field("history_date").get_db_prep_save(moment, connection)
    for start in range(0, len(records), AT_ONCE):
        keys = [record.pk for record in records[start : start + AT_ONCE]]
        with connection.cursor() as cursor:
            cursor.execute(f"{copy}({', '.join(['%s'] * len(keys))}) ORDER BY id", [at, kind, user.pk, reason, *keys])
    for name in model._history_m2m_fields:
        _keep_links(model._meta.get_field(name), records, moment, reason)


def _keep_links(field: Any, records: Sequence[Any], moment: datetime, reason: str) -> None:
    own, keys = field.m2m_field_name(), [record.pk for record in records]
    mine = field.model.history.filter(history_date=moment, history_change_reason=reason)
    version = dict(mine.values_list("id", "history_id"))
    links = field.remote_field.through._default_manager.filter(**{f"{own}__in": keys})
    rows = [
        HISTORY.m2m_models[field](
            history_id=version[getattr(link, f"{own}_id")], **{f.attname: getattr(link, f.attname) for f in link._meta.fields}
        )
        for link in links
    ]
    HISTORY.m2m_models[field].objects.bulk_create(rows, batch_size=AT_ONCE)


@contextmanager
def written_by(user: Any) -> Iterator[None]:
    """Every version written inside is this person's, also where no request says whose it is."""
    request = getattr(HISTORY.context, "request", None)
    HISTORY.context.request = SimpleNamespace(user=user)
    try:
        yield
    finally:
        HISTORY.context.request = request


@transaction.atomic
def revert(row: Any, below: Iterable[Any], reason: str) -> Record:
    """Give a record and its child rows what they had before these versions of them, as one new version.

    `ValidationError` where what they had names something that is gone, would be there twice, or breaks a rule of today.
    """
    record = version_before(row).instance
    record._change_reason = reason
    _put_in_place_of(record, type(record)._default_manager.select_for_update().get(pk=record.pk))
    _owners_exist(record)
    record.clean()
    record.validate_constraints()
    with one_version(record, "~") as moment:
        record.save()
        _restore_links(record, row)
        for child in sorted(below, key=lambda child: child.history_type):  # new ones go first: they may hold the old one's place
            _revert_row(child, reason, moment)
    return record


def _revert_row(row: Any, reason: str, moment: datetime) -> None:
    current = type(row.instance)._default_manager.get(pk=row.id)
    record = current if row.history_type == "+" else version_before(row).instance
    record._history_date, record._change_reason = moment, reason
    if row.history_type == "+":
        record.delete()
        return
    _put_in_place_of(record, current)
    record.clean()
    record.save()


def _put_in_place_of(record: Record, current: Record) -> None:
    """Make a record of an earlier version the next version of what is on record now."""
    record.version = current.version + 1
    record._state.adding = False
    record.compare_with(current)


def _restore_links(record: Any, row: Any) -> None:
    """Many-to-many rows are gone before the last version is written: they come from the one before."""
    before = version_before(row)
    for name in record._history_m2m_fields if before else []:
        target = record._meta.get_field(name).related_model
        attname = record._meta.get_field(name).m2m_reverse_field_name() + "_id"
        wanted = {getattr(link, attname) for link in getattr(before, name).all()}
        getattr(record, name).set(target._default_manager.filter(pk__in=wanted))


@dataclass
class Version:
    """What one person changed in one save."""

    moment: datetime
    who: str
    verb: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # label, before, after


VERBS = {"+": "录入", "~": "修改", "-": "移入回收站"}


def timeline(record: Record, children: Iterable[Children], naming: NameOf = str) -> list[Version]:
    """Every version of the record, newest first, with what changed in it and in its child rows."""
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
    return versions.setdefault((row.history_date, row.history_user_id), Version(row.history_date, who, VERBS[row.history_type]))


def _pairs(rows: models.QuerySet, by_record: bool = False) -> Iterable[tuple[Any, Any]]:
    """Each version with the one before it."""
    before: Any = None
    for row in rows.select_related("history_user").order_by(*(["id"] if by_record else []), "history_id"):
        yield row, before if before is not None and before.id == row.id else None
        before = row


def _differences(row: Any, before: Any, model: type[Record], naming: NameOf) -> list[tuple[str, str, str]]:
    changes = []
    for column in shown_fields(model):
        old, new = present(before, column.name, model, naming), present(row, column.name, model, naming)
        if old != new or (not column.many_to_many and getattr(before, column.attname) != getattr(row, column.attname)):
            changes.append((str(column.verbose_name), old or "空", new or "空"))
    return changes


def _child_changes(kind: Children, row: Any, before: Any, naming: NameOf) -> list[tuple[str, str, str]]:
    if row.history_type == "+":
        return [(kind.title, "", f"新增：{_summary(kind, row, naming)}")]
    if row.history_type == "-":
        return [(kind.title, _summary(kind, row, naming), "移除")]
    differences = _differences(row, before, kind.model, naming) if before is not None else []
    return [(f"{kind.title} {label}", old, new) for label, old, new in differences]


def _summary(kind: Children, row: Any, naming: NameOf) -> str:
    return present(row, kind.fields[0], kind.model, naming)


def problems(error: ValidationError, model: type[Record]) -> list[str]:
    """The messages of a refusal, each with the column it speaks of."""
    if not hasattr(error, "error_dict"):
        return error.messages
    labels = {f.name: str(getattr(f, "verbose_name", f.name)) for f in model._meta.get_fields()}
    return [f"{labels[name]}：{text}" if name in labels else text for name, texts in error.message_dict.items() for text in texts]
