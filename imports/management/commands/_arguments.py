"""The arguments that the commands of imports share: a kind of record, and the account whose rights count."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from imports.kinds import KINDS, kind
from records.pages import RecordPages

MAY_NOT_WRITE = "账号 {} 不能录入{}，请换一个负责录入的账号"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("kind", metavar="APP.MODEL", help="记录的种类，例：visits.visit")
    parser.add_argument("--user", required=True, metavar="NAME", help="账号名；范围和权限以它为准")


def pages_of(options: dict[str, Any]) -> type[RecordPages]:
    """Return the pages of the kind asked for. `CommandError` with exit code 2 where there is none such."""
    pages = kind(options["kind"])
    if pages is None:
        labels = "、".join(label for label, pages in KINDS.items() if not pages.parent)
        raise CommandError(f"没有 {options['kind']} 这种记录；现有：{labels}", returncode=2)
    return pages


def user_of(options: dict[str, Any]) -> User:
    """Return the account named. `CommandError` with exit code 2 where there is none such, or it is closed."""
    user = User.objects.filter(username=options["user"]).first()
    if user is None:
        raise CommandError(f"没有名为 {options['user']} 的账号，请核对 --user", returncode=2)
    if not user.is_active:
        raise CommandError(f"账号 {options['user']} 已停用，请换一个账号，或由管理员重新启用", returncode=2)
    return user
