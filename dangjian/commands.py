"""Commands for scheduled runs: trouble with the database or a file is one clear line and exit code 2, no traceback."""

from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from dangjian.trouble import explain


class OfficeCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError("：".join(explain(error)), returncode=2) from error

    def save(self, content: IO[bytes], path: Path, more: str = "") -> None:
        try:
            with path.open("wb") as file:
                copyfileobj(content, file)
        except OSError as error:
            raise CommandError(f"写不了 {path}：{error.strerror}", returncode=2) from error
        self.stdout.write(f"已写入 {path}{more}")
