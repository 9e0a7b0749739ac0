"""What stands in a file and is not read: never passed over in silence, and asked about where it may be what is wanted."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from funding.models import Payment
from funding.pages import PaymentPages
from imports.files import read_upload
from imports.plan import Plan
from imports.preview import preview
from tests.imports.support import actions, brought, press, said, upload

HEAD = ["拨付日期", "社区", "经费类别", "金额"]
RECORD = ["2025-03-05", "清泉社区", "党建工作经费", 100]
SECOND = ["2025-04-05", "文昌社区", "党建工作经费", 888]


def written(rows: list[list[Any]], *merged: str, **sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook with these rows, ranges of them merged, and further sheets: by title, whether they are shown and their rows."""
    book = Workbook()
    page = book.active
    for cells in rows:
        page.append(cells)
    for place in merged:
        page.merge_cells(place)
    for title, (state, below) in sheets.items():
        more = book.create_sheet(title)
        more.sheet_state = state
        for cells in below:
            more.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def planned(tmp_path, clerk, town):
    def of(content: bytes) -> Plan:
        path = Path(tmp_path / "upload")
        path.write_bytes(content)
        return Plan(PaymentPages, clerk, read_upload(path, "经费.xlsx"))

    return of


OVER_SEVERAL: dict[str, tuple[Any, ...]] = {
    "merged": ([[*HEAD, None, None], [*RECORD, 200, 300]], "D1:F1"),
    "not merged": ([[*HEAD, None], [*RECORD, 200]],),
    "divided": (
        [[*HEAD[:3], "金额（万元）", None], [None, None, None, "计划", "实际"], [*RECORD[:3], 1, 2]],
        *("A1:A2", "B1:B2", "C1:C2", "D1:E1"),
    ),
}


@pytest.mark.parametrize("file", OVER_SEVERAL.values(), ids=OVER_SEVERAL)
def test_one_heading_over_several_columns_of_numbers_is_asked_about(as_user, clerk, planned, file):
    content = written(*file)
    assert any("这一个表头下面有几列数（D、E" in message for *_, message in said(planned(content)))
    client = as_user(clerk)
    press(client, upload(client, content, "funding.payment"), "confirm", only="right")
    assert not Payment.objects.exists()


def test_a_heading_of_its_own_for_each_decides(as_user, clerk, town):
    brought(as_user(clerk), written([[*HEAD[:3], "计划", "金额（元）"], [*RECORD, 200]]), "funding.payment")
    assert Payment.objects.get().amount == 200


def test_a_column_without_a_heading_is_told(planned):
    plan = planned(written([[*HEAD[:2], None, *HEAD[2:], None], [*RECORD[:2], "机密", *RECORD[2:], "后补"]]))
    assert (said(plan), actions(plan)) == ([], {"new": 1})
    assert preview(plan)["unused"] == ["没有表头的 C 列", "没有表头的 F 列"]


def test_an_empty_column_is_not(planned):
    assert (
        preview(planned(written([[*HEAD[:2], None, *HEAD[2:]], [*RECORD[:2], None, *RECORD[2:]]])))["unused"]
        == []
    )


@pytest.mark.parametrize(
    ("title", "state", "message"),
    [
        ("二月", "hidden", "这一张是隐藏的，里面有“经费”的记录，没有读，所以整份没有导入。"),
        ("二月", "veryHidden", "这一张是隐藏的，里面有“经费”的记录，没有读，所以整份没有导入。"),
        ("选项", "visible", "“选项”是系统自己用的名称，这一张里却有“经费”的记录，没有读，所以整份没有导入。"),
        (
            "错误汇总",
            "visible",
            "“错误汇总”是系统自己用的名称，这一张里却有“经费”的记录，没有读，所以整份没有导入。",
        ),
    ],
)
def test_records_on_a_sheet_that_is_not_looked_for_stop_the_file(
    as_user, clerk, planned, title, state, message
):
    content = written([HEAD, RECORD], **{title: (state, [HEAD, SECOND])})
    plan = planned(content)
    assert [(problem.sheet, problem.message.startswith(message)) for problem in plan.problems] == [
        (title, True)
    ]
    client = as_user(clerk)
    press(client, upload(client, content, "funding.payment"), "confirm", only="right")
    assert not Payment.objects.exists()


def test_a_long_hidden_sheet_with_records_is_seen(planned):
    plan = planned(written([HEAD, RECORD], 旧账=("hidden", [HEAD, *([SECOND] * 30_000)])))
    assert [problem.sheet for problem in plan.problems] == ["旧账"]


@pytest.mark.parametrize("rows", [[["党建工作经费"], ["社区工作经费"]], [[*HEAD]], []])
def test_a_hidden_sheet_without_records_stops_nothing(planned, rows):
    plan = planned(written([HEAD, RECORD], 字典=("hidden", rows)))
    assert (said(plan), actions(plan), preview(plan)["unread"]) == (
        [],
        {"new": 1},
        ["字典（隐藏）"] if rows else [],
    )
