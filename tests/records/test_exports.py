"""The workbook of a list: the same rows, and text that stays text."""

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from dangjian.records.presentation import column, label, present
from tests.records.browser import links, sheet
from tests.records.support import ALL_PAGES, each, fill, make, set_value, text_fields, wanted_and_other

pytestmark = pytest.mark.django_db
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "123456789012345678", "a\x08b<&>]]>{{x}}"]


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def exported(client, pages, **query):
    response = client.get(f"{pages.url('export')}?{urlencode(query)}")
    assert response.status_code == 200
    return sheet(response)


def as_text(value):
    """A cell's value as the pages write it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float, Decimal)):
        return f"{value:,.2f}".removesuffix(".00")
    return value or ""


@each(ALL_PAGES)
def test_export_is_the_list(pages, client, qingquan, wenchang):
    made = [make(pages.model, place) for place in (qingquan, wenchang)]
    for record in made:
        fill(pages, record, record.community if hasattr(record, "community") and record.community else qingquan)
    headings, *body = exported(client, pages)
    names = pages.fields()
    assert [cell.value for cell in headings] == [label(pages.model, name) for name in names]
    order = links(client.get(f"{pages.url('list')}?per_page=100"))
    listed = {pages.url_of(record): record for record in pages.model.objects.all()}
    assert [[as_text(cell.value) for cell in row] for row in body] == [[present(listed[link], name) for name in names] for link in order]


@each([pages for pages in ALL_PAGES if pages.filters])
def test_export_keeps_to_the_filters_of_the_list(pages, client, qingquan, wenchang):
    record = make(pages.model, qingquan)
    make(pages.model, wenchang)
    wanted, other = wanted_and_other(pages, record, pages.filters[0], wenchang)
    for query in (wanted, other):
        shown = links(client.get(f"{pages.url('list')}?{urlencode(query)}&per_page=100"))
        assert len(exported(client, pages, **query)) == 1 + len(shown)


@each([pages for pages in ALL_PAGES if text_fields(pages)])
def test_text_stays_text_whatever_it_begins_with(pages, client, qingquan):
    record = make(pages.model, qingquan)
    for dangerous in DANGEROUS:
        written = {name: dangerous[: column(pages.model, name).max_length] for name in text_fields(pages)}
        for name, typed in written.items():
            set_value(record, name, typed)
        body = exported(client, pages)[1:]
        for name, typed in written.items():
            cells = [row[pages.fields().index(name)] for row in body]
            kept = [cell for cell in cells if cell.value == typed.replace("\x08", "")]
            assert [cell.data_type for cell in kept] == ["s"], (name, dangerous)


def test_rows_of_a_large_export_cost_no_queries_of_their_own(client, office, django_assert_max_num_queries):
    from members.pages import MemberPages
    from tests.factories import MemberFactory, PartyOrgFactory

    for _ in range(30):
        MemberFactory(org=PartyOrgFactory(subdistrict=office, community__subdistrict=office))
    client.get("/")
    with django_assert_max_num_queries(8):
        exported(client, MemberPages)
