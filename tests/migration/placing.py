"""The kept state in a database of either kind, at the migrations it was made with."""

import csv
import io
import lzma
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def place_in_sqlite(database: Path) -> None:
    """A new file."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(lzma.decompress((HERE / "state.sql.xz").read_bytes()).decode())


def place_in_postgresql(source: Path) -> None:
    """Migrate Django's own database as far as the state had come, and copy every row of `source` into it."""
    from django.db import connection

    with closing(sqlite3.connect(source)) as rows:
        _migrate(connection, rows.execute("SELECT app, name FROM django_migrations").fetchall())
        tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        with connection.cursor() as cursor:
            cursor.execute(
                "SET session_replication_role = replica; SET TIME ZONE 'UTC'"
            )  # no keys asked; times as SQLite has them
            for table in set(tables) & set(connection.introspection.table_names(cursor)) - {
                "django_migrations"
            }:
                _copy(rows, cursor, table)


def _migrate(connection: Any, applied: list[tuple[str, str]]) -> None:
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).migrate([tuple(migration) for migration in applied])


def _copy(rows: sqlite3.Connection, cursor: Any, table: str) -> None:
    found = rows.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in found.description]
    text = io.StringIO()
    csv.writer(text).writerows([_written(value) for value in row] for row in found)
    text.seek(0)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.copy_expert(f"COPY \"{table}\" ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", text)
    for key in {"id", "history_id"} & set(columns):
        _advance(cursor, table, key)


def _written(value: Any) -> Any:
    if value is None:
        return r"\N"
    return "\\x" + value.hex() if isinstance(value, bytes) else value


def _advance(cursor: Any, table: str, key: str) -> None:
    """Let the next record of a table take the next number."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
    (sequence,) = cursor.fetchone()
    if sequence:
        cursor.execute(f'SELECT setval(%s, (SELECT coalesce(max("{key}"), 1) FROM "{table}"))', [sequence])


if __name__ == "__main__":
    from tests.migration.telling import begin

    begin()
    place_in_postgresql(Path(sys.argv[1]))
