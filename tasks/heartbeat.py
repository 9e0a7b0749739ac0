"""A worker's sign of life while it works, be it in one long step or inside a transaction."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from tasks.models import EVERY, Heartbeat

log = logging.getLogger("tasks")


@contextmanager
def beating(run: str) -> Iterator[None]:
    """Keep a run alive by a thread, and end it afterwards.

    The thread has a connection of its own: inside the worker's transaction nobody else would see a beat. On SQLite it
    cannot write while a transaction writes; but then nobody else can end the run either.
    """
    Heartbeat.objects.beat(run)  # it may have waited in a queue
    done = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(done, run), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        Heartbeat.objects.end(run)


def _beat_until(done: threading.Event, run: str) -> None:
    try:
        while not done.wait(EVERY) and _beat(run):
            pass
    finally:
        connection.close()


def _beat(run: str) -> bool:
    try:
        return Heartbeat.objects.beat(run)
    except DatabaseError as error:
        log.info("run %s could not write its heartbeat: %s", run, error)
        connection.close()  # a server that was restarted is asked anew
        return True
