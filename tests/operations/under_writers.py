# ruff: noqa: E402
"""Sixteen processes save visits through the portal; meanwhile backups are made, or the file is copied as people would.

`under_writers FOLDER COUNT [copied]` prints JSON: for each backup its path, and the visits acknowledged before it began.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import time
import uuid
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.db import connection, connections
from django.test import Client

from accounts.models import User
from communities.models import Community, Leader
from operations import backup, sqlite
from tests.reliability.support import CONCURRENT, HANGS, opinions, visit

BETWEEN = 20  # visits that are saved between one backup and the next


def save(number: int, community: int, leader: int, user: User, log: int) -> None:
    """Save visits one after the other, and say each one that was acknowledged."""
    client, parent = Client(), os.getppid()
    client.force_login(user, backend="accounts.backends.ReaderBackend")
    for step in range(10**6):
        day = date(1950, 1, 1) + timedelta(days=number * 1000 + step % 1000)
        rows = {**opinions("甲", "乙"), **opinions("丙", prefix="visitissue-difficulty")}
        values = {**visit(community, day.isoformat()), **rows, "leaders": leader, "submission": uuid.uuid4()}
        answer = client.post("/visits/visit/new/", values)
        if os.getppid() != parent:  # that was ended by its guard
            os._exit(1)
        if answer.status_code != 302:
            os.write(2, answer.content)
            os._exit(1)
        os.write(
            log, f"{answer['Location'].split('/')[3]}\n".encode()
        )  # acknowledged; short lines are appended whole


def begin(log: int) -> list[int]:
    community, leader, user = (
        Community.objects.first().pk,
        Leader.objects.first().pk,
        User.objects.get(username="clerk0"),
    )
    connections.close_all()  # a connection may not cross a fork
    children = []
    for number in range(CONCURRENT):
        child = os.fork()
        if not child:
            save(number, community, leader, user, log)
        children.append(child)
    return children


def acknowledged(path: str) -> list[int]:
    """What was acknowledged until now, whole lines only."""
    return [int(line) for line in Path(path).read_text().rpartition("\n")[0].split()]


def wait_for(path: str, count: int) -> None:
    deadline = time.monotonic() + HANGS
    while len(acknowledged(path)) < count:
        if time.monotonic() > deadline:
            sys.exit("the writers do not write")
        time.sleep(0.01)


def main(folder: Path, count: int, copied: bool) -> None:
    log, path = tempfile.mkstemp()
    os.set_blocking(log, True)
    children = begin(os.open(path, os.O_WRONLY | os.O_APPEND))
    made = []
    try:
        for number in range(count):
            wait_for(path, (number + 1) * BETWEEN)
            before = acknowledged(path)
            if copied:
                file = Path(shutil.copy(sqlite.file_of(), folder / f"{number}.sqlite3"))
            else:
                file = backup.make(folder).path
                connection.close()
            made.append({"path": str(file), "acknowledged": before})
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    json.dump(made, sys.stdout)


main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] == ["copied"])
