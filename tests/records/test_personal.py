"""ID numbers and phones in the model: checked, encrypted at rest, found by a keyed digest, keys that can be changed."""

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from communities.models import PartnerUnit
from members.models import Applicant, Member
from records.keys import KeySentinel, register
from records.personal import EncryptedField, digest, mask_id_no, mask_phone, validate_id_no, validate_phone
from records.presentation import find_digest
from services.models import CheckIn
from tests.factories import (
    ApplicantFactory,
    CheckInFactory,
    MemberFactory,
    PartnerUnitFactory,
    PartyOrgFactory,
)
from tests.records.support import ID_NO, PHONE

VALID = ["11010519491231002X", "440524188001010014", "110101199003070011", "110101199001011237"]


@pytest.mark.parametrize("number", VALID)
def test_real_number_is_accepted(number):
    validate_id_no(number)


@pytest.mark.parametrize("number", VALID)
def test_any_other_check_digit_is_refused(number):
    for last in set("0123456789X") - {number[-1]}:
        with pytest.raises(ValidationError, match="末位校验不符"):
            validate_id_no(number[:-1] + last)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("110101199002300018", "19900230 不存在"),
        ("11010119901301001X", "19901301 不存在"),
        ("110105491231002", "15 位旧号码"),
        ("11010519491231002", "18 位数字"),
        ("11010519491231002XX", "18 位数字"),
        ("11010519491231002x", "18 位数字"),
        ("010105194912310021", "18 位数字"),
        ("1101051949123100A1", "18 位数字"),
        ("110101299001011237", "不合理"),
        ("110105 949123100X", "18 位数字"),
        ("１1010519491231002X", "18 位数字"),
        ("1１010519491231002X", "18 位数字"),
        ("110105194912310٠2X", "18 位数字"),
    ],
)
def test_wrong_number_is_refused_with_the_reason(number, reason):
    with pytest.raises(ValidationError, match=reason):
        validate_id_no(number)


@pytest.mark.parametrize("phone", ["13800138000", "19912345678"])
def test_phone_is_accepted(phone):
    validate_phone(phone)


@pytest.mark.parametrize(
    "phone",
    ["1380013800", "138001380000", "12800138000", "23800138000", "1380013800a", "138００138000", "0571-8888"],
)
def test_wrong_phone_is_refused(phone):
    with pytest.raises(ValidationError, match="手机号应为 11 位数字"):
        validate_phone(phone)


@given(st.text(max_size=20))
def test_anything_else_is_refused_and_never_a_crash(text):
    for check in (validate_id_no, validate_phone):
        try:
            check(text)
        except ValidationError:
            continue
        assert text.isascii()


def test_masks_keep_the_birth_date_to_themselves():
    assert mask_id_no(ID_NO) == "**************002X"
    assert mask_phone(PHONE) == "138****8000"
    assert (mask_id_no(""), mask_phone("")) == ("", "")


