"""What Django's own `dumpdata` writes holds no personal number in clear, whatever the format."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from records.keys import KeySentinel
from records.models import FormDraft
from records.personal import EncryptedField
from tests.factories import (
    ApplicantFactory,
    CheckInFactory,
    MediationPartyFactory,
    MemberFactory,
    PartnerUnitFactory,
    UserFactory,
)
from tests.records.support import ID_NO, PHONE

pytestmark = pytest.mark.django_db
NUMBERS = (ID_NO, ID_NO[:6], PHONE)


@pytest.fixture
def numbers(office):
    """Numbers in every kind of place: records, versions, what is being typed."""
    MemberFactory(gender="female", id_no=ID_NO, phone=PHONE)
    for make in (ApplicantFactory, CheckInFactory):
        make(id_no=ID_NO, phone=PHONE)
    for make in (PartnerUnitFactory, MediationPartyFactory):
        make(phone=PHONE)
    number, typed = "00000000-0000-0000-0000-000000000001", f"id_no={ID_NO}&phone={PHONE}"
    FormDraft.objects.create(
        user=UserFactory(), form="members.member/new", number=number, content=typed, saved_at=timezone.now()
    )


def dumped(form: str, *more: str) -> str:
    out = io.StringIO()
    call_command("dumpdata", "--format", form, *more, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["json", "jsonl", "xml"])
def test_nothing_is_in_clear(numbers, form):
    everything = dumped(form)
    assert all(number not in everything for number in NUMBERS)
    assert "members.historicalmember" in everything
    # Each number in a record and its version; the draft; what each key sealed.
    assert everything.count("gAAAAA") == 2 * (3 * 2 + 2) + 1 + KeySentinel.objects.count()


def test_by_natural_keys_neither(numbers):
    everything = dumped("json", "--natural-primary", "--natural-foreign", "--all")
    assert all(number not in everything for number in NUMBERS)


def test_without_the_field_s_own_words_everything_would_be(numbers, monkeypatch):
    monkeypatch.delattr(EncryptedField, "value_to_string")
    assert all(number in dumped("json") for number in NUMBERS)
