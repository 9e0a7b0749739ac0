"""Carry out one task; the portal starts this by itself."""

import gc
import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.module_loading import import_string
from django_tasks.base import Task

from common.commands import OfficeCommand


class Command(OfficeCommand):
    help = "处理一项后台任务（由系统自动调用）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("task", help="任务")
        parser.add_argument("arguments", help="参数（JSON）")

    def handle(self, *args: Any, **options: Any) -> None:
        task = _task(options["task"])
        positional, named = json.loads(options["arguments"])
        gc.disable()  # the process ends with its task; looking for rubbish among its rows would take a quarter of the time
        task.call(*positional, **named)


def _task(path: str) -> Task:
    try:
        task = import_string(path)
    except ImportError:
        task = None
    if not isinstance(task, Task):
        raise CommandError(f"没有 {path} 这项任务", returncode=2)
    return task
