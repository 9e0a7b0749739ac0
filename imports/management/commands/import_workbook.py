"""Bring a workbook in from a script: the preview as JSON, and written if `--confirm` and nothing is wrong."""

import json
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.core.files import File
from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from common.commands import OfficeCommand
from common.trouble import explain_file
from imports import jobs
from imports.deciding import NOTE
from imports.files import Folder
from imports.management.commands._arguments import MAY_NOT_WRITE, add_arguments, pages_of, user_of
from imports.mapping.answers import UNDECIDED
from imports.models import Batch
from imports.problems import Problem
from records.pages import RecordPages

State = Batch.State
ACCEPT = "表里的列和词，看来很像的也照样采用；不加时只采用确定的"
TAKE_ALIKE = "疑似重复的行也写入；不加时不写入，其余照常"
RETURNED = "有错误时，把标注好的文件写到哪里"
NAMES = {
    "new": "新增",
    "updated": "更新",
    "unchanged": "未变",
    "duplicate": "重复",
    "error": "错误",
    "alike": "疑似重复",
}


class Command(OfficeCommand):
    help = "导入一份 Excel：先核对，加 --confirm 且没有错误时写入。有错误时退出码为 1，什么都不写入。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.add_argument("file", metavar="FILE.xlsx", type=Path, help="要导入的文件")
        parser.add_argument("--confirm", action="store_true", help="没有错误就写入")
        parser.add_argument("--accept", action="store_true", help=ACCEPT)
        parser.add_argument("--take-alike", action="store_true", help=TAKE_ALIKE)
        parser.add_argument("--returned", metavar="FILE.xlsx", type=Path, help=RETURNED)
        parser.add_argument("--json", action="store_true", help="用 JSON 输出结果")

    def handle(self, *args: str, **options: Any) -> None:
        pages, user = pages_of(options), user_of(options)
        if not pages.may_write(user):
            raise CommandError(MAY_NOT_WRITE.format(user.username, pages.name()), returncode=2)
        likely = Batch.Likely.TAKEN if options["accept"] else Batch.Likely.LEFT
        batch = self.begin(pages, user, options["file"], likely)
        jobs.work(batch)
        batch.refresh_from_db()
        problems = self.show_preview(batch, options)
        mapping = _mapping(batch)
        if batch.state == State.READY and options["confirm"] and not problems:
            self.confirm(batch, options["take_alike"])
        self.report(batch, problems, mapping if options["json"] else None)
        if batch.state == State.READY:
            batch.move(State.READY, State.DROPPED)
        Folder(batch).clear()
        if problems:
            raise SystemExit(1)

    def begin(self, pages: type[RecordPages], user: User, path: Path, likely: str) -> Batch:
        """Begin a batch with the file. `CommandError` with exit code 2 where it cannot be read."""
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}，请核对路径", returncode=2)
        try:
            file = path.open("rb")
        except OSError as error:
            raise CommandError(f"读不了 {path}：{explain_file(error)}", returncode=2) from error
        batch = Batch.objects.begin(user, kind=pages.label(), file_name=path.name[:200], likely=likely)
        with file:
            Folder(batch).keep(File(file))
        return batch

    def show_preview(self, batch: Batch, options: dict[str, Any]) -> list[Problem]:
        """Write the remarks of the preview, and the marked workbook if asked for; return the problems."""
        content = Folder(batch).read_json("preview") or {"problems": []}
        problems = [Problem(**problem) for problem in content["problems"]]
        alike = batch.counts.get("alike")
        if alike and not options["take_alike"]:
            self.stderr.write(f"疑似重复 {alike} 行，不写入；确是另外几件的，加 --take-alike")
        for remark in _remarks(content):
            self.stderr.write(remark)
        if batch.state == State.REFUSED:
            return [Problem("", 0, "", "", batch.reason)]
        if problems and options["returned"]:
            self.give_back(batch, options["returned"])
        return problems

    def give_back(self, batch: Batch, path: Path) -> None:
        try:
            copyfile(Folder(batch).marked_upload, path)
        except OSError as error:
            raise CommandError(f"写不了 {path}：{explain_file(error)}", returncode=2) from error

    def confirm(self, batch: Batch, take_alike: bool) -> None:
        """Write the batch. `CommandError` with exit code 2 where that fails."""
        batch.move(State.READY, State.WRITING, take_alike=take_alike)
        jobs.work(batch)
        batch.refresh_from_db()
        if batch.state != State.DONE:
            raise CommandError(batch.reason, returncode=2)

    def report(self, batch: Batch, problems: list[Problem], mapping: dict[str, Any] | None) -> None:
        """Write how many rows came to what, and every problem.

        As JSON where there is a `mapping` to be told.
        """
        counts = _counts(batch)
        is_done = batch.state == State.DONE
        if mapping is not None:
            errors = [problem.as_json() for problem in problems]
            result = {"counts": counts, "errors": errors, "written": is_done, **mapping}
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        summary = "，".join(f"{NAMES[key]} {count}" for key, count in counts.items())
        self.stdout.write(f"{summary}；{'已写入' if is_done else '没有写入'}")
        for problem in problems:
            self.stdout.write(_describe(problem))


def _counts(batch: Batch) -> dict[str, int]:
    """Return how many rows came to what; rows that are alike only where there are some."""
    counts = {key: batch.counts.get(key, 0) for key in NAMES if key != "alike"}
    if "alike" in batch.counts:
        counts["alike"] = batch.counts["alike"]
    return counts


def _mapping(batch: Batch) -> dict[str, list[dict[str, Any]]]:
    """Return what the columns and words of a file are taken for, and how sure that is.

    Nothing of an unread file.
    """
    page = Folder(batch).read_json(NOTE) or {"tables": []}
    columns, words = [], []
    for table in page["tables"]:
        for column in table["columns"]:
            columns.append({"heading": column["heading"], "column": column["label"], "sure": column["sure"]})
        for word in table["words"]:
            value = word["value"] if word["value"] != UNDECIDED else ""
            words.append(
                {
                    "column": word["label"],
                    "word": word["word"],
                    "value": value,
                    "rows": word["rows"],
                    "sure": word["sure"],
                }
            )
    return {"columns": columns, "words": words}


def _describe(problem: Problem) -> str:
    place = problem.sheet
    if problem.row:
        place = f"{place} 第 {problem.row} 行 {problem.column}".strip()
    return f"{place}：{problem.value} {problem.message}".lstrip("：")


def _remarks(preview: dict[str, Any]) -> list[str]:
    """Say what becomes no record, what new records are given, and which of two columns was taken."""
    remarks = []
    if preview.get("unread"):
        remarks.append(f"没有读的工作表：{'、'.join(preview['unread'])}")
    if preview.get("passed"):
        rows = "；".join(preview["passed"])
        remarks.append(f"没有当作记录的行共 {preview['passed_rows']} 行：{rows}")
    return [*remarks, *preview.get("assumed", ()), *preview.get("choices", ())]
