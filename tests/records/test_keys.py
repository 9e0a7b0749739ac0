"""Keys that are lost, wrong, in disorder or weak are named; nothing is written by one the database does not know."""

import pytest
from django.core.management import CommandError
from django.db import connection, transaction

from members.models import Member
from records import keys, registration, strength
from records.ciphers import WrongKeysError, digest_by, fingerprint, lock_of
from records.keys import KeySentinel, problems, register
from records.personal import EncryptedField
from records.rekeying import personal_tables
from tests.factories import MemberFactory, PartnerUnitFactory, PartyOrgFactory
from tests.records.support import ID_NO, PHONE
from tests.reliability.support import ROOT
from tests.secret import SECRET_KEY

OLD, MIDDLE, NEW, STRANGE = (
    f"{name}: forty characters of the tests' own keys" for name in ("old", "middle", "new", "strange")
)
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
OTHER_SECRET = "another secret of the tests, long enough for one"


@pytest.fixture
def began(db, settings):
    """An office whose records began under these keys (none: those that SECRET_KEY gives), one after the other in front."""

    def with_keys(*given: str) -> None:
        KeySentinel.objects.all().delete()
        for place in reversed(range(max(len(given), 1))):
            settings.PERSONAL_DATA_KEYS = list(given[place:])
            register()

    return with_keys


def name_of(secret: str) -> str:
    return str(KeySentinel.objects.get(fingerprint=fingerprint(secret)))


# ── Named one by one ────────────────────────────────────────────────────────
GIVEN = {
    "as it was": ([OLD], [OLD], []),
    "a new one in front": ([OLD], [NEW, OLD], []),
    "all of three": ([NEW, MIDDLE, OLD], [NEW, MIDDLE, OLD], []),
    "one in use moved within": ([NEW, MIDDLE, OLD], [MIDDLE, NEW, OLD], []),
    "swapped": ([NEW, OLD], [OLD, NEW], ["顺序不对，查找和查重会失灵：第 1 把（指纹 {old:.8}）必须放在最后"]),
    "a new one at the end": ([OLD], [OLD, NEW], ["后面的 1 把这个数据库都不用", "是新加的，请移到最前面"]),
    "replaced ones at the end": (
        [OLD],
        [OLD, NEW, STRANGE],
        ["里第 1 把（指纹 {old:.8}）在用", "请去掉后面的 2 把"],
    ),
    "one in use and a replaced one at the end": (
        [NEW, OLD],
        [OLD, STRANGE, NEW],
        ["第 1 把（指纹 {old:.8}）必须放在最后"],
    ),
    "three turned": ([NEW, MIDDLE, OLD], [NEW, OLD, MIDDLE], ["第 2 把（指纹 {old:.8}）必须放在最后"]),
    "the first lost": (
        [NEW, OLD],
        [OLD],
        ["少了指纹 {new}的密钥，用它加密的个人信息打不开：请从另存的 .env 找回，放在最后一把之前"],
    ),
    "the last lost": (
        [NEW, OLD],
        [NEW],
        ["少了指纹 {old}的密钥，用它加密的个人信息打不开：请从另存的 .env 找回，放在最后"],
    ),
    "two of three lost": ([NEW, MIDDLE, OLD], [NEW], ["少了指纹 {old}的密钥", "少了指纹 {middle}的密钥"]),
    "all wrong": (
        [NEW, OLD],
        [STRANGE],
        ["没有一把是这个数据库的密钥：应有指纹 {old}、{new}的密钥，请从另存的 .env 找回"],
    ),
    "none given": ([OLD], [], ["没有设置 PERSONAL_DATA_KEYS，已存的个人信息打不开：应有指纹 {old}的密钥"]),
    "given to an office that began without": (
        [],
        [NEW],
        ["PERSONAL_DATA_KEYS 是后来加上的", "运行 python manage.py give_key"],
    ),
}


@pytest.mark.parametrize("name", GIVEN)
def test_each_wrong_order_and_loss_is_named_in_a_sentence(name, began, settings):
    before, given, expected = GIVEN[name]
    began(*before)
    names = {
        key: name_of(secret)
        for key, secret in (("old", OLD), ("middle", MIDDLE), ("new", NEW))
        if secret in before
    }
    settings.PERSONAL_DATA_KEYS = given
    sentences = problems()
    told = "\n".join(sentences)
    for words in expected:
        assert words.replace("{old:.8}", fingerprint(OLD)[:8]).format(**names) in told
    assert bool(sentences) == bool(expected)
    assert all(sentence.endswith("。") and "\n" not in sentence for sentence in sentences)
    assert not any(secret in told for secret in (OLD, MIDDLE, NEW, STRANGE, SECRET_KEY))


