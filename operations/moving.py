"""Copy a whole installation into another database: everything, equal in both, or nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper
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
BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission", "records_keysentinel"}


class MoveError(Exception):
    """Nothing was moved; says why, in lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))


class MoveResult(NamedTuple):
    """What was moved: the records of a moment, by table."""

    moment: datetime
    digests: dict[str, TableDigest]

    @property
    def rows(self) -> int:
        return sum(digest.rows for digest in self.digests.values())


def refuse_contents(target: str) -> None:
    """Raise `MoveError` where the target holds anything but what `migrate` writes into an empty database."""
    database = connections[target]
    with database.cursor() as cursor:
        tables = set(database.introspection.table_names(cursor))
        portal_tables = {*database.introspection.django_table_names(), *BY_MIGRATIONS}
        foreign_tables = sorted(tables - portal_tables)
        if foreign_tables:
            raise MoveError("目标数据库里有别的程序的表：" + "、".join(foreign_tables))
        tables_in_use = []
        for table in sorted(tables - BY_MIGRATIONS):
            count = _count(cursor, database.ops.quote_name(table))
            if count:
                tables_in_use.append(f"{table}（{count} 条）")
    if tables_in_use:
        raise MoveError("目标数据库不是空的，这些表里已有内容：" + "、".join(tables_in_use))


def _count(cursor: CursorWrapper, quoted_table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {quoted_table}")  # noqa: S608
    return cursor.fetchone()[0]


def move(target: str, say: Callable[[str], None] | None = None) -> MoveResult:
    """Copy all tables of the portal's own database into `target`, which is migrated and has no records.

    `say` is called with the name of each table about to be copied. Meanwhile nobody else can write to the
    portal's own database, and nobody sees anything in the other; where anything goes wrong or the process
    ends, both are as they were. `MoveError` says why.
    """
    with snapshot(writes=True):
        _keep_writers_out()
        moment = timezone.now()
        sentences = [str(misfit) for misfit in misfits(DEFAULT_DB_ALIAS, target)]
        if sentences:
            raise MoveError("这些内容目标数据库不能保存，请先在系统里改正：", *sentences)
        try:
            with transaction.atomic(using=target):
                digests = _copy_everything(target, say)
        except (DataError, IntegrityError) as error:
            raise MoveError(f"目标数据库不接受：{str(error).strip()}") from error
    _gather_statistics(target)
    return MoveResult(moment, digests)


def _keep_writers_out() -> None:
    """Lock all tables against writers, not against readers. On SQLite the transaction itself does that."""
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
    quote = connections[target].ops.quote_name
    with connections[target].cursor() as cursor:
        for model in contents.tables():
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608


def _copy(model: type[Model], target: str) -> TableDigest:
    """Copy every row as it is stored; return the digest of what was read."""
    columns = contents.columns(model)
    tally = contents.Tally(model)
    size = connections[target].ops.bulk_batch_size(columns, [None] * BATCH)
    with connections[target].cursor() as cursor:
        for chunk in contents.chunks(contents.rows(model), size):
            statement = _insert_statement(model, len(chunk), target)
            cursor.execute(statement, _parameters(columns, chunk, target))
            for row in chunk:
                tally.add(row)
    return tally.digest


def _insert_statement(model: type[Model], row_count: int, target: str) -> str:
    quote = connections[target].ops.quote_name
    names = [quote(str(field.column)) for field in contents.columns(model)]
    row = f"({', '.join(['%s'] * len(names))})"
    rows = ", ".join([row] * row_count)
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES {rows}"  # noqa: S608


def _parameters(columns: list[Field], rows: list[Row], target: str) -> list[Any]:
    """List the values of some rows one after the other, as the target's driver takes them."""
    database = connections[target]
    fields = [_as_stored(field) for field in columns]
    values = []
    for row in rows:
        for field, value in zip(fields, row, strict=True):
            values.append(field.get_db_prep_save(value, database))
    return values


def _as_stored(field: Field) -> Field:
    """Return the column that writes a value of `contents.rows` as it is: ciphertext and JSON are texts."""
    if isinstance(field, EncryptedField | JSONField):
        return TextField()
    return field


def _compare(source: Mapping[str, object], target: Mapping[str, object]) -> None:
    """Raise `MoveError` that names the tables which are not the same in both databases."""
    names = sorted(source.keys() | target.keys())
    different = [name for name in names if source.get(name) != target.get(name)]
    if different:
        raise MoveError("搬过去的内容与原来的不一致，已全部撤回，这些表不同：" + "、".join(different))


def _gather_statistics(target: str) -> None:
    """Tell the new database how much it holds, else its first questions are answered slowly."""
    with connections[target].cursor() as cursor:
        cursor.execute("ANALYZE")
