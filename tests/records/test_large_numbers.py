"""Numbers of more than 64 bits, wherever an address or a form may carry one: refused in words, never an error of the server."""

import pytest
from django.db import connection, models
from django.db.models.lookups import In
from django.urls import reverse

from communities.models import Community
from records.lookups import InRange
from records.presentation import column, label
from tests.factories import YEAR, LeaderFactory, TwoNewUnitFactory
from tests.records.browser import as_shown, errors
from tests.records.support import ALL_PAGES, ENTERED, each, each_shape, enter, fresh, make, make_children
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
LARGE = "9" * 30
JUST_TOO_LARGE = 2**63


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


@pytest.fixture(autouse=True)
def choices(qingquan):
    """Records to choose in the fields that take several."""
    LeaderFactory(subdistrict=qingquan.subdistrict)
    TwoNewUnitFactory(community=qingquan)


def numbered(pages):
    """The fields in which a record is chosen or a whole number typed."""
    columns = {name: column(pages.model, name) for name in pages.fields()}
    return [
        name for name, found in columns.items() if found.is_relation or isinstance(found, models.IntegerField)
    ]


@each([pages for pages in ENTERED if numbered(pages)])
def test_a_form_refuses_them(pages, client, clerk, qingquan):
    large = dict.fromkeys(numbered(pages), LARGE)
    response = client.post(pages.url("create"), {**fresh(pages, qingquan, clerk), **large})
    assert response.status_code == 422
    told = " ".join(errors(response))
    assert [name for name in large if f"{label(pages.model, name)}：" not in told] == []
    assert client.get(pages.url("create"), large).status_code == 200
    assert client.get(pages.url("detail", 1).replace("/1/", f"/{LARGE}/")).status_code == 404


@each_shape(ALL_PAGES)
def test_a_list_does_not_fail_at_them(pages, client, qingquan):
    make(pages.model, qingquan)
    query = dict.fromkeys([*pages.filters, "page", "per_page", "sort"], LARGE)
    assert client.get(pages.url("list"), query).status_code == 200


@each([pages for pages in ENTERED if pages.children])
def test_rows_below_a_form_refuse_them(pages, client, qingquan):
    record = make(pages.model, qingquan)
    make_children(pages, record)
    address = pages.url("edit", record.pk)
    rows = {f"{kind.prefix}-0-id": LARGE for kind in pages.children}
    assert client.post(address, {**as_shown(client.get(address)), **rows}).status_code == 422
    assert [kind.of(record).count() for kind in pages.children] == [1] * len(pages.children)


def test_a_sum_of_the_largest_numbers_that_a_form_takes(client, clerk, qingquan):
    for day in ("2025-03-01", "2025-03-02"):
        data = {
            **fresh(VisitPages, qingquan, clerk),
            "date": day,
            "kind": "household",
            "households": str(2**31),
        }
        assert errors(client.post(VisitPages.url("create"), data)) == [
            "走访户数：不能大于 2147483647，请核对"
        ]
        enter(client, VisitPages, {**data, "households": str(2**31 - 1)})
    assert "4,294,967,294" in client.get(VisitPages.url("list")).content.decode()


def test_targets_refuse_them(as_user, secretary, qingquan):
    address = f"{reverse('reports:targets')}?year={YEAR}"
    response = as_user(secretary).post(address, {"targets.demonstration_communities": [qingquan.pk, LARGE]})
    assert response.status_code == 422


def test_an_account_refuses_them(as_user, admin, clerk):
    response = as_user(admin).post(f"/accounts/accounts/user/{clerk.pk}/change/", {"communities": [LARGE]})
    assert response.status_code == 200  # the form again
    assert list(clerk.communities.all()) == []


def test_the_limits_themselves(qingquan):
    assert list(Community.objects.filter(pk__in=[qingquan.pk, JUST_TOO_LARGE, -JUST_TOO_LARGE - 1])) == [
        qingquan
    ]
    assert list(Community.objects.filter(pk__in=[JUST_TOO_LARGE - 1, -JUST_TOO_LARGE])) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL nothing is found by it")
def test_without_the_lookup_the_database_fails(qingquan):
    models.IntegerField.register_lookup(In)
    try:
        with pytest.raises(OverflowError):
            list(Community.objects.filter(pk__in=[JUST_TOO_LARGE]))
    finally:
        models.IntegerField.register_lookup(InRange)
