"""Which runs of long work are alive: each has a row that its worker renews, wherever that works."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

EVERY = 5  # seconds between two beats
# A beat may be late: SQLite has one writer, and one import of thousands of rows is one transaction.
LIMIT = timedelta(minutes=2)
REMNANT = timedelta(days=1)


def new_run() -> str:
    """Return the number of a run that is to begin; no other ever has the same."""
    return uuid4().hex


class HeartbeatQuerySet(models.QuerySet):
    """All moments are the database's own: the clocks of several machines differ."""

    def begin(self, run: str) -> None:
        """Let a run live from now on."""
        self.filter(beat_at__lt=Now() - REMNANT).delete()
        self.create(run=run, beat_at=Now())

    def beat(self, run: str) -> bool:
        """Say that the worker of a run is alive; False where the run has ended."""
        return bool(self.filter(run=run).update(beat_at=Now()))

    def end(self, run: str) -> None:
        """Say that nobody works on a run any longer."""
        self.filter(run=run).delete()

    def is_fresh(self, run: str) -> bool:
        """Whether the last sign of life of a run is within the limit."""
        return self.filter(run=run, beat_at__gte=Now() - LIMIT).exists()


class Heartbeat(models.Model):
    """The last sign of life of a run; no row: nobody works on it."""

    run = models.CharField("编号", max_length=32, primary_key=True)
    beat_at = models.DateTimeField("最近一次报告")
    queued_as = models.CharField("队列中的编号", max_length=64, blank=True)  # where the engine keeps a queue

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台处理"

    def __str__(self) -> str:
        return self.run
