"""Sheets as somebody would fill them, what the plan says of them, and what becomes of them."""

from pathlib import Path
from typing import Any

import xlsxwriter

from imports import jobs
from imports.files import Folder
from imports.kinds import KINDS
from imports.models import Batch
from imports.plan import Plan
from imports.reading import Grid
from tests.factories import BatchFactory

VISIT = ["走访日期", "社区", "走访类型", "走访户数", "班子成员", "走访内容"]
MEMBER = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期", "身份证号", "手机号"]
PAYMENT = ["拨付日期", "社区", "经费类别", "金额（元）", "用途"]


def grid(title: str, *rows: list[Any], **told: Any) -> Grid:
    return Grid(title, [list(row) for row in rows], **told)


def plan(label: str, reader: Any, *grids: Grid) -> Plan:
    return Plan(KINDS[label], reader, list(grids))


def visits(reader: Any, *rows: list[Any], head: list[Any] = VISIT) -> Plan:
    return plan("visits.visit", reader, grid("走访", head, *rows))


def told(planned: Plan) -> list[tuple[int, str, str]]:
    """Row, column and message of every problem."""
    return [(problem.row, problem.column, problem.message) for problem in planned.problems]


def counted(planned: Plan) -> dict[str, int]:
    return {action: count for action, count in planned.counts.items() if count}


def saved(path: Path, **sheets: list[list[Any]]) -> Path:
    """A real .xlsx of these sheets."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for index, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(number, index, value)
                    elif value is not None:
                        page.write(number, index, value)
    return path


def uploaded(user: Any, content: bytes, **more: Any) -> Batch:
    """A file, previewed."""
    batch = BatchFactory(subdistrict=user.subdistrict, user=user, state=Batch.State.READING, **more)
    folder = Folder(batch)
    folder.path.mkdir(parents=True)
    folder.upload.write_bytes(content)
    jobs.work(batch)
    batch.refresh_from_db()
    return batch


def confirm(batch: Batch, **more: Any) -> Batch:
    """As if 确认导入 had been pressed: does nothing where it may not be."""
    batch.move(Batch.State.READY, Batch.State.WRITING, **more)
    jobs.work(batch)
    batch.refresh_from_db()
    return batch
