"""Whatever names a unit of money: it decides the unit in one place, or the file is not imported and says which cell names which."""

import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from funding.models import Payment
from funding.pages import PaymentPages
from imports.parse.formats import units_of_format
from imports.plan import Plan
from spreadsheets.reading import Grid
from tests.imports.support import brought, press, said, upload

HEAD = ["拨付日期", "社区", "经费类别", "金额"]
MONEY = "金额（元）"


def paid(amount: Any = 1.2, *more: Any) -> list[Any]:
    return ["2025-03-05", "清泉社区", "党建工作经费", amount, *more]


def written(*rows: list[Any], title: str = "经费") -> bytes:
    """A workbook with these rows; an amount with the format in which it is shown is a pair."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(title)
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    page.write(number, place, cell[0], book.add_format({"num_format": cell[1]}))
                elif cell is not None:
                    page.write(number, place, cell)
    return file.getvalue()


DECIDED: dict[str, tuple[list[list[Any]], Decimal]] = {
    "as a unit": ([["2025年经费拨付表（以万元为单位）"], HEAD, paid()], Decimal(12000)),
    "counted in it": ([["2025年经费拨付表（以万元计）"], HEAD, paid()], Decimal(12000)),
    "amounts in it": ([["2025年经费拨付表（金额：万元）"], HEAD, paid()], Decimal(12000)),
    "with the year": ([["经费拨付表（2025年，万元）"], HEAD, paid()], Decimal(12000)),
    "within the title": ([["经费（万元）拨付表"], HEAD, paid()], Decimal(12000)),
    "before the year": ([["经费拨付表（万元）（2025年）"], HEAD, paid()], Decimal(12000)),
    "no space behind": ([["单位：万元填报日期：2025-12-01"], HEAD, paid()], Decimal(12000)),
    "old characters": ([["单位：萬元"], HEAD, paid()], Decimal(12000)),
    "two cells": ([["经费拨付表", None, "单位", "万元"], HEAD, paid()], Decimal(12000)),
    "alone": ([["经费拨付表"], [None, None, None, "千元"], HEAD, paid()], Decimal(1200)),
    "note": ([HEAD, paid(), ["说明：本表金额以万元计"]], Decimal(12000)),
    "line below": ([HEAD, paid(), [None], ["单位：万元"]], Decimal(12000)),
    "below the heading": ([HEAD, [None, None, None, "万元"], paid()], Decimal(12000)),
    "in brackets below the heading": ([HEAD, [None, None, None, "（万元）"], paid()], Decimal(12000)),
    "format": ([HEAD, paid((1.2, '0.00"万元"'))], Decimal(12000)),
    "format in thousands": ([HEAD, paid((1.2, "0.0千元"))], Decimal(1200)),
    "shown shorter": ([HEAD, paid((12000, '0!.0,"万元"'))], Decimal(12000)),
    "format of ours": ([HEAD, paid((12000, "#,##0.00"))], Decimal(12000)),
    "column": ([[*HEAD, "单位"], paid(1.2, "万元"), paid(1.2, "万元")], Decimal(12000)),
    "column of counting": ([[*HEAD, "计量单位"], paid(1.2, "（千元）")], Decimal(1200)),
    "column of yuan": ([[*HEAD, "单位"], paid(1.2, "元")], Decimal("1.2")),
    "total that agrees": ([HEAD, paid(12000), ["合计", None, None, "1.2万元"]], Decimal(12000)),
    "heading before a total": (
        [[*HEAD[:3], MONEY], paid(1.2), ["合计", None, None, "1.2万元"]],
        Decimal("1.2"),
    ),
    "heading before a name": ([["2025年万元资金表"], [*HEAD[:3], MONEY], paid(1.2)], Decimal("1.2")),
    "what it is for": ([[*HEAD, "用途"], paid(50000, "5万元以下小额项目，共3万元")], Decimal(50000)),
    "in every text": ([[*HEAD, "用途"], paid(1.2, "单位：万元")], Decimal(12000)),
    "name of a place": ([["填报单位：元宝社区"], HEAD, paid(5)], Decimal(5)),
}


@pytest.mark.parametrize(("rows", "amount"), DECIDED.values(), ids=DECIDED)
def test_a_unit_that_is_stated_in_one_place_is_obeyed(as_user, clerk, town, rows, amount):
    brought(as_user(clerk), written(*rows), "funding.payment")
    assert set(Payment.objects.values_list("amount", flat=True)) == {amount}


UNCLEAR: dict[str, tuple[list[list[Any]], str]] = {
    "total": ([HEAD, paid(), ["合计", None, None, "1.2万元"]], "D3 单元格“1.2万元”写着“万元”"),
    "total in words": ([HEAD, paid(), ["合计1.2万元"]], "A3 单元格“合计1.2万元”写着“万元”"),
    "named only": ([["2025年万元资金表"], HEAD, paid()], "A1 单元格“2025年万元资金表”写着“万元”"),
    "in one of two rows": ([[*HEAD, "单位"], paid(1.2, "万元"), paid(300)], "E2 单元格“万元”写着“万元”"),
    "two in a column": ([[*HEAD, "单位"], paid(1.2, "万元"), paid(300, "元")], "E2 单元格“万元”写着“万元”"),
    "one format of two": (
        [HEAD, paid((1.2, '0.00"万元"')), paid(300)],
        'D2 单元格“1.2（显示格式 0.00"万元"）”写着“万元”',
    ),
    "format and heading": (
        [[*HEAD[:3], MONEY], paid((1.2, '0.00"万元"'))],
        "这一列写的单位是“元”，表里另外又写着“万元”（D2 单元格",
    ),
    "shown shorter under a heading": (
        [[*HEAD[:3], "金额（千元）"], paid((1200, "0.00,"))],
        "这一列写的单位是“千元”，表里另外又写着“元”",
    ),
    "second table": (
        [HEAD, paid(300), [None], ["单位：万元"], HEAD, paid(1.2)],
        "A4 单元格“单位：万元”写着“万元”",
    ),
    "second heading": (
        [HEAD, paid(300), [*HEAD[:3], "金额（万元）"], paid(1.2)],
        "D3 单元格“金额（万元）”写着“万元”",
    ),
    "in a wrong row": ([HEAD, ["以下各行（万元）", "甲"], paid()], "A2 单元格“以下各行（万元）”写着“万元”"),
    "in a text": ([[*HEAD, "用途"], paid(1.2, "设备购置（万元）")], "E2 单元格“设备购置（万元）”写着“万元”"),
    "one of several": ([["单位：元/万元"], HEAD, paid()], "表里写的单位是“元”，表里另外又写着“万元”"),
}


@pytest.mark.parametrize(("rows", "message"), UNCLEAR.values(), ids=UNCLEAR)
def test_nothing_is_written_while_the_unit_is_not_certain(as_user, clerk, town, rows, message):
    client = as_user(clerk)
    batch = upload(client, written(*rows), "funding.payment")
    press(client, batch, "confirm", only="right")
    assert not Payment.objects.exists()
    told = [message for *_, message in said(planned(clerk, rows))]
    assert any(message in each for each in told), told


def planned(reader: Any, rows: list[list[Any]]) -> Plan:
    """The same as a grid, its formats noted as the reading of a workbook notes them."""
    formats: dict[tuple[int, str], list[int]] = {}
    cells = []
    for number, line in enumerate(rows, start=1):
        for place, cell in enumerate(line, start=1):
            if isinstance(cell, tuple):
                formats.setdefault((place, cell[1]), []).append(number)
        cells.append([cell[0] if isinstance(cell, tuple) else cell for cell in line])
    return Plan(PaymentPages, reader, [Grid("经费", cells, formats=formats)])


@pytest.mark.parametrize(("heading", "amount"), [(MONEY, Decimal("1.2")), ("金额（万元）", Decimal(12000))])
@pytest.mark.parametrize("name", ["total", "named only", "in a text"])
def test_the_change_that_is_asked_for_decides(as_user, clerk, town, name, heading, amount):
    rows = [[heading if cell == "金额" else cell for cell in cells] for cells in UNCLEAR[name][0]]
    brought(as_user(clerk), written(*rows), "funding.payment")
    assert [payment.amount for payment in Payment.objects.all()] == [amount]


def test_the_name_of_the_sheet_is_a_title(as_user, clerk, town):
    brought(as_user(clerk), written(HEAD, paid(), title="经费（万元）"), "funding.payment")
    assert Payment.objects.get().amount == 12000


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('0.00"万元"', ("万元",)),
        ("0.00万元;-0.00万元", ("万元",)),
        ('[红色]#,##0"千元"_ ', ("千元",)),
        ('G/通用格式"万元"', ("万元",)),
        ("General\\万\\元", ("万元",)),
        ('0"萬元"', ("万元",)),
        ('0!.0,"万"', ("元",)),
        ('0"."0,"万元"', ("元",)),
        ('0\\.0000"万元"', ("元",)),
        ('[>=10000]0!.0,"万";0"元"', ("元",)),
        ('0.00,"千元"', ("元",)),
        ('0.00,"万元"', ("元", "万元")),
        ("#,##0.00,", ("元",)),
        ('#,##0.00"元"', ("元",)),
        ("#,##0.00", ()),
        ("yyyy年m月d日", ()),
        ('yyyy"年"', ()),
        ("¥#,##0.00;[红色]¥-#,##0.00", ()),
        ("@", ()),
    ],
)
def test_what_a_format_shows(code, shown):
    assert units_of_format(code) == shown
