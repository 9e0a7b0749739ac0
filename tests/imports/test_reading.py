"""Odd but good files, by whatever program: what their cells hold, and what a pasted block holds."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from imports.reading import pasted, read
from tests.imports import files as f
from tests.imports.support import saved

STRINGS = (
    f'<sst xmlns="{f.MAIN}"><si><t>走访日期</t></si><si><r><t>清泉</t></r><r><t>社区</t></r></si>'
    '<si><t xml:space="preserve"> 留白 </t></si></sst>'
)
STRING_RELS = f.RELS.format(
    f'<Relationship Id="rId1" Type="{f.OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{f.OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
)


def rows(content: bytes, tmp_path: Path) -> list:
    return read(f.kept(tmp_path / "x.xlsx", content))[0].rows


def cell(inner: str, tmp_path: Path, attributes: str = "") -> object:
    return rows(f.book(sheet1=f.sheet(f'<row r="1"><c r="A1" {attributes}>{inner}</c></row>')), tmp_path)[0][0]


CELLS = {
    "number": ("<v>12</v>", "", 12.0),
    "number with a fraction": ("<v>1.5</v>", "", 1.5),
    "number in exponents": ("<v>1.2E4</v>", "", 12000.0),
    "number stored as text": ("<is><t>12</t></is>", 't="inlineStr"', "12"),
    "text of a formula": ("<f>A2</f><v>甲</v>", 't="str"', "甲"),
    "number of a formula": ("<f>1+1</f><v>2</v>", "", 2.0),
    "true": ("<v>1</v>", 't="b"', True),
    "false": ("<v>0</v>", 't="b"', False),
    "error": ("<f>1/0</f><v>#DIV/0!</v>", 't="e"', "#DIV/0!"),
    "not available": ("<v>#N/A</v>", 't="e"', "#N/A"),
    "rich text": ("<is><r><t>清泉</t></r><r><t>社区</t></r></is>", 't="inlineStr"', "清泉社区"),
    "escaped signs": ("<is><t>a &lt; b &amp; c</t></is>", 't="inlineStr"', "a < b & c"),
    "text that begins with =": ("<is><t>=1+1</t></is>", 't="inlineStr"', "=1+1"),
    "rare character": ("<is><t>𬀩䶮</t></is>", 't="inlineStr"', "𬀩䶮"),
    "day in ISO": ("<v>2025-03-05</v>", 't="d"', datetime(2025, 3, 5)),
}


@pytest.mark.parametrize(("inner", "attributes", "meant"), CELLS.values(), ids=CELLS)
def test_cell(tmp_path, inner, attributes, meant):
    found = cell(inner, tmp_path, attributes)
    if (isinstance(found, str) and isinstance(meant, datetime)) or type(found) is date:
        found = datetime.fromisoformat(str(found)[:10])
    assert (found, type(found)) == (meant, type(meant))


def test_shared_strings_with_rich_text_and_spaces(tmp_path):
    sheet = f.sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>')
    content = f.book(sheet1=sheet, **{"xl/sharedStrings.xml": STRINGS, "xl/_rels/workbook.xml.rels": STRING_RELS})
    assert rows(content, tmp_path) == [["走访日期", "清泉社区", " 留白 "]]


def test_dimension_that_is_wrong_is_not_believed(tmp_path):
    for said in ('<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', ""):
        assert rows(f.book(sheet1=f.GOOD.replace("<sheetData>", f"{said}<sheetData>")), tmp_path)[1] == ["2025-3-5", "清泉社区"]


def test_rows_and_cells_without_their_numbers(tmp_path):
    sheet = f.sheet('<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>1</v></c></row><row><c><v>2</v></c></row>')
    assert [row[0] for row in rows(f.book(sheet1=sheet), tmp_path)] == ["甲", 2.0]


def test_leading_blank_rows_keep_excels_numbers(tmp_path):
    assert rows(f.book(sheet1=f.sheet(f'<row r="4">{f.text("B4", "x")}</row>')), tmp_path) == [[None, None]] * 3 + [[None, "x"]]


def test_days_and_times_in_both_calendars(tmp_path):
    days = [date(2025, 3, 5), datetime(2025, 3, 5, 14, 30), time(14, 30)]
    for since_1904 in (False, True):
        path = tmp_path / f"{since_1904}.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
            sheet = book.add_worksheet()
            for index, (day, form) in enumerate(zip(days, ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"), strict=True)):
                sheet.write_datetime(0, index, day, book.add_format({"num_format": form}))
        assert read(path)[0].rows[0] == days


def test_merged_cells_hold_their_text_once(tmp_path):
    book = Workbook()
    book.active.append(["走访情况"])
    book.active.merge_cells("A1:C1")
    book.active.append(["x", "y", "z"])
    book.save(tmp_path / "x.xlsx")
    assert read(tmp_path / "x.xlsx")[0].rows == [["走访情况", None, None], ["x", "y", "z"]]


def test_formulas_without_a_value_and_hidden_rows_are_told(tmp_path):
    book = Workbook()
    book.active.append(["甲", "=1+1", 3])
    book.active.append(["乙", 1, 2])
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "x.xlsx")
    grid = read(tmp_path / "x.xlsx")[0]
    assert (grid.unvalued, grid.hidden) == (frozenset({(1, 2)}), frozenset({2}))
    assert [row[0] for row in grid.rows] == ["甲", "乙"]


def test_hidden_sheets_are_left_out_and_the_others_keep_their_order(tmp_path):
    book = Workbook()
    for title, state in (("走访", "visible"), ("选项", "veryHidden"), ("旧", "hidden"), ("意见建议", "visible")):
        page = book.create_sheet(title)
        page["A1"], page.sheet_state = "x", state
    del book["Sheet"]
    book.save(tmp_path / "x.xlsx")
    assert [grid.title for grid in read(tmp_path / "x.xlsx")] == ["走访", "意见建议"]


def test_formats_a_million_rows_down_do_not_matter(tmp_path):
    tail = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 60_000))
    assert len(rows(f.book(sheet1=f.GOOD.replace("</sheetData>", f"{tail}</sheetData>")), tmp_path)) == 2


def test_twenty_thousand_rows_are_taken(tmp_path):
    assert len(read(saved(tmp_path / "x.xlsx", 走访=[["走访日期", "社区"], *[["2025-3-5", "x"]] * 20_000]))[0].rows) == 20_001


PASTED = {
    "a\tb\n1\t2": [["a", "b"], ["1", "2"]],
    "a\tb\r\n1\t\r\n": [["a", "b"], ["1", None]],
    '"两\n行"\tb': [["两\n行", "b"]],
    '他说"好"\tb': [['他说"好"', "b"]],
    '"带""引号"""\tb': [['带"引号"', "b"]],
    "\t\tb": [[None, None, "b"]],
}


@pytest.mark.parametrize(("block", "meant"), PASTED.items())
def test_pasted_block(block, meant):
    assert pasted(block)[0].rows == meant
