"""A state of the project: a checkout, a database with the demo of its own, and programs run in it."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).resolve().parent / "inside"
YEAR = 2025
SECRET = "two states compared, and nothing of worth is locked by it"


class StateError(Exception):
    """A program failed in one of the states; says which, and what it printed."""


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """Give a temporary worktree of a commit; it shares the virtual environment of this one."""
    with tempfile.TemporaryDirectory(prefix="state-") as folder:
        path = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", path, commit], cwd=ROOT, check=True)
        try:
            (path / ".venv").symlink_to(Path(sys.prefix))
            yield path
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", path], cwd=ROOT, check=True)


class State:
    """A checkout with a database beside it, in a folder of its own that is the same deep for every state."""

    def __init__(self, name: str, tree: Path, folder: Path) -> None:
        self.name = name
        self.tree = tree
        self.folder = folder / name
        self.database = self.folder / "demo.sqlite3"
        self.archive = self.folder / "taken.zip"
        self.workroom = self.folder / "workroom"
        self.workroom.mkdir(parents=True)

    def environment(self) -> dict[str, str]:
        own = {
            "SECRET_KEY": SECRET,
            "ALLOW_HTTP": "1",
            "ENV_FILE": os.devnull,
            "ALLOWED_HOSTS": "testserver,127.0.0.1",
        }
        places = {"DATABASE_URL": f"sqlite:///{self.database}", "PRIVATE_ROOT": str(self.folder / "private")}
        python = {
            "PYTHONPATH": f"{INSIDE}:{self.tree}",
            "PYTHONWARNINGS": "ignore",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8",
                "DJANGO_SETTINGS_MODULE": "settings_of_comparison", **own, **places, **python}  # fmt: skip

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the programs inside; return what it prints. `StateError` when it fails."""
        command = [sys.executable, str(INSIDE / program), *arguments]
        done = subprocess.run(command, cwd=self.tree, env=self.environment(), capture_output=True, text=True)
        if done.returncode:
            raise StateError(
                f"{self.name}: {program} {' '.join(arguments)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
            )
        return done.stdout

    def load(self) -> None:
        """Make the database by the state's own migrations and demo."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("manage.py", "load_demo", "--year", str(YEAR))
        number_again(self.database)
        self.database.chmod(0o600)  # else it is not served

    def sessions(self) -> dict[str, str]:
        """Sign the demo's accounts in; return their session keys."""
        signed_in: dict[str, str] = json.loads(self.run("sessions.py"))
        return signed_in

    def take(self, kinds: tuple[str, ...]) -> None:
        self.run("take.py", str(self.archive), str(self.workroom), *kinds)


def number_again(database: Path) -> None:
    """Give every record a lasting number that follows from its kind and key: they are drawn at random."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.create_function(
            "lasting_number", 2, lambda kind, key: uuid5(NAMESPACE_OID, f"{kind}/{key}").hex
        )
        for table, columns in tables(connection):
            if "submission" in columns:
                kind = table.replace("_historical", "_")
                sql = f'UPDATE "{table}" SET submission = lasting_number(?, id) WHERE submission IS NOT NULL'
                connection.execute(sql, [kind])


def tables(connection: sqlite3.Connection) -> list[tuple[str, set[str]]]:
    """Return every table with the names of its columns."""
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [(name, {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}) for name in names]
