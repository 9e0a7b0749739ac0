"""Find out whether a backup could be restored, without touching the live data."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from operations import sqlite
from operations.errors import ArchiveError
from operations.examination import open_backup
from operations.management.commands._archives import ArchiveCommand, contents_in_words, passphrase_from
from operations.models import Backup
from operations.retention import BackupFile


class Command(ArchiveCommand):
    help = "核对一份备份是否完整、能否用现在的程序和密钥恢复；不动正在使用的数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="备份文件；给文件夹时，核对其中最新的一份"
        )

    def handle(self, *args: object, **options: Any) -> None:
        path = _backup_at(options["file"].absolute())
        with open_backup(path, passphrase_from(options["passphrase_file"])) as backup:
            manifest = backup.manifest
            remembering = self.remember(backup.digest)
        moment = f"{manifest.moment:%Y-%m-%d %H:%M:%S}"
        keys = "密钥在恢复时核对"
        if manifest.keys or manifest.engine == sqlite.VENDOR:
            keys = "密钥相符"
        self.stdout.write(
            f"备份完好：{path.name}，{moment} 做成，{contents_in_words(manifest)}，{keys}{remembering}"
        )

    def remember(self, digest: str) -> str:
        """Write down when it was verified, where the live database answers and knows of it.

        Return what is to be said where it does not.
        """
        if connection.vendor == sqlite.VENDOR and not sqlite.file_of().exists():
            return ""
        try:
            count = Backup.objects.of_digest(digest).update(verified_at=timezone.now())
        except DatabaseError:
            return "（正在使用的数据库没有应答，核对时间没有记下）"
        if count == 0:
            return "（正在使用的数据库没有记着这一份，首页的核对时间不变）"
        return ""


def _backup_at(path: Path) -> Path:
    """Return the file itself, or the newest backup of a folder."""
    if not path.is_dir():
        return path
    backups = BackupFile.in_folder(path)
    if not backups:
        raise ArchiveError(f"{path} 里没有备份")
    return backups[0].path
