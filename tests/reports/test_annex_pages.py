"""The annexes in the Word file, read from its XML: their list, their tables, their charts."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.chart.chartspace import ChartSpace

from common.xml import clean_for_xml
from documents.blocks import Chart, Series, Table
from documents.docx import charts, tables
from documents.docx.page import WIDTH
from reports.document import Annex
from reports.outputs import word
from tests.reports.conftest import plain
from tests.reports.test_word import PARAGRAPH_ORDER, RUN_ORDER, attribute, of, paragraph_with

# CT_TblPr, CT_TblBorders and CT_TcPr of ECMA-376, as far as the report uses them
TABLE_ORDER = {
    "rPr": RUN_ORDER,
    "pPr": PARAGRAPH_ORDER,
    "tbl": ["tblPr", "tblGrid", "tr"],
    "tblPr": ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"],
    "tblBorders": ["top", "left", "bottom", "right", "insideH", "insideV"],
    "tblCellMar": ["top", "left", "bottom", "right"],
    "tr": ["trPr", "tc"],
    "tc": ["tcPr", "p"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"],
    "p": ["pPr", "r"],
}
HEAD = ("社区", "班子走访（次）", "党建经费（万元）", "评语")
ROWS = (("清泉社区", "51", "1.2", "好"), ("文昌社区", "X", "0.5", "尚可"), ("全街道", "51", "1.7", "—"))
TABLE = Annex("主要数字", ("有重复的只算一次。",), Table(HEAD, ROWS, total=1))
NOTES = Annex("编制说明", ("没有记录的印作X。", "第二条。"))
C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def bars(number: int = 3) -> Chart:
    names = tuple(f"第{n}社区" for n in range(number))
    return Chart(
        "班子走访（次）",
        "次",
        names,
        (Series("2025年", (None, *range(1, number))), Series("2024年", tuple(range(number)))),
    )


def opened(*annexes, **given):
    return docx.Document(io.BytesIO(word.render(replace(plain(), annexes=annexes), **given)))


def chart_parts(*annexes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(word.render(replace(plain(), annexes=annexes)))) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("word/charts/")]


def test_annexes_are_listed_before_the_signature_and_begin_a_page_each():
    made = replace(plain(), annexes=(TABLE, NOTES), signature="锦河街道党工委", signed_on="2026年1月5日")
    file = docx.Document(io.BytesIO(word.render(made)))
    texts = [p.text for p in file.paragraphs if p.text]
    assert (
        texts[-10:]
        == [
            "附件：1.主要数字",
            "2.编制说明",
            "锦河街道党工委",
            "2026年1月5日",
            "附件1",
            "主要数字",
            "有重复的只算一次。",
            "附件2",
            "编制说明",
            *NOTES.lines,
        ][-10:]
    )
    for head in (paragraph_with(file, "附件1"), paragraph_with(file, "附件2")):
        assert of(head._p, "pPr/pageBreakBefore") is not None
        assert of(head._p, "pPr/jc") is None
        assert of(head._p, "pPr/ind") is None
        assert {attribute(run._r, "rPr/rFonts", "eastAsia") for run in head.runs} == {"黑体"}
    starts = [
        int(attribute(p._p, "pPr/ind", "left")) - int(attribute(p._p, "pPr/ind", "hanging"))
        for p in file.paragraphs
        if "." in p.text
    ]
    assert starts == [640, 1600]  # two characters in; then below the first title's number


def test_a_single_annex_has_no_number():
    texts = [p.text for p in opened(NOTES).paragraphs]
    assert {"附件：编制说明", "附件"} <= set(texts)


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("锦河街道党工委", "2026年1月5日", (19, 21)),
        ("党工委", "2026年12月28日", (17, 19)),
        ("锦河街道党工委", "", (19,)),
    ],
)
def test_date_begins_two_characters_right_of_the_name(name, day, begins):
    file = docx.Document(io.BytesIO(word.render(replace(plain(), signature=name, signed_on=day))))
    lines = [p for p in file.paragraphs if p.text in (name, day) and p.text]
    assert [int(attribute(p._p, "pPr/ind", "left")) / 315 for p in lines] == pytest.approx(begins, abs=0.01)


def test_table_prints_every_cell_and_marks_what_is_missing():
    table = opened(TABLE).tables[0]._tbl
    rows = [
        ["".join(text.text for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for row in table.iter(qn("w:tr"))
    ]
    assert rows == [list(HEAD), *map(list, ROWS)]
    marked = [
        run.find(qn("w:t")).text
        for run in table.iter(qn("w:r"))
        if attribute(run, "rPr/highlight") == "yellow"
    ]
    assert marked == ["X"]


def test_table_repeats_its_heading_keeps_rows_whole_and_sums_bold():
    table = opened(TABLE).tables[0]._tbl
    rows = table.findall(qn("w:tr"))
    assert [of(row, "trPr/tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(of(row, "trPr/cantSplit") is not None for row in rows)
    bold = [{of(run, "rPr/b") is not None for run in row.iter(qn("w:r"))} for row in rows]
    assert bold == [{False}, {False}, {False}, {True}]
    sides = [attribute(cell, "p/pPr/jc") for cell in rows[1].findall(qn("w:tc"))]
    assert sides == ["left", "right", "right", "left"]


@pytest.mark.parametrize("columns", [2, 10, 16])
def test_table_is_as_wide_as_the_type_area(columns):
    head = ("社区", *["班子走访（次）"] * (columns - 1))
    table = (
        opened(Annex("表", (), Table(head, (("很长名字的锦绣花园第二社区", *["1398"] * (columns - 1)),))))
        .tables[0]
        ._tbl
    )
    grid = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
    assert [
        int(attribute(cell, "tcPr/tcW", "w")) for cell in table.findall(qn("w:tr"))[0].findall(qn("w:tc"))
    ] == grid
    assert WIDTH - columns < sum(grid) <= WIDTH
    assert min(grid) > 300


@given(needs=st.lists(st.integers(100, 9000), min_size=1, max_size=20), width=st.integers(4000, 9000))
def test_columns_share_what_is_over_and_only_those_give_way_that_need_more_than_an_equal_share(needs, width):
    given_ = tables.widths(needs, width)
    assert width - len(needs) < sum(given_) <= width or sum(given_) == sum(needs)
    if sum(needs) > width:
        both = sorted(zip(needs, given_, strict=True))
        assert all(got <= need for need, got in both)
        assert all(got == need for need, got in both if need <= width // len(needs))
        cut = [got for need, got in both if got < need]
        assert cut == sorted(cut), "who needs more has no less"


def test_four_times_the_text_is_twice_as_wide():
    assert tables.widths([1000, 4000, 16000], 8000) == [1000, 2333, 4666]
    assert tables.widths([6655], 4078) == [4078]


def test_elements_stand_in_the_order_of_the_schema():
    file = opened(replace(TABLE, chart=bars()), NOTES, fingerprint="ab" * 32)
    for parent, order in TABLE_ORDER.items():
        elements = list(file.element.body.iter(qn(f"w:{parent}")))
        assert elements, parent
        for element in elements:
            names = [child.tag.split("}")[1] for child in element]
            assert names == sorted(names, key=order.index), parent


def test_chart_is_a_part_of_the_file_with_the_annexs_own_numbers():
    file = opened(replace(TABLE, chart=bars()), Annex("又一", chart=bars()))
    links = [link.get(qn("r:id")) for link in file.element.body.iter(f"{{{C['c']}}}chart")]
    found = [etree.fromstring(file.part.related_parts[link].blob) for link in links]
    assert len({file.part.related_parts[link].partname for link in links}) == 2
    for chart in found:
        assert chart.tag == f"{{{C['c']}}}chartSpace"
        assert chart.xpath("//c:ser/c:tx//c:v/text()", namespaces=C) == ["2025年", "2024年"]
        values = [series.xpath("c:val//c:pt/@idx", namespaces=C) for series in chart.iterfind(".//c:ser", C)]
        assert values == [["1", "2"], ["0", "1", "2"]]
        assert chart.xpath("//c:ser[1]/c:val//c:v/text()", namespaces=C) == ["1", "2"]
        names = chart.xpath("//c:ser[1]/c:cat//c:v/text()", namespaces=C)
        assert names == ["第0社区（2025年X）", "第1社区", "第2社区"]  # no bar must not look like a zero
        assert chart.xpath("//c:externalData", namespaces=C) == []


@pytest.mark.parametrize(("value", "printed"), [(1234567.0, "1234567"), (87.36, "87.36"), (0.0, "0")])
def test_chart_keeps_its_numbers_whole(value, printed):
    (chart,) = chart_parts(Annex("图", chart=Chart("图", "元", ("甲",), (Series("2025年", (value,)),))))
    assert etree.fromstring(chart).xpath("//c:val//c:v/text()", namespaces=C) == [printed]
    assert ChartSpace.from_tree(ElementTree.fromstring(chart)).chart.plotArea._charts[0].barDir == "bar"


def test_no_chart_where_its_bars_could_not_be_told_apart():
    assert len(chart_parts(Annex("图", chart=bars(charts.MOST)))) == 1
    assert chart_parts(Annex("图", chart=bars(charts.MOST + 1))) == []
    assert chart_parts(Annex("图", chart=replace(bars(), series=()))) == []


def test_fingerprint_is_the_last_line_in_groups_of_eight():
    texts = [p.text for p in opened(TABLE, NOTES, fingerprint="0123456789abcdef" * 4).paragraphs]
    assert texts[-1] == "定稿指纹：" + " ".join(["01234567", "89abcdef"] * 4)
    assert not any("定稿指纹" in text for text in texts[:-1])


def test_file_never_ends_with_a_table():
    body = opened(replace(TABLE, lines=())).element.body
    assert [element.tag for element in body][-2:] == [qn("w:p"), qn("w:sectPr")]


@pytest.mark.parametrize("typed", ["a&<b>]]>{{x}}", "甲\x00\x08乙", "\ud800丙"])
def test_what_was_typed_arrives_in_every_place_of_an_annex(typed):
    kept = clean_for_xml(typed)
    chart = Chart(typed, typed, (typed,), (Series(typed, (1.0,)),))
    made = Annex(typed, (typed,), Table((typed, typed), ((typed, typed),)), chart)
    file = opened(made)
    assert [p.text for p in file.paragraphs if p.text][-2:] == [kept, kept]
    assert [cell.text for cell in file.tables[0].rows[1].cells] == [kept, kept]
    assert etree.fromstring(chart_parts(made)[0]).xpath("//c:cat//c:v/text()", namespaces=C) == [kept]
