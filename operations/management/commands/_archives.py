"""What the commands about backups share: trouble as one line, the passphrase, sizes in words."""

import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from common.commands import OfficeCommand
from common.trouble import explain, explain_file
from operations.databases import MigrationError
from operations.errors import ArchiveError
from operations.sealing import read_passphrase


class ArchiveCommand(OfficeCommand):
    """Whatever keeps it from its work is one Chinese line and exit code 2."""

    needs_database = False  # a lost one is what `restore` is for
    requires_system_checks: list[
        str
    ] = []  # an office whose database or keys are in trouble needs these commands most

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--passphrase-file", metavar="F", type=Path, help="口令文件：第一行是加密备份的口令"
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (ArchiveError, MigrationError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            raise CommandError(
                f"读写不了 {error.filename or '备份'}：{explain_file(error)}", returncode=2
            ) from error
        except (DatabaseError, sqlite3.Error) as error:
            raise CommandError("：".join(explain(error)), returncode=2) from error  # type: ignore[arg-type]  # of either kind

    def passphrase(self, options: dict[str, Any]) -> str | None:
        path = options["passphrase_file"]
        return None if path is None else read_passphrase(path)


def in_words(size: int) -> str:
    """A size in bytes, as people read it."""
    for unit in ("字节", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024  # type: ignore[assignment]
    return f"{size:.1f} GB"
