"""The contents of an installation in words that every database has: complete, as stored, with no key needed."""

import tracemalloc

import pytest
from cryptography.fernet import InvalidToken
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from imports.models import Batch
from members.models import Member
from operations import contents
from operations.contents import canonical_json, counters, digests, rows, set_counters, tables
from tests.factories import BatchFactory, CommunityFactory, MemberFactory, PaymentFactory, UserFactory
from tests.records.support import ID_NO, PHONE

pytestmark = pytest.mark.django_db
FRAMEWORK = {"django_migrations", "django_session"}  # written by `migrate`; who is signed in


def values(record) -> dict:
    """A record's row, by column."""
    names = [field.column for field in contents.columns(type(record))]
    return next(
        row
        for row in (dict(zip(names, row, strict=True)) for row in rows(type(record)))
        if row["id"] == record.pk
    )


# ── Complete ────────────────────────────────────────────────────────────────
def test_every_table_but_sessions_belongs_to_it():
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    names = [model._meta.db_table for model in tables()]
    assert names == sorted(there - FRAMEWORK)
    assert Session not in tables()


def test_a_change_anywhere_changes_the_digest_of_its_table_alone(office):
    record = MemberFactory()
    before = digests()
    assert digests() == before
    Member.objects.filter(pk=record.pk).update(name="改过名")
    after = digests()
    assert {name for name in before if before[name] != after[name]} == {"members_member"}
    assert after["members_member"].rows == before["members_member"].rows == 1


def test_rows_that_change_places_change_the_digest(office):
    for name in ("甲", "乙"):
        CommunityFactory(subdistrict=office, name=name)
    found = list(rows(CommunityFactory._meta.model))
    one, other = contents.Tally(CommunityFactory._meta.model), contents.Tally(CommunityFactory._meta.model)
    for row, moved in zip(found, reversed(found), strict=True):
        one.add(row)
        other.add(moved)
    assert one.digest.rows == other.digest.rows == 2
    assert one.digest.sha256 != other.digest.sha256


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles"])
def test_digests_do_not_follow_the_clock_of_the_server(office, zone):
    PaymentFactory(amount="12000.50")
    before = digests()
    with timezone.override(zone):
        assert digests() == before


# ── As stored ───────────────────────────────────────────────────────────────
def test_rows_hold_the_ciphertext_and_need_no_key(settings):
    record = MemberFactory(gender="female", id_no=ID_NO, phone=PHONE)
    before = digests()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no, phone FROM members_member")
        stored = cursor.fetchone()
    settings.PERSONAL_DATA_KEYS = ["another"]
    row = values(record)
    assert (row["id_no"], row["phone"]) == stored
    assert digests() == before
    with pytest.raises(InvalidToken):
        Member.objects.get(pk=record.pk)  # as everybody else reads it


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ('{"b": 1, "a": [1.0, 1e2, 0.1, -0.0]}', '{"a":[1,100,0.1,0],"b":1}'),
        ('"中\\u6587"', '"\\u4e2d\\u6587"'),
        ("null", "null"),
        ("{broken", "{broken"),
    ],
)
def test_json_has_one_text_for_one_content(text, canonical):
    assert canonical_json(text) == canonical


def test_json_is_its_canonical_text(office):
    batch = BatchFactory(subdistrict=office, counts={"new": 2, "left": 1.0})
    assert values(batch)["counts"] == '{"left":1,"new":2}'
    assert Batch.objects.get().counts["new"] == 2


# ── Numbers given ───────────────────────────────────────────────────────────
def test_a_number_once_given_is_not_given_again(office):
    last = [CommunityFactory(subdistrict=office) for _ in range(3)][-1]
    table, number = type(last)._meta.db_table, last.pk
    type(last).objects.filter(pk=number).delete()
    assert counters()[table] == number
    set_counters({**counters(), table: number + 40}, connection.alias)
    assert CommunityFactory(subdistrict=office).pk == number + 41


def test_a_table_that_gave_no_number_begins_with_one(office):
    table = PaymentFactory._meta.model._meta.db_table
    with transaction.atomic():
        set_counters({**counters(), table: 0}, connection.alias)
        assert counters()[table] == 0
        assert PaymentFactory().pk == 1


# ── Many ────────────────────────────────────────────────────────────────────
def entries(user, count: int) -> None:
    made = (
        LogEntry(user=user, action_flag=ADDITION, object_repr=f"第 {n} 条", change_message="改" * 50)
        for n in range(count)
    )
    LogEntry.objects.bulk_create(made, batch_size=2000)


def peak() -> int:
    """Bytes held at most while a table is read from end to end."""
    tracemalloc.start()
    try:
        contents.digest(LogEntry)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("count", [4_000, pytest.param(300_000, marks=pytest.mark.soak)])
def test_memory_does_not_grow_with_the_rows(count):
    user = UserFactory()
    entries(user, 2_000)
    few = peak()
    entries(user, count)
    assert peak() < few * 2
