"""The odd but good: what Excel, WPS, LibreOffice and others write is read as their users see it."""

import io
import shutil
import subprocess
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter

from spreadsheets.errors import UnreadableError
from spreadsheets.reading import MOST_ROWS, Grid, read, read_pasted
from tests.imports.files import (
    MAIN,
    OFFICE,
    STRICT,
    cell,
    parts,
    relationships,
    row,
    sheet,
    workbook,
    xlsx,
    zipped,
)

DATES = (
    '<numFmts count="9"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    '<numFmt numFmtId="177" formatCode="[$-804]aaaa;@"/><numFmt numFmtId="178" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="179" formatCode="0&quot;月&quot;"/><numFmt numFmtId="180" formatCode="h:mm"/></numFmts>'
    "<cellXfs>"
    + "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 31, 57, 58, 22, 176, 178, 179, 180))
    + "</cellXfs>"
)


@pytest.fixture
def grids(tmp_path):
    def of(data: bytes) -> list[Grid]:
        path = tmp_path / "upload"
        path.write_bytes(data)
        return read(path, "走访.xlsx")

    return of


@pytest.fixture
def rows(grids):
    def of(*content: str, **more: str) -> list[list]:
        (grid,) = grids(xlsx("".join(content), **more))
        assert grid.title == "走访"
        return grid.rows

    return of


def styled(place: str, value: object, style: int) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def test_numbers_and_texts_are_what_they_are(rows):
    assert rows(
        row(
            1,
            cell("A1", 12),
            cell("B1", 1.5),
            cell("C1", "007", "str"),
            cell("D1", 1, "b"),
            cell("E1", 0, "b"),
            cell("F1", 0),
        )
    ) == [[12, 1.5, "007", True, False, 0]]
    (values,) = rows(row(1, cell("A1", "1.2E4"), cell("B1", "-3"), cell("C1", 13800138000)))
    assert [type(value) for value in values] == [int, int, int]


def test_a_number_too_long_for_excel_stays_a_float(rows):
    ((value,),) = rows(row(1, cell("A1", 110101199001011234)))
    assert isinstance(value, float)


def test_what_is_no_number_is_text(rows):
    assert rows(row(1, cell("A1", "NaN"), cell("B1", "1E400"))) == [["nan", "inf"]]


def test_errors_are_the_text_people_see(rows):
    errors = ["#N/A", "#DIV/0!", "#REF!", "#SPILL!", "#GETTING_DATA"]
    assert rows(
        row(1, *(cell(f"{letter}1", error, "e") for letter, error in zip("ABCDE", errors, strict=True)))
    ) == [errors]


def test_shared_texts_with_runs_pinyin_and_line_breaks(rows):
    texts = (
        '<si><t xml:space="preserve"> 张三 </t></si><si/><si><r><rPr><b/></rPr><t>文昌</t></r><r><t>社区</t></r></si>'
        '<si><t>张三</t><rPh sb="0" eb="1"><t>zhang</t></rPh></si><si><t>一_x000D_\n二 &lt;&amp;</t></si><si><t>𬀩䶮·</t></si>'
    )
    values = rows(row(1, *(cell(f"{letter}1", n, "s") for n, letter in enumerate("ABCDEF"))), texts=texts)
    assert values == [[" 张三 ", None, "文昌社区", "张三", "一\r\n二 <&", "𬀩䶮·"]]


def test_texts_in_their_cells(rows):
    rich = '<c r="B1" t="inlineStr"><is><r><t>文昌</t></r><r><rPr><b/></rPr><t>社区</t></r></is></c>'
    assert rows(
        row(
            1,
            cell("A1", "张&amp;三", "inlineStr"),
            rich,
            '<c r="C1" t="inlineStr"><is><t/></is></c>',
            cell("D1"),
        )
    ) == [["张&三", "文昌社区", None, 1]]


def test_dates_in_all_usual_formats(rows):
    day = date(2023, 3, 15)
    assert rows(
        row(
            1,
            *(styled(f"{letter}1", 45000, n) for letter, n in zip("ABCDEF", (1, 2, 3, 4, 5, 6), strict=True)),
        ),
        styles=DATES,
    ) == [[day] * 6]
    values = rows(
        row(1, styled("A1", 45000.5, 5), styled("B1", 0.25, 9), styled("C1", 1.5, 7), styled("D1", 3, 8)),
        styles=DATES,
    )
    assert values == [[datetime(2023, 3, 15, 12), time(6), timedelta(hours=36), 3]]


@pytest.mark.parametrize("said", ["1", "true"])
def test_days_counted_from_1904(rows, said):
    book = workbook('<sheet name="走访" sheetId="1" r:id="r1"/>', f'<workbookPr date1904="{said}"/>')
    assert rows(row(1, styled("A1", 43538, 1)), styles=DATES, workbook=book) == [[date(2023, 3, 15)]]


