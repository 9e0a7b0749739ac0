"""Sheets as offices send them, what a plan says of them, and what becomes of them."""

import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from imports import jobs
from imports.files import Folder
from imports.models import Batch
from imports.plan import Plan
from spreadsheets.reading import Grid
from tests.factories import BatchFactory
from tests.records.browser import as_shown

DAY = date(2025, 3, 1)
VISITS = ["序号", "走访日期", "社区", "走访类型", "走访户数", "班子成员", "同行人员", "走访内容"]
OPINIONS = ["序号", "内容", "类别", "提出人", "答复"]
DIFFICULTIES = ["序号", "内容", "类别", "承办人", "承办期限", "解决日期"]
VISIT = ["走访日期", "社区", "走访类型", "走访户数", "班子成员", "走访内容"]
MEMBER = ["姓名", "性别", "所在党组织", "党员类别", "组织关系转入日期", "身份证号", "手机号"]

GOOD: dict[str, dict[str, Any]] = {
    "visits.visit": {"走访日期": "2025-03-05", "社区": "清泉社区", "走访类型": "入户", "走访户数": 12},
    "funding.payment": {
        "拨付日期": "2025-03-05",
        "社区": "清泉社区",
        "经费类别": "党建工作经费",
        "金额（元）": 5000,
    },
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
    "members.twonewunit": {
        "组织名称": "江州科技",
        "类别": "非公有制企业",
        "社区": "清泉社区",
        "开业日期": "2020-01-08",
        "从业人数": 9,
    },
    "mediation.mediationcase": {"受理日期": "2025-03-05", "社区": "清泉社区", "纠纷类型": "邻里纠纷"},
    "services.servicecase": {
        "受理日期": "2025-03-05",
        "社区": "清泉社区",
        "事项": "社会保障",
        "申请人": "陈建国",
        "全程代办": "是",
    },
    "services.volunteerteam": {
        "队伍名称": "红马甲队",
        "类别": "政策宣传",
        "社区": "清泉社区",
        "成立日期": "2020-05-04",
    },
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


# ── Real workbooks, and the way from upload to confirmation ─────────────────
def workbook(**sheets: list[list[Any]]) -> bytes:
    """An .xlsx with these sheets, each a heading and its rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for index, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(number, index, value)
                    elif value is not None:
                        page.write(number, index, value)
    return file.getvalue()


def saved(path: Path, **sheets: list[list[Any]]) -> Path:
    path.write_bytes(workbook(**sheets))
    return path


def visits(
    count: int, community: str = "清泉社区", leader: str = "", below: bool = True, text: str = "入户走访"
) -> bytes:
    """That many visits, day after day; `below` each an opinion and a difficulty."""
    numbers = range(1, count + 1)
    rows = [[n, DAY + timedelta(days=n), community, "入户", n % 7, leader, "", f"{text}{n}"] for n in numbers]
    sheets = {"走访": [VISITS, *rows]}
    if below:
        sheets["意见建议"] = [OPINIONS, *([n, f"意见{n}", "公共设施", "", ""] for n in numbers)]
        sheets["困难"] = [DIFFICULTIES, *([n, f"困难{n}", "房屋设施", "", None, None] for n in numbers)]
    return workbook(**sheets)


def upload(
    client: Client, content: bytes | str, label: str = "visits.visit", name: str = "走访.xlsx"
) -> Batch:
    """Send a file, or paste a text; the batch that came of it."""
    sent = {"text": content} if isinstance(content, str) else {"file": SimpleUploadedFile(name, content)}
    answer = client.post(f"/imports/{label}/", sent)
    assert answer.status_code == 302, answer.content.decode()
    found = re.fullmatch(r"/imports/(\d+)/", answer["Location"])
    assert found, answer["Location"]
    return Batch.objects.get(pk=int(found[1]))


def mapped(client: Client, batch: Batch, **answers: str) -> Batch:
    """Send the page 对应关系 of a batch as it is shown, but for some answers, each by the name of its box."""
    shown = client.get(f"/imports/{batch.pk}/mapping/")
    assert shown.status_code == 200, batch.state
    assert client.post(f"/imports/{batch.pk}/mapping/", {**as_shown(shown), **answers}).status_code == 302
    batch.refresh_from_db()
    return batch


def boxes(batch: Batch, sort: str) -> dict[str, str]:
    """The boxes of one sort (`lack`, `word`, `column`, `place`, `unit`) on the page 对应关系, by what each is about."""
    named: dict[str, str] = {}
    for table in Folder(batch).read_json("mapping")["tables"]:
        for column in table["columns"]:
            named[f"column {column['heading']}"] = column["field"]
        for lack in table["lacks"]:
            named[f"lack {lack['label']}"] = lack["field"]
        for word in table["words"]:
            named[f"word {word['word']}"] = word["field"]
        for choice in table["choices"]:
            named[f"place {choice['label']}"] = choice["place_field"]
            named[f"unit {choice['label']}"] = choice["unit_field"]
    return {key.partition(" ")[2]: field for key, field in named.items() if key.startswith(f"{sort} ")}


def press(client: Client, batch: Batch, step: str, **data: str) -> Batch:
    """Press a button of a batch: `confirm`, `drop` or `undo`."""
    assert client.post(f"/imports/{batch.pk}/{step}/", data).status_code == 302
    batch.refresh_from_db()
    return batch


def brought(client: Client, content: bytes | str, label: str = "visits.visit", **data: str) -> Batch:
    """Upload and confirm; the batch once it is imported."""
    batch = upload(client, content, label)
    assert batch.state == Batch.State.READY, batch.reason
    press(client, batch, "confirm", **data)
    assert batch.state == Batch.State.DONE, batch.reason
    return batch


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
