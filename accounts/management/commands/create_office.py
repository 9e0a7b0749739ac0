"""Open a 街道 and its first 管理员."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from communities.actions import open_subdistrict
from communities.models import SubDistrict
from dangjian.commands import OfficeCommand
from dangjian.records.readers import Role


class Command(OfficeCommand):
    help = "开通一个街道，建立它的第一个管理员账号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="街道编码，只用字母、数字、- 和 _")
        parser.add_argument("name", help="街道名称，例：锦河街道")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        subdistrict = SubDistrict(code=options["code"], name=options["name"])
        username = f"{options['code']}-admin"
        try:
            subdistrict.full_clean()
            open_subdistrict(subdistrict)
            password = secrets.token_urlsafe(9)
            admin = User(username=username, display_name="管理员", role=Role.ADMIN, subdistrict=subdistrict, is_staff=True)
            admin.set_password(password)
            admin.full_clean()
        except ValidationError as error:
            raise CommandError("；".join(error.messages), returncode=2) from error
        admin.save()
        self.stdout.write(f"已开通 {subdistrict}（{subdistrict.code}）\n管理员账号：{username}\n初始密码：{password}（首次登录须修改）")
