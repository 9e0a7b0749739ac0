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

    def handle(self, *args: object, **options: Any) -> None:
        task = find_task(options["task"])
        arguments, keyword_arguments = json.loads(options["arguments"])
        gc.disable()  # collecting would take a quarter of the time, and the process ends with its task
        task.call(*arguments, **keyword_arguments)


def find_task(path: str) -> Task:
    """Import a task by its path. `CommandError` where there is none."""
    try:
        task = import_string(path)
    except ImportError:
        task = None
    if not isinstance(task, Task):
        raise CommandError(f"没有 {path} 这项任务", returncode=2)
    return task
