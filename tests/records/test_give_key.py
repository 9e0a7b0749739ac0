"""An office that began without a key, or with one known to others, gets another: all at once or not at all."""

import subprocess
import sys
import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from communities.models import PartnerUnit
from members.models import Member
from records.ciphers import WrongKeysError, digest_by, fingerprint, text_in
from records.keys import KeySentinel, problems
from records.models import FormDraft
from records.personal import digest
from records.presentation import find_digest
from records.rekeying import personal_tables, reencrypt
from tests import factories as F
from tests.records.support import ID_NO, PHONE
from tests.records.test_keys import NEW, OLD, STRANGE, began  # noqa: F401
from tests.reliability.support import ROOT, environment
from tests.secret import SECRET_KEY

MAKERS = [
    lambda: F.MemberFactory(gender="female", id_no=ID_NO, phone=PHONE),
    lambda: F.ApplicantFactory(id_no=ID_NO, phone=PHONE),
    lambda: F.CheckInFactory(id_no=ID_NO, phone=PHONE),
    lambda: F.PartnerUnitFactory(phone=PHONE),
    lambda: F.InstructorFactory(phone=PHONE),
    lambda: F.ServiceCaseFactory(phone=PHONE),
    lambda: F.MediationPartyFactory(phone=PHONE),
    lambda: FormDraft.objects.create(
        user=F.UserFactory(), form="visits.visit/new", number=uuid4(), content="a=b", saved_at=timezone.now()
    ),
]


def fill() -> None:
    for make in MAKERS:
        make()


def told(secret: str) -> dict[tuple, str | None]:
    """Every encrypted value of every table, opened by one key alone; digests as they are."""
    values = {}
    for table in personal_tables(connection):
        for rows in table.rows(connection):
            for key, row in rows:
                for name in table.encrypted:
                    if name in row:
                        values[table.name, key, name] = text_in(secret, row[name])
                for name, source in table.digests:
                    if name in row:
                        values[table.name, key, name] = row[name] == digest_by(
                            secret, text_in(secret, row[source]) or ""
                        )
    return values


# ── What is on record ───────────────────────────────────────────────────────
@pytest.fixture
def began_without(began):  # noqa: F811
    began()
    fill()


def give(settings, *given: str) -> None:
    settings.PERSONAL_DATA_KEYS = list(given)
    call_command("give_key", verbosity=0)


def test_everything_is_encrypted_and_digested_by_the_new_key(began_without, settings):
    before = told(SECRET_KEY)
    give(settings, NEW)
    assert {table for table, _, _ in before} == {table.name for table in personal_tables(connection)}
    assert told(NEW) == before
    assert set(told(SECRET_KEY).values()) == {None, False}
    assert [(row.fingerprint, row.makes_digests, row.derived) for row in KeySentinel.objects.all()] == [
        (fingerprint(NEW), True, False)
    ]
    assert problems() == []


def test_search_and_uniqueness_hold_afterwards(began_without, settings):
    give(settings, NEW)
    member = Member.objects.get()
    assert (member.id_no, member.phone) == (ID_NO, PHONE)
    assert list(Member.objects.filter(find_digest(Member, digest(ID_NO)))) == [member]
    assert list(Member.objects.filter(find_digest(Member, digest(PHONE)))) == [member]
    twin = Member(
        org=member.org,
        subdistrict=member.subdistrict,
        name="同号",
        gender="female",
        id_no=ID_NO,
        since=member.since,
    )
    with pytest.raises(ValidationError, match="这个身份证号的党员已有在册记录"):
        twin.full_clean()
    member.save()
    assert PartnerUnit.objects.get().phone == PHONE


def test_a_key_known_to_others_goes_the_same_way(began, settings):  # noqa: F811
    began(OLD)
    fill()
    before = told(OLD)
    give(settings, NEW, OLD)
    assert "第 1 把" in problems()[0]
    settings.PERSONAL_DATA_KEYS = [NEW]
    assert problems() == []
    assert told(NEW) == before


def test_a_lost_key_is_named_and_nothing_is_changed(began, settings):  # noqa: F811
    began(NEW, OLD)
    fill()
    before = told(NEW)
    with pytest.raises(CommandError, match=f"缺少指纹 {fingerprint(OLD)[:8]}.*什么都没有改动"):
        give(settings, STRANGE, NEW)
    assert told(NEW) == before