@pytest.mark.parametrize("said", ["A1", "A1:XFD1048576", "C3:D4", "??"])
def test_a_wrong_dimension_does_not_matter(rows, said):
    assert rows(sheet=sheet(row(1, cell("A1"), cell("B1", 2)), before=f'<dimension ref="{said}"/>')) == [
        [1, 2]
    ]


def test_merged_cells_have_their_value_in_the_first(rows):
    merged = sheet(
        row(1, cell("A1", "标题", "inlineStr"), '<c r="B1" s="1"/>') + row(2, cell("B2")),
        after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert rows(sheet=merged) == [["标题", None], [None, 1]]


def merged(rows: str, *places: str) -> str:
    return sheet(
        rows,
        after="<mergeCells>" + "".join(f'<mergeCell ref="{place}"/>' for place in places) + "</mergeCells>",
    )


def test_cells_merged_one_below_the_other_each_have_the_value(grids):
    content = row(1, cell("A1", 7), cell("B1")) + row(2, '<c r="A2" s="1"/>', cell("B2")) + row(3, cell("B3"))
    (grid,) = grids(xlsx(sheet=merged(content, "A1:A9")))
    assert (grid.rows, grid.carried, grid.beside) == ([[7, 1], [7, 1], [7, 1]], {(2, 1), (3, 1)}, frozenset())


def test_a_block_of_merged_cells_has_its_value_in_the_first_column(grids):
    content = row(1, cell("A1", 7), cell("C1")) + row(2, cell("C2"))
    (grid,) = grids(xlsx(sheet=merged(content, "A1:B2")))
    assert (grid.rows, grid.carried, grid.beside) == (
        [[7, None, 1], [7, None, 1]],
        {(2, 1)},
        {(1, 2), (2, 2)},
    )


def test_a_formula_without_a_value_has_none_in_all_cells_merged_with_it(grids):
    content = row(1, '<c r="A1"><f>1+1</f></c>', cell("B1")) + row(2, cell("B2"))
    (grid,) = grids(xlsx(sheet=merged(content, "A1:A2")))
    assert (grid.unvalued, grid.carried) == ({(1, 1), (2, 1)}, frozenset())


@pytest.mark.parametrize("place", ["A1:XFD1048576", "XFD9:XFD10", "A0:A9", "B2:A1", "A1", "??"])
def test_ranges_beyond_the_sheet_do_not_matter(grids, place):
    (grid,) = grids(xlsx(sheet=merged(row(1, cell("A1")) + row(2, cell("A2", 2)), place)))
    assert grid.rows == [[1], [2]]


def test_more_merged_cells_than_a_sheet_can_hold_are_refused(grids):
    content = "".join(row(number, cell(f"A{number}")) for number in range(1, 2_000))
    with pytest.raises(UnreadableError, match="表格太大"):
        grids(xlsx(sheet=merged(content, *(f"A{number}:CZ9999" for number in range(1, 1_000)))))


def test_a_byte_order_mark_before_the_file(grids):
    assert grids(b"\xef\xbb\xbf" + xlsx(row(1, cell("A1"))))[0].rows == [[1]]


def test_folders_divided_by_backslashes(grids):
    members = parts(row(1, cell("A1")))
    assert grids(zipped({name.replace("/", "\\"): content for name, content in members.items()}))[0].rows == [
        [1]
    ]


def test_a_sheet_that_begins_further_down_keeps_its_places(rows):
    assert rows(row(3, cell("C3"))) == [[None] * 3, [None] * 3, [None, None, 1]]


def test_empty_rows_and_columns_at_the_end_are_dropped(rows):
    content = (
        row(1, cell("A1"), '<c r="B1" s="1"/>', cell("C1", "", "str"))
        + row(2, '<c r="A2" t="str"><f>""</f><v></v></c>')
        + row(9, '<c r="A9"></c>')
    )
    assert rows(content) == [[1]]


def test_rows_and_cells_without_places(rows):
    assert rows('<row><c><v>1</v></c><c/><c t="b"><v>1</v></c></row><row/><row><c><v>2</v></c></row>') == [
        [1, None, True],
        [None] * 3,
        [2, None, None],
    ]
    assert rows(row(2, cell("B2", 5), "<c><v>6</v></c>"), "<row><c><v>7</v></c></row>") == [
        [None] * 3,
        [None, 5, 6],
        [7, None, None],
    ]


def test_names_with_prefixes(rows):
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1" hidden="1"><x:c r="A1" t="inlineStr"><x:is><x:t>张三</x:t></x:is></x:c>'
        '<x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert rows(sheet=prefixed) == [["张三", 2]]


def test_single_quotes_comments_and_cdata(rows):
    assert rows(
        "<row r='1'><!-- x --><c r='A1' t='e'><v>#N/A</v></c><c t='inlineStr' r='B1'><is><t><![CDATA[a<b & c]]></t></is></c></row>"
    ) == [["#N/A", "a<b & c"]]


def test_brackets_in_texts_and_attributes(rows):
    assert rows(row(1, '<c r="A1" x="a>b"><v>1</v></c>', cell("B1", "a>b", "inlineStr"))) == [[1, "a>b"]]


def test_pretty_printed(rows):
    assert rows(
        '\n  <row r="1">\n    <c r="A1">\n      <v>5</v>\n    </c>\n    <c r="B1" s="1">\n    </c>\n  </row>\n'
    ) == [[5]]


def test_strict_ooxml(grids):
    types = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    content = sheet(
        row(1, cell("A1", "2023-03-15", "d"), cell("B1", "2023-03-15T12:00:00", "d"), cell("C1", 0, "s"))
    )
    members = parts(sheet=content.replace(MAIN, STRICT), texts="<si><t>张三</t></si>")
    members["_rels/.rels"] = relationships({"r1": ("officeDocument", "xl/workbook.xml")}, types)
    members["xl/workbook.xml"] = (
        workbook('<sheet name="走访" sheetId="1" r:id="r1"/>').replace(MAIN, STRICT).replace(OFFICE, types)
    )
    members["xl/_rels/workbook.xml.rels"] = relationships(
        {"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("sharedStrings", "sharedStrings.xml")}, types
    )
    assert grids(zipped(members))[0].rows == [[date(2023, 3, 15), datetime(2023, 3, 15, 12), "张三"]]


def test_parts_elsewhere_and_in_other_letters(grids):
    members = parts(texts="<si><t>张三</t></si>")
    moved = {
        "_rels/.rels": relationships({"r1": ("officeDocument", "/Book/Main.xml")}),
        "book/main.xml": members["xl/workbook.xml"],
        "book/_rels/main.xml.rels": relationships(
            {"r1": ("worksheet", "/Sheets/First.xml"), "r2": ("sharedStrings", "../texts.xml")}
        ),
        "sheets/first.xml": sheet(row(1, cell("A1", 0, "s"))),
        "Texts.xml": members["xl/sharedStrings.xml"],
    }
    assert grids(zipped(moved))[0].rows == [["张三"]]


def test_formulas_without_a_value_are_named(grids):
    content = row(
        1,
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c><c r="D1"><f>1+1</f><v/></c>',
        '<c r="E1" t="str"><f>""</f><v></v></c><c r="F1"><f t="shared" si="0"/><v>3</v></c><c r="G1"><f t="shared" si="0"/></c>',
        '<c r="H1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="AA1"><f>1</f></c>',
    )
    (grid,) = grids(xlsx(content))
    assert grid.unvalued == {(1, 2), (1, 3), (1, 4), (1, 7), (1, 27)}
    assert grid.rows == [[2, None, None, None, None, 3, None, "#DIV/0!"]]
    (grid,) = grids(xlsx("<row><c><v>1</v></c><c><f>1+1</f></c></row>"))
    assert grid.unvalued == {(1, 2)}


def test_hidden_and_filtered_rows_are_named(grids):
    (grid,) = grids(
        xlsx(
            row(1, cell("A1"))
            + row(2, cell("A2"), hidden=1)
            + row(3, cell("A3"), hidden=0)
            + row(4, cell("A4"), ht="9", hidden="true")
        )
    )
    assert grid.hidden == {2, 4}
    assert len(grid.rows) == 4


def test_sheets_stand_in_their_order_and_of_hidden_ones_the_beginning_is_read(grids):
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>'
        for n, (name, state) in enumerate(
            [
                ("乙", "visible"),
                ("字典", "hidden"),
                ("甲&amp;", "visible"),
                ("库", "veryHidden"),
                ("图", "visible"),
            ],
            1,
        )
    )
    targets = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, 5)} | {
        "r5": ("chartsheet", "chartsheets/sheet1.xml")
    }
    sheets = {f"xl/worksheets/sheet{n}.xml": sheet(row(1, cell("A1", n))) for n in (1, 3, 4)}
    sheets["xl/worksheets/sheet2.xml"] = sheet(
        "".join(row(n, cell(f"A{n}")) for n in range(1, 30_000))
    )  # the hidden may be long
    data = zipped(
        parts(workbook=workbook(listed), rels=relationships(targets))
        | sheets
        | {"xl/chartsheets/sheet1.xml": "<chartsheet/>"}
    )
    found = grids(data)
    assert [(grid.title, grid.rows) for grid in found if not grid.is_hidden] == [
        ("乙", [[1]]),
        ("甲&", [[3]]),
    ]
    first, second = (grid for grid in found if grid.is_hidden)
    assert (first.title, first.rows[:2], second.title, second.rows) == ("字典", [[1], [1]], "库", [[4]])


