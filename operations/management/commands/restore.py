"""Put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from operations import restore
from operations.databases import without_password
from operations.examination import OpenBackup, open_backup
from operations.management.commands._archives import ArchiveCommand, passphrase_from


class Command(ArchiveCommand):
    help = "用一份备份替换现在的数据（--yes，请先停止服务），或恢复到旁边的空库查看（--into）。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", type=Path, help="备份文件")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--yes", action="store_true", help="确认替换现在的数据")
        where.add_argument("--into", metavar="DATABASE_URL", help="恢复到这个空的数据库，现在的数据不动")
        parser.add_argument("--files", metavar="DIR", type=Path, help="与 --into 同用：文件放到这个空文件夹")

    def handle(self, *args: object, **options: Any) -> None:
        passphrase = passphrase_from(options["passphrase_file"])
        with open_backup(options["file"].absolute(), passphrase) as backup:
            if options["into"]:
                self.beside(backup, options["into"], options["files"])
            else:
                self.in_place(backup, passphrase)

    def in_place(self, backup: OpenBackup, passphrase: str | None) -> None:
        result = restore.restore(backup, passphrase)
        moment = backup.manifest.moment
        self.stdout.write(f"已恢复到 {moment:%Y-%m-%d %H:%M:%S} 的备份，共 {backup.manifest.rows} 行")
        if result.migrated:
            self.stdout.write("备份来自以前的版本，已升级到现在的版本")
        if result.before:
            self.stdout.write(f"恢复前的数据保存在 {result.before}")
        self.stdout.write("请重新启动服务；所有人须重新登录，没有做完的导入须重新上传")

    def beside(self, backup: OpenBackup, url: str, folder: Path | None) -> None:
        restore.restore_beside(backup, url, folder)
        settings = "DATABASE_URL"
        environment = f"DATABASE_URL='{without_password(url)}'"
        if folder:
            settings += " 和 PRIVATE_ROOT"
            environment += f" PRIVATE_ROOT={folder.absolute()}"
        command = "ALLOW_HTTP=True .venv/bin/gunicorn dangjian.wsgi --bind 127.0.0.1:8001"
        rows = backup.manifest.rows
        self.stdout.write(f"已恢复到旁边，共 {rows} 行；正在使用的数据没有动。要改用它，先停止服务，")
        self.stdout.write(f"在 .env 里改 {settings}，再启动。只是查看，请运行：")
        self.stdout.write(f"{environment} {command}")
