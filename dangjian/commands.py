"""Commands for scheduled runs: a database in trouble is one clear line and exit code 2, no traceback."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from dangjian.trouble import explain


class OfficeCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError("：".join(explain(error)), returncode=2) from error
