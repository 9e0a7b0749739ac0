"""One backup of the whole installation, as one file, while the portal works.

Once the file is there the command has succeeded and says so; what fails after that is one more sentence.
"""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, connection

from common.trouble import explain_file
from operations import backup, retention, sqlite
from operations.management.commands._archives import (
    ArchiveCommand,
    contents_in_words,
    passphrase_from,
    size_in_words,
)
from operations.models import Backup

MOST = 36500  # backups or days


def positive(text: str) -> int:
    """Read a number of backups or of days; 0 would be a slip of the hand, by which none would be kept."""
    number = int(text)
    if not 1 <= number <= MOST:
        raise ArgumentTypeError(f"要写 1 到 {MOST} 的整数")
    return number


positive.__name__ = "int"  # argparse says by this name what is no number at all


class Command(ArchiveCommand):
    help = "把数据库和文件备份成一个文件，不影响使用。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", metavar="DIR", type=Path, help="写到哪个文件夹")
        parser.add_argument("--keep", metavar="N", type=positive, help="至少留最新的 N 份，多出的删去")
        parser.add_argument(
            "--days",
            metavar="D",
            type=positive,
            help="至少留 D 天，更早的删去；与 --keep 同用时，两样都超过才删",
        )

    def handle(self, *args: object, **options: Any) -> None:
        folder = options["folder"].absolute()
        new_backup = backup.make(folder, passphrase_from(options["passphrase_file"]))
        remembering = self.remember(new_backup)
        warning = self.warn()
        clearing = self.clear(new_backup.path, options["keep"], options["days"])
        facts = [size_in_words(new_backup.path.stat().st_size), contents_in_words(new_backup.manifest)]
        if new_backup.row.encrypted:
            facts.append("加密")
        self.stdout.write(f"已备份到 {new_backup.path}（{'，'.join(facts)}）{clearing}{remembering}{warning}")

    def clear(self, newest: Path, keep: int | None, days: int | None) -> str:
        """Remove what need no longer be kept, never the newest backup, whatever the clock said before.

        Return what is to be said of it.
        """
        count = 0
        for path in retention.superfluous(newest.parent, keep, days):
            if path == newest:
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                return f"；旧备份 {path.name} 删不掉：{explain_file(error)}"
            count += 1
        if count == 0:
            return ""
        return f"；删去旧备份 {count} 份"

    def warn(self) -> str:
        """Write the note beside a SQLite file; return what is to be said where that fails."""
        if connection.vendor != sqlite.VENDOR or sqlite.warn_against_copying():
            return ""
        return f"；{sqlite.file_of().parent} 里的提示“{sqlite.NOTICE}”没有写成，请核对文件夹的权限"

    def remember(self, new_backup: backup.FinishedBackup) -> str:
        """Write the backup down in the database, where it has the table; the file is good without it.

        Return what is to be said where that fails.
        """
        try:
            if Backup._meta.db_table in connection.introspection.table_names():
                new_backup.row.save()
        except DatabaseError:
            return "；数据库正忙，首页上没有记下这一次"
        return ""
