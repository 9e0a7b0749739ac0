"""What the commands about backups share: errors as one line, the passphrase, sizes in words."""

import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from common.commands import OfficeCommand
from common.trouble import explain, explain_file
from operations.databases import MigrationError
from operations.errors import ArchiveError
from operations.manifest import Manifest
from operations.sealing import read_passphrase


class ArchiveCommand(OfficeCommand):
    """A command about backups. Whatever keeps it from its work is one Chinese line and exit code 2."""

    needs_database = False  # a lost one is what `restore` is for
    # An office whose database or keys are in trouble needs these commands most.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--passphrase-file", metavar="F", type=Path, help="口令文件：第一行是加密备份的口令"
        )

    def execute(self, *args: object, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (ArchiveError, MigrationError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            name = error.filename or "备份"
            raise CommandError(f"读写不了 {name}：{explain_file(error)}", returncode=2) from error
        except (DatabaseError, sqlite3.Error) as error:
            sentence = "：".join(explain(error))  # type: ignore[arg-type]  # an error of either library
            raise CommandError(sentence, returncode=2) from error


def passphrase_from(file: Path | None) -> str | None:
    """Read the passphrase of `--passphrase-file`; None where the option was not given."""
    if file is None:
        return None
    return read_passphrase(file)


def contents_in_words(manifest: Manifest) -> str:
    """Say how much a backup holds."""
    return f"{len(manifest.tables)} 张表 {manifest.rows} 行，{len(manifest.files)} 个文件"


def size_in_words(size: float) -> str:
    """Write a size in bytes as people read it."""
    for unit in ("字节", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"
