# ruff: noqa: E402
"""Children that save visits through the portal until they are killed; each says what was saved after the answer came.

`crash_writer ROUNDS SEED [torn]`: `torn` saves without a transaction, to see the harm. Prints one number per line.
"""

import os
import random
import signal
import sys
import time
import uuid
from contextlib import nullcontext
from datetime import date, timedelta
from types import SimpleNamespace

import django

django.setup()

from django.db import connections
from django.test import Client

from accounts.models import User
from communities.models import Community, Leader
from records import editing, store
from tests.reliability.support import opinions, visit


def saves(number: int, community: int, leader: int, user: User) -> None:
    client = Client()
    client.force_login(user, backend="accounts.backends.ReaderBackend")
    for step in range(1000):
        day = date(1960, 1, 1) + timedelta(days=number * 100 + step)
        rows = {**opinions("甲", "乙"), **opinions("丙", prefix="visitissue-difficulty")}
        answer = client.post(
            "/visits/visit/new/",
            {**visit(community, day.isoformat()), **rows, "leaders": leader, "submission": uuid.uuid4()},
        )
        if answer.status_code != 302:
            os.write(2, answer.content)
            os._exit(1)
        os.write(1, f"{answer['Location'].split('/')[3]}\n".encode())  # acknowledged


def killed(child: int, answers: int, chance: random.Random) -> bytes:
    """Kill it at any moment of a save, however slow the machine is; what it had acknowledged until then."""
    with os.fdopen(answers, "rb", buffering=0) as stream:
        heard, moments = b"", []
        for _ in range(chance.randint(2, 4)):
            heard += stream.read(64)
            moments.append(time.monotonic())
        time.sleep(chance.random() * (moments[-1] - moments[-2]))
        os.kill(child, signal.SIGKILL)
        return heard + stream.read()


def main(rounds: int, seed: int, torn: bool) -> None:
    chance = random.Random(seed)
    community, leader, user = (
        Community.objects.first().pk,
        Leader.objects.first().pk,
        User.objects.get(username="clerk0"),
    )
    if torn:
        store.save = store.save.__wrapped__
        editing.transaction = SimpleNamespace(atomic=nullcontext)
    connections.close_all()  # a connection may not cross a fork
    for number in range(rounds):
        answers, acknowledge = os.pipe()
        child = os.fork()
        if not child:
            os.dup2(acknowledge, 1)
            saves(number, community, leader, user)
        os.close(acknowledge)
        acknowledged = killed(child, answers, chance)
        _, status = os.waitpid(child, 0)
        os.write(1, acknowledged)
        if not os.WIFSIGNALED(status):
            sys.exit("the child ended by itself")


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] == ["torn"])