def test_links_to_other_workbooks_are_ignored(grids):
    members = parts(row(1, '<c r="A1"><f>[1]Sheet1!A1</f><v>7</v></c>'))
    members["xl/externalLinks/externalLink1.xml"] = "<externalLink/>"
    members["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships><Relationship Id="r1" Type="{OFFICE}/externalLinkPath" TargetMode="External" Target="file:///etc/passwd"/>'
        "</Relationships>"
    )
    assert grids(zipped(members))[0].rows == [[7]]


def test_embedded_documents_are_left_alone(grids):
    members = parts(row(1, cell("A1"))) | {
        "xl/embeddings/a.docx": zipped({"x": "y"}),
        "xl/media/image1.png": b"\x89PNG",
    }
    assert grids(zipped(members))[0].rows == [[1]]


def test_an_empty_sheet_has_no_rows(grids):
    assert grids(xlsx())[0].rows == []
    assert grids(xlsx(sheet=f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'))[0].rows == []


def test_a_byte_order_mark_and_windows_line_ends(rows):
    assert rows(sheet="\ufeff" + sheet(row(1, cell("A1"))).replace("\n", "\r\n")) == [[1]]


def test_as_many_rows_as_are_promised_below_a_title(rows):
    content = row(1, cell("A1", "走访", "inlineStr")) + row(2, cell("A2", "姓名", "inlineStr"))
    assert (
        len(rows(content, *(row(n, cell(f"A{n}", n), cell(f"BB{n}", n)) for n in range(3, MOST_ROWS + 3))))
        == MOST_ROWS + 2
    )


def test_pieces_meet_without_a_seam(rows):
    content = [
        row(
            n, cell(f"A{n}", n), cell(f"B{n}", f"第{n}行", "inlineStr"), f'<c r="C{n}"><f>1</f><v>{n}</v></c>'
        )
        for n in range(1, 12_001)
    ]
    assert rows(*content) == [[n, f"第{n}行", n] for n in range(1, 12_001)]


def test_what_openpyxl_and_xlsxwriter_write(grids):
    book = openpyxl.Workbook()
    book.active.append(["姓名", 3, 2.5, date(2025, 3, 5), True, None, "=1+1"])
    target = io.BytesIO()
    book.save(target)
    (grid,) = grids(target.getvalue())
    assert grid.rows == [["姓名", 3, 2.5, date(2025, 3, 5), True]]
    assert grid.unvalued == {(1, 7)}
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as written:
        written.add_worksheet("走访").write_row(0, 0, ["姓名", 3, 2.5])
    assert grids(target.getvalue()) == [Grid("走访", [["姓名", 3, 2.5]], frozenset(), frozenset())]


@pytest.mark.office
def test_what_libreoffice_writes(grids, tmp_path):
    (tmp_path / "a.csv").write_text("姓名,电话,日期\n张三,007,2025-03-05\n", encoding="utf-8")
    office = shutil.which("soffice")
    assert office
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx",
        "--infilter=CSV:44,34,76,1,1/1/2/2/3/5",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "a.csv")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert grids((tmp_path / "a.xlsx").read_bytes())[0].rows == [
        ["姓名", "电话", "日期"],
        ["张三", "007", date(2025, 3, 5)],
    ]


# A pasted block.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓名\t电话\r\n张三\t007\r\n", [["姓名", "电话"], ["张三", "007"]]),
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ('"第一行\n第二行"\t"他说""好"""\nx\ty', [["第一行\n第二行", '他说"好"'], ["x", "y"]]),
        ('"党员之家"活动\tb\n"未完\tc', [['"党员之家"活动', "b"], ['"未完', "c"]]),
        ("a\t\tc\t\n\t\t\n\n", [["a", None, "c"]]),
        ("\t\n\tb", [[None, None], [None, "b"]]),
        ("只有一格", [["只有一格"]]),
        ("a\rb", [["a"], ["b"]]),
        ("\ufeff姓名\t电话", [["姓名", "电话"]]),
    ],
)
def test_a_pasted_block(text, expected):
    assert read_pasted(text) == [Grid("粘贴的内容", expected, frozenset(), frozenset())]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "没有粘贴任何内容"),
        ("\t\t\r\n\r\n", "没有粘贴任何内容"),
        ("a\n" * 20_021, "第 20021 行"),
        ("\t" * 104 + "a", "第 DA 列"),
        ("长" * 11_000_000, "太多"),
    ],
)
def test_a_pasted_block_that_is_none_or_too_much(text, message):
    with pytest.raises(UnreadableError, match=message):
        read_pasted(text)


def test_quotes_without_end_are_text():
    [grid] = read_pasted(('"' * 1_001 + "\t") * 50 + '"' * 1_000_001)
    assert [len(text) for text in grid.rows[0]] == [1_001] * 25 + [1_000_001]
