"""Whether a backup could be restored, found out without touching the live data."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone

from operations import sqlite
from operations.errors import ArchiveError
from operations.examination import examined
from operations.management.commands._archives import ArchiveCommand
from operations.models import Backup
from operations.retention import Kept


class Command(ArchiveCommand):
    help = "核对一份备份是否完整、能否用现在的程序和密钥恢复；不动正在使用的数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="备份文件；给文件夹时，核对其中最新的一份"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with examined(_backup_at(options["file"].absolute()), self.passphrase(options)) as found:
            manifest = found.manifest
            known = self.remember(found.digest)
        held = f"{len(manifest.tables)} 张表 {manifest.rows} 行，{len(manifest.files)} 个文件"
        of_keys = "密钥相符" if manifest.keys or manifest.engine == sqlite.VENDOR else "密钥在恢复时核对"
        self.stdout.write(
            f"备份完好：{found.path.name}，{manifest.moment:%Y-%m-%d %H:%M:%S} 做成，{held}，{of_keys}{known}"
        )

    def remember(self, digest: str) -> str:
        """When it was verified, where the live database answers and knows of it."""
        if connection.vendor == sqlite.VENDOR and not sqlite.file_of().exists():
            return ""
        try:
            known = Backup.objects.of_digest(digest).update(verified_at=timezone.now())
        except DatabaseError:
            return "（正在使用的数据库没有应答，核对时间没有记下）"
        return "" if known else "（正在使用的数据库没有记着这一份，首页的核对时间不变）"


def _backup_at(path: Path) -> Path:
    """The file itself, or the newest backup of a folder."""
    if not path.is_dir():
        return path
    kept = Kept.in_folder(path)
    if not kept:
        raise ArchiveError(f"{path} 里没有备份")
    return kept[0].path
