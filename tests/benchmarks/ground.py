"""What the benchmarks stand on: a database of their own filled with the demo, a stop-watch, a dated line of result."""

import argparse
import io
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def scale(default: int = 50) -> int:
    """The demo's scale, from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "scale", nargs="?", type=int, default=default, help="the demo's records and people, times this"
    )
    return parser.parse_args().scale


@contextmanager
def demo(scale: int) -> Iterator[None]:
    """Django set up on a throw-away database (`DATABASE_URL` names another, which has to be empty) with the demo in it."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        if scale:
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            call_command("load_demo", scale=scale, stdout=io.StringIO())
        yield


def best(work: Callable[[], Any], rounds: int = 5) -> float:
    """Seconds of the quickest round."""
    return min(once(work) for _ in range(rounds))


def once(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def captured() -> Iterator[list[tuple[str, Any]]]:
    """The statements sent meanwhile, with their parameters."""
    from django.db import connection

    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def by_cursor(statements: list[tuple[str, Any]]) -> None:
    """The floor: the same statements, every row fetched, nothing else."""
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def rewritten(finished: bytes) -> bytes:
    """The floor: the parts of the finished file, packed anew."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(finished)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return stream.getvalue()


def say(name: str, **found: Any) -> None:
    told = "  ".join(
        f"{key} {value:.2f}" if isinstance(value, float) else f"{key} {value}" for key, value in found.items()
    )
    print(f"{date.today()}  {name}: {told}", flush=True)
