"""Read, write or undo one batch; the portal starts this by itself."""

import gc
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dangjian.commands import OfficeCommand
from imports.jobs import work
from imports.models import Batch


class Command(OfficeCommand):
    help = "处理一批导入（由系统自动调用）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        gc.disable()  # the process ends with its file; looking for rubbish among its rows would take a quarter of the time
        batch = Batch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"没有编号为 {options['batch']} 的导入批次", returncode=2)
        work(batch)
