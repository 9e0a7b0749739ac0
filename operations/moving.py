"""A whole installation copied into another database: everything, equal in both, or nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connection, connections, transaction
from django.db.models import Field, JSONField, Model, TextField
from django.utils import timezone

from common.snapshot import snapshot
from operations import contents
from operations.contents import Row, TableDigest
from operations.misfits import misfits
from records.personal import EncryptedField

BATCH = 500  # rows of one statement
WAIT = 20  # seconds for those who are just writing
# Tables that `migrate` fills.
BY_MIGRATIONS = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "records_keysentinel"}
)


class MoveError(Exception):
    """Nothing was moved; says why, in lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))


class Moved(NamedTuple):
    """What was moved: the records of that moment, by table."""

    moment: datetime
    digests: dict[str, TableDigest]

    @property
    def rows(self) -> int:
        return sum(digest.rows for digest in self.digests.values())


def refuse_contents(target: str) -> None:
    """Raise where the target holds anything but what `migrate` writes into an empty database."""
    inspected = connections[target]
    with inspected.cursor() as cursor:
        there = set(inspected.introspection.table_names(cursor))
        ours = {*inspected.introspection.django_table_names(), *BY_MIGRATIONS}
        if strange := sorted(there - ours):
            raise MoveError("目标数据库里有别的程序的表：" + "、".join(strange))
        counts = {
            name: _count(cursor, inspected.ops.quote_name(name)) for name in sorted(there - BY_MIGRATIONS)
        }
    filled = [f"{name}（{count} 条）" for name, count in counts.items() if count]
    if filled:
        raise MoveError("目标数据库不是空的，这些表里已有内容：" + "、".join(filled))


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  (quoted)
    return cursor.fetchone()[0]


def move(target: str, say: Callable[[str], None] | None = None) -> Moved:
    """Copy all tables of the portal's own database into `target`, which is migrated and has no records.

    `say` is called with the name of each table about to be copied. Meanwhile nobody else can write to the portal's own,
    and nobody sees anything in the other; where anything goes wrong or the process ends, both are as they were.
    """
    with snapshot(writes=True):
        _keep_writers_out()
        moment = timezone.now()
        unfit = [str(misfit) for misfit in misfits(DEFAULT_DB_ALIAS, target)]
        if unfit:
            raise MoveError("这些内容目标数据库不能保存，请先在系统里改正：", *unfit)
        try:
            with transaction.atomic(using=target):
                moved = _copy_everything(target, say)
        except (DataError, IntegrityError) as error:
            raise MoveError(f"目标数据库不接受：{str(error).strip()}") from error
    _gather_statistics(target)
    return Moved(moment, moved)


def _keep_writers_out() -> None:
    """SQLite's own transaction does. PostgreSQL's has to say so; whoever reads is not held up."""
    if connection.vendor != "postgresql":
        return
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in contents.tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}s'")
        cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def _copy_everything(target: str, say: Callable[[str], None] | None) -> dict[str, TableDigest]:
    _empty(target)
    digests = {}
    for model in contents.tables():
        if say:
            say(model._meta.db_table)
        digests[model._meta.db_table] = _copy(model, target)
    counters = contents.counters()
    contents.set_counters(counters, target)
    connections[target].check_constraints()
    _compare(digests, contents.digests(target))
    _compare(counters, contents.counters(target))
    return digests


def _empty(target: str) -> None:
    """Take away what migrations wrote: the source has the same, under numbers of its own."""
    with connections[target].cursor() as cursor:
        for model in contents.tables():
            cursor.execute(f"DELETE FROM {connections[target].ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _copy(model: type[Model], target: str) -> TableDigest:
    """Every row as it is stored; what was read is digested as it passes."""
    columns, tally = contents.columns(model), contents.Tally(model)
    size = connections[target].ops.bulk_batch_size(columns, [None] * BATCH)
    with connections[target].cursor() as cursor:
        for chunk in contents.chunks(contents.rows(model), size):
            cursor.execute(_insertion(model, len(chunk), target), _parameters(columns, chunk, target))
            for row in chunk:
                tally.add(row)
    return tally.digest


def _insertion(model: type[Model], rows: int, target: str) -> str:
    quote, columns = connections[target].ops.quote_name, contents.columns(model)
    names = ", ".join(quote(str(field.column)) for field in columns)
    row = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([row] * rows)}"  # noqa: S608


def _parameters(columns: list[Field], rows: list[Row], target: str) -> list[Any]:
    connection, fields = connections[target], [_as_stored(field) for field in columns]
    return [
        field.get_db_prep_save(value, connection)
        for row in rows
        for field, value in zip(fields, row, strict=True)
    ]


def _as_stored(field: Field) -> Field:
    """The kind of column that writes a value of `contents.rows` unchanged: ciphertext and JSON are texts there."""
    return TextField() if isinstance(field, EncryptedField | JSONField) else field


def _compare(source: Mapping[str, Any], target: Mapping[str, Any]) -> None:
    different = sorted(name for name in source.keys() | target.keys() if source.get(name) != target.get(name))
    if different:
        raise MoveError("搬过去的内容与原来的不一致，已全部撤回，这些表不同：" + "、".join(different))


def _gather_statistics(target: str) -> None:
    """Tell the new database how much it holds, else its first questions are answered slowly."""
    with connections[target].cursor() as cursor:
        cursor.execute("ANALYZE")
