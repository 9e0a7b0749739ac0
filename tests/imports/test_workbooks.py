"""What Excel itself makes of cells: dates, floats, texts that look like numbers, results of formulas."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from imports.kinds import KINDS
from imports.plan import Plan
from spreadsheets.reading import read
from tests.imports.cells import ID_NO, MEMBER, PAYMENT, VISIT
from tests.imports.support import actions, row, said


@pytest.fixture
def sent(tmp_path):
    """A workbook with one row below the heading, as the office's Excel would write it, read again."""

    def written(kind: str, cells: dict[str, Any], **formats: str) -> list[Any]:
        path = Path(tmp_path) / "台账.xlsx"
        with Workbook(path) as book:
            page = book.add_worksheet("Sheet1")
            for column, (heading, value) in enumerate(row(kind, cells).items()):
                page.write_string(0, column, heading)
                form = book.add_format({"num_format": formats.get(heading, "General")})
                if isinstance(value, (date, datetime)):
                    page.write_datetime(1, column, value, form)
                elif isinstance(value, str) and value.startswith("="):
                    page.write_formula(1, column, value, form, 12)
                elif isinstance(value, str):
                    page.write_string(1, column, value, form)
                elif value is not None:
                    page.write(1, column, value, form)
        return read(path, path.name)

    return written


@pytest.mark.parametrize(
    ("kind", "cells", "formats", "name", "value"),
    [
        (VISIT, {"走访日期": date(2025, 3, 5)}, {"走访日期": "yyyy-mm-dd"}, "date", date(2025, 3, 5)),
        (VISIT, {"走访日期": date(2025, 3, 5)}, {"走访日期": 'yyyy"年"m"月"d"日"'}, "date", date(2025, 3, 5)),
        (
            VISIT,
            {"走访日期": datetime(2025, 3, 5, 9, 30)},
            {"走访日期": "yyyy-mm-dd hh:mm"},
            "date",
            date(2025, 3, 5),
        ),
        (VISIT, {"走访日期": 20250305}, {}, "date", date(2025, 3, 5)),
        (VISIT, {"走访日期": "2025.3.5"}, {"走访日期": "@"}, "date", date(2025, 3, 5)),
        (VISIT, {"走访户数": 12}, {}, "households", 12),
        (VISIT, {"走访户数": "12"}, {"走访户数": "@"}, "households", 12),
        (VISIT, {"走访户数": "=SUM(A1:A9)"}, {}, "households", 12),
        (MEMBER, {"手机号": 13800138000}, {}, "phone", "13800138000"),
        (MEMBER, {"身份证号": ID_NO}, {"身份证号": "@"}, "id_no", ID_NO),
        (MEMBER, {"流动党员": True}, {}, "away", True),
        (PAYMENT, {"凭证号": 20250012}, {}, "doc_no", "20250012"),
    ],
)
def test_a_cell_of_excel_is_understood(town, clerk, sent, kind, cells, formats, name, value):
    plan = Plan(KINDS[kind], clerk, sent(kind, cells, **formats))
    assert said(plan) == []
    assert actions(plan) == {"new": 1}
    assert getattr(plan.lines[0].record, name) == value


@pytest.mark.parametrize(
    ("kind", "cells", "message"),
    [
        (
            VISIT,
            {"走访日期": 45721},
            "这是日期的序号，看不出原来的写法。请把单元格设为“日期”格式，核对后再导入",
        ),
        (
            MEMBER,
            {"身份证号": 110105194912310020},
            "号码被当作数字存放，后面几位已经丢失。请把这一列设为“文本”格式，再重新填写完整号码",
        ),
        (VISIT, {"走访户数": 12.5}, "“12.5”不是整数，请填整数，例：12"),
        (PAYMENT, {"金额（元）": 33.333}, "最多 2 位小数，请核对"),
        (PAYMENT, {"金额（元）": 100 / 3}, "数字太长，连小数最多 14 位，请核对"),
    ],
)
def test_what_excel_has_spoilt_is_told(town, clerk, sent, kind, cells, message):
    ((at, heading, _, told),) = said(Plan(KINDS[kind], clerk, sent(kind, cells)))
    assert (at, heading, told) == (2, next(iter(cells)), message)
