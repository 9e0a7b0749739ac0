"""A rule is asked only of what a save changes: what a record knows of how it was read."""

from datetime import date

import pytest

from members.models import Member
from tests.factories import LONG_AGO, MemberFactory, PartyOrgFactory

pytestmark = pytest.mark.django_db
COLUMNS = ("name", "org", "since", "phone")


def of(record) -> set[str]:
    return {name for name in COLUMNS if record.changes(name)}


def test_a_new_record_changes_everything():
    assert of(Member(name="赵一")) == set(COLUMNS)
    assert of(MemberFactory()) == set(COLUMNS)  # written, never read


def test_a_record_as_it_was_read_changes_nothing():
    MemberFactory(phone="13800138000")
    assert of(Member.objects.get()) == set()


@pytest.mark.parametrize(
    ("name", "value"), [("name", "赵二"), ("since", date(2020, 1, 1)), ("phone", "13900139000")]
)
def test_a_column_given_another_value_is_changed_until_it_is_what_it_was(name, value):
    MemberFactory(phone="13800138000")
    record = Member.objects.get()
    before = getattr(record, name)
    setattr(record, name, value)
    assert of(record) == {name}
    assert record.changes(*COLUMNS)
    setattr(record, name, before)
    assert of(record) == set()


def test_a_link_is_compared_by_its_key():
    record = Member.objects.get(pk=MemberFactory().pk)
    record.org = type(record.org).objects.get(pk=record.org_id)
    assert not record.changes("org")
    record.org = PartyOrgFactory(community=record.org.community)
    assert record.changes("org")


def test_a_column_left_unread_counts_as_changed():
    record = Member.objects.only("name").get(pk=MemberFactory().pk)
    assert (record.changes("name"), record.changes("since")) == (False, True)


def test_knowing_it_asks_the_database_nothing(django_assert_num_queries):
    MemberFactory()
    with django_assert_num_queries(1):
        record = Member.objects.get()
        record.since = LONG_AGO
        assert not record.changes("since", "org")
