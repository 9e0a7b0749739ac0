"""The demo for tests that only need it to be there: loaded once in a run, its rows put back from then on."""

import fcntl
import pickle
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from demo.loader import load

YEAR = timezone.localdate().year - 1
Kept = dict[str, tuple[int, list[tuple]]]  # by table: number of columns, rows
_kept: Kept = {}
_shared: list[Path] = []


def share(folder: Path) -> None:
    """All processes of a run keep the demo's rows in this folder."""
    _shared[:] = [folder]


def load_once() -> None:
    """The demo of last year, in an empty database and inside the caller's transaction."""
    if connection.vendor != "sqlite":  # rows put back as they are would leave PostgreSQL's sequences behind
        load(YEAR, 1, timezone.localdate())
        return
    if not _kept:
        _kept.update(_of_run(_shared[0] / "demo.pickle"))
    _put_back()


def _of_run(file: Path) -> Kept:
    """The rows, from the first process of the run that loaded them."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(pickle.dumps(_loaded()))
        found: Kept = pickle.loads(file.read_bytes())
        return found


def _loaded() -> Kept:
    """Load the demo, and take its rows away again."""
    with transaction.atomic():
        empty = [table for table in _tables() if not _rows(table)[1]]
        load(YEAR, 1, timezone.localdate())
        kept = {table: found for table in empty if (found := _rows(table))[1]}
        transaction.set_rollback(True)
    return kept


def _tables() -> list[str]:
    return list(
        dict.fromkeys(
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed
        )
    )


def _rows(table: str) -> tuple[int, list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return len(cursor.description), cursor.fetchall()


def _put_back() -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in _kept.items():
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({', '.join(['%s'] * columns)})", rows
            )
