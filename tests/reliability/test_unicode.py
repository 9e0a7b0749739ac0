"""Every character somebody types arrives: form, database, search, Excel, Word. What cannot be seen is taken out."""

import unicodedata
from io import BytesIO

import docx
import pytest
from django.db import connection
from openpyxl import load_workbook

from documents.blocks import Run, paragraph
from records.inputs import without_invisible
from reports.document import Document, Part
from reports.outputs import word
from services.models import Brand
from tests.factories import BrandFactory, MediaReportFactory
from tests.reliability.support import box, text, visit
from visits.models import Visit

# What GB18030-2022 asks of level 3, the rest of the URO and the extensions; G is what came after them. Its Kangxi
# radicals stand apart: nobody types them, PDFs give them for the characters that they look like, and these they become.
RANGES = {
    "A": (0x3400, 0x4DBF),
    "URO": (0x9FA6, 0x9FFF),
    "B": (0x20000, 0x2A6DF),
    "C": (0x2A700, 0x2B738),
    "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1),
    "F": (0x2CEB0, 0x2EBE0),
    "G": (0x30000, 0x3134A),
}


def characters(count: int) -> str:
    """So many assigned ideographs, spread evenly over all the ranges."""
    each = 1 + count // (len(RANGES) - 1)
    found = []
    for first, last in RANGES.values():
        assigned = [
            chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code)) in ("Lo", "So")
        ]
        found += assigned[:: max(1, len(assigned) // each)][:each]
    return "".join(found)[:count]


RARE = characters(1000)
MARKUP = "& < > ]]> {{ }} {% x %} \" ' “” ‘’ &amp; &#65; <b>粗</b> <!-- --> \\ %s ${x}"


@pytest.fixture
def entered(as_user, clerk, qingquan):
    """A visit entered by form with the given text."""

    def enter(summary: str, **values) -> Visit:
        answer = as_user(clerk).post(
            "/visits/visit/new/", visit(qingquan.pk, "2025-05-20", summary=summary, **values)
        )
        assert answer.status_code == 302, text(answer)
        return Visit.objects.get()

    return enter


RADICALS, ORDINARY = "⼀⽂⽼⻅⻓", "一文老见长"


def test_radicals_become_the_characters_that_they_look_like(entered):
    assert entered(f"看望{RADICALS}").summary == f"看望{ORDINARY}"


def test_a_thousand_are_a_thousand():
    assert len(RARE) == len(set(RARE)) == 1000
    assert {len(c.encode("utf-8")) for c in RARE} == {3, 4}
    RARE.encode("gb18030")


def test_form_database_and_pages_keep_every_character(entered, as_user, clerk):
    record = entered(RARE, companions=RARE[-200:])
    with connection.cursor() as cursor:
        cursor.execute("SELECT summary, companions FROM visits_visit")
        assert cursor.fetchone() == (RARE, RARE[-200:])
        cursor.execute("SELECT summary FROM visits_historicalvisit")
        assert cursor.fetchone() == (RARE,)
    assert RARE in text(as_user(clerk).get(f"/visits/visit/{record.pk}/"))
    assert box(as_user(clerk).get(f"/visits/visit/{record.pk}/edit/"), "summary") == RARE


def test_each_character_is_found_by_search(as_user, clerk, qingquan):
    for number in range(0, 1000, 50):
        BrandFactory(community=qingquan, name=RARE[number : number + 50])
    client = as_user(clerk)
    for position in range(0, 1000, 20):
        found = client.get("/services/brand/", {"q": RARE[position]})
        assert found.context["found"] == 1, (position, RARE[position])
    assert client.get("/services/brand/", {"q": "𪚥龘" * 3}).context["found"] == 0


def test_the_export_keeps_every_character(entered, as_user, clerk):
    entered(RARE, companions=MARKUP)
    answer = as_user(clerk).get("/visits/visit/export.xlsx")
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (row["走访内容"], row["同行人员"]) == (RARE, MARKUP)


def printed(given: str) -> docx.document.Document:
    """The text at every place of a report."""
    runs = (
        paragraph(Run(given, style="hei"), role="heading"),
        paragraph(Run(given), Run(given, style="kai")),
    )
    made = Document(
        title=given[:100],
        byline=given,
        dated=given,
        salutation=given,
        opening=paragraph(Run(given)),
        parts=(Part("highlights", runs),),
        signature=given,
        signed_on=given,
    )
    return docx.Document(BytesIO(word.render(made)))


@pytest.mark.parametrize(
    "given", [RARE, MARKUP, "同一段里的汉字𠮷与ABC，“引号”——破折号"], ids=["rare", "markup", "mixed"]
)
def test_word_keeps_every_character(given):
    paragraphs = [each.text for each in printed(given).paragraphs if each.text]
    assert len(paragraphs) == 9
    assert all(each in (given, given * 2, given[:100]) for each in paragraphs)


def test_word_stays_a_file_whatever_the_text():
    awkward = "".join(map(chr, range(0x20))) + "￾￿\ud800\udfff甲" + "𠮷"
    assert all("甲𠮷" in each.text for each in printed(awkward).paragraphs if each.text)


def test_a_brand_with_rare_characters_stands_in_the_report(as_user, clerk, secretary, qingquan):
    name = RARE[-30:] + "&<>]]>{{ }}"
    MediaReportFactory(brand=BrandFactory(community=qingquan, name=name))
    downloaded = as_user(secretary).get("/reports/annual/word/", {"year": 2025})
    whole = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(downloaded.content)).paragraphs)
    assert name in whole
    assert name in text(as_user(secretary).get("/reports/annual/", {"year": 2025}))


