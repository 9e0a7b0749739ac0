"""Entering, changing and copying: the same promise for every kind of record."""

import pytest
from django.utils import timezone

from dangjian.records.personal import EncryptedField
from dangjian.records.presentation import column
from tests.records.support import ENTERED, as_shown, each, enter, errors, fresh, make, make_children, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user, clerk):
    return as_user(clerk)


def values(pages, record, reader):
    return typed(pages.form_class()(instance=record, reader=reader))


@each(ENTERED)
def test_form_makes_the_record_that_was_typed(pages, client, clerk, qingquan):
    data = fresh(pages, qingquan, clerk)
    record = enter(client, pages, data)
    assert values(pages, record, clerk) == {name: value for name, value in data.items() if name in record_fields(pages)}
    for kind in pages.children:
        assert kind.of(record).count() == 1


def record_fields(pages):
    return set(pages.fields())


@each(ENTERED)
def test_saving_leads_to_the_record_and_says_so(pages, client, clerk, qingquan):
    response = client.post(pages.url("create"), fresh(pages, qingquan, clerk), follow=True)
    assert response.redirect_chain
    assert "已保存" in text(response)
    assert "录入" in text(response)
