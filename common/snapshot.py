"""Reading one state of the database, whatever others commit meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot(*, writes: bool = False) -> Iterator[None]:
    """Let every statement inside see the same state: figures, and then the ids behind them.

    Reading alone holds nobody up. With `writes` SQLite lets nobody else write until the end; on PostgreSQL a row that
    somebody else changed since the first statement cannot be changed (`OperationalError`, SQLSTATE 40001).
    Inside a transaction that has begun already it is that transaction that decides what is seen.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        with _begun_as("IMMEDIATE" if writes else "DEFERRED"), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def _begun_as(mode: str) -> Iterator[None]:
    """Begin this connection's next transaction so: the portal's own way, IMMEDIATE, would hold up writers."""
    connection.ensure_connection()  # which is what sets the mode
    here: Any = connection  # the attribute is SQLite's own
    usual = here.transaction_mode
    here.transaction_mode = mode
    try:
        yield
    finally:
        here.transaction_mode = usual
