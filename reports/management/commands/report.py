"""The report of one 街道 and year as a Word file, and its figures with their records as a workbook."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import OfficeCommand
from common.snapshot import snapshot
from reports.draft import Draft
from reports.figures.gaps import nothing_recorded
from reports.management.commands._scope import add_scope_arguments, chosen_scope
from reports.models import AnnualReport, Edition
from reports.outputs import workbook
from reports.outputs.copies import CLEAN, COPIES
from reports.signing import edition as editions


class Command(OfficeCommand):
    help = "生成一个街道一年的述职报告（Word），需要时连同数据附件（Excel）。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_scope_arguments(parser)
        parser.add_argument("--output", required=True, metavar="FILE.docx", type=Path, help="写到哪个文件")
        parser.add_argument(
            "--layout", choices=AnnualReport.Layout.values, help="版式：four 四部分，three 三部分"
        )
        parser.add_argument(
            "--kind",
            choices=list(COPIES),
            default=CLEAN.key,
            help="clean 正式稿，review 审阅稿，spoken 现场版",
        )
        parser.add_argument("--annex", metavar="FILE.xlsx", type=Path, help="数据附件写到哪个文件")

    def handle(self, *args: object, **options: object) -> None:
        with snapshot():
            self.write(options)

    def write(self, options: Mapping[str, Any]) -> None:
        """Write the file, of an edition or of the draft, and 数据附件 where that is asked for."""
        scope = chosen_scope(options)
        draft = Draft(scope)
        edition = self.edition(draft, options)
        if edition is None and nothing_recorded(draft.facts.values.values(), scope):
            reason = f"{scope.subdistrict}在 {scope.year} 年没有任何记录，写不成报告"
            raise CommandError(f"{reason}；请先录入，或换一个年度", returncode=2)
        if options["layout"]:
            scope.report.layout = options["layout"]
        copy = COPIES[options["kind"]]
        content = copy.of_edition(edition) if edition else copy.of_draft(draft)
        self.save(BytesIO(content), options["output"], _remark(draft, edition))
        self.stderr.write(_what_was_written(edition, options))
        if options["annex"]:
            annex = editions.data(edition) if edition else workbook.render(draft.facts)
            with annex:
                self.save(annex, options["annex"])

    def edition(self, draft: Draft, options: Mapping[str, Any]) -> Edition | None:
        """Return what was signed: that is what is handed in, unless another layout is asked for.

        `CommandError` where it was tampered with.
        """
        if options["layout"]:
            return None
        edition = editions.latest(draft.scope.subdistrict, draft.scope.year)
        if edition is not None and not edition.intact:
            raise CommandError(f"{edition}与定稿时的指纹不符，内容被改动过，请从备份恢复", returncode=2)
        return edition


def _remark(draft: Draft, edition: Edition | None) -> str:
    """Say behind the name of the file which edition it is, or how much is missing."""
    if edition is not None:
        return f"（定稿第 {edition.number} 稿）"
    if draft.document.gaps:
        return f"，缺数 {len(draft.document.gaps)} 处（以 X 标出）"
    return ""


def _what_was_written(edition: Edition | None, options: Mapping[str, Any]) -> str:
    """Say which of the two was written, for whoever reads the log."""
    if edition is not None:
        day = timezone.localtime(edition.signed_at)
        return f"写出的是{edition}：{edition.signed_by} {day:%Y-%m-%d} 定稿"
    layout = "另选版式，" if options["layout"] else ""
    return f"写出的是草稿：{layout}按现在的记录编成，不是定稿，每页页眉已注明"
