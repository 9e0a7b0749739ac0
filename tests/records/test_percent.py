"""A kind of record with a percentage and a year: typed, listed, asked for, written to Excel and read back by its kinds of column.

`tests/shelf` only declares the two columns; everything a list, form, history, template, import and export does follows.
"""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from imports.kinds import KINDS
from imports.models import Batch
from records import inputs
from tests.imports.support import brought, upload, workbook
from tests.records.browser import as_shown, errors, rows, text
from tests.shelf.factories import LoanFactory
from tests.shelf.models import Loan
from tests.shelf.pages import LoanPages

HEAD = ["日期", "社区", "书名", "书类", "出版年份", "破损率"]


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture
def known(monkeypatch):
    """The kind may go into Excel and come out of it, as the kinds of the portal may."""
    monkeypatch.setitem(KINDS, LoanPages.label(), LoanPages)


def loan(title, *cells):
    return ["2025-03-05", "清泉社区", title, "党史", *cells]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("85%", "85"),
        ("85", "85"),
        ("８５．５％", "85.5"),
        ("百分之85", "85"),
        ("0.85%", "0.85"),
        ("1%", "1"),
        ("0", "0"),
        ("120", "120"),
    ],
)
def test_percentage_is_understood(typed, number):
    assert inputs.PercentField(max_digits=5, decimal_places=2).clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["0.85", "1", "很高", "85%%", "12345%", "85.555%"])
def test_what_could_be_another_percentage_is_refused(typed):
    with pytest.raises(ValidationError):
        inputs.PercentField(max_digits=5, decimal_places=2).clean(typed)


@pytest.mark.django_db
def test_they_are_listed_asked_for_and_opened_again(client, qingquan):
    record = LoanFactory(
        subdistrict=qingquan.subdistrict, community=qingquan, published=2021, worn=Decimal("12.5")
    )
    LoanFactory(subdistrict=qingquan.subdistrict, community=qingquan, published=2022, worn=Decimal("40"))
    listed = client.get(LoanPages.url("list"), {"published": "2021年", "worn": "12.5%"})
    assert [row[-2:] for row in rows(listed)] == [["2021", "12.5%"]]
    assert "出版年份 2021×破损率 12.5%×" in text(listed)
    page = text(client.get(LoanPages.url("detail", record.pk)))
    assert "出版年份 2021 破损率 12.5%" in page
    shown = as_shown(client.get(LoanPages.url("edit", record.pk)))
    assert (shown["published"], shown["worn"]) == (["2021"], ["12.5%"])


@pytest.mark.django_db
def test_their_changes_stand_in_the_history(client, qingquan):
    record = LoanFactory(
        subdistrict=qingquan.subdistrict, community=qingquan, published=2021, worn=Decimal("0.5")
    )
    address = LoanPages.url("edit", record.pk)
    shown = as_shown(client.get(address))
    refused = client.post(address, {**shown, "worn": "0.9"})
    assert errors(refused) == ["破损率：“0.9”看不出是 0.9% 还是 90%，请写上百分号，例：85%"]
    assert client.post(address, {**shown, "worn": "0.9%", "published": "2022"}).status_code == 302
    page = text(client.get(LoanPages.url("detail", record.pk)))
    assert all(change in page for change in ("0.5%", "0.9%", "2022"))


@pytest.mark.django_db
def test_they_come_from_excel_and_go_there(client, qingquan, known):
    brought(
        client,
        workbook(
            图书借阅=[HEAD, loan("甲", "2021年", "12.5%"), loan("乙", 2022, 40), loan("丙", None, "0.4%")]
        ),
        LoanPages.label(),
    )
    assert list(Loan.objects.order_by("pk").values_list("published", "worn")) == [
        (2021, Decimal("12.5")),
        (2022, Decimal("40")),
        (None, Decimal("0.4")),
    ]
    exported = client.get(LoanPages.url("export"))
    content = exported.getvalue()
    page = load_workbook(BytesIO(content))["图书借阅"]
    head = [cell.value for cell in page[1]]
    places = [head.index(name) for name in ("出版年份", "破损率")]
    assert [tuple(row[place].value for place in places) for row in page.iter_rows(min_row=2)] == [
        (2021, "12.5%"),
        (2022, "40%"),
        (None, "0.4%"),
    ]
    again = upload(client, content, LoanPages.label())
    assert (again.state, again.counts["unchanged"], again.counts["error"]) == (Batch.State.READY, 3, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.85, 1, 1.2])
def test_a_cell_that_excel_may_show_as_a_percentage_is_asked_about(share, client, qingquan, known):
    batch = upload(client, workbook(图书借阅=[HEAD, loan("甲", 2021, share)]), LoanPages.label())
    assert batch.counts["error"] == 1
    assert "看不出是" in text(client.get(f"/imports/{batch.pk}/"))


@pytest.mark.django_db
def test_a_template_says_how_they_are_written(client, qingquan, known):
    page = load_workbook(BytesIO(client.get(f"/imports/{LoanPages.label()}/template.xlsx").getvalue()))[
        "图书借阅"
    ]
    notes = {str(cell.value): str(cell.comment and cell.comment.text) for cell in page[1]}
    assert "例：85%" in notes["破损率"]
    assert "例：20" in notes["出版年份"]
