"""Text that Excel would take for a formula stays text in every export."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import load_workbook

from spreadsheets import writing as sheets
from tests import factories
from tests.reliability.support import visit
from visits.models import Visit

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1+1",
    "\n=1+1",
    " =1+1",
    '=HYPERLINK("http://evil.example","点")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "{=1+1}",
    "'=1",
    "=",
    "2025-05-20",
    "110101199003070011",
    "1e9",
    "007",
    "#REF!",
    "TRUE",
]


def cells(content: bytes) -> list:
    return [cell for row in load_workbook(BytesIO(content)).active.iter_rows(min_row=2) for cell in row]


def live(content: bytes) -> int:
    """How many formulas the file itself holds."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/")]
        return sum(len(etree.fromstring(file.read(name)).findall(".//{*}f")) for name in sheets)


@pytest.fixture
def written(qingquan):
    """Past the form, which takes outer white space away."""
    for text in FORMULAS:
        made = factories.VisitFactory(community=qingquan, summary=text, companions=text)
        factories.VisitIssueFactory(visit=made, content=text, raised_by=text)
        factories.BrandFactory(community=qingquan, name=text, content=text)
        factories.MeetingFactory(subdistrict=qingquan.subdistrict, topic=text)


LISTS = ["/visits/visit/", "/visits/visitissue/", "/services/brand/", "/meetings/meeting/"]


@pytest.mark.parametrize("path", LISTS)
def test_text_stays_text_as_typed(path, as_user, clerk, written):
    content = as_user(clerk).get(f"{path}export.xlsx").getvalue()
    texts = [cell for cell in cells(content) if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert live(content) == 0
    assert [text for text in FORMULAS if text not in {cell.value for cell in texts}] == []


def test_the_export_behind_a_figure_as_well(as_user, clerk, written, office):
    Visit.objects.first().leaders.add(factories.LeaderFactory(subdistrict=office, name="=1+1"))
    content = (
        as_user(clerk)
        .get("/reports/figures/visits.opinions/export.xlsx", {"year": factories.YEAR})
        .getvalue()
    )
    assert live(content) == 0
    assert "=1+1" in {cell.value for cell in cells(content)}


def test_typed_into_a_form_it_is_kept_as_typed(as_user, clerk, qingquan):
    as_user(clerk).post(
        "/visits/visit/new/", visit(qingquan.pk, "2025-05-20", summary="=1+1", companions="@张三")
    )
    content = as_user(clerk).get("/visits/visit/export.xlsx").getvalue()
    assert live(content) == 0
    assert {"=1+1", "@张三"} <= {cell.value for cell in cells(content)}


def test_numbers_and_dates_stay_what_they_are(as_user, clerk, qingquan):
    factories.VisitFactory(community=qingquan, date=factories.DAY, households=12)
    kinds = {
        type(cell.value).__name__
        for cell in cells(as_user(clerk).get("/visits/visit/export.xlsx").getvalue())
    }
    assert {"datetime", "int"} <= kinds


def test_without_our_cells_they_would_be_formulas(as_user, clerk, written, monkeypatch):
    def fill(page, sheet, styles):
        for number, row in enumerate(sheet.rows):
            page.write_row(number, 0, row)

    monkeypatch.setattr(sheets.Page, "fill", fill)
    assert live(as_user(clerk).get("/visits/visit/export.xlsx").getvalue()) > 0
