"""A 社区 has a beginning, an end and a successor: what its records may say, and what it may say itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from communities.models import Community
from meetings.models import Decision
from records import store
from reports.models import AnnualReport, Edition
from tests import factories as F

pytestmark = pytest.mark.django_db

FOUNDED, MERGED = date(2024, 3, 1), date(2025, 7, 1)
DAY_BEFORE = timedelta(days=1)


@pytest.fixture
def heir():
    return F.CommunityFactory(name="东湖社区")


@pytest.fixture
def merged(heir):
    return F.CommunityFactory(
        subdistrict=heir.subdistrict, name="西湖社区", since=FOUNDED, until=MERGED, successor=heir
    )


@pytest.fixture
def closed(heir):
    return F.CommunityFactory(subdistrict=heir.subdistrict, name="北湖社区", until=MERGED)


def refused(record) -> dict[str, list[str]]:
    try:
        record.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (FOUNDED - DAY_BEFORE, "西湖社区于 2024-03-01 才成立，2024-02-29 还没有，请核对日期或改选社区"),
        (FOUNDED, ""),
        (MERGED - DAY_BEFORE, ""),
        (MERGED, "西湖社区已于 2025-07-01 撤销，已并入东湖社区，请改选东湖社区或核对日期"),
    ],
)
def test_event_needs_a_community_that_stood_on_its_day(merged, day, reason):
    visit = F.VisitFactory.build(community=merged, subdistrict=merged.subdistrict, date=day)
    assert refused(visit) == ({"date": [reason]} if reason else {})


def test_every_step_of_a_decision_needs_it_too(merged):
    matter = F.DecisionFactory.build(
        community=merged,
        subdistrict=merged.subdistrict,
        method=Decision.Method.SOLICIT_FIRST,
        proposed_on=FOUNDED,
        resolved_on=MERGED,
    )
    assert refused(matter).keys() == {"resolved_on"}


def test_branch_of_a_merged_community_goes_on_meeting_in_the_successor(merged):
    branch = F.PartyOrgFactory(community=merged)
    assert refused(F.MeetingFactory.build(subdistrict=merged.subdistrict, org=branch, date=MERGED)) == {}


def test_branch_kept_after_a_community_closed_goes_on(closed):
    """The forms of a meeting and a member have no 社区: there would be no way out of a refusal."""
    office, branch = closed.subdistrict, F.PartyOrgFactory(community=closed)
    brand = F.BrandFactory(community=closed)
    later = [
        F.MeetingFactory.build(subdistrict=office, org=branch, date=MERGED),
        F.MemberFactory.build(subdistrict=office, org=branch, since=MERGED),
        F.MediaReportFactory.build(brand=brand, date=MERGED),
    ]
    assert [refused(record) for record in later] == [{}, {}, {}]
    assert refused(branch) == {}
    closed.settled = True
    later[0].save()
    closed.until = MERGED - DAY_BEFORE
    assert refused(closed) == {}


def test_what_ended_with_its_community_serves_no_more(closed):
    office, branch = closed.subdistrict, F.PartyOrgFactory(community=closed, until=MERGED)
    brand = F.BrandFactory(community=closed, until=MERGED)
    assert refused(F.MeetingFactory.build(subdistrict=office, org=branch, date=MERGED - DAY_BEFORE)) == {}
    reason = ["北湖社区已于 2025-07-01 撤销，请改选社区或核对日期"]
    assert refused(F.MediaReportFactory.build(brand=brand, date=MERGED)) == {"date": reason}
    assert refused(F.MeetingFactory.build(subdistrict=office, org=branch, date=MERGED)).keys() == {"date"}


def test_standing_may_be_older_than_its_community_but_not_begin_after_its_end(merged):
    def partner(since):
        return F.PartnerUnitFactory.build(community=merged, subdistrict=merged.subdistrict, since=since)

    assert refused(partner(F.LONG_AGO)) == {}
    assert refused(partner(MERGED)).keys() == {"since"}


def test_undo_asks_it_as_well(merged, heir):
    """A version from before the merger would put the visit where nothing stood on its day."""
    visit = F.VisitFactory(community=F.CommunityFactory(subdistrict=heir.subdistrict), date=MERGED)
    former = visit.community
    visit.community = heir
    visit.save()
    Community.objects.filter(pk=former.pk).update(until=MERGED)
    with pytest.raises(ValidationError, match="撤销"):
        store.revert(visit.history.first(), [], by=None, reason="撤销")
    Community.objects.filter(pk=former.pk).update(until=None)
    assert store.revert(visit.history.first(), [], by=None, reason="撤销").community == former


# ── The 社区 itself ─────────────────────────────────────────────────────────
def test_successor_is_another_one_of_the_office_that_stood_then(heir, merged, closed):
    def merging(**given):
        return refused(F.CommunityFactory.build(subdistrict=heir.subdistrict, since=FOUNDED, **given)).keys()

    assert merging(until=MERGED, successor=heir) == set()
    assert merging(successor=heir) == {"until"}
    assert merging(until=MERGED, successor=closed) == {"successor"}
    assert merging(until=MERGED, successor=F.CommunityFactory()) == {"successor"}
    assert merging(until=FOUNDED - DAY_BEFORE) == {"until"}
    assert merging(until=date.today() + DAY_BEFORE) == {"until"}
    heir.until, heir.successor = MERGED + DAY_BEFORE, merged
    assert refused(heir).keys() == {"successor"}


def test_what_others_merged_into_cannot_end_before(heir, merged):
    heir.until = MERGED
    assert refused(heir).keys() == {"until"}
    heir.until = MERGED + DAY_BEFORE
    assert refused(heir) == {}


def test_end_leaves_no_event_beyond_it_and_nothing_unasked(heir, closed):
    F.VisitFactory(community=heir, date=MERGED)
    heir.until = MERGED
    assert refused(heir) == {"until": ["这些记录的日期不在东湖社区存续期间，请先核对：走访 1 条"]}
    heir.until = MERGED + DAY_BEFORE
    assert refused(heir) == {}
    F.PartnerUnitFactory(community=heir)
    assert "共建单位 1 条" in refused(heir)["until"][0]
    heir.settled = True
    assert refused(heir) == {}


def sign(office, year: int) -> AnnualReport:
    report = AnnualReport.objects.create(subdistrict=office, year=year, stage=AnnualReport.Stage.SIGNED)
    clerk, moment = F.UserFactory(subdistrict=office), office.history.first().history_date
    Edition.objects.create(
        report=report,
        number=1,
        content=b"",
        fingerprint="",
        submitted_by=clerk,
        submitted_at=moment,
        signed_by=clerk,
        signed_at=moment,
    )
    return report


def test_new_community_needs_its_day_once_a_year_is_signed(heir):
    new = F.CommunityFactory.build(subdistrict=heir.subdistrict)
    assert refused(new) == {}
    sign(heir.subdistrict, 2023)
    assert refused(new).keys() == {"since"}
    new.since = FOUNDED
    assert refused(new) == {}
    assert refused(heir) == {}


def test_new_community_of_a_signed_year_is_refused_until_a_new_edition_is_drafted(heir):
    report = sign(heir.subdistrict, 2024)
    new = F.CommunityFactory.build(subdistrict=heir.subdistrict, since=FOUNDED)
    assert "2024年度的报告已定稿" in refused(new)["since"][0]
    new.since = date(2019, 1, 1)
    assert refused(new).keys() == {"since"}
    new.until = date(2024, 1, 1)  # one of long ago, entered late
    assert refused(new) == {}
    new.since, new.until = date(2025, 1, 1), None
    assert refused(new) == {}
    new.since = FOUNDED
    AnnualReport.objects.filter(pk=report.pk).update(stage=AnnualReport.Stage.DRAFT)
    assert refused(new) == {}


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"until": date(2024, 6, 1)}, {"until"}),
        ({"until": date(2024, 12, 31)}, {"until"}),
        ({"until": date(2023, 6, 1)}, {"until"}),
        ({"until": date(2025, 1, 1)}, set()),
        ({"until": date(2025, 2, 1)}, set()),
        ({"since": date(2024, 1, 2)}, {"since"}),
        ({"since": date(2025, 3, 1)}, {"since"}),
        ({"since": date(2010, 3, 1)}, set()),
        ({"since": date(2024, 1, 1)}, set()),
        ({"big_committee_since": date(2024, 1, 1)}, set()),
    ],
)
def test_what_stood_in_a_signed_year_stays(heir, change, columns):
    sign(heir.subdistrict, 2024)
    community = Community.objects.get(pk=heir.pk)
    for name, value in change.items():
        setattr(community, name, value)
    assert refused(community).keys() == columns


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"until": None, "successor": None}, {"until"}),
        ({"until": MERGED + DAY_BEFORE}, {"until"}),
        ({"successor": None}, {"successor"}),
        ({"since": FOUNDED + DAY_BEFORE}, set()),  # before that year
    ],
)
def test_merger_within_a_signed_year_stays(merged, change, columns):
    sign(merged.subdistrict, 2025)
    community = Community.objects.get(pk=merged.pk)
    assert refused(community) == {}
    for name, value in change.items():
        setattr(community, name, value)
    assert refused(community).keys() == columns


def test_visit_of_a_signed_year_is_still_entered_late(merged):
    sign(merged.subdistrict, 2024)
    assert refused(F.VisitFactory.build(community=merged, subdistrict=merged.subdistrict, date=FOUNDED)) == {}


def test_who_reaches_the_successor_reaches_what_merged_into_it(merged, heir):
    first = F.CommunityFactory(subdistrict=heir.subdistrict, until=FOUNDED, successor=merged)
    clerk = F.UserFactory(subdistrict=heir.subdistrict, reach="communities")
    clerk.communities.set([heir])
    assert clerk.record_reach.communities == {first.pk, merged.pk, heir.pk}
    other = F.UserFactory(subdistrict=heir.subdistrict, reach="communities")
    other.communities.set([first])
    assert other.record_reach.communities == {first.pk}


def test_ended_community_stays_to_be_chosen_for_what_is_entered_late(merged, heir, as_user):
    clerk = F.UserFactory(subdistrict=heir.subdistrict)
    page = as_user(clerk).get("/funding/payment/new/").content.decode()
    assert ">西湖社区（2025-07-01 撤销）</option>" in page
    assert ">东湖社区</option>" in page
