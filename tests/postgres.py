"""Run a command with `DATABASE_URL` set to a PostgreSQL: the one given, a local server, or a throw-away one."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg2

NUMBERS = count(1)


def main(command: list[str]) -> int:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return subprocess.call(command)
    local = "postgres://postgres@127.0.0.1:5432/postgres"
    if _answers(local):
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": local})
    with throw_away() as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


def _answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def throw_away() -> Iterator[str]:
    """A server of our own in a temporary folder, on a free port of this machine only."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    programs = (
        found[-1]
        if found
        else Path(shutil.which("initdb") or sys.exit("没有装 PostgreSQL，这些测试没有运行")).parent
    )
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        data = Path(folder) / "data"
        data.mkdir()
        as_user: list[str] = []
        if os.getuid() == 0:  # initdb refuses root
            as_user = ["runuser", "-u", "postgres", "--"]
            Path(folder).chmod(0o755)
            shutil.chown(data, "postgres")
        probe.close()
        quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/"}
        subprocess.run(
            [
                *as_user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
            ],
            **quiet,
        )
        # autovacuum would take the statistics of tables whose rows a test is about to roll back, and plans would go by them
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off -c autovacuum=off"
        subprocess.run(
            [*as_user, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start"],
            **quiet,
        )
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of a database of its own on the server that the tests use."""
    server, name = os.environ["DATABASE_URL"], f"beside_{os.getpid()}_{next(NUMBERS)}"
    with closing(psycopg2.connect(server)) as master:
        master.autocommit = True
        with master.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            with master.cursor() as cursor:
                cursor.execute(
                    f"DROP DATABASE {name} WITH (FORCE)"
                )  # a process that was killed may still be connected


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
