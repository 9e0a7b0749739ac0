"""The template of every kind: headings, drop-downs of what this reader may choose, formats, five lines of help."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from dangjian.records.layout import LASTING, NUMBER, Layout
from imports.headings import OURS
from imports.kinds import KINDS
from imports.plan import Plan
from imports.reading import read
from imports.template import template, version
from tests.factories import CommunityFactory, PartyOrgFactory
from tests.records.support import make

pytestmark = pytest.mark.django_db
HELP, _, OPTIONS = OURS
ENTERED = {label: pages for label, pages in KINDS.items() if not pages.parent}


def opened(pages: Any, reader: Any) -> Any:
    return load_workbook(io.BytesIO(template(pages, reader).read()))


def choices(book: Any, title: str, heading: str) -> list[str] | None:
    """What the drop-down of a column offers."""
    page = book[title]
    letter = next(cell.column_letter for cell in page[1] if str(cell.value).rstrip("*") == heading)
    for rule in page.data_validations.dataValidation:
        if str(rule.sqref).startswith(f"{letter}2:"):
            area = book.defined_names[rule.formula1.lstrip("=")].attr_text
            return [cell.value for row in book[OPTIONS][area.split("!")[1].replace("$", "")] for cell in row]
    return None


@pytest.mark.parametrize("label", ENTERED)
def test_every_kind_has_one(label, clerk, qingquan, wenchang, other_office):
    pages, layout = ENTERED[label], Layout.of(ENTERED[label])
    make(pages.model, CommunityFactory(subdistrict=other_office, name="外面的社区"), other_office)
    book = opened(pages, clerk)
    assert book.sheetnames == [*(sheet.title for sheet in layout), HELP, OPTIONS]
    assert book[OPTIONS].sheet_state == "veryHidden"
    form = pages.form_class()(reader=clerk)
    for sheet in layout:
        heads = [cell.value for cell in book[sheet.title][1]]
        assert [head.rstrip("*") for head in heads] == sheet.headings
        assert heads[0] == NUMBER
        assert heads[-1] == LASTING
        assert book[sheet.title].freeze_panes == "A2"
    needed = [head.rstrip("*") for head in (cell.value for cell in book[layout.main.title][1]) if head.endswith("*")]
    assert needed == [str(field.label) for name, field in form.fields.items() if field.required and name in layout.main.fields]
    assert 1 <= book[HELP].max_row <= 5
    assert version(layout) in book[HELP].cell(book[HELP].max_row, 1).value
    assert version(layout) in book[OPTIONS]["A1"].value
    everything = " ".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value)
    assert "外面的社区" not in everything


def test_a_clerk_of_one_community_is_offered_it_alone(community_clerk, clerk, qingquan, wenchang, office):
    visits = ENTERED["visits.visit"]
    assert choices(opened(visits, community_clerk), "走访", "社区") == ["清泉社区"]
    assert choices(opened(visits, clerk), "走访", "社区") == ["街道本级", "清泉社区", "文昌社区"]
    PartyOrgFactory(community=qingquan, subdistrict=office, name="清泉支部")
    PartyOrgFactory(community=wenchang, subdistrict=office, name="文昌支部")
    assert choices(opened(ENTERED["members.member"], community_clerk), "党员", "所在党组织") == ["清泉支部"]


def test_choices_booleans_and_formats(clerk, qingquan):
    book = opened(ENTERED["members.member"], clerk)
    assert choices(book, "党员", "性别") == ["男", "女"]
    assert choices(book, "党员", "流动党员") == ["是", "否"]
    formats = {str(cell.value).rstrip("*"): book["党员"].column_dimensions[cell.column_letter].number_format for cell in book["党员"][1]}
    assert {head: formats[head] for head in ("身份证号", "手机号", "出生日期", "姓名")} == {
        "身份证号": "@",
        "手机号": "@",
        "出生日期": "yyyy-mm-dd",
        "姓名": "@",
    }
    assert book["党员"]["D1"].comment is None or book["党员"]["D1"].comment.text
    amounts = opened(ENTERED["funding.payment"], clerk)["经费"]
    assert amounts.column_dimensions["E"].number_format == "#,##0.00"


def test_another_heading_is_another_version(monkeypatch):
    before = version(Layout.of(ENTERED["visits.visit"]))
    monkeypatch.setattr(ENTERED["visits.visit"], "sections", [("走访情况", ["date", "community"])])
    assert version(Layout.of(ENTERED["visits.visit"])) != before


@pytest.mark.parametrize("label", ENTERED)
def test_empty_template_comes_in_as_nothing(label, clerk, qingquan, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(template(ENTERED[label], clerk).read())
    planned = Plan(ENTERED[label], clerk, read(path))
    assert (planned.problems, sum(planned.counts.values()), planned.unread) == ([], 0, [])
