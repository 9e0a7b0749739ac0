"""Start work that takes long, and carry it out where an office keeps no queue running."""

import json
import logging
import subprocess
import sys
import threading
from typing import ParamSpec, TypeVar

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
SMALL = "small"  # the engine for what is done while the browser waits, by its name in the setting TASKS


def start(task: Task[..., None], run: str, *arguments: object, small: bool = False) -> None:
    """Let the engine that the setting TASKS names carry out a task, which is given its run and the arguments.

    `run` has its `Heartbeat` already. Small work is done when this returns.
    """
    if small:
        task = task.using(backend=SMALL)
    result = task.enqueue(run, *arguments)
    if task.get_backend().supports_get_result:
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
    """An engine that carries out each task in a process of its own; its first argument is its run."""

    def enqueue(
        self,
        task: Task[P, T],
        args: P.args,  # type: ignore[valid-type]
        kwargs: P.kwargs,  # type: ignore[valid-type]
    ) -> TaskResult[T]:
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
        process = _start_process(task.module_path, json.dumps([result.args, result.kwargs]))
        run = result.args[0]
        threading.Thread(target=_wait, args=(process, run), daemon=True).start()
        task_enqueued.send(type(self), task_result=result)
        return result


def _start_process(task_path: str, arguments: str) -> subprocess.Popen:
    """Start the command `run_task`; `arguments` are the task's, as JSON."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_task", task_path, arguments]
    return subprocess.Popen(  # noqa: S603  (our own program)
        command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def _wait(process: subprocess.Popen, run: str) -> None:
    """Wait for the end of a process, which would otherwise stay behind as a zombie.

    One that failed may not have ended its run itself.
    """
    if process.wait() == 0:
        return
    try:
        Heartbeat.objects.end(run)
    except DatabaseError as error:  # then the run is given up after the limit
        log.warning("run %s failed, and its heartbeat stays: %s", run, error)
    finally:
        connection.close()
