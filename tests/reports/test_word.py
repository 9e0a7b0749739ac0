"""The Word file against GB/T 9704-2012, read from its XML."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from documents.blocks import Paragraph, Piece, Run
from reports.draft import build
from reports.outputs import word
from tests.reports.conftest import plain

pytestmark = pytest.mark.django_db

SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
RARE = "\U0002c029䶮喆"  # 𬀩 of level 3, 䶮 of GBK's extensions, 喆 outside GB 2312
# the order of ECMA-376: CT_RPr and CT_PPr, as far as the report uses them
RUN_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "strike",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "lang",
]
PARAGRAPH_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "widowControl",
    "suppressLineNumbers",
    "autoSpaceDE",
    "autoSpaceDN",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
    "outlineLvl",
    "rPr",
]


def opened(document):
    return docx.Document(io.BytesIO(word.render(document)))


def of(element, path):
    return element.find("/".join(qn(f"w:{step}") for step in path.split("/")))


def attribute(element, path, name="val"):
    found = of(element, path)
    return None if found is None else found.get(qn(f"w:{name}"))


def paragraph_with(file, text):
    return next(p for p in file.paragraphs if text in p.text)


@pytest.fixture
def report(year, values):
    return build(year, values)


@pytest.fixture
def file(report):
    return opened(report)


def test_page_is_a4_with_a_type_area_of_156_by_225_mm(file):
    section = file.sections[0]._sectPr
    assert [attribute(section, "pgSz", name) for name in ("w", "h")] == ["11906", "16838"]
    assert [attribute(section, "pgMar", name) for name in ("top", "bottom", "left", "right", "gutter")] == [
        "2098",
        "1984",
        "1587",
        "1474",
        "0",
    ]
    assert attribute(section, "pgMar", "footer") == "1417"  # 25 mm
    assert of(section, "docGrid") is None
    assert of(section, "titlePg") is None
    assert len(file.sections) == 1


def test_body_is_22_lines_of_28_characters(file):
    style = file.styles["Normal"].element
    assert (attribute(style, "pPr/spacing", "line"), attribute(style, "pPr/spacing", "lineRule")) == (
        "579",
        "exact",
    )
    assert (attribute(style, "pPr/spacing", "before"), attribute(style, "pPr/spacing", "after")) == ("0", "0")
    assert attribute(style, "pPr/widowControl") in ("0", "false")
    body = [p._p for p in file.paragraphs if attribute(p._p, "pPr/ind", "firstLineChars")]
    assert len(body) > 15
    for paragraph in body:
        assert [attribute(paragraph, "pPr/ind", name) for name in ("firstLineChars", "firstLine")] == [
            "200",
            "640",
        ]
        assert attribute(paragraph, "pPr/jc") == "both"
        assert [
            attribute(paragraph, f"pPr/{name}") for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid")
        ] == ["0", "0", "0"]
        for run in paragraph.findall(qn("w:r")):
            assert (attribute(run, "rPr/spacing"), attribute(run, "rPr/sz")) == ("-5", "32")


def test_every_run_names_all_four_fonts(file, report):
    footers = [file.sections[0].footer, file.sections[0].even_page_footer]
    for place in [file.element.body, *(footer._element for footer in footers)]:
        for written in place.iter(qn("w:t")):
            assert all(attribute(written.getparent(), "rPr/rFonts", slot) for slot in SLOTS), written.text


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("抓基层党建工作述职报告", "方正小标宋简体", "44"),
        ("党工委书记", "楷体_GB2312", "32"),
        ("一、履职工作", "黑体", "32"),
        ("（一）", "楷体_GB2312", "32"),
        ("各位领导", "仿宋_GB2312", "32"),
    ],
)
def test_each_level_has_its_font(file, text, font, size):
    run = paragraph_with(file, text).runs[0]._r
    assert (attribute(run, "rPr/rFonts", "eastAsia"), attribute(run, "rPr/sz")) == (font, size)
    assert of(run, "rPr/b") is None


def test_second_level_heading_runs_into_its_paragraph(file):
    fonts = [attribute(r._r, "rPr/rFonts", "eastAsia") for r in paragraph_with(file, "（一）").runs]
    assert fonts[0] == "楷体_GB2312"
    assert fonts[-1] == "仿宋_GB2312"


def test_title_block(file):
    title, byline, dated = file.paragraphs[:3]
    assert [attribute(p._p, "pPr/jc") for p in (title, byline, dated)] == ["center"] * 3
    assert (attribute(title._p, "pPr/spacing", "line"), attribute(title._p, "pPr/spacing", "lineRule")) == (
        "700",
        "exact",
    )
    assert re.fullmatch(r"（20\d\d年(?!0)\d{1,2}月）", dated.text)
    salutation = paragraph_with(file, "各位领导")
    assert salutation.text.endswith("：")
    assert of(salutation._p, "pPr/ind") is None


@pytest.mark.parametrize(
    ("which", "side", "alignment"), [("footer", "right", "right"), ("even_page_footer", "left", "left")]
)
def test_page_numbers_stand_outside(file, which, side, alignment):
    assert of(file.settings.element, "evenAndOddHeaders") is not None
    paragraph = getattr(file.sections[0], which).paragraphs[0]._p
    assert attribute(paragraph, "pPr/jc") == alignment
    assert (attribute(paragraph, "pPr/ind", f"{side}Chars"), attribute(paragraph, "pPr/ind", side)) == (
        "100",
        "280",
    )
    assert [mark.get(qn("w:fldCharType")) for mark in paragraph.iter(qn("w:fldChar"))] == [
        "begin",
        "separate",
        "end",
    ]
    assert [code.text.strip() for code in paragraph.iter(qn("w:instrText"))] == ["PAGE"]
    assert "".join(text.text for text in paragraph.iter(qn("w:t"))) == "— 1 —"
    assert {
        (attribute(run, "rPr/sz"), attribute(run, "rPr/rFonts", "eastAsia"))
        for run in paragraph.iter(qn("w:r"))
    } == {("28", "宋体")}


def test_properties_name_the_title_and_the_unit(file, year):
    properties = file.core_properties
    assert (properties.title, properties.author, properties.comments) == (
        "抓基层党建工作述职报告",
        year.subdistrict.name,
        "",
    )


def test_elements_stand_in_the_order_of_the_schema(report):
    gap = Paragraph(
        (
            Piece(
                "",
                (
                    Run("缺数"),
                    Run("X", "visits.frontline", missing=True),
                ),
            ),
        )
    )
    file = opened(replace(report, opening=gap, signature="中共锦河街道工作委员会", signed_on="2026年1月5日"))
    for parent, order in (("rPr", RUN_ORDER), ("pPr", PARAGRAPH_ORDER)):
        for element in file.element.body.iter(qn(f"w:{parent}")):
            names = [child.tag.split("}")[1] for child in element]
            assert names == sorted(names, key=order.index)
            assert len(names) == len(set(names))


def test_figures_carry_their_own_text_and_gaps_are_marked():
    runs = [
        Run("48", "visits.frontline"),
        Run("次，"),
        Run("X", "visits.opinions", missing=True),
        Run("条。"),
    ]
    file = opened(replace(plain(), opening=Paragraph((Piece("", tuple(runs)),))))
    written = paragraph_with(file, "48次，X条。")
    assert [run.text for run in written.runs] == ["48", "次，", "X", "条。"]
    assert [attribute(run._r, "rPr/highlight") for run in written.runs] == [None, None, "yellow", None]


def test_every_figure_of_the_report_is_in_the_file_as_computed(report, file, values):
    paragraphs = [p.text for p in file.paragraphs if p.text]
    written = [p.text for p in report.paragraphs()]
    assert paragraphs[-len(written) :] == written or paragraphs[4 : 4 + len(written)] == written
    figures = [run for run in report.runs() if run.key]
    assert len(figures) > 69
    assert all(run.text == values[run.key].text for run in figures)


@pytest.mark.parametrize(
    ("style", "common", "larger"),
    [("text", "仿宋_GB2312", "仿宋"), ("kai", "楷体_GB2312", "楷体"), ("hei", "黑体", "黑体")],
)
def test_rare_characters_take_the_larger_font(style, common, larger):
    file = opened(replace(plain(), opening=Paragraph((Piece("", (Run(f"王{RARE}说", style=style),)),))))
    runs = paragraph_with(file, RARE).runs
    assert [(run.text, attribute(run._r, "rPr/rFonts", "eastAsia")) for run in runs] == [
        ("王", common),
        (RARE, larger),
        ("说", common),
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲&乙<丙>丁", "甲&乙<丙>丁"),
        ("]]> {{ x }} &amp; <w:p/>", "]]> {{ x }} &amp; <w:p/>"),
        ("甲\x00\x01\x08\x0b\x0c\x1f乙", "甲乙"),
        ("甲\ud800\ufffe\uffff乙", "甲乙"),
        ("  两头有空格  ", "  两头有空格  "),
        (RARE, RARE),
        ("甲\x7f\x85\u200b\ufeff乙", "甲\x7f\x85\u200b\ufeff乙"),
    ],
)
def test_what_was_typed_arrives(typed, kept):
    document = replace(
        plain(typed), title=typed, byline=typed, salutation=typed, signature=typed, subject=typed
    )
    file = opened(document)
    assert [p.text for p in file.paragraphs if p.text].count(kept) == 5
    assert (file.core_properties.title, file.core_properties.author) == (kept, kept)


def test_file_is_plain(report):
    with zipfile.ZipFile(io.BytesIO(word.render(report))) as package:
        names = package.namelist()
        relations = [ElementTree.fromstring(package.read(name)) for name in names if name.endswith(".rels")]
        body = package.read("word/document.xml").decode()
    assert not [name for name in names if "vba" in name or "embeddings" in name]
    assert not [r for relation in relations for r in relation if r.get("TargetMode") == "External"]
    assert not re.search("<w:(ins|del|moveFrom|moveTo|comment)[ >]", body)


def test_same_report_gives_the_same_text_twice(report):
    texts = [[p.text for p in opened(report).paragraphs] for _ in range(2)]
    assert texts[0] == texts[1]
