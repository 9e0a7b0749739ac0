"""The demo for tests that only need it to be there: loaded once in a process, its rows put back from then on."""

from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from demo.loader import load

YEAR = timezone.localdate().year - 1
_kept: dict[str, tuple[int, list[tuple]]] = {}  # table: number of columns, rows


def load_once() -> None:
    """The demo of last year, in an empty database and inside the caller's transaction."""
    if connection.vendor != "sqlite":  # rows put back as they are would leave PostgreSQL's sequences behind
        load(YEAR, 1, timezone.localdate())
    elif _kept:
        _put_back()
    else:
        empty = [table for table in _tables() if not _rows(table)[1]]
        load(YEAR, 1, timezone.localdate())
        _kept.update({table: found for table in empty if (found := _rows(table))[1]})


def _tables() -> list[str]:
    return list(dict.fromkeys(model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed))


def _rows(table: str) -> tuple[int, list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return len(cursor.description), cursor.fetchall()


def _put_back() -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in _kept.items():
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({', '.join(['%s'] * columns)})", rows)
