"""An office of its own on the kind of database that the tests run on: processes work on it, as in an office."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from operations.databases import connection_to
from tests.operations import contents_of
from tests.reliability.support import HANGS, ROOT, each, environment, saying_each

SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")
KEYS = "the key of the office and of no other one"


def query(url: str, sql: str, *, write: bool = False) -> list[tuple]:
    """Ask a database past the portal."""
    place = url.removeprefix("sqlite:///")
    with closing(
        psycopg2.connect(url) if url.startswith("postgres") else sqlite3.connect(place, timeout=20)
    ) as connection:
        cursor = connection.cursor()
        cursor.execute(sql)
        if write:
            connection.commit()
            return []
        return [tuple(row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Installation:
    """A database and a folder of private files."""

    url: str
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "private"

    def environment(self, **more: str) -> dict[str, str]:
        own = {"DATABASE_URL": self.url, "PRIVATE_ROOT": str(self.files), "PERSONAL_DATA_KEYS": KEYS}
        return {**environment(self.folder / "unused.sqlite3"), **own, **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess:
        """A program of the project in a process of its own."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=self.environment(**more), cwd=ROOT, capture_output=True, text=True, timeout=HANGS
        )

    def manage(self, *arguments: Any, **more: str) -> subprocess.CompletedProcess:
        return self.run(str(ROOT / "manage.py"), *map(str, arguments), **more)

    def manage_each(self, *commands: Sequence[Any], **more: str) -> list[subprocess.CompletedProcess]:
        """Commands one after the other in one process; what became of each."""
        return each(self.run(*saying_each(commands), **more))

    def managed(self, *arguments: Any, **more: str) -> str:
        """What a command says that must succeed."""
        done = self.manage(*arguments, **more)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def managed_each(self, *commands: Sequence[Any], **more: str) -> list[str]:
        """What commands say that must succeed, carried out one after the other in one process."""
        done = self.manage_each(*commands, **more)
        assert [one.returncode for one in done] == [0] * len(commands), [one.stderr for one in done]
        return [one.stdout for one in done]

    def script(self, name: str, *arguments: Any, **more: str) -> str:
        """What a program of this folder says that must succeed."""
        done = self.run("-m", f"tests.operations.{name}", *map(str, arguments), **more)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def tell(self, script: str, *arguments: Any, **more: str) -> Any:
        """The JSON that it prints."""
        return json.loads(self.script(script, *arguments, **more))

    def contents(self) -> dict[str, Any]:
        """Counts and digests of all tables, and the private files, but for what tells of backups."""
        with connection_to(self.url, "told") as alias:
            return {"tables": contents_of.tables(alias), "files": contents_of.stored(self.files)}

    def ask(self, sql: str) -> list[tuple]:
        return query(self.url, sql)

    def write(self, sql: str) -> None:
        query(self.url, sql, write=True)


class Ground:
    """Where databases are made: files in a folder, or databases of the server that the tests use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[str] = []

    def new(self, name: str, like: Installation | None = None) -> Installation:
        """An installation with an empty database, or with all that another one has."""
        folder = self.folder / name
        if like is not None and like.files.exists():
            shutil.copytree(like.files, folder / "private")
        folder.mkdir(parents=True, exist_ok=True)
        if ON_POSTGRESQL:
            return Installation(self._on_server(like), folder)
        file = folder / "portal.sqlite3"
        if like is not None:
            shutil.copy(like.url.removeprefix("sqlite:///"), file)
        return Installation(f"sqlite:///{file}", folder)

    def _on_server(self, like: Installation | None) -> str:
        name = f"office_{os.getpid()}_{id(self)}_{len(self.made)}"
        template = f" TEMPLATE {like.url.rpartition('/')[2]}" if like is not None else ""
        self._at_server(f"CREATE DATABASE {name}{template}")
        self.made.append(name)
        return f"{SERVER.rpartition('/')[0]}/{name}"

    def _at_server(self, sql: str) -> None:
        with closing(psycopg2.connect(SERVER)) as master:
            master.autocommit = True
            master.cursor().execute(sql)

    def clear(self) -> None:
        for name in self.made:
            self._at_server(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    made = Ground(folder)
    try:
        yield made
    finally:
        made.clear()
