"""A dissolved 党组织 takes no meeting, no member and no applicant; those left in it are no 自管党员."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Meeting
from members.models import PartyOrg
from records import store
from tests.factories import ApplicantFactory, MeetingFactory, MemberFactory, PartyOrgFactory

pytestmark = pytest.mark.django_db
FOUNDED, END = date(2020, 3, 1), date(2025, 6, 30)
DAY = timedelta(days=1)


@pytest.fixture
def org(qingquan):
    return PartyOrgFactory(community=qingquan, since=FOUNDED, until=END, name="老支部")


def meeting(org, day):
    return MeetingFactory.build(org=org, subdistrict=org.subdistrict, date=day)


def member(org, day):
    return MemberFactory.build(org=org, subdistrict=org.subdistrict, since=day)


def applicant(org, day):
    return ApplicantFactory.build(org=org, subdistrict=org.subdistrict, applied_on=day, talked_on=day)


def refused_at(record) -> list[str]:
    try:
        record.full_clean()
    except ValidationError as error:
        return list(error.message_dict)
    return []


@pytest.mark.parametrize(("make", "name"), [(meeting, "date"), (member, "since"), (applicant, "applied_on")])
def test_nothing_from_its_end_on(make, name, org):
    assert refused_at(make(org, END)) == [name]
    assert refused_at(make(org, END + DAY)) == [name]
    assert refused_at(make(org, END - DAY)) == []  # entered late, for a day before


def test_no_meeting_before_it_was_founded(org):
    assert refused_at(meeting(org, FOUNDED - DAY)) == ["date"]
    assert refused_at(meeting(org, FOUNDED)) == []


def test_a_record_of_before_the_rule_can_be_edited_elsewhere(org):
    held = MeetingFactory(org=org, subdistrict=org.subdistrict, date=END)
    record = Meeting.objects.get(pk=held.pk)
    record.place = "二楼会议室"
    assert refused_at(record) == []
    record.date = END + DAY
    assert refused_at(record) == ["date"]


@pytest.mark.parametrize(
    ("make", "name"), [(MeetingFactory, "date"), (MemberFactory, "since"), (ApplicantFactory, "applied_on")]
)
def test_it_does_not_end_before_what_it_took(make, name, qingquan):
    org = PartyOrgFactory(community=qingquan, since=FOUNDED)
    record = make(org=org, subdistrict=org.subdistrict, **{name: END})
    org = PartyOrg.objects.get(pk=org.pk)
    org.until = END
    with pytest.raises(ValidationError) as refused:
        org.full_clean()
    assert refused.value.message_dict == {
        "until": [f"撤销当天起还有{record._meta.verbose_name} 1 条，请核对撤销日期，或先改正这些记录"]
    }
    org.until = END + DAY
    org.full_clean()


@pytest.mark.parametrize("ended", [True, False])
def test_what_it_took_is_not_restored_once_it_ended_before(ended, qingquan, clerk):
    org = PartyOrgFactory(community=qingquan, since=FOUNDED)
    held = MeetingFactory(org=org, subdistrict=org.subdistrict, date=END)
    store.remove(Meeting.objects.get(pk=held.pk), by=None)
    PartyOrg.objects.filter(pk=org.pk).update(until=END if ended else END + DAY)
    row = store.removed_records(Meeting, clerk).get()
    if not ended:
        assert store.restore(row, by=None).date == END
        return
    with pytest.raises(ValidationError) as refused:
        store.restore(row, by=None)
    assert list(refused.value.message_dict) == ["date"]


def test_it_does_not_begin_after_a_meeting_it_held(qingquan):
    org = PartyOrgFactory(community=qingquan, since=FOUNDED)
    MeetingFactory(org=org, subdistrict=org.subdistrict, date=FOUNDED)
    org = PartyOrg.objects.get(pk=org.pk)
    org.since = FOUNDED + DAY
    assert refused_at(org) == ["since"]
    org.since, org.secretary = FOUNDED, "王书记"
    assert refused_at(org) == []