def test_a_changed_secret_key_is_named_where_there_are_no_others(began, settings):
    began()
    name = name_of(SECRET_KEY)
    settings.SECRET_KEY = OTHER_SECRET
    (sentence,) = problems()
    assert f"SECRET_KEY 换过了，已存的个人信息打不开：请在 .env 恢复指纹 {name}的 SECRET_KEY" in sentence
    settings.PERSONAL_DATA_KEYS = [NEW]
    (sentence,) = problems()
    assert f"SECRET_KEY 也换过了：请先在 .env 恢复指纹 {name}的 SECRET_KEY" in sentence


def test_an_office_with_its_own_keys_may_change_secret_key(began, settings):
    began(OLD)
    settings.SECRET_KEY = OTHER_SECRET
    assert problems() == []


WEAK = {
    "short": ("kurz", "PERSONAL_DATA_KEYS 的第 1 把太短（4 个字符，至少 32 个）"),
    "simple": ("ab" * 30, "PERSONAL_DATA_KEYS 的第 1 把太简单（只有 2 种字符，至少 10 种）"),
    "the example's": (
        max(EXAMPLE.splitlines(), key=len),
        "PERSONAL_DATA_KEYS 的第 1 把是示例里的，人人都知道",
    ),
    "SECRET_KEY again": (SECRET_KEY, "PERSONAL_DATA_KEYS 的第 1 把和 SECRET_KEY 相同"),
}


@pytest.mark.parametrize("name", WEAK)
def test_a_weak_key_is_named(name, settings):
    key, words = WEAK[name]
    settings.PERSONAL_DATA_KEYS = [key, OLD]
    (sentence,) = strength.weaknesses()
    assert sentence.startswith(words)


def test_a_key_given_twice_and_a_weak_secret_are_named(settings):
    settings.PERSONAL_DATA_KEYS, settings.SECRET_KEY = [OLD, NEW, OLD], "changeme"
    secret, twice = strength.weaknesses()
    assert secret.startswith("SECRET_KEY 太短（8 个字符")
    assert twice.startswith("PERSONAL_DATA_KEYS 的第 3 把和第 1 把相同")
    settings.PERSONAL_DATA_KEYS = []
    (secret,) = strength.weaknesses()
    assert "先设 PERSONAL_DATA_KEYS，停止服务，运行 python manage.py give_key，然后换掉它" in secret


def test_strong_keys_are_not_spoken_of(settings):
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    assert strength.weaknesses() == []


# ── Nothing is encrypted by a key that is not written down ──────────────────
WRITES = {
    "saved": lambda member: member.save(),
    "made": lambda member: MemberFactory(org=member.org, gender="female", phone=PHONE),
    "made in bulk": lambda member: Member.objects.bulk_create(
        [Member(org=member.org, subdistrict=member.subdistrict, phone=PHONE)]
    ),
    "changed in bulk": lambda member: Member.objects.bulk_update([member], ["phone"]),
    "changed by a question": lambda member: Member.objects.update(phone=PHONE),
}
UNKNOWN = {"new": [NEW, OLD], "wrong": [STRANGE], "in disorder": [OLD, NEW], "none": []}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("keys_given", UNKNOWN)
def test_no_way_of_writing_encrypts_by_another_key(write, keys_given, began, settings):
    began(OLD)
    member = MemberFactory(gender="female", id_no=ID_NO, phone=PHONE)
    before = stored()
    settings.PERSONAL_DATA_KEYS = UNKNOWN[keys_given]
    with pytest.raises(WrongKeysError), transaction.atomic():
        WRITES[write](member)
    assert stored() == before


def test_a_new_key_encrypts_once_it_is_written_down(began, settings):
    began(OLD)
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    register()
    member = MemberFactory(gender="female", id_no=ID_NO)
    (token,) = [values["id_no"] for _, values in stored()["members_member"]]
    assert lock_of(NEW).decrypt(token.encode()).decode() == ID_NO
    assert member.id_no_digest == digest_by(OLD, ID_NO)
    assert [(row.fingerprint, row.makes_digests) for row in KeySentinel.objects.order_by("pk")] == [
        (fingerprint(OLD), True),
        (fingerprint(NEW), False),
    ]


def test_unasked_a_lost_key_would_be_written_with(began, settings, monkeypatch):
    began(OLD)
    monkeypatch.setattr(keys, "require", lambda using: None)
    settings.PERSONAL_DATA_KEYS = [STRANGE]
    MemberFactory(gender="female", id_no=ID_NO)
    settings.PERSONAL_DATA_KEYS = [OLD]
    assert not problems()
    assert registration.misfits_of(registration._examine("default"))


