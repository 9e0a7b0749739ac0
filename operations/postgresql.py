"""PostgreSQL: dumped by pg_dump in the very snapshot that is counted, and put back in one transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import BinaryIO

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from common.snapshot import snapshot
from operations import keys, schema, state
from operations.errors import ArchiveError
from operations.manifest import Manifest

VENDOR = "postgresql"
FILE = "database.dump"
PLAIN = ("--no-owner", "--no-privileges")
SESSIONS = "django_session"
# Lines of a script that are comments, commands of psql, or name a setting which older servers do not know.
NOT_STATEMENTS = (b"--", b"\n", b"\\restrict", b"\\unrestrict", b"SET transaction_timeout")
END_OF_ROWS = b"\\.\n"
ROWS_AT_ONCE = 100
WAIT = 60  # seconds for those who are just using a table


# ── The programs ────────────────────────────────────────────────────────────
def program_version(program: str) -> int | None:
    """Return the major version of pg_dump or pg_restore; None where it is not installed."""
    if shutil.which(program) is None:
        return None
    command = [program, "--version"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    match = re.search(r"(\d+)", process.stdout)
    if match is None:
        return None
    return int(match[1])


def server_version(using: str = DEFAULT_DB_ALIAS) -> int:
    """Return the major version of the server."""
    return int(connections[using].cursor().connection.server_version) // 10000


def faults_of_programs(using: str = DEFAULT_DB_ALIAS) -> str:
    """Say what keeps a backup from being made here, and what to do; empty where nothing does."""
    version = program_version("pg_dump")
    server = server_version(using)
    package = f"postgresql-client-{server}"
    if version is None:
        return f"没有找到 pg_dump，不能备份。请安装 PostgreSQL {server} 的客户端程序（{package}）"
    if version < server:
        return f"pg_dump 是 {version} 版，比数据库服务器的 {server} 版旧，不能备份。请安装 {package}"
    return ""


def _run(program: str, *arguments: str, using: str | None = None) -> None:
    """Run a program of PostgreSQL, with the database that it is to work on if one is given.

    A password goes by the environment: a command line can be read by everybody.
    """
    command = [program, *arguments]
    environment = dict(os.environ)
    if using is not None:
        client, more = DatabaseClient.settings_to_cmd_args_env(connections[using].settings_dict, [])
        command += client[1:]  # the first is psql itself
        environment.update(more or {})
    environment["LC_ALL"] = "C"
    try:
        process = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise ArchiveError(f"没有找到 {program}，请安装 PostgreSQL 的客户端程序") from error
    if process.returncode:
        raise ArchiveError(_explain(program, process.stderr))


def _explain(program: str, stderr: str) -> str:
    """Say in Chinese why a program of PostgreSQL failed."""
    if "unsupported version" in stderr or "server version mismatch" in stderr:
        return f"{program} 的版本太旧，请安装与数据库服务器同版或更新的 PostgreSQL 客户端程序"
    if "No space left" in stderr:
        return "磁盘已满，没有做成，请清理磁盘后再试"
    if "due to lock timeout" in stderr or "due to statement timeout" in stderr:
        return f"有人占用着数据库里的表，等了 {WAIT} 秒还没有让出，没有完成。请结束占用它的程序后再试"
    lines = stderr.strip().splitlines() or ["没有说明"]
    return f"{program} 没有完成：{lines[-1]}"


# ── Out ─────────────────────────────────────────────────────────────────────
def dump(folder: Path) -> tuple[Path, Manifest]:
    """Write the portal's tables, without sessions, as they stand at one moment; the manifest describes it."""
    problem = faults_of_programs()
    if problem:
        raise ArchiveError(problem)
    file = folder / FILE
    state.refuse_another_programs()
    with snapshot(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}s'")
        cursor.execute("SELECT pg_export_snapshot(), current_schema()")
        snapshot_number, schema_name = cursor.fetchone()
        made_at = timezone.now()
        options = [
            "--format=custom",
            f"--snapshot={snapshot_number}",
            f"--file={file}",
            f'--exclude-table-data="{schema_name}"."{SESSIONS}"',
            f"--lock-wait-timeout={WAIT * 1000}",
            *PLAIN,
        ]
        options += [f'--table="{schema_name}"."{name}"' for name in schema.table_names()]
        _run("pg_dump", *options, using=DEFAULT_DB_ALIAS)
        return file, state.describe(VENDOR, made_at=made_at)


# ── Is it whole? ────────────────────────────────────────────────────────────
def examine(file: Path, manifest: Manifest) -> None:
    """Raise `ArchiveError` unless pg_restore reads all of it. Its rows are counted where they are put."""
    _run("pg_restore", "--file=/dev/null", str(file))


# ── In ──────────────────────────────────────────────────────────────────────
def put(file: Path, manifest: Manifest, finish: Callable[[str], None], using: str = DEFAULT_DB_ALIAS) -> None:
    """Replace the portal's tables in one transaction: whatever ends it early leaves the old ones.

    Before it is committed the tables are compared with the manifest, and `finish` is called with the
    database.
    """
    script = file.with_suffix(".sql")
    _run("pg_restore", f"--file={script}", *PLAIN, str(file))  # whole, before anything is touched
    try:
        with transaction.atomic(using), connections[using].cursor() as cursor, script.open("rb") as lines:
            cursor.execute("SHOW search_path")
            (path,) = cursor.fetchone()
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}s'")
            _drop(cursor, replaced_tables(manifest, using))
            _play(cursor, lines)
            cursor.execute("SELECT set_config('search_path', %s, false)", [path])
            state.compare(manifest, using)
            keys.refuse_others_than_of(using)
            finish(using)
    finally:
        connections[using].close()  # the script changes settings of its session


def replaced_tables(manifest: Manifest, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """List the tables that stand where a backup's tables go, or are the portal's anyway."""
    ours = {*schema.table_names(using), *manifest.tables, SESSIONS, schema.RECORD}
    return sorted(ours.intersection(connections[using].introspection.table_names()))


def _drop(cursor: CursorWrapper, tables: Iterable[str]) -> None:
    """Drop these tables together; PostgreSQL refuses where anything else needs one of them."""
    names = ", ".join(f'"{name}"' for name in tables)
    if names:
        cursor.execute(f"DROP TABLE {names}")


def _play(cursor: CursorWrapper, script: BinaryIO) -> None:
    """Carry out a script of pg_restore: statements, and rows to copy."""
    lines: list[bytes] = []
    for line in script:
        if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            _execute(cursor, lines)
            lines = []
            rows = takewhile(lambda row: row != END_OF_ROWS, script)
            cursor.copy_expert(line.decode(), _RowFile(rows))
        elif not line.startswith(NOT_STATEMENTS):
            lines.append(line)
    _execute(cursor, lines)


def _execute(cursor: CursorWrapper, lines: list[bytes]) -> None:
    text = b"".join(lines).decode()
    if text.strip():
        cursor.execute(text)


class _RowFile:
    """The rows that follow a COPY, as a file that psycopg2 can read."""

    def __init__(self, rows: Iterator[bytes]) -> None:
        self.rows = rows

    def read(self, size: int = -1) -> bytes:
        return b"".join(islice(self.rows, ROWS_AT_ONCE))
