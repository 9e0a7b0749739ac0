"""A workbook given back: what is wrong is marked, what is right again no longer is, and the rest is as it was."""

from datetime import date, datetime, time
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from imports.parse.headings import REMARK, SUMMARY
from imports.problems import Problem
from imports.workbooks.marks import SAID, TINT
from imports.workbooks.returned import mark_workbook, rebuild_workbook
from imports.workbooks.summary import MOST
from imports.workbooks.template import template
from tests.imports.office import resaved
from visits.pages import VisitPages

HEADS = {"走访": 2}
DAY = Problem("走访", 4, "走访日期", "2026-11-31", "11 月只有 30 天", 1)
COMMUNITY = Problem("走访", 4, "社区", "清全社区", "没有“清全社区”这一项，是否为“清泉社区”？", 2)
TWICE = Problem("走访", 5, "", "", "与第 3 行重复")


def workbook():
    """A title, headings, three rows, and what somebody may have made of them."""
    book = Workbook()
    page = book.active
    page.title = "走访"
    page.merge_cells("A1:E1")
    page["A1"] = "走访登记表"
    page.append(["走访日期", "社区", "走访户数", "备注"])
    page.append([date(2026, 11, 20), "清泉社区", 3, "=C3*2"])
    page.append(["2026-11-31", "清全社区", 4, None])
    page.append([date(2026, 11, 20), "清泉社区", 5, None])
    page["D4"] = "=1+1"
    page["D4"].data_type = "s"
    page["D5"] = CellRichText("平常", TextBlock(InlineFont(b=True), "粗体"))
    page["B3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    page["B3"].font = Font(name="仿宋", size=16, bold=True)
    page["C3"].number_format = "0.0"
    page["C3"].comment = Comment("我的批注，很长，" * 20, "李秀兰")
    page.column_dimensions["B"].width = 33
    page.row_dimensions[3].height = 44
    page.freeze_panes = "B3"
    lists = DataValidation(type="list", formula1='"清泉社区,文昌社区"', sqref="B3:B200")
    page.add_data_validation(lists)
    other = book.create_sheet("我的统计")
    other["A1"] = "=SUM(走访!C3:C5)"
    return book


def give_back(tmp_path, problems, book=None, heads=HEADS):
    """What the user opens."""
    path = tmp_path / "upload.xlsx"
    (book or workbook()).save(path)
    with mark_workbook(path, problems, heads) as file:
        return load_workbook(BytesIO(file.read()), rich_text=True)


def tinted(page):
    return {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == TINT}


def noted(page):
    return {
        cell.coordinate: cell.comment.text
        for row in page.iter_rows()
        for cell in row
        if cell.comment and SAID in cell.comment.text
    }


def remarks(page, head=2):
    """What the column says below its heading, by row."""
    [column] = [cell.column for cell in page[head] if cell.value == REMARK]
    return {
        row: value for row in range(head + 1, page.max_row + 1) if (value := page.cell(row, column).value)
    }


class TestMarks:
    def test_wrong_cells_are_tinted_and_say_what_is_wrong(self, tmp_path):
        page = give_back(tmp_path, [DAY, COMMUNITY])["走访"]
        assert tinted(page) == {"A4", "B4"}
        assert noted(page) == {"A4": SAID + DAY.message, "B4": SAID + COMMUNITY.message}

    def test_wrong_rows_say_so_right_of_the_last_heading(self, tmp_path):
        page = give_back(tmp_path, [DAY, COMMUNITY, TWICE])["走访"]
        assert page["E2"].value == REMARK
        assert remarks(page) == {4: f"走访日期：{DAY.message}；社区：{COMMUNITY.message}", 5: TWICE.message}

    def test_several_faults_of_a_cell_stand_in_one_note(self, tmp_path):
        page = give_back(tmp_path, [DAY, Problem("走访", 4, "走访日期", "2026-11-31", "还没有到", 1), DAY])[
            "走访"
        ]
        assert noted(page) == {"A4": f"{SAID}11 月只有 30 天；还没有到"}

    def test_an_empty_cell_that_is_not_in_the_file_is_marked(self, tmp_path):
        page = give_back(tmp_path, [Problem("走访", 9, "社区", "", "请选择", 2)])["走访"]
        assert tinted(page) == {"B9"}

    def test_of_merged_cells_the_one_that_shows(self, tmp_path):
        book = workbook()
        book["走访"].merge_cells("B4:B5")
        page = give_back(tmp_path, [Problem("走访", 5, "社区", "", "请选择", 2)], book)["走访"]
        assert set(noted(page)) == {"B4"}

    def test_what_the_user_wrote_beside_his_table_stays(self, tmp_path):
        book = workbook()
        book["走访"]["E5"] = "问过老王"
        page = give_back(tmp_path, [DAY], book)["走访"]
        assert (page["E5"].value, page["F2"].value) == ("问过老王", REMARK)

    def test_a_fault_of_the_headings_is_no_remark_in_their_row(self, tmp_path):
        page = give_back(tmp_path, [Problem("走访", 2, "走访类型", "", "缺少这一列"), DAY])["走访"]
        assert page["E2"].value == REMARK
        assert set(remarks(page)) == {4}

    def test_a_sheet_without_a_known_heading_is_only_told_of(self, tmp_path):
        book = give_back(tmp_path, [Problem("我的统计", 0, "", "", "没有找到标题行")])
        assert book["我的统计"].max_column == 1
        assert book[SUMMARY]["A2"].value == "我的统计"


class TestSecondRound:
    @pytest.fixture
    def second(self, tmp_path):
        """The day is right now, the community is not, and there is a new fault."""
        book = give_back(tmp_path, [DAY, COMMUNITY, TWICE])
        book["走访"]["A4"] = date(2026, 11, 30)
        return give_back(tmp_path, [COMMUNITY, Problem("走访", 3, "走访户数", "3", "请核对", 3)], book)

    def test_what_is_right_now_is_no_longer_marked(self, second):
        page = second["走访"]
        assert tinted(page) == {"B4", "C3"}
        assert set(noted(page)) == {"B4", "C3"}
        assert page["A4"].comment is None

    def test_the_column_and_the_summary_are_used_again(self, second):
        page = second["走访"]
        assert [cell.value for cell in page[2]].count(REMARK) == 1
        assert set(remarks(page)) == {3, 4}
        assert second.sheetnames == [SUMMARY, "走访", "我的统计"]
        assert second[SUMMARY].max_row == 3

    def test_a_note_of_the_users_own_outlives_ours(self, second, tmp_path):
        own = "我的批注，很长，" * 20
        assert second["走访"]["C3"].comment.text == f"{own}\n{SAID}请核对"
        third = give_back(tmp_path, [COMMUNITY], second)
        assert third["走访"]["C3"].comment.text == own

    def test_without_faults_nothing_of_ours_stays_on_the_sheet(self, second, tmp_path):
        page = give_back(tmp_path, [], second)["走访"]
        assert not tinted(page)
        assert not noted(page)
        assert REMARK not in [cell.value for cell in page[2]]


@pytest.mark.office
def test_a_second_round_after_another_program_saved_the_file(tmp_path):
    path = tmp_path / "first.xlsx"
    give_back(tmp_path, [DAY, COMMUNITY]).save(path)
    book = load_workbook(resaved(path))
    assert tinted(book["走访"]) == {"A4", "B4"}
    page = give_back(tmp_path, [COMMUNITY], book)["走访"]
    assert tinted(page) == set(noted(page)) == {"B4"}
    assert remarks(page) == {4: f"社区：{COMMUNITY.message}"}


class TestSummary:
    def test_lists_every_fault_and_leads_to_its_cell(self, tmp_path):
        book = give_back(tmp_path, [DAY, COMMUNITY, TWICE, Problem("", 0, "", "", "缺少工作表“困难”")])
        page = book.worksheets[0]
        assert (page.title, book.active.title) == (SUMMARY, SUMMARY)
        assert [[cell.value for cell in row] for row in page.iter_rows()] == [
            ["工作表", "行", "列", "填写的内容", "错误说明"],
            ["走访", 4, "走访日期", "2026-11-31", DAY.message],
            ["走访", 4, "社区", "清全社区", COMMUNITY.message],
            ["走访", 5, None, None, TWICE.message],
            [None, None, None, None, "缺少工作表“困难”"],
        ]
        assert [
            page.cell(row, 1).hyperlink and page.cell(row, 1).hyperlink.location for row in range(2, 6)
        ] == [
            "'走访'!A4",
            "'走访'!B4",
            "'走访'!A5",
            None,
        ]

    def test_only_the_summary_is_selected(self, tmp_path):
        """What is typed while several sheets are selected goes into all of them."""
        book = give_back(tmp_path, [DAY])
        assert [page.title for page in book if page.sheet_view.tabSelected] == [SUMMARY]

    def test_is_no_longer_than_what_can_be_uploaded_again(self, tmp_path):
        book = give_back(tmp_path, [Problem("走访", 3, "社区", str(n), "请选择", 2) for n in range(MOST + 7)])
        assert book[SUMMARY].max_row == MOST + 2
        assert book[SUMMARY].cell(MOST + 2, 1).value.startswith("还有 7 处")


class TestTheUsersFile:
    def test_its_looks_survive(self, tmp_path):
        book = give_back(tmp_path, [DAY, COMMUNITY])
        page = book["走访"]
        assert (page["B3"].fill.fgColor.rgb, page["B3"].font.name, page["B3"].font.sz) == (
            "FFFFFF00",
            "仿宋",
            16,
        )
        assert (
            page["C3"].number_format,
            page.column_dimensions["B"].width,
            page.row_dimensions[3].height,
        ) == ("0.0", 33, 44)
        assert (page.freeze_panes, [str(area) for area in page.merged_cells.ranges]) == ("B3", ["A1:E1"])
        [lists] = page.data_validations.dataValidation
        assert (lists.formula1, str(lists.sqref)) == ('"清泉社区,文昌社区"', "B3:B200")
        assert isinstance(page["D5"].value, CellRichText)
        assert book.sheetnames == [SUMMARY, "走访", "我的统计"]

    def test_formulas_stay_formulas_and_text_stays_text(self, tmp_path):
        book = give_back(tmp_path, [Problem("走访", 4, "备注", "=1+1", "=2+2", 4)])
        page, summary = book["走访"], book[SUMMARY]
        assert (page["D3"].value, page["D3"].data_type) == ("=C3*2", "f")
        assert (book["我的统计"]["A1"].value, book["我的统计"]["A1"].data_type) == ("=SUM(走访!C3:C5)", "f")
        assert (page["D4"].value, page["D4"].data_type) == ("=1+1", "s")
        assert [(cell.value, cell.data_type) for cell in summary[2][3:]] == [("=1+1", "s"), ("=2+2", "s")]

    def test_its_notes_can_be_read_in_full(self, tmp_path):
        """openpyxl would write every note as large as a short one."""
        path = tmp_path / "upload.xlsx"
        workbook().save(path)
        with mark_workbook(path, [DAY], HEADS) as file, ZipFile(file) as archive:
            drawing = next(archive.read(name) for name in archive.namelist() if name.endswith(".vml"))
            heights = {int(part.split("px")[0]) for part in drawing.decode().split("height:")[1:]}
        assert max(heights) > 150

    def test_columns_that_share_a_width_are_parted_not_doubled(self, tmp_path):
        """Excel calls a file damaged in which ranges of columns overlap."""
        book = workbook()
        wide = book["走访"].column_dimensions["C"]
        wide.min, wide.max, wide.width, wide.hidden = 3, 16384, 9, True
        page = give_back(tmp_path, [DAY], book)["走访"]
        sizes = sorted(
            (size.min, size.max, size.hidden) for size in page.column_dimensions.values() if size.min
        )
        assert sizes[-3:] == [(3, 4, True), (5, 5, False), (6, 16384, True)]

    def test_the_drop_downs_of_our_template_survive(self, db, clerk, qingquan, tmp_path):
        path = tmp_path / "upload.xlsx"
        with template(VisitPages, clerk) as file:
            path.write_bytes(file.read())
        with mark_workbook(path, [Problem("走访", 2, "社区", "", "请选择", 3)], {"走访": 1}) as file:
            book = load_workbook(BytesIO(file.read()))
        assert len(book["走访"].data_validations.dataValidation) == 2
        assert book["选项"].sheet_state == "veryHidden"
        assert book["走访"].column_dimensions["I"].number_format == "@"

    def test_what_openpyxl_cannot_open_is_for_the_other_way(self, tmp_path):
        path = tmp_path / "upload.xlsx"
        path.write_bytes(b"PK\x03\x04 nothing")
        assert mark_workbook(path, [DAY], HEADS) is None


class TestRebuilt:
    ROWS = [
        ["走访日期", "社区", "走访户数", "身份证号", "完成", "时间"],
        [date(2026, 11, 20), "=1+1", 3, "110105194912310021", True, time(9, 30)],
        [datetime(2026, 11, 21), None, 4.5, "007", False, datetime(2026, 11, 21, 9, 30)],
    ]

    def book(self, problems=(), title="走访", heads=None):
        with rebuild_workbook(
            [SimpleNamespace(title=title, rows=self.ROWS)], problems, heads or {title: 1}
        ) as file:
            return load_workbook(BytesIO(file.read()))

    def test_holds_the_same_values(self):
        page = self.book()["走访"]
        found = [[cell.value for cell in row] for row in page.iter_rows()]
        assert found[1:] == [
            [datetime(2026, 11, 20), "=1+1", 3, "110105194912310021", True, time(9, 30)],
            [datetime(2026, 11, 21), None, 4.5, "007", False, datetime(2026, 11, 21, 9, 30)],
        ]
        assert (page["B2"].data_type, page["D2"].number_format, page["A3"].number_format) == (
            "s",
            "@",
            "yyyy-mm-dd",
        )

    def test_is_marked_like_the_users_own(self):
        book = self.book([Problem("走访", 2, "社区", "=1+1", "没有这一项", 2)])
        assert tinted(book["走访"]) == {"B2"}
        assert remarks(book["走访"], head=1) == {2: "社区：没有这一项"}
        assert book.sheetnames == [SUMMARY, "走访"]

    def test_uses_the_column_of_an_earlier_round_again(self):
        rows = [["社区", REMARK], ["清泉社区", "旧的"]]
        with rebuild_workbook(
            [SimpleNamespace(title="走访", rows=rows)],
            [Problem("走访", 2, "社区", "", "新的", 1)],
            {"走访": 1},
        ) as file:
            page = load_workbook(BytesIO(file.read()))["走访"]
        assert [[cell.value for cell in row] for row in page.iter_rows()] == [
            ["社区", REMARK],
            ["清泉社区", "社区：新的"],
        ]

    @pytest.mark.parametrize("title", ["粘贴/的[内容]", "", "很长的名称" * 10, "O'Neil"])
    def test_takes_any_title(self, title):
        book = self.book([Problem(title, 2, "社区", "", "没有这一项", 2)], title)
        assert tinted(book.worksheets[1]) == {"B2"}
        assert len(book.worksheets[1].title) <= 31

    def test_what_xml_cannot_hold_is_left_out(self):
        rows = [["社区"], ["清\x08泉\ufffe社区"]]
        with rebuild_workbook(
            [SimpleNamespace(title="走访", rows=rows)],
            [Problem("走访", 2, "社区", "\x00", "\x01错", 1)],
            {"走访": 1},
        ) as file:
            book = load_workbook(BytesIO(file.read()))
        assert book["走访"]["A2"].value == "清泉社区"


def formulas(tmp_path):
    """All that the file itself holds, where both the value and the message begin with =."""
    path = tmp_path / "upload.xlsx"
    workbook().save(path)
    with (
        mark_workbook(path, [Problem("走访", 4, "=3+3", "=1+1", "=2+2", 4)], HEADS) as file,
        ZipFile(file) as archive,
    ):
        pages = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    return sorted(formula.text for page in pages for formula in page.findall(".//{*}f"))


def test_no_text_of_ours_is_a_formula_in_the_file_itself(tmp_path):
    assert formulas(tmp_path) == ["C3*2", "SUM(走访!C3:C5)"]


def test_without_our_way_of_writing_it_would_be_one(tmp_path, monkeypatch):
    def plainly(cell, text):
        cell.value = text
        return cell

    monkeypatch.setattr("imports.workbooks.summary.write", plainly)
    assert {"1+1", "2+2", "3+3"} <= set(formulas(tmp_path))
