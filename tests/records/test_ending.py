"""The page by which a 社区 ends: with a successor nothing moves; without one everything that stands in it is asked for."""

from datetime import date

import pytest

from communities.models import Community
from meetings.pages import MeetingPages
from members.pages import MemberPages, PartyOrgPages
from tests import factories as F
from tests.factories import LONG_AGO
from tests.records.support import entered

pytestmark = pytest.mark.django_db

ENDED = date(2026, 3, 1)


@pytest.fixture
def page(qingquan, clerk, as_user):
    client, url = as_user(clerk), f"/communities/community/{qingquan.pk}/end/"

    def sent(**data):
        given = {"until": f"{ENDED}", "version": Community.objects.get(pk=qingquan.pk).version, **data}
        return client.post(url, given)

    sent.get = lambda: client.get(url)
    return sent


@pytest.fixture
def standing(qingquan):
    """Of the 社区: two units that build with it, a team, a 支部 with a member; and what ended long ago."""
    branch = F.PartyOrgFactory(community=qingquan)
    F.MemberFactory(org=branch)
    F.PartnerUnitFactory(community=qingquan, until=date(2020, 1, 1))
    return {
        "units": [F.PartnerUnitFactory(community=qingquan) for _ in range(2)],
        "team": F.VolunteerTeamFactory(community=qingquan),
        "branch": branch,
    }


def test_with_a_successor_nothing_is_asked_and_nothing_moves(page, standing, qingquan, wenchang):
    before = {name: str(record) for name, record in standing.items()}
    assert page(successor=wenchang.pk).status_code == 302
    qingquan.refresh_from_db()
    assert (qingquan.until, qingquan.successor, qingquan.version) == (ENDED, wenchang, 2)
    assert before == {name: str(record) for name, record in standing.items()}
    assert standing["team"].history.count() == 1


def test_without_one_it_says_what_stands_and_asks_for_each(page, standing, qingquan):
    shown = page.get().content.decode()
    for text in ("共建单位 2 条", "志愿队伍 1 条", "党组织 1 条", "党员 1 条，随所在的党组织"):
        assert text in shown
    refused = page(**{"communities-partnerunit": "end", "members-partyorg": "leave"})
    assert refused.status_code == 422
    assert "请选择志愿队伍的去向" in refused.content.decode()
    qingquan.refresh_from_db()
    assert qingquan.until is None


def test_each_is_ended_moved_or_left_in_one_version(page, standing, qingquan, wenchang):
    fates = {"communities-partnerunit": "end", "services-volunteerteam": wenchang.pk, "members-partyorg": "leave"}
    assert page(**fates).status_code == 302
    qingquan.refresh_from_db()
    assert (qingquan.until, qingquan.successor) == (ENDED, None)
    team, branch = standing["team"], standing["branch"]
    for record in (team, branch, *standing["units"]):
        record.refresh_from_db()
    assert [unit.until for unit in standing["units"]] == [ENDED, ENDED]
    assert (team.community, team.until, team.version) == (wenchang, None, 2)
    assert (branch.community, branch.version) == (qingquan, 1)
    assert [row.history_change_reason for row in team.history.all()] == ["撤销社区", None]
    assert {row.version for row in standing["units"][0].history.all()} == {1, 2}


def test_branch_kept_goes_on_in_every_form(page, standing, qingquan, clerk, as_user):
    """Its own form, a meeting and a member: none asks for another 社区."""
    page(**{"communities-partnerunit": "end", "services-volunteerteam": "end", "members-partyorg": "leave"})
    branch, client = standing["branch"], as_user(clerk)
    own = {**entered(PartyOrgPages, branch, clerk), "version": "1", "secretary": "李明"}
    assert client.post(f"/members/partyorg/{branch.pk}/edit/", own).status_code == 302
    meeting = F.MeetingFactory(subdistrict=qingquan.subdistrict, org=branch, date=date(2026, 2, 1))
    later = {**entered(MeetingPages, meeting, clerk), "version": "1", "date": "2026-03-05"}
    assert client.post(f"/meetings/meeting/{meeting.pk}/edit/", later).status_code == 302
    member = branch.member_set.get()
    moved = {**entered(MemberPages, member, clerk), "version": "1", "since": "2026-03-05"}
    assert client.post(f"/members/member/{member.pk}/edit/", moved).status_code == 302
    branch.refresh_from_db()
    assert (branch.community, branch.secretary, branch.until) == (qingquan, "李明", None)


def test_where_a_rule_stands_against_one_nothing_is_written(page, standing, qingquan, wenchang):
    unit = standing["units"][0]
    F.PartnerUnitFactory(community=wenchang, name=unit.name)
    fates = {"communities-partnerunit": wenchang.pk, "services-volunteerteam": "end", "members-partyorg": "leave"}
    refused = page(**fates)
    assert refused.status_code == 422
    assert f"共建单位“{unit}”：这个社区已有同名的共建单位" in refused.content.decode()
    standing["team"].refresh_from_db()
    qingquan.refresh_from_db()
    assert (standing["team"].until, qingquan.until) == (None, None)


def test_who_saved_meanwhile_is_not_overwritten(page, qingquan):
    assert page(version=qingquan.version - 1).status_code == 409
    qingquan.refresh_from_db()
    assert qingquan.until is None


def test_form_leads_to_the_page_where_something_stands(clerk, as_user, qingquan, standing):
    form = {"name": qingquan.name, "code": qingquan.code, "kind": qingquan.kind, "order": "1", "until": f"{ENDED}", "version": "1"}
    answer = as_user(clerk).post(f"/communities/community/{qingquan.pk}/edit/", form)
    assert answer.status_code == 422
    assert "请在这个社区的页面用“撤销社区”逐类说明去向" in answer.content.decode()
    assert qingquan.since is None or qingquan.since > LONG_AGO
