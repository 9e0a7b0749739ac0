"""Fill an empty database with a fictional 街道."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from common.commands import OfficeCommand
from demo import planning
from demo.loader import NotEmptyError, load
from demo.logins import LOGINS, PASSWORD, SECRETARY
from demo.places import NAME


class Command(OfficeCommand):
    """Load the demo.

    A database counts as a demo when it holds the 街道 of the demo with all its accounts; any other must be
    empty.
    """

    help = "在空数据库中装入演示数据：一个虚构的街道和它两整年的全部记录。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--year",
            type=int,
            metavar="Y",
            help="装入 Y 年和上一年的全年记录，以及 Y 年以后到今天的；默认去年",
        )
        parser.add_argument(
            "--scale", type=int, default=1, metavar="N", help="记录和人数乘以 N，用来测速；默认 1"
        )

    def handle(self, *args: object, **options: Any) -> None:
        today = timezone.localdate()
        year, scale = options["year"] or today.year - 1, options["scale"]
        if not 2010 <= year < today.year:
            raise CommandError(f"--year 请给 2010 至 {today.year - 1} 之间已经过完的年度", returncode=2)
        if not 1 <= scale <= 100:
            raise CommandError("--scale 请给 1 至 100 之间的整数", returncode=2)
        try:
            world = load(year, scale, today)
        except NotEmptyError as error:
            reason = "数据库里已有不是演示用的街道或账号，没有写入任何内容"
            raise CommandError(f"{reason}；演示数据只装入空数据库", returncode=2) from error
        if world:
            planning.sign_report(world, User.objects.get(username=SECRETARY.username))
            self.stdout.write(f"已装入{NAME}的演示数据：{year - 1}年、{year}年全年，其后到今天")
        else:
            self.stdout.write(f"{NAME}的演示数据已经在这个数据库里，没有再写入任何内容")
        for login in LOGINS:
            account = f"{login.name}，{login.role.label}，{login.reach}"
            self.stdout.write(f"{login.username}　密码 {PASSWORD}　{account}")
