"""The list of every kind of record: what it shows, and that search, filters, order and page stand in the address."""

from urllib.parse import urlencode

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from communities.models import Community
from records.pinyin import order_of
from records.presentation import NOTHING, column, present
from records.tables import table
from tests.factories import CommunityFactory
from tests.records.browser import links, rows, text
from tests.records.support import ALL_PAGES, each, each_shape, make, set_value, vary, wanted_and_other

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def many(pages, office, count):
    """Records of as many 社区."""
    places = (CommunityFactory(subdistrict=office) for _ in range(count))
    return [place if pages.model is Community else make(pages.model, place) for place in places]


def listed(client, pages, **query):
    response = client.get(f"{pages.url('list')}?{urlencode(query)}")
    assert response.status_code == 200
    return response


def written(pages, record):
    return [present(record, name) or NOTHING for name in pages.columns]


@each(ALL_PAGES)
def test_list_shows_a_record(pages, client, qingquan):
    record = make(pages.model, qingquan)
    shown = [cells for cells in rows(listed(client, pages)) if cells[0] == written(pages, record)[0]]
    assert [" ".join(cell.split()) for cell in written(pages, record)] in shown


@each([pages for pages in ALL_PAGES if pages.search])
def test_search_finds_a_word_in_every_declared_column(pages, client, qingquan):
    make(pages.model, qingquan)
    for path in pages.search:
        record = make(pages.model, qingquan)
        *owners, name = path.split("__")
        holder = record
        for owner in owners:
            holder = getattr(holder, owner)
        set_value(holder, name, "䶮锦塘")
        assert len(rows(listed(client, pages, q="锦塘"))) == 1, path
        set_value(holder, name, "别的")
    assert rows(listed(client, pages, q="没有这个词")) == []


@each([pages for pages in ALL_PAGES if pages.filters])
def test_every_filter_keeps_what_fits_and_drops_the_rest(pages, client, qingquan, wenchang):
    record = make(pages.model, qingquan)
    for name in pages.filters:
        wanted, other = wanted_and_other(pages, record, name, wenchang)
        assert pages.url_of(record) in links(listed(client, pages, **wanted)), wanted
        assert pages.url_of(record) not in links(listed(client, pages, **other)), other


@each_shape(ALL_PAGES)
def test_every_column_sorts_both_ways(pages, client, office):
    for number, record in enumerate(many(pages, office, 3)):
        vary(pages, record, number)
    for place, name in enumerate(pages.columns):
        if not table(pages.model, pages.columns, pages.url_of, str).base_columns[f"c_{name}"].orderable:
            continue
        for sign in ("", "-"):
            ordered = pages.model.objects.order_by(f"{sign}{order_of(pages.model, name)}", f"{sign}pk")
            expected = [present(record, name) or NOTHING for record in ordered]
            assert [
                cells[place] for cells in rows(listed(client, pages, per_page=100, sort=f"{sign}c_{name}"))
            ] == expected, f"{sign}{name}"


@each(ALL_PAGES)
def test_list_costs_few_queries_however_many_rows(
    pages, client, office, qingquan, django_assert_max_num_queries
):
    related = [
        name
        for name in pages.columns
        if (found := column(pages.model, name)) is not None and found.many_to_many
    ]
    total = max(21, pages.model.objects.count())  # of a list that an office begins with there may be more
    for record in many(pages, office, total - pages.model.objects.count()):
        for name in related:
            set_value(record, name, make(column(pages.model, name).related_model, qingquan))
    listed(client, pages)  # a session is written once a minute
    with CaptureQueriesContext(connection) as twenty, django_assert_max_num_queries(9):
        assert len(rows(listed(client, pages, per_page=20))) == 20
    with CaptureQueriesContext(connection) as few:
        assert len(rows(listed(client, pages, per_page=20, page=2))) == total - 20
    assert len(twenty) == len(few)


@each([pages for pages in ALL_PAGES if pages.filters])
def test_wrong_query_is_explained(pages, client, qingquan):
    make(pages.model, qingquan)
    for name in pages.filters:
        found = column(pages.model, name)
        key = f"{name}_from" if isinstance(found, models.DateField) else name
        response = listed(client, pages, **{key: "2026-13-45"})
        expected = (
            "没有 13 月" if isinstance(found, models.DateField) else "2026-13-45" if found.choices else ""
        )
        assert expected in text(response)
        assert b"field__error" in response.content, name


@each_shape(ALL_PAGES)
def test_nonsense_in_the_address_breaks_nothing(pages, client, qingquan):
    make(pages.model, qingquan)
    for query in (
        {"sort": "nonsense"},
        {"page": "abc"},
        {"page": "999"},
        {"per_page": "7"},
        {"q": "\x00"},
        {"q": "“"},
    ):
        listed(client, pages, **query)


@each(ALL_PAGES)
def test_empty_list_says_what_the_records_are_for(pages, client, office):
    pages.model.objects.of(office.pk).delete()
    assert pages.intro
    assert pages.intro in text(listed(client, pages))
