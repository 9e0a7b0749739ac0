"""The user's own workbook given back: faults marked, listed, and taken off again in the next round."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from imports.headings import REMARK
from imports.problems import Problem
from imports.reading import Grid, read
from imports.returned import SUMMARY, rebuilt, returned

FAULTS = [
    Problem("走访", 4, "走访日期", "=1+1", "看不出是哪一天", 1),
    Problem("走访", 4, "走访户数", "十来户", "不是数字", 3),
    Problem("走访", 5, "", "", "=与第 4 行重复"),
]


@pytest.fixture
def source(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "走访"
    page.append(["锦河街道台账"])
    page.append(["走访日期", "社区", "走访户数"])
    page.append(["2025-3-5", "清泉社区", "=1+1"])
    page.append(["2025-2-30", "清泉社区", "十来户"])
    page.append(["2025-3-7", "清泉社区", 3])
    page["B3"].font, page["B3"].fill = Font(bold=True), PatternFill("solid", fgColor="00FF00")
    page.column_dimensions["B"].width = 33
    rule = DataValidation("list", formula1='"清泉社区,文昌社区"')
    rule.add("B3:B99")
    page.add_data_validation(rule)
    book.create_sheet("说明")["A1"] = "别动我"
    book.save(tmp_path / "x.xlsx")
    return tmp_path / "x.xlsx"


def opened(stream: Any) -> Any:
    return load_workbook(io.BytesIO(stream.read()))


def test_faults_are_marked_and_everything_else_stays(source):
    book = opened(returned(source, FAULTS, {"走访": 2}))
    page = book["走访"]
    assert page["D2"].value == REMARK
    assert [page.cell(row, 4).value for row in (3, 4, 5)] == [None, "走访日期：看不出是哪一天；走访户数：不是数字", "=与第 4 行重复"]
    assert page["D5"].data_type == "s"
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment] == ["A4", "C4"]
    assert page["A4"].fill.fgColor.rgb.endswith("F9D2CE")
    assert (page["B3"].font.bold, page["B3"].fill.fgColor.rgb, page.column_dimensions["B"].width) == (True, "0000FF00", 33)
    assert (page["C3"].value, page.data_validations.count, book["说明"]["A1"].value) == ("=1+1", 1, "别动我")


def test_all_faults_are_listed_in_front_with_links(source):
    book = opened(returned(source, FAULTS, {"走访": 2}))
    assert book.sheetnames == [SUMMARY, "走访", "说明"]
    rows = [[cell.value for cell in row] for row in book[SUMMARY].iter_rows(min_row=2)]
    assert rows[0] == ["走访", 4, "走访日期", "=1+1", "看不出是哪一天"]
    assert [book[SUMMARY].cell(row, 2).hyperlink.location for row in (2, 3, 4)] == ["'走访'!A4", "'走访'!C4", "'走访'!A5"]
    assert book[SUMMARY]["D2"].data_type == "s"


def test_next_round_takes_off_what_is_right_now(source, tmp_path):
    first = tmp_path / "first.xlsx"
    first.write_bytes(returned(source, FAULTS, {"走访": 2}).read())
    book = opened(returned(first, FAULTS[:1], {"走访": 2}))
    page = book["走访"]
    assert [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment] == ["A4"]
    assert [page.cell(row, 4).value for row in (3, 4, 5)] == [None, "走访日期：看不出是哪一天", None]
    assert [cell.value for cell in page[2]].count(REMARK) == 1
    assert page["C4"].fill.fill_type is None
    assert (book.sheetnames, book[SUMMARY].max_row) == ([SUMMARY, "走访", "说明"], 2)


def test_sheet_of_its_own_and_remarks_are_read_as_nothing(source, tmp_path):
    first = tmp_path / "first.xlsx"
    first.write_bytes(returned(source, FAULTS, {"走访": 2}).read())
    assert [grid.title for grid in read(first)] == [SUMMARY, "走访", "说明"]


def test_file_that_cannot_be_opened_to_be_marked_gives_none_and_its_cells_a_plain_workbook(tmp_path):
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"PK no")
    assert returned(broken, FAULTS, {"走访": 2}) is None
    grid = Grid("走访", [[], ["走访日期", "社区", "走访户数"], [], ["=1+1", "清泉社区", "十来户"]])
    page = opened(rebuilt([grid], FAULTS, {"走访": 2}))["走访"]
    assert (page["A4"].value, page["A4"].data_type, page["A4"].comment.text) == ("=1+1", "s", "看不出是哪一天")


def test_pasted_block_has_a_sheet_of_its_own(tmp_path):
    faults = [Problem("", 2, "走访日期", "x", "看不出是哪一天", 1)]
    book = opened(rebuilt([Grid("", [["走访日期"], ["x"]])], faults, {"": 1}))
    assert book["粘贴的内容"]["A2"].comment.text == "看不出是哪一天"
