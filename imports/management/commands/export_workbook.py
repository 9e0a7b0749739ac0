"""All records of a kind that an account reaches, as the workbook in which they can be read in again."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from common.commands import OfficeCommand
from imports.management.commands._arguments import add_arguments, pages_of, user_of
from records.exports import hand_out


class Command(OfficeCommand):
    help = (
        "把一种记录导出为 Excel，可以改好再导入。"
        "账号可查看完整个人信息的，导出完整号码，并留下记录；否则只有隐去中间的号码。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument("--output", required=True, metavar="FILE.xlsx", type=Path, help="写到哪个文件")

    def handle(self, *args: str, **options: Any) -> None:
        pages, user = pages_of(options), user_of(options)
        if not pages.may_read(user):
            message = f"账号 {user.username} 不能查看{pages.name()}，请换一个能查看的账号"
            raise CommandError(message, returncode=2)
        records = pages.queryset(user)
        full = user.may_view_personal_data and pages.has_personal_data()
        with hand_out(pages, records, user, full=full) as file:
            remark = f"，{pages.name()} {records.count()} 条"
            if full:
                remark += "，含完整号码"
            self.save(file, options["output"], remark)
