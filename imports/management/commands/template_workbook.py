"""The workbook to fill in for a kind of record, for what an account may enter."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from common.commands import OfficeCommand
from imports.management.commands._arguments import MAY_NOT_WRITE, add_arguments, pages_of, user_of
from imports.workbooks.template import template


class Command(OfficeCommand):
    help = "写出一种记录的导入模板（Excel）：下拉列表里只有这个账号可以选的。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument("--output", required=True, metavar="FILE.xlsx", type=Path, help="写到哪个文件")

    def handle(self, *args: str, **options: Any) -> None:
        pages, user = pages_of(options), user_of(options)
        if not pages.may_write(user):
            raise CommandError(MAY_NOT_WRITE.format(user.username, pages.name()), returncode=2)
        with template(pages, user) as file:
            self.save(file, options["output"], f"，{pages.name()}模板")
