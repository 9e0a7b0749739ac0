"""Sheets as offices send them, what a plan says of them, and what becomes of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from imports import jobs
from imports.files import Folder
from imports.models import Batch
from imports.plan import Plan
from imports.reading import Grid
from tests.factories import BatchFactory

VISIT = ["走访日期", "社区", "走访类型", "走访户数", "班子成员", "走访内容"]
MEMBER = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期", "身份证号", "手机号"]

GOOD: dict[str, dict[str, Any]] = {
    "visits.visit": {"走访日期": "2025-03-05", "社区": "清泉社区", "走访类型": "入户", "走访户数": 12},
    "funding.payment": {"拨付日期": "2025-03-05", "社区": "清泉社区", "经费类别": "党建工作经费", "金额（元）": 5000},
    "members.member": {
        "姓名": "周玉兰",
        "性别": "女",
        "所在党组织": "清泉社区第一党支部",
        "党员类别": "正式党员",
        "组织关系转入日期": "2019-07-01",
    },
    "members.partyorg": {
        "党组织名称": "清泉社区第二党支部",
        "类别": "党支部",
        "领域": "社区",
        "社区": "清泉社区",
        "成立日期": "2018-06-01",
    },
    "members.instructor": {"姓名": "高洁", "所在单位": "街道党建办", "派驻日期": "2024-01-08"},
    "mediation.mediationcase": {"受理日期": "2025-03-05", "社区": "清泉社区", "纠纷类型": "邻里纠纷"},
    "services.servicecase": {"受理日期": "2025-03-05", "社区": "清泉社区", "事项": "社会保障", "申请人": "陈建国", "全程代办": "是"},
    "services.volunteerteam": {"队伍名称": "红马甲队", "类别": "政策宣传", "社区": "清泉社区", "成立日期": "2020-05-04"},
    "services.serviceitem": {"名称": "老年优待证", "顺序": 30, "在用": "是"},
}


def row(kind: str, changed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A good row of a kind, with some of its cells changed or added."""
    return {**GOOD[kind], **(changed or {})}


def sheet(title: str, *rows: Mapping[str, Any]) -> Grid:
    """A heading of every column that some row names, and the rows below."""
    head = list(dict.fromkeys(name for cells in rows for name in cells))
    return Grid(title, [head, *([cells.get(name) for name in head] for cells in rows)])


def planned(pages: Any, reader: Any, *rows: Mapping[str, Any]) -> Plan:
    return Plan(pages, reader, [sheet(pages.name(), *rows)])


def said(plan: Plan) -> list[tuple[int, str, str, str]]:
    """Every problem: row, column, value, message."""
    return [(p.row, p.column, p.value, p.message) for p in plan.problems]


def actions(plan: Plan) -> dict[str, int]:
    """How many rows come to what, without those of which there are none."""
    return {name: count for name, count in plan.counts.items() if count}


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
