# ruff: noqa: E402
"""Restores that are killed: `restore_killer NEW OLD ROUNDS` prints the tables after each kill, as a JSON list.

A kill comes while the live data are being replaced, or while the rest is done: at a random part of the time that it takes.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from operations import restore
from tests.operations import contents_of


def tables() -> dict[str, list]:
    found = contents_of.tables()
    connections.close_all()
    return found


def restoring(file: Path, begun: int | None = None) -> None:
    """Restore; say on `begun` when the live data are about to be replaced."""
    if begun is not None:
        put = restore.sqlite.put if connections["default"].vendor == "sqlite" else restore.postgresql.put

        def put_and_say(*arguments, **more):
            os.write(begun, b"x")
            return put(*arguments, **more)

        restore.sqlite.put = restore.postgresql.put = put_and_say
    with open(os.devnull, "w") as nowhere:
        call_command("restore", str(file), "--yes", stdout=nowhere)
    connections.close_all()


def measured(file: Path) -> float:
    """Seconds from the moment at which the live data are about to be replaced to the end."""
    heard, say = os.pipe()
    child = os.fork()
    if not child:
        restoring(file, say)
        os._exit(0)
    os.close(say)
    os.read(heard, 1)
    begun = time.monotonic()
    _, status = os.waitpid(child, 0)
    assert status == 0
    return time.monotonic() - begun


def killed(file: Path, after: float) -> None:
    heard, say = os.pipe()
    child = os.fork()
    if not child:
        restoring(file, say)
        os._exit(0)
    os.close(say)
    os.read(heard, 1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)


def main(new: Path, old: Path, rounds: int) -> None:
    chance, states = random.Random(), []
    connections.close_all()
    takes = measured(old)
    before = tables()
    for _ in range(rounds):
        killed(new, chance.random() * takes)
        states.append(tables())
        if states[-1] != before:
            restoring(old)
    json.dump(states, sys.stdout)


main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
