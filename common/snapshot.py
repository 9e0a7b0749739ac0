"""Read one state of the database, whatever others commit meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot(*, writes: bool = False) -> Iterator[None]:
    """Let every statement inside see the same state: figures, and then the keys of the records behind them.

    Reading alone holds nobody up. With `writes` SQLite lets nobody else write until the end; on PostgreSQL a
    row that somebody else changed since the first statement cannot be changed (`OperationalError`, SQLSTATE
    40001). Inside a transaction that has begun already, that transaction decides what is seen.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        mode = "IMMEDIATE" if writes else "DEFERRED"
        with _transaction_mode(mode), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def _transaction_mode(mode: str) -> Iterator[None]:
    """Let SQLite begin transactions in this mode: the portal's usual one, IMMEDIATE, holds up writers."""
    connection.ensure_connection()  # which is what sets the usual mode
    sqlite: Any = connection  # the attribute is SQLite's own
    usual_mode = sqlite.transaction_mode
    sqlite.transaction_mode = mode
    try:
        yield
    finally:
        sqlite.transaction_mode = usual_mode
