"""Open a 街道 and its first 管理员."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.db.models import Q

from access.roles import Role
from accounts.models import User
from common.commands import OfficeCommand
from communities.actions import open_subdistrict
from communities.models import SubDistrict
from records import store


class Command(OfficeCommand):
    help = "开通一个街道，建立它的第一个管理员账号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="街道编码，只用字母、数字、- 和 _")
        parser.add_argument("name", help="街道名称，例：锦河街道")

    def handle(self, *args: object, **options: Any) -> None:
        subdistrict = SubDistrict(code=options["code"], name=options["name"])
        try:
            username, password = open_office(subdistrict)
        except ValidationError as error:
            raise CommandError(f"没有开通：{'；'.join(error.messages)}", returncode=2) from error
        except IntegrityError as error:
            raise CommandError("没有开通：刚才有人开通了同样的街道，请核对以后再试", returncode=2) from error
        self.stdout.write(
            f"已开通 {subdistrict}（{subdistrict.code}）\n管理员账号：{username}\n初始密码：{password}（首次登录须修改）"
        )


@transaction.atomic
def open_office(subdistrict: SubDistrict) -> tuple[str, str]:
    """Write the 街道 and its 管理员; return the name and the first password of the account.

    `ValidationError` says in Chinese why it cannot be opened.
    """
    same_code_or_name = Q(code=subdistrict.code) | Q(name=subdistrict.name)
    other = SubDistrict.objects.filter(same_code_or_name).first()
    if other:
        raise ValidationError(_explain_conflict(subdistrict, other))
    try:
        subdistrict.full_clean()
    except ValidationError as error:
        raise ValidationError(store.problems(error, SubDistrict)) from error
    username = f"{subdistrict.code}-admin"
    password = secrets.token_urlsafe(9)
    if User.objects.filter(username=username).exists():
        raise ValidationError(f"账号 {username} 已经有人使用，请换一个街道编码")
    open_subdistrict(subdistrict)
    admin = User(
        username=username, display_name="管理员", role=Role.ADMIN, subdistrict=subdistrict, is_staff=True
    )
    admin.set_password(password)
    admin.full_clean()
    admin.save()
    return username, password


def _explain_conflict(subdistrict: SubDistrict, other: SubDistrict) -> str:
    """Say whether another 街道 has the same code or name, and what to do."""
    advice = "要给它增加账号，请它的管理员登录后在“账号管理”里增加"
    if (other.code, other.name) == (subdistrict.code, subdistrict.name):
        return f"{other}（编码 {other.code}）已经开通，原来的内容没有改动。{advice}"
    if other.code == subdistrict.code:
        return f"编码 {other.code} 已经是{other}的，请换一个编码"
    return f"{other}已经开通，编码是 {other.code}。{advice}；是另一个街道的，请把名称写得不同"
