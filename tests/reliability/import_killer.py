# ruff: noqa: E402
"""Batches whose process is killed at a random moment: what the database and the portal say then, and after a second try.

`import_killer STEP ROUNDS SEED ROWS`, a step being `uploading`, `reading`, `writing` or `undoing`. Prints one JSON per kill.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import setup_test_environment

from accounts.models import User
from communities.models import Community
from imports import jobs
from imports.files import Folder
from imports.models import Batch
from tasks.engine import start
from tasks.models import LIMIT, Heartbeat
from tests.imports.support import visits
from tests.reliability.support import process_of
from visits.models import Visit, VisitIssue

State = Batch.State
BEGUN = {
    State.READING: "核对",
    State.WRITING: "写入",
    State.UNDOING: "撤销",
}  # the step of progress from which on it counts

TRIES = 20  # more rounds where each process was faster than its killer


def told() -> dict[str, int]:
    """How much there is in each table that an import writes."""
    tables = {
        "records": Visit,
        "rows": VisitIssue,
        "versions": Visit.history,
        "row_versions": VisitIssue.history,
    }
    return {
        name: (table.objects if isinstance(table, type) else table).count() for name, table in tables.items()
    }


class Killer:
    def __init__(self, chance: random.Random, rows: int) -> None:
        self.chance, self.rows, self.client = chance, rows, Client()
        self.client.force_login(
            User.objects.get(username="clerk0"), backend="accounts.backends.ReaderBackend"
        )
        self.span = 0.0  # seconds that the last whole run took from the word of progress on

    def batch(self, number: int) -> Batch:
        """Uploaded and not yet read: a file of its own each time."""
        user = User.objects.get(username="clerk0")
        made = Batch.objects.begin(user, kind="visits.visit", file_name=f"{number}.xlsx")
        folder = Folder(made)
        folder.path.mkdir(parents=True)
        folder.upload.write_bytes(visits(self.rows, Community.objects.first().name, text=f"第{number}份"))
        return made

    def start(self, batch: Batch) -> None:
        """Let the engine of an office work on it, and wait until it says that it has begun."""
        Folder(batch).path.joinpath("progress").unlink(missing_ok=True)
        start(jobs.work_on, batch.run, batch.pk)
        while (
            self.lives(batch)
            and (Folder(batch).read_json("progress") or {}).get("step") != BEGUN[State(batch.state)]
        ):
            time.sleep(0.002)

    def lives(self, batch: Batch) -> bool:
        return Heartbeat.objects.filter(run=batch.run).exists()

    def wait(self, batch: Batch) -> None:
        """Until nobody works on it."""
        while self.lives(batch):
            time.sleep(0.02)

    def run(self, batch: Batch) -> None:
        """To the end, and how long it takes."""
        self.start(batch)
        begun = time.monotonic()
        self.wait(batch)
        self.span = time.monotonic() - begun
        batch.refresh_from_db()

    def kill(self, batch: Batch) -> bool:
        """At a moment of its work; False where it was faster."""
        self.start(batch)
        time.sleep(self.chance.random() * self.span)
        process = process_of(batch.run)
        if process is not None:
            os.kill(process, signal.SIGKILL)
        self.wait(batch)
        return process is not None

    def page(self, batch: Batch) -> str:
        """The batch page, by which it is settled."""
        text = self.client.get(f"/imports/{batch.pk}/").content.decode()
        batch.refresh_from_db()
        return text

    def ready(self, step: str, number: int) -> Batch:
        """A batch of which that step is to be done."""
        batch = self.batch(number)
        if step != State.READING:
            jobs.work(batch)
            batch.move(State.READY, State.WRITING)
        if step == State.UNDOING:
            jobs.work(batch)
            self.again(batch)
        return batch

    def again(self, batch: Batch) -> None:
        batch.move(State.READY, State.WRITING) or batch.move(State.DONE, State.UNDOING, undone_by=batch.user)

    def forget(self) -> None:
        Visit.objects.filter(summary__startswith="第").delete()

    def measure(self, step: str) -> None:
        self.run(self.ready(step, 0))
        self.forget()

    def round(self, step: str, number: int) -> dict:
        batch = self.ready(step, number)
        before = told()
        killed = self.kill(batch)
        after = told()
        page = self.page(batch)
        found = {
            "killed": killed,
            "before": before,
            "after": after,
            "state": batch.state,
            "reason": batch.reason,
        }
        found["said"] = bool(batch.reason) and batch.reason in page
        if batch.state == {State.WRITING: State.READY, State.UNDOING: State.DONE}.get(State(step)):
            self.again(batch)
            self.run(batch)
        found |= {"again": told(), "at_last": batch.state, "left": len(batch.left)}
        self.forget()
        return found


class UploadKiller(Killer):
    """Kills the web process that takes an upload, and reads it at once where it is small: every second file is not."""

    LARGE = 900  # rows

    def send(self, number: int) -> subprocess.Popen:
        rows = self.LARGE if number % 2 == 0 else self.rows
        path = Path(settings.PRIVATE_ROOT).parent / f"{number}.xlsx"
        path.write_bytes(visits(rows, Community.objects.first().name, text=f"第{number}份"))
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.import_uploader", str(path)], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        return process

    def measure(self, step: str) -> None:
        process = self.send(-1)
        begun = time.monotonic()
        assert process.wait() == 0
        self.span = time.monotonic() - begun

    def round(self, step: str, number: int) -> dict:
        before = told()
        process = self.send(number)
        time.sleep(self.chance.random() * self.span)
        process.kill()
        found = {"killed": process.wait() == -signal.SIGKILL, "state": "", "said": False}
        batch = Batch.objects.filter(file_name=f"{number}.xlsx").first()
        if batch is not None:
            while process_of(batch.run):  # a process of its own goes on
                time.sleep(0.05)
            Heartbeat.objects.update(beat_at=Now() - 2 * LIMIT)
            page = self.page(batch)
            found |= {"state": batch.state, "said": bool(batch.reason) and batch.reason in page}
        return found | {"before": before, "after": told()}


def main(step: str, rounds: int, seed: int, many: int) -> None:
    setup_test_environment()
    kind = UploadKiller if step == "uploading" else Killer
    killer = kind(random.Random(seed), many)
    killer.measure(step)
    killed = False
    for number in range(1, rounds + TRIES + 1):
        found = killer.round(step, number)
        os.write(1, json.dumps(found).encode() + b"\n")
        killed = killed or found["killed"]
        if killed and number >= rounds:
            return


main(sys.argv[1], *map(int, sys.argv[2:]))