def raw(model, column, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


CASES = [
    (MemberFactory, Member, "id_no", ID_NO, {"gender": "female"}),
    (MemberFactory, Member, "phone", PHONE, {}),
    (ApplicantFactory, Applicant, "id_no", ID_NO, {}),
    (CheckInFactory, CheckIn, "id_no", ID_NO, {}),
    (PartnerUnitFactory, PartnerUnit, "phone", PHONE, {}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "model", "name", "number", "more"), CASES, ids=[f"{c[1].__name__}.{c[2]}" for c in CASES]
)
def test_number_is_encrypted_at_rest_in_the_record_and_its_history(make, model, name, number, more):
    record = make(**{name: number, **more})
    for table in (model, model.history.model):
        stored = raw(table, name, record.pk)
        assert stored
        assert number not in stored
        assert number[:6] not in stored
    assert getattr(model.objects.get(pk=record.pk), name) == number
    assert getattr(model.history.get(id=record.pk), name) == number


@pytest.mark.django_db
def test_no_column_of_the_whole_database_holds_the_number():
    MemberFactory(gender="female", id_no=ID_NO, phone=PHONE)
    CheckInFactory(id_no=ID_NO, phone=PHONE)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found = [row for row in cursor.fetchall() if ID_NO in str(row) or PHONE in str(row)]
            assert not found, table


@pytest.mark.django_db
def test_same_number_is_stored_differently_each_time_and_found_by_its_digest():
    first, second = (MemberFactory(gender="female", id_no=ID_NO) for _ in range(2))
    assert raw(Member, "id_no", first.pk) != raw(Member, "id_no", second.pk)
    assert set(Member.objects.filter(find_digest(Member, digest(ID_NO)))) == {first, second}
    assert not Member.objects.filter(find_digest(Member, digest(VALID[1]))).exists()


@pytest.mark.django_db
def test_encrypted_column_refuses_to_be_searched():
    for lookup in ("id_no", "id_no__contains", "phone__startswith"):
        with pytest.raises(FieldError):
            list(Member.objects.filter(**{lookup: "1"}))


@pytest.mark.django_db
def test_number_is_unique_among_the_members_of_one_subdistrict():
    org = PartyOrgFactory()
    first = MemberFactory(org=org, gender="female", id_no=ID_NO)
    twin = Member(
        org=org, subdistrict=org.subdistrict, name="同号", gender="female", id_no=ID_NO, since=first.since
    )
    with pytest.raises(ValidationError, match="这个身份证号的党员已有在册记录"):
        twin.full_clean()
    twin.subdistrict = PartyOrgFactory().subdistrict
    twin.org = PartyOrgFactory(subdistrict=twin.subdistrict, community=None)
    twin.full_clean()
    first.until, first.exit_reason = first.since, Member.Exit.TRANSFERRED
    first.save()
    twin.org, twin.subdistrict = org, org.subdistrict
    twin.full_clean()


@pytest.mark.django_db
def test_members_without_a_number_do_not_collide():
    org = PartyOrgFactory()
    for record in [MemberFactory(org=org) for _ in range(2)]:
        record.full_clean()
        assert record.id_no_digest is None


OLD, NEW, ANOTHER = (
    f"{name} key of the tests, as long as it should be" for name in ("old", "new", "another")
)


class TestKeys:
    @pytest.fixture
    def record(self, db, settings):
        """A member whose number an earlier key encrypted."""
        KeySentinel.objects.all().delete()
        settings.PERSONAL_DATA_KEYS = [OLD]
        register()
        return MemberFactory(gender="female", id_no=ID_NO)

    def test_new_key_in_front_reads_the_old_and_writes_with_itself(self, record, settings):
        settings.PERSONAL_DATA_KEYS = [NEW, OLD]
        register()
        again = Member.objects.get(pk=record.pk)
        assert again.id_no == ID_NO
        assert Member.objects.filter(find_digest(Member, digest(ID_NO))).exists()
        again.save()
        assert again.id_no_digest == record.id_no_digest
        settings.PERSONAL_DATA_KEYS = [NEW]
        assert Member.objects.get(pk=record.pk).id_no == ID_NO

    def test_without_the_key_nothing_can_be_read(self, record, settings):
        settings.PERSONAL_DATA_KEYS = [ANOTHER]
        with pytest.raises(InvalidToken):
            Member.objects.get(pk=record.pk)

    def test_digest_depends_on_the_key(self, settings):
        settings.PERSONAL_DATA_KEYS = [OLD]
        before = digest(ID_NO)
        settings.PERSONAL_DATA_KEYS = [ANOTHER]
        assert digest(ID_NO) != before
        assert digest("") == ""


def test_every_personal_column_is_encrypted():
    """A new column for a phone or an ID number cannot forget it."""
    from django.apps import apps

    plain = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name in ("phone", "id_no", "mobile", "tel") and not isinstance(field, EncryptedField)
    ]
    assert not plain