def test_what_cannot_be_opened_is_named_and_nothing_is_changed(began_without, settings):
    unit = PartnerUnit.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {PartnerUnit._meta.db_table} SET phone = 'damaged' WHERE id = {unit.pk}")
    before = told(SECRET_KEY)
    with pytest.raises(CommandError, match=f"共建单位第 {unit.pk} 号.*打不开，什么都没有改动"):
        give(settings, NEW)
    assert told(SECRET_KEY) == before


def test_a_number_that_wrong_digests_let_in_twice_is_told_and_nothing_is_changed(began, settings):  # noqa: F811
    began(OLD)
    org = F.PartyOrgFactory()
    _, second = (
        F.MemberFactory(org=org, gender="female", id_no=number) for number in (ID_NO, "110101199003070046")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id_no FROM {Member._meta.db_table} WHERE id <> {second.pk}")
        (cipher,) = cursor.fetchone()
        cursor.execute(f"UPDATE {Member._meta.db_table} SET id_no = %s WHERE id = %s", [cipher, second.pk])
    before = told(OLD)
    with pytest.raises(CommandError, match=r"党员里有两条记录的号码相同.*什么都没有改动"):
        give(settings, NEW, OLD)
    assert told(OLD) == before


REFUSED = {
    "none": ([], "请先在 .env 设置 PERSONAL_DATA_KEYS"),
    "weak": (["short"], "第一把太短"),
    "SECRET_KEY": ([SECRET_KEY], "和 SECRET_KEY 相同"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_new_key_that_is_none_is_refused(name, began_without, settings):
    given, words = REFUSED[name]
    with pytest.raises(CommandError, match=words):
        give(settings, *given)


# ── Other processes ─────────────────────────────────────────────────────────
def process(*arguments: str) -> subprocess.CompletedProcess:
    """A process on the database of the tests, to which a key has been given in `.env`."""
    place = connection.settings_dict
    url = f"sqlite:///{place['NAME']}"
    if connection.vendor == "postgresql":
        url = (
            f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
        )
    env = environment(ROOT / "no.sqlite3", DATABASE_URL=url, PERSONAL_DATA_KEYS=NEW)
    return subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=600
    )


@pytest.mark.django_db(transaction=True)
def test_killed_on_its_way_it_leaves_the_old_state_and_then_does_its_work():
    fill()
    before = told(SECRET_KEY)
    killed = process("-m", "tests.records.give_key_killer")
    assert killed.returncode == -9, killed.stderr
    assert told(SECRET_KEY) == before
    assert KeySentinel.objects.get().fingerprint == fingerprint(SECRET_KEY)
    done = process("manage.py", "give_key")
    assert done.returncode == 0, done.stderr
    assert told(NEW) == before


@pytest.mark.django_db(transaction=True)
def test_a_process_of_before_is_waited_for_and_then_writes_nothing_more():
    F.MemberFactory(gender="female", id_no=ID_NO, phone=PHONE)
    org = F.PartyOrgFactory()
    encrypted, go_on = threading.Event(), threading.Event()
    writer = threading.Thread(target=_write_slowly, args=(org, encrypted, go_on))
    giver = threading.Thread(target=_give_a_key)
    writer.start()
    assert encrypted.wait(600)
    giver.start()
    giver.join(
        0.3
    )  # long enough for one that does not wait to be through: no more than a chance to be found out
    go_on.set()
    writer.join(600)
    giver.join(600)
    values = told(NEW)
    assert {value for (table, _, _), value in values.items() if table == "members_member"} == {
        ID_NO,
        PHONE,
        True,
    }
    assert len(values) == len([value for value in values.values() if value])
    with pytest.raises(WrongKeysError):
        F.MemberFactory(org=org, gender="female", phone=PHONE)


def _write_slowly(org, encrypted: threading.Event, go_on: threading.Event) -> None:
    with transaction.atomic():
        F.MemberFactory(org=org, gender="female", phone=PHONE)
        encrypted.set()
        assert go_on.wait(600)
        F.MemberFactory(org=org, gender="female", phone=PHONE)
    connection.close()


def _give_a_key() -> None:
    reencrypt([SECRET_KEY], [NEW])
    connection.close()
