"""The report of one 街道 and year as a Word file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dangjian.commands import OfficeCommand
from reports import word
from reports.draft import build
from reports.figures import CATALOGUE
from reports.figures.compute import compute
from reports.gaps import nothing_recorded
from reports.management.commands._scope import add_scope_arguments, scope_of
from reports.models import AnnualReport


class Command(OfficeCommand):
    help = "生成一个街道一年的述职报告（Word）。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_scope_arguments(parser)
        parser.add_argument("--output", required=True, metavar="FILE.docx", type=Path, help="写到哪个文件")
        parser.add_argument("--layout", choices=AnnualReport.Layout.values, help="版式：four 四部分，three 三部分")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = scope_of(options)
        values = compute(CATALOGUE.values(), scope)
        if nothing_recorded(values.values(), scope):
            raise CommandError(f"{scope.subdistrict}在 {scope.year} 年没有任何记录，写不成报告；请先录入，或换一个年度", returncode=2)
        if options["layout"]:
            scope.report.layout = options["layout"]
        document = build(scope, values)
        try:
            options["output"].write_bytes(word.render(document))
        except OSError as error:
            raise CommandError(f"写不了 {options['output']}：{error.strerror}", returncode=2) from error
        gaps = f"，缺数 {len(document.gaps)} 处（以 X 标出）" if document.gaps else ""
        self.stdout.write(f"已写入 {options['output']}{gaps}")
