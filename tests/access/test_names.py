"""A clerk sees no name beyond his reach: not on his own records either, where they name somebody else's."""

import pytest
from django.db import transaction

from access.reach import Reach
from records import store
from records.models import Record
from records.presentation import column
from tests.access.world import MARK
from tests.records.browser import as_shown, readable, text
from tests.records.support import ENTERED, each, make, set_value

pytestmark = pytest.mark.django_db


def foreign_links(pages):
    """The columns of a kind that may name a record beyond reach: all links but the one that says whose the record is."""
    own = pages.model.community_path.split("__")[0]
    for name in pages.fields():
        found = column(pages.model, name)
        named = found is not None and found.is_relation and issubclass(found.related_model, Record)
        if named and name not in ("community", own) and not found.related_model.is_shared:
            yield found


NAMING = [
    pages
    for pages in ENTERED
    if pages.model.community_path and not pages.whole_subdistrict_writes and any(foreign_links(pages))
]


def marked(model, community, office):
    """A record of another 社区, or of the 街道, whose names all carry the mark."""
    record = make(model, community, office)
    set_value(community, "name", f"{MARK}社区")
    for name in ("name", "unit"):
        if any(f.name == name for f in model._meta.fields) and not model._meta.get_field(name).is_relation:
            set_value(record, name, f"{MARK}{name}{record.pk}")
    return record


def name_strangers(record, pages, wenchang):
    """Let every such link of the record lead to somebody else's."""
    links = {}
    for found in foreign_links(pages):
        stranger = marked(found.related_model, wenchang, wenchang.subdistrict)
        if found.many_to_many:
            links[found.name] = [*getattr(record, found.name).all(), stranger]
        else:
            setattr(record, found.name, stranger)
    store.save(record, by=None, links=links)


def pages_of_record(pages, record):
    yield pages.url("list")
    yield pages.url("export")
    for page in ("detail", "edit", "copy", "delete"):
        yield pages.url(page, record.pk)


@each(NAMING)
def test_own_record_names_nobody_beyond_reach(pages, as_user, community_clerk, qingquan, wenchang):
    record = make(pages.model, qingquan)
    client = as_user(community_clerk)
    name_strangers(record, pages, wenchang)
    answers = {address: client.get(address) for address in pages_of_record(pages, record)}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert [address for address, answer in answers.items() if MARK in readable(answer)] == []
    assert "不在负责范围内" in text(answers[pages.url("detail", record.pk)])


@each(NAMING)
def test_conflict_names_nobody_beyond_reach(pages, as_user, community_clerk, qingquan, wenchang):
    record = make(pages.model, qingquan)
    client = as_user(community_clerk)
    data = as_shown(client.get(pages.url("edit", record.pk)))
    name_strangers(record, pages, wenchang)
    response = client.post(pages.url("edit", record.pk), data)
    assert MARK not in readable(response)


def test_whoever_reaches_the_whole_sees_the_names(
    as_user, clerk, community_clerk, qingquan, wenchang, subtests
):
    for pages in NAMING:
        with subtests.test(msg=pages.name()), transaction.atomic():
            record = make(pages.model, qingquan)
            name_strangers(record, pages, wenchang)
            assert MARK in text(as_user(clerk).get(pages.url("detail", record.pk)))
            transaction.set_rollback(True)


def test_without_the_protection_they_are_named(
    as_user, community_clerk, qingquan, wenchang, monkeypatch, subtests
):
    monkeypatch.setattr(Reach, "includes", lambda reach, record: True)
    for pages in NAMING:
        with subtests.test(msg=pages.name()), transaction.atomic():
            record = make(pages.model, qingquan)
            name_strangers(record, pages, wenchang)
            assert MARK in text(as_user(community_clerk).get(pages.url("detail", record.pk)))
            transaction.set_rollback(True)
