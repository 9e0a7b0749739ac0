"""Bring a workbook in from a script: the preview as JSON, and written if `--confirm` and nothing is wrong."""

import json
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.core.files import File
from django.core.management.base import CommandError, CommandParser

from common.commands import OfficeCommand
from common.trouble import explain_file
from imports import jobs
from imports.files import Folder
from imports.management.commands._arguments import MAY_NOT_WRITE, add_arguments, pages_of, user_of
from imports.models import Batch
from imports.problems import Problem

State = Batch.State


class Command(OfficeCommand):
    help = "导入一份 Excel：先核对，加 --confirm 且没有错误时写入。有错误时退出码为 1，什么都不写入。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument("file", metavar="FILE.xlsx", type=Path, help="要导入的文件")
        parser.add_argument("--confirm", action="store_true", help="没有错误就写入")
        parser.add_argument(
            "--take-alike", action="store_true", help="疑似重复的行也写入；不加时不写入，其余照常"
        )
        parser.add_argument(
            "--returned", metavar="FILE.xlsx", type=Path, help="有错误时，把标注好的文件写到哪里"
        )
        parser.add_argument("--json", action="store_true", help="用 JSON 输出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        pages, user = pages_of(options), user_of(options)
        if not pages.may_write(user):
            raise CommandError(MAY_NOT_WRITE.format(user.username, pages.name()), returncode=2)
        batch = self.uploaded(pages, user, options["file"])
        jobs.work(batch)
        batch.refresh_from_db()
        told = Folder(batch).told("preview") or {"problems": []}
        problems = [Problem(**problem) for problem in told["problems"]]
        if (held := batch.counts.get("alike")) and not options["take_alike"]:
            self.stderr.write(f"疑似重复 {held} 行，不写入；确是另外几件的，加 --take-alike")
        for note in (*_passed_over(told), *told.get("assumed", ()), *told.get("choices", ())):
            self.stderr.write(note)
        if batch.state == State.REFUSED:
            problems = [Problem("", 0, "", "", batch.reason)]
        elif problems and options["returned"]:
            self.give_back(batch, options["returned"])
        if batch.state == State.READY and options["confirm"] and not problems:
            batch.move(State.READY, State.WRITING, take_alike=options["take_alike"])
            jobs.work(batch)
            batch.refresh_from_db()
            if batch.state != State.DONE:
                raise CommandError(batch.reason, returncode=2)
        self.tell(batch, problems, options["json"])
        if batch.state == State.READY:
            batch.move(State.READY, State.DROPPED)
        Folder(batch).clear()
        if problems:
            raise SystemExit(1)

    def uploaded(self, pages: Any, user: Any, path: Path) -> Batch:
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}，请核对路径", returncode=2)
        try:
            file = path.open("rb")
        except OSError as error:
            raise CommandError(f"读不了 {path}：{explain_file(error)}", returncode=2) from error
        batch = Batch.objects.begin(user, pages.label(), path.name)
        with file:
            Folder(batch).keep(File(file))
        return batch

    def give_back(self, batch: Batch, path: Path) -> None:
        try:
            copyfile(Folder(batch).marked, path)
        except OSError as error:
            raise CommandError(f"写不了 {path}：{explain_file(error)}", returncode=2) from error

    def tell(self, batch: Batch, problems: list[Problem], as_json: bool) -> None:
        counts = {
            key: batch.counts.get(key, 0) for key in ("new", "updated", "unchanged", "duplicate", "error")
        }
        counts |= {key: count for key, count in batch.counts.items() if key == "alike"}
        written = batch.state == State.DONE
        if as_json:
            told = {
                "counts": counts,
                "errors": [problem.as_json() for problem in problems],
                "written": written,
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        names = {
            "new": "新增",
            "updated": "更新",
            "unchanged": "未变",
            "duplicate": "重复",
            "error": "错误",
            "alike": "疑似重复",
        }
        self.stdout.write(
            "，".join(f"{names[key]} {count}" for key, count in counts.items())
            + ("；已写入" if written else "；没有写入")
        )
        for problem in problems:
            place = (
                f"{problem.sheet} 第 {problem.row} 行 {problem.column}".strip()
                if problem.row
                else problem.sheet
            )
            self.stdout.write(f"{place}：{problem.value} {problem.message}".lstrip("："))


def _passed_over(preview: dict[str, Any]) -> list[str]:
    """What of the file becomes no record: sheets that are not read, and rows that are taken for none."""
    unread, passed = preview.get("unread", ()), preview.get("passed", ())
    notes = [f"没有读的工作表：{'、'.join(unread)}"] if unread else []
    return notes + (
        [f"没有当作记录的行共 {preview['passed_rows']} 行：{'；'.join(passed)}"] if passed else []
    )
