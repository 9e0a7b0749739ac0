"""Work that takes long: the one function that starts it, and the engine of an office that keeps no queue running."""

import json
import logging
import subprocess
import sys
import threading
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus, default_task_backend
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id

from tasks.models import Heartbeat

log = logging.getLogger("tasks")
P = ParamSpec("P")
T = TypeVar("T")
SMALL = "small"  # the engine, by its name in the setting TASKS, of what is done while the browser waits


def start(task: Task[..., None], run: str, *arguments: Any, small: bool = False) -> None:
    """Let the engine that the setting TASKS names carry out a task, which is given its run first.

    `run` has its `Heartbeat` already. Small work is done when this returns.
    """
    engine = task.using(backend=SMALL) if small else task
    result = engine.enqueue(run, *arguments)
    if engine.get_backend().supports_get_result:
        Heartbeat.objects.filter(run=run).update(queued_as=result.id)


def is_alive(run: str) -> bool:
    """Whether somebody works on a run, or the engine's queue has still to give it to a worker."""
    return Heartbeat.objects.is_fresh(run) or _is_queued(run)


def _is_queued(run: str) -> bool:
    heartbeat = Heartbeat.objects.filter(run=run).exclude(queued_as="").first()
    if heartbeat is None:
        return False
    try:
        return default_task_backend.get_result(heartbeat.queued_as).status == TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False


class ProcessBackend(BaseTaskBackend):
    """Each task in a process of its own, started for it and gone afterwards. The first argument of a task is its run."""

    def enqueue(self, task: Task[P, T], args: P.args, kwargs: P.kwargs) -> TaskResult[T]:  # type: ignore[valid-type]
        self.validate_task(task)
        result: TaskResult[T] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        process = _process(task.module_path, json.dumps([result.args, result.kwargs]))
        threading.Thread(target=_wait, args=(process, result.args[0]), daemon=True).start()
        task_enqueued.send(type(self), task_result=result)
        return result


def _process(*arguments: str) -> subprocess.Popen:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_task", *arguments]
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, start_new_session=True, stdin=silent, stdout=silent)  # noqa: S603


def _wait(process: subprocess.Popen, run: str) -> None:
    """See a process end, which else stays behind as a zombie. One that failed has not said itself that its run ended."""
    if process.wait() == 0:
        return
    try:
        Heartbeat.objects.end(run)
    except DatabaseError as error:  # then the limit says it
        log.warning("run %s failed, and its heartbeat stays: %s", run, error)
    finally:
        connection.close()