def test_asking_costs_one_statement_in_a_transaction(began, django_assert_num_queries):
    began(OLD)
    org = PartyOrgFactory()
    rows = [
        Member(
            org=org,
            subdistrict=org.subdistrict,
            name=f"第{n}人",
            gender="female",
            phone=PHONE,
            since=org.since,
        )
        for n in range(3)
    ]
    with django_assert_num_queries(2):
        Member.objects.bulk_create(rows)
    for row in rows:
        row.pk, row.submission = None, None
    with django_assert_num_queries(1):
        Member.objects.bulk_create(rows)


def test_every_encrypted_column_asks():
    """The one place where they are prepared for the database is `EncryptedField`'s own."""
    from django.apps import apps

    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, EncryptedField)
    ]
    assert len(fields) > 10
    assert {type(field).get_db_prep_save for field in fields} == {EncryptedField.get_db_prep_save}


def test_a_page_that_the_keys_do_not_open_says_so(began, settings, as_user, clerk):
    """As in a process that began before another key was given."""
    began(OLD)
    unit = PartnerUnitFactory(community=None, subdistrict=clerk.subdistrict, phone=PHONE)
    client = as_user(clerk)
    client.raise_request_exception = False
    settings.PERSONAL_DATA_KEYS = [STRANGE]
    answer = client.get(f"/communities/partnerunit/{unit.pk}/")
    assert (answer.status_code, "请管理员重启服务" in answer.content.decode()) == (503, True)


def stored() -> dict[str, list]:
    """Everything encrypted or digested, as it is stored."""
    return {
        table.name: [row for rows in table.rows(connection) for row in rows]
        for table in personal_tables(connection)
    }


# ── A database of before ────────────────────────────────────────────────────
@pytest.fixture
def of_before(began, settings):
    """Records under two keys, and no key written down."""
    began(OLD)
    MemberFactory(gender="female", id_no=ID_NO)
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    register()
    PartnerUnitFactory(phone=PHONE)
    KeySentinel.objects.all().delete()


BEFORE = {
    "swapped": ([OLD, NEW], "PERSONAL_DATA_KEYS 的顺序不对，查找和查重会失灵：第 1 把必须放在最后"),
    "a strange one at the end": ([NEW, OLD, STRANGE], "第 2 把必须放在最后"),
    "the first lost": ([OLD], "少了以前用过的密钥，已存的个人信息有 2 处打不开，例如"),
    "the last lost": ([NEW], "少了以前用过的密钥，已存的个人信息有 2 处打不开，例如"),
    "all wrong": ([STRANGE], "没有一把是这个数据库的密钥，已存的个人信息 4 处打不开"),
    "none given": ([], "SECRET_KEY 换过了，或者去掉了 PERSONAL_DATA_KEYS，已存的个人信息 4 处打不开"),
}


@pytest.mark.parametrize("name", BEFORE)
def test_wrong_keys_of_a_database_of_before_are_refused_and_not_taken_for_right(name, of_before, settings):
    settings.PERSONAL_DATA_KEYS, words = BEFORE[name]
    with pytest.raises(CommandError, match=words):
        registration.refuse_wrong_keys("default")
    with pytest.raises(WrongKeysError, match=words):
        registration.register_keys("default")
    assert not KeySentinel.objects.exists()


def test_the_right_keys_of_a_database_of_before_are_written_down_each_that_opens_something(
    of_before, settings
):
    settings.PERSONAL_DATA_KEYS = [NEW, MIDDLE, OLD]
    registration.refuse_wrong_keys("default")
    registration.register_keys("default")
    assert {row.fingerprint: row.makes_digests for row in KeySentinel.objects.all()} == {
        fingerprint(OLD): True,
        fingerprint(NEW): False,
    }


def test_keys_given_to_records_of_before_that_began_without_are_refused_with_the_way_out(began, settings):
    began()
    MemberFactory(gender="female", id_no=ID_NO)
    KeySentinel.objects.all().delete()
    settings.PERSONAL_DATA_KEYS = [NEW]
    with pytest.raises(
        CommandError,
        match=r"先从 .env 去掉它，运行 python manage.py migrate，再写回 .env，停止服务，运行 python manage.py give_key",
    ):
        registration.refuse_wrong_keys("default")
    settings.PERSONAL_DATA_KEYS = []
    registration.register_keys("default")
    assert KeySentinel.objects.get().derived


def test_digests_that_a_wrong_order_had_made_are_made_anew(began, settings):
    began(OLD)
    first, second = (MemberFactory(gender="female", id_no=ID_NO) for _ in range(2))
    Member.objects.filter(pk=second.pk).update(id_no_digest=digest_by(NEW, ID_NO))
    KeySentinel.objects.all().delete()
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    registration.register_keys("default")
    assert set(Member.objects.filter(id_no_digest=digest_by(OLD, ID_NO))) == {first, second}
    assert problems() == []