def test_markup_arrives_as_typed(entered, as_user, clerk):
    record = entered(MARKUP)
    assert record.summary == MARKUP
    assert MARKUP in text(as_user(clerk).get(f"/visits/visit/{record.pk}/"))
    assert box(as_user(clerk).get(f"/visits/visit/{record.pk}/edit/"), "summary") == MARKUP


UNSEEN = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\ufeff",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\u00ad",
]


def test_what_cannot_be_seen_is_taken_out(entered):
    record = entered("清" + "泉".join(UNSEEN) + "社区", companions="赵" + "".join(UNSEEN) + "秀芝")
    assert record.companions == "赵秀芝"
    assert record.summary == "清" + "泉" * (len(UNSEEN) - 1) + "社区"


def test_without_the_cleaning_what_cannot_be_seen_stays(entered, monkeypatch):
    monkeypatch.setattr("records.inputs.without_invisible", lambda text, lines=False: text)
    assert entered("清\u202e泉").summary == "清\u202e泉"


@pytest.mark.parametrize(
    "given", ["㐂𠮷𪚥", "é𝒳", "葛\U000e0100", "👍🏽", "ᠮᠣᠩᠭᠣᠯ", "བོད", "ئۇيغۇر", "第一行\n第二行"]
)
def test_every_script_arrives(entered, given):
    assert entered(given).summary == given


@pytest.mark.parametrize("code", [0x31350, 0x323AF, 0x2EBF0, 0x9FFF], ids=["H", "H last", "I", "URO last"])
def test_ideographs_newer_than_our_python_arrive(code):
    """GB18030 grows; Python 3.11 knows Unicode 14. A character it does not know yet is still somebody's name."""
    assert without_invisible(f"王{chr(code)}") == f"王{chr(code)}"


def test_private_use_characters_of_old_systems_arrive():
    """Names typed with the fonts of older household registers stand at private code points."""
    assert without_invisible("王\ue863") == "王\ue863"


def test_brands_named_alike_but_for_a_rare_character_stay_apart(office, qingquan):
    BrandFactory(community=qingquan, name="𠮷祥")
    BrandFactory(community=qingquan, name="吉祥")
    assert Brand.objects.filter(name="𠮷祥").count() == 1
