"""A workbook as it is written: text equal when read back by others, days and numbers as themselves."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from spreadsheets.writing import LONGEST, Sheet, workbook

TEXTS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\n甲\n",
    " 乙 ",
    "007",
    "123456789012345678",
    "TRUE",
    "#REF!",
    "https://a.example/?b=1&c",
    "internal:甲!A1",
    "<r>甲</r>",
    "<r></x></r>",
    "<r><t>甲</t></r>",
    "a<b>&amp;]]>{{x}}\"'",
    "甲\r乙\r\n丙",
    "𠮷\u200b·𬀩",
]
LIKE_ESCAPES = ["_x0041_", "_x000D_甲", "_x005F_x0041_", "_x00zz_"]


def written(*rows, head=("甲",)):
    with workbook([Sheet("表", head, rows)]) as file:
        return BytesIO(file.read())


def by_openpyxl(file):
    return [row[0] for row in load_workbook(file).active.iter_rows(min_row=2)]


def by_calamine(file):
    file.seek(0)
    return [row[0] for row in CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]]


def test_text_reads_back_equal_and_is_no_formula():
    file = written(*[[text] for text in TEXTS])
    assert [(cell.value, cell.data_type) for cell in by_openpyxl(file)] == [(text, "s") for text in TEXTS]
    assert by_calamine(file) == TEXTS
    with zipfile.ZipFile(file) as parts:
        page = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert page.findall(".//{*}f") + page.findall(".//{*}hyperlink") == []


def test_what_excel_would_take_for_an_escape_reads_back_equal():
    """As Excel and calamine read it; openpyxl knows no such escapes."""
    assert by_calamine(written(*[[text] for text in LIKE_ESCAPES])) == LIKE_ESCAPES


def test_what_xml_cannot_carry_is_taken_out():
    awkward = "".join(map(chr, range(0x20))) + "\ufffe\uffff\ud800甲"
    assert by_calamine(written([awkward], ["\x00"], ["乙"])) == ["\t\n\r甲", "", "乙"]


def test_text_longer_than_excel_allows_ends_where_it_must():
    long, longer = "𠮷" * (LONGEST // 2) + "甲", "𠮷" * LONGEST
    assert by_calamine(written([long], [longer])) == [long, "𠮷" * (LONGEST // 2)]


def test_days_and_numbers_stay_what_they_are():
    values = [date(1900, 3, 1), date(2025, 5, 20), 12, Decimal("1234567.80"), None, 0.5]
    file = written(*[[value] for value in values])
    cells = by_openpyxl(file)
    assert [cell.value for cell in cells] == [
        datetime(1900, 3, 1),
        datetime(2025, 5, 20),
        12,
        1234567.8,
        None,
        0.5,
    ]
    assert [cell.number_format for cell in cells[:4]] == ["yyyy-mm-dd", "yyyy-mm-dd", "General", "#,##0.00"]
    assert by_calamine(file)[:4] == [date(1900, 3, 1), date(2025, 5, 20), 12, 1234567.8]


@pytest.mark.parametrize("day", [date(1900, 2, 28), date(1893, 12, 26)])
def test_day_that_excel_does_not_know_is_text(day):
    assert by_calamine(written([day])) == [day.isoformat()]


def test_heads_are_bold_frozen_and_wide_enough():
    page = load_workbook(written(["街" * 20, "短", "长" * 50], head=("姓名", "性别", "内容"))).active
    assert page.freeze_panes == "A2"
    assert [cell.font.b for row in page.iter_rows() for cell in row] == [True] * 3 + [False] * 3
    assert [round(page.column_dimensions[letter].width) for letter in "ABC"] == [43, 13, 61]


def test_rows_are_taken_one_by_one():
    """Only those that say how wide a column should be are held."""
    alive = []

    class Row(list):
        def __init__(self, number):
            super().__init__([number])
            alive.append(1)

        def __del__(self):
            alive.pop()

    held = []
    workbook([Sheet("表", ["甲"], (held.append(len(alive)) or Row(number) for number in range(500)))]).close()
    assert max(held) <= 60
    assert len(alive) == 0
