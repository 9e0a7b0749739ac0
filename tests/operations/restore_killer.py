# ruff: noqa: E402
"""Restores that are killed: `restore_killer NEW OLD ROUNDS` prints tables and files after each kill, as a JSON list.

A kill comes at a random part of the time that a restore takes from one of two moments: when the files are about to be laid in
their places, and when the live data are about to be replaced.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from operations import restore
from tests.operations import contents_of


def state() -> dict[str, dict]:
    found = {"tables": contents_of.tables(), "files": contents_of.stored(Path(settings.PRIVATE_ROOT))}
    connections.close_all()
    return found


def say_before(place: Any, name: str, begun: int) -> None:
    """Let a function say on `begun` that it is called."""
    original = getattr(place, name)

    def say_and_call(*arguments, **more):
        os.write(begun, b"x")
        return original(*arguments, **more)

    setattr(place, name, say_and_call)


def restoring(file: Path, begun: int | None = None, moment: str = "data") -> None:
    """Restore; say on `begun` when that moment has come."""
    if begun is not None:
        engine = restore.sqlite if connections["default"].vendor == "sqlite" else restore.postgresql
        say_before(
            restore.files if moment == "files" else engine,
            "different_paths" if moment == "files" else "put",
            begun,
        )
    with open(os.devnull, "w") as nowhere:
        call_command("restore", str(file), "--yes", stdout=nowhere)
    connections.close_all()


def begun(file: Path, moment: str) -> int:
    """The process that restores, when that moment has come."""
    heard, say = os.pipe()
    child = os.fork()
    if not child:
        restoring(file, say, moment)
        os._exit(0)
    os.close(say)
    os.read(heard, 1)
    os.close(heard)
    return child


def measured(file: Path, moment: str) -> float:
    """Seconds from that moment to the end."""
    child = begun(file, moment)
    start = time.monotonic()
    _, status = os.waitpid(child, 0)
    assert status == 0
    return time.monotonic() - start


def killed(file: Path, moment: str, after: float) -> None:
    child = begun(file, moment)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(new: Path, old: Path, rounds: int) -> None:
    chance, states = random.Random(), []
    connections.close_all()
    takes = {moment: measured(old, moment) for moment in ("files", "data")}
    before = state()
    for number in range(rounds):
        moment = ("files", "data")[number % 2]
        killed(new, moment, chance.random() * takes[moment])
        states.append(state())
        if states[-1] != before:
            restoring(old)
    json.dump(states, sys.stdout)


main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
