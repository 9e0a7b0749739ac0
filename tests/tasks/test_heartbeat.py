"""Which run is alive: said by its worker while it works, judged by the database's clock, whoever asks."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.backends.dummy import DummyBackend
from django_tasks.base import TaskResultStatus, task

from tasks import heartbeat
from tasks.engine import is_alive, start
from tasks.heartbeat import beating
from tasks.models import LIMIT, REMNANT, Heartbeat
from tests.reliability.support import HANGS

RUN, OTHER = "of this worker", "of another"
LATE = LIMIT + timedelta(seconds=1)


def age(run: str, by: timedelta = LATE) -> None:
    """Let the last sign of life of a run lie so far back."""
    Heartbeat.objects.filter(run=run).update(beat_at=Now() - by)


def until(condition) -> None:
    deadline = time.monotonic() + HANGS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def often(monkeypatch):
    """Beats that a test need not wait for."""
    monkeypatch.setattr(heartbeat, "EVERY", 0.01)


# ── The rule ────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_a_run_lives_from_its_beginning_to_its_end():
    assert not is_alive(RUN)
    Heartbeat.objects.begin(RUN)
    assert is_alive(RUN)
    Heartbeat.objects.end(RUN)
    assert not is_alive(RUN)
    assert not Heartbeat.objects.beat(RUN), "what has ended is not called back"
    assert not is_alive(RUN)


@pytest.mark.django_db
@pytest.mark.parametrize(("by", "alive"), [(LIMIT - timedelta(seconds=30), True), (LATE, False)])
def test_a_run_without_a_sign_of_life_is_given_up_after_the_limit(by, alive):
    Heartbeat.objects.begin(RUN)
    age(RUN, by)
    assert is_alive(RUN) == alive
    Heartbeat.objects.beat(RUN)
    assert is_alive(RUN)


@pytest.mark.django_db
def test_the_clock_of_this_machine_says_nothing(monkeypatch):
    monkeypatch.setattr(
        timezone, "now", lambda: timezone.datetime(2035, 1, 1, tzinfo=timezone.get_default_timezone())
    )
    Heartbeat.objects.begin(RUN)
    assert is_alive(RUN)
    assert Heartbeat.objects.get().beat_at < timezone.now() - LIMIT


@pytest.mark.django_db
def test_what_dead_workers_left_goes_with_the_next_beginning():
    for run, by in ((RUN, REMNANT + LIMIT), (OTHER, LATE)):
        Heartbeat.objects.begin(run)
        age(run, by)
    Heartbeat.objects.begin("new")
    assert set(Heartbeat.objects.values_list("run", flat=True)) == {OTHER, "new"}


# ── The worker ──────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protected", [True, False])
def test_a_worker_beats_during_one_long_step(often, protected, monkeypatch):
    if not protected:
        monkeypatch.setattr(heartbeat, "EVERY", HANGS)
    Heartbeat.objects.begin(RUN)
    with beating(RUN):
        age(RUN)
        if protected:
            until(lambda: is_alive(RUN))
        assert is_alive(RUN) == protected
    assert not Heartbeat.objects.exists(), "its end is said at once"


@pytest.mark.django_db(transaction=True)
def test_a_worker_inside_its_transaction_lives_for_everybody_else(often):
    """On PostgreSQL by its thread; on SQLite, where nobody else can write then, as soon as the transaction is over."""
    Heartbeat.objects.begin(RUN)
    age(RUN)
    Heartbeat.objects.begin(OTHER)
    with beating(RUN):
        age(RUN)
        with transaction.atomic():
            Heartbeat.objects.beat(OTHER)
            if connection.vendor == "postgresql":
                until(lambda: is_alive(RUN))
        until(lambda: is_alive(RUN))


@pytest.mark.django_db(transaction=True)
def test_a_run_that_was_given_up_is_not_called_back_by_its_worker(often):
    Heartbeat.objects.begin(RUN)
    with beating(RUN):
        Heartbeat.objects.end(RUN)
        time.sleep(0.1)
        assert not is_alive(RUN)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_fails_ends_its_run():
    Heartbeat.objects.begin(RUN)
    with pytest.raises(ZeroDivisionError), beating(RUN):
        raise ZeroDivisionError
    assert not is_alive(RUN)


# ── Another engine ──────────────────────────────────────────────────────────
class QueueBackend(DummyBackend):
    """A queue that says of what it holds whether a worker has it: as those do that keep it in a database."""

    supports_get_result = True

    def move(self, status: TaskResultStatus) -> None:
        for result in self.results:
            object.__setattr__(result, "status", status)


@task
def work(run: str) -> None:
    """A task; nothing carries it out here."""


@pytest.mark.django_db
def test_what_waits_in_a_queue_lives_however_long(settings):
    settings.TASKS = {"default": {"BACKEND": "tests.tasks.test_heartbeat.QueueBackend"}}
    for run in (RUN, OTHER):
        Heartbeat.objects.begin(run)
    start(work, RUN)
    age(RUN)
    age(OTHER)
    assert (is_alive(RUN), is_alive(OTHER)) == (True, False)
    work.get_backend().move(TaskResultStatus.RUNNING)
    assert not is_alive(RUN), "its worker has given no sign of life"
    Heartbeat.objects.beat(RUN)
    assert is_alive(RUN)
    age(RUN)
    work.get_backend().clear()
    assert not is_alive(RUN), "the queue does not know it any longer"
