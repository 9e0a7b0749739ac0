"""One backup of the whole installation, as one file, while the portal works.

Once the file is made the command has succeeded, and says so: what fails after that is a sentence more.
"""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, connection

from common.trouble import explain_file
from operations import backup, retention, sqlite
from operations.management.commands._archives import ArchiveCommand, in_words
from operations.models import Backup

MOST = 36500  # backups or days


def positive(text: str) -> int:
    """A number of backups or of days; 0 would be a slip of the hand that keeps none."""
    if not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"要写 1 到 {MOST} 的整数")
    return int(text)


positive.__name__ = "int"  # by which argparse names what is no number at all


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

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].absolute()
        made = backup.make(folder, self.passphrase(options))
        unknown = self.remember(made)
        unsaid = self.warn()
        removed = self.clear(made.path, options["keep"], options["days"])
        size, manifest = in_words(made.path.stat().st_size), made.manifest
        held = f"{len(manifest.tables)} 张表 {manifest.rows} 行，{len(manifest.files)} 个文件"
        self.stdout.write(
            f"已备份到 {made.path}（{size}，{held}{'，加密' if made.row.encrypted else ''}）{removed}{unknown}{unsaid}"
        )

    def clear(self, newest: Path, keep: int | None, days: int | None) -> str:
        """Remove what is no longer to be kept, never the one just made, whatever the clock said before."""
        removed = 0
        for path in retention.superfluous(newest.parent, keep, days):
            if path == newest:
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                return f"；旧备份 {path.name} 删不掉：{explain_file(error)}"
            removed += 1
        return f"；删去旧备份 {removed} 份" if removed else ""

    def warn(self) -> str:
        if connection.vendor != sqlite.VENDOR or sqlite.warn_against_copying():
            return ""
        return f"；{sqlite.file_of().parent} 里的提示“{sqlite.NOTICE}”没有写成，请核对文件夹的权限"

    def remember(self, made: backup.Made) -> str:
        """In the database, where it has come to know of backups; the file is good whether or not that succeeds."""
        try:
            if Backup._meta.db_table in connection.introspection.table_names():
                made.row.save()
        except DatabaseError:
            return "；数据库正忙，首页上没有记下这一次"
        return ""
