"""Copy the whole installation into another database."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils import timezone

from common.commands import OfficeCommand
from common.trouble import explain
from operations import databases, schema
from operations.moving import MoveError, MoveResult, move, refuse_contents

UNCHANGED = "没有搬迁，原数据库没有改动。"


class Command(OfficeCommand):
    help = "把全部内容搬到另一个数据库（SQLite 或 PostgreSQL）。目标须是空的或不存在的；原数据库不改动。请先停止服务。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "address", metavar="DATABASE_URL", help="目标数据库，写法同 .env；密码也可放在 ~/.pgpass"
        )

    def handle(self, *args: object, **options: Any) -> None:
        self._refuse_other_version()
        try:
            with databases.connection_to(options["address"]) as target:
                self._prepare(target, options["address"])
                say = self._say if options["verbosity"] > 1 else None
                result = move(target, say)
        except (MoveError, databases.MigrationError, ImproperlyConfigured) as error:
            raise CommandError(f"{UNCHANGED}{error}", returncode=2) from error
        self.stdout.write(_report(result, options["address"]))

    def _say(self, table: str) -> None:
        self.stdout.write(f"正在复制 {table}")
        self.stdout.flush()

    def _refuse_other_version(self) -> None:
        later = schema.unknown_migrations(schema.applied_migrations())
        if later:
            raise CommandError(
                f"{UNCHANGED}数据库比程序新，请先把程序升级到写这个数据库的版本：{'、'.join(later)}",
                returncode=2,
            )
        if not databases.is_migrated(DEFAULT_DB_ALIAS):
            raise CommandError(
                f"{UNCHANGED}数据库还没有升级到当前版本，请先运行 python manage.py migrate", returncode=2
            )

    def _prepare(self, target: str, address: str) -> None:
        """Bring an empty database to the migrations of this version. `MoveError` where it is not empty."""
        try:
            connections[target].ensure_connection()
        except Error as error:
            raise MoveError(f"目标数据库不能用。{'：'.join(explain(error))}") from error
        refuse_contents(target)
        if not databases.is_migrated(target):
            connections[target].close()  # so that the process that migrates finds nobody there
            databases.migrate(address)


def _report(result: MoveResult, address: str) -> str:
    """Say what was moved, and what is to be done next."""
    moment = timezone.localtime(result.moment)
    return "\n".join(
        [
            f"已搬迁 {len(result.digests)} 张表、{result.rows} 条记录（含历史版本），两边逐表核对一致。",
            f"搬迁的是 {moment:%Y-%m-%d %H:%M:%S} 的内容，此后写入原数据库的不在其中。",
            "接下来：",
            "1. 服务如还在运行，请立即停止。",
            f"2. 把 .env 中的 DATABASE_URL 一行改为：DATABASE_URL={databases.without_password(address)}",
            "3. 启动服务。所有人须重新登录；密钥不变。",
            f"文件留在原处（{settings.PRIVATE_ROOT}），不用搬。原数据库没有改动，确认无误以前请保留。",
        ]
    )
