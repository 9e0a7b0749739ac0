"""What a clerk may not see stays as it is when he saves the rest of his record."""

import pytest

from meetings.models import Meeting
from meetings.pages import MeetingPages
from services.pages import VolunteerTeamPages
from tests.factories import (
    YEAR,
    CampaignFactory,
    LeaderFactory,
    MeetingFactory,
    MemberFactory,
    PartyOrgFactory,
    VisitFactory,
    VolunteerTeamFactory,
)
from tests.records.browser import as_shown
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(as_user, community_clerk):
    return as_user(community_clerk)


def edited(client, pages, record, **values):
    address = pages.url("edit", record.pk)
    response = client.post(address, {**as_shown(client.get(address)), **values})
    assert response.status_code == 302
    return pages.model.objects.get(pk=record.pk)


def test_people_of_other_communities_stay_in_the_team(client, qingquan, wenchang):
    mine = MemberFactory(org=PartyOrgFactory(community=qingquan), name="本社区党员")
    other = MemberFactory(org=PartyOrgFactory(community=wenchang), name="外社区党员")
    team = VolunteerTeamFactory(community=qingquan, members=[mine, other])
    newcomer = MemberFactory(org=mine.org, name="新来的")
    form = client.get(VolunteerTeamPages.url("edit", team.pk)).content.decode()
    assert "本社区党员" in form
    assert "外社区党员" not in form
    team = edited(client, VolunteerTeamPages, team, leader="李队长")
    assert set(team.members.all()) == {mine, other}
    team = edited(client, VolunteerTeamPages, team, members="新来的")
    assert set(team.members.all()) == {newcomer, other}


def test_leaders_of_the_subdistrict_stay_on_the_visit(client, office, qingquan):
    leader = LeaderFactory(subdistrict=office)
    visit = edited(
        client, VisitPages, VisitFactory(community=qingquan, leaders=[leader]), summary="看望老党员"
    )
    assert (visit.summary, list(visit.leaders.all())) == ("看望老党员", [leader])


def test_choice_that_is_out_of_reach_stays_and_cannot_be_forged(client, office, qingquan):
    campaign, another = (
        CampaignFactory(subdistrict=office, first_year=YEAR, last_year=YEAR) for _ in range(2)
    )
    org = PartyOrgFactory(community=qingquan)
    meeting = MeetingFactory(subdistrict=office, org=org, campaign=campaign, kind=Meeting.Kind.STUDY)
    meeting = edited(client, MeetingPages, meeting, place="活动室", campaign=str(another.pk))
    assert (meeting.place, meeting.campaign) == ("活动室", campaign)


def test_name_of_somebody_out_of_reach_is_unknown(client, qingquan, wenchang):
    MemberFactory(org=PartyOrgFactory(community=wenchang), name="外社区党员")
    team = VolunteerTeamFactory(community=qingquan)
    address = VolunteerTeamPages.url("edit", team.pk)
    response = client.post(address, {**as_shown(client.get(address)), "members": "外社区党员"})
    assert response.status_code == 422
    assert not team.members.exists()
