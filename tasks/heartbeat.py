"""A worker's sign of life while it works, also in one long step or inside a transaction."""

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

    The thread has a connection of its own: nobody else would see a beat inside the worker's transaction. On
    SQLite it cannot write while a transaction writes, but then nobody else can end the run either.
    """
    Heartbeat.objects.beat(run)  # it may have waited in a queue
    end = threading.Event()
    thread = threading.Thread(target=_beat_until, args=(end, run), daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
        Heartbeat.objects.end(run)


def _beat_until(end: threading.Event, run: str) -> None:
    try:
        while not end.wait(EVERY):
            if not _beat(run):
                return
    finally:
        connection.close()


def _beat(run: str) -> bool:
    """Renew the sign of life; return False where the run has ended. A database in trouble ends nothing."""
    try:
        return Heartbeat.objects.beat(run)
    except DatabaseError as error:
        log.info("run %s could not write its heartbeat: %s", run, error)
        connection.close()  # a server that was restarted is asked anew
        return True
