"""The page by which a 社区 ends: with a successor nothing moves; without one everything that stands in it is asked for."""

from datetime import date
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communities.actions import END, end_community
from communities.models import Community, PartnerUnit
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from meetings.pages import MeetingPages
from members.models import PartyOrg, TwoNewUnit
from members.pages import MemberPages, PartyOrgPages
from reports.context import scope_of
from services.models import CheckIn, VolunteerTeam
from services.regrouping import regroup
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
        "team": F.VolunteerTeamFactory(community=qingquan, members=branch.member_set.all()),
        "branch": branch,
    }


def test_with_a_successor_nothing_is_asked_and_nothing_moves(page, standing, qingquan, wenchang):
    before = {name: str(record) for name, record in standing.items()}
    versions = standing["team"].history.count()
    assert page(successor=wenchang.pk).status_code == 302
    qingquan.refresh_from_db()
    assert (qingquan.until, qingquan.successor, qingquan.version) == (ENDED, wenchang, 2)
    assert before == {name: str(record) for name, record in standing.items()}
    assert standing["team"].history.count() == versions


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
    fates = {
        "communities-partnerunit": "end",
        "services-volunteerteam": wenchang.pk,
        "members-partyorg": "leave",
    }
    assert page(**fates).status_code == 302
    qingquan.refresh_from_db()
    assert (qingquan.until, qingquan.successor) == (ENDED, None)
    team, branch = standing["team"], standing["branch"]
    for record in (team, branch, *standing["units"]):
        record.refresh_from_db()
    assert [unit.until for unit in standing["units"]] == [ENDED, ENDED]
    assert (team.community, team.until, team.version) == (qingquan, ENDED, 2)
    assert (branch.community, branch.version) == (qingquan, 1)
    assert [(row.version, row.history_change_reason) for row in team.history.all()][:2] == [
        (2, "撤销社区"),
        (1, None),
    ]
    there = VolunteerTeam.objects.get(community=wenchang)
    assert (there.name, there.since, there.until, there.version) == (team.name, ENDED, None, 1)
    assert list(there.members.all()) == list(team.members.all()) == [branch.member_set.get()]
    assert there.submission not in (None, team.submission)
    assert [row.history_change_reason for row in there.history.all()] == ["清泉社区撤销，转来"]
    assert there.history.get().members.count() == 1
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


def test_what_the_other_has_already_is_only_ended(page, qingquan, wenchang):
    unit = F.PartnerUnitFactory(community=qingquan)
    F.PartnerUnitFactory(community=wenchang, name=unit.name)
    person = {"name": "赵一", "phone": "13800000001"}
    here = F.CheckInFactory(community=qingquan, unit="市一中", **person)
    F.CheckInFactory(community=wenchang, unit="第一中学", **person)
    assert (
        page(**{"communities-partnerunit": wenchang.pk, "services-checkin": wenchang.pk}).status_code == 302
    )
    unit.refresh_from_db()
    here.refresh_from_db()
    assert (unit.until, here.until) == (ENDED, ENDED)
    assert PartnerUnit.objects.filter(community=wenchang).count() == 1
    assert CheckIn.objects.filter(community=wenchang).count() == 1


def test_registrations_are_grouped_once_however_many(page, qingquan, wenchang):
    """A statement more for each would be a regrouping of the whole 街道 a row."""
    for number in range(3):
        F.CheckInFactory(community=qingquan, name=f"钱{number}")
    with mock.patch("services.models.check_in.regroup", wraps=regroup) as grouping:
        assert page(**{"services-checkin": wenchang.pk}).status_code == 302
    assert grouping.call_count == 1
    assert CheckIn.objects.in_force(ENDED).values_list("community", flat=True).distinct().get() == wenchang.pk
    assert CheckIn.objects.values("person").distinct().count() == 3


def test_where_a_rule_stands_against_one_nothing_is_written(page, standing, qingquan):
    F.MeetingFactory(subdistrict=qingquan.subdistrict, org=standing["branch"], date=ENDED)
    fates = {"communities-partnerunit": "end", "services-volunteerteam": "end", "members-partyorg": "end"}
    refused = page(**fates, **{f"members-partyorg-{standing['branch'].pk}": "later"})
    assert refused.status_code == 422
    assert "撤销当天起还有会议与学习 1 条" in refused.content.decode()
    standing["team"].refresh_from_db()
    qingquan.refresh_from_db()
    assert (standing["team"].until, qingquan.until) == (None, None)


def test_branch_ends_only_with_an_answer_where_its_members_go(page, standing, qingquan, wenchang):
    branch, other = standing["branch"], F.PartyOrgFactory(community=wenchang)
    applicant = F.ApplicantFactory(org=branch)
    fates = {"communities-partnerunit": "end", "services-volunteerteam": "end", "members-partyorg": "end"}
    asked = page(**fates)
    assert asked.status_code == 422
    assert f"还有 1 名党员、1 名申请人和培养对象在{branch}，请选择转到哪里" in asked.content.decode()
    assert f"转到{wenchang}" not in str(asked.context["form"]["members-partyorg"])
    assert page(**{**fates, "members-partyorg": wenchang.pk}).status_code == 422
    assert page(**fates, **{f"members-partyorg-{branch.pk}": other.pk}).status_code == 302
    branch.refresh_from_db()
    applicant.refresh_from_db()
    assert (branch.until, branch.community, applicant.org) == (ENDED, qingquan, other)
    assert [(row.version, row.history_change_reason) for row in other.member_set.get().history.all()] == [
        (2, f"{branch}撤销，转入{other}"),
        (1, None),
    ]


def test_branch_with_members_nobody_was_asked_for_stays(standing, qingquan):
    """Somebody may have come in between the page and the press."""
    qingquan.until = ENDED
    with pytest.raises(ValidationError, match="请选择转到哪里"):
        end_community(qingquan, {PartyOrg: END}, {}, qingquan.version, by=None)
    standing["branch"].refresh_from_db()
    assert standing["branch"].until is None


# ── By the day typed ────────────────────────────────────────────────────────
def test_kinds_are_those_of_the_day_typed(page, qingquan):
    """A unit that left between that day and today stood on the day."""
    unit = F.PartnerUnitFactory(community=qingquan, until=date(2026, 5, 1))
    assert "共建单位 1 条" not in page.get().content.decode()
    asked = page(listed="")
    assert asked.status_code == 422
    assert "2026-03-01 名下还有的，与刚才列出的不同" in asked.content.decode()
    assert "共建单位 1 条" in asked.content.decode()
    assert page(**{"communities-partnerunit": "end"}, listed=asked.context["listing"]).status_code == 302
    unit.refresh_from_db()
    assert unit.until == ENDED


def test_fates_that_leave_a_kind_out_settle_nothing(qingquan):
    F.PartnerUnitFactory(community=qingquan)
    F.BrandFactory(community=qingquan)
    qingquan.until = ENDED
    with pytest.raises(ValidationError, match="服务品牌 1 条"):
        end_community(qingquan, {PartnerUnit: END}, {}, qingquan.version, by=None)
    assert Community.objects.get(pk=qingquan.pk).until is None


# ── Earlier years ───────────────────────────────────────────────────────────
BY_MEMBER = ("members.", "services.party_volunteers")


def figures_of(office, year: int) -> dict:
    """Every figure of a year, in all and at each 社区."""
    values = compute(CATALOGUE.values(), scope_of(office, year, date(2026, 11, 1)))
    return {key: (value.value, value.rows, value.pairs) for key, value in values.items()}


def moved(before: dict, after: dict) -> list:
    """The figures that are not what they were, by year."""
    return [
        (year, key, old, after[year][key])
        for year in before
        for key, old in before[year].items()
        if old != after[year][key]
    ]


@pytest.mark.parametrize("fate", ["end", "leave", "move", "merge"])
def test_no_figure_of_an_earlier_year_changes(page, standing, office, qingquan, wenchang, fate):
    other = F.PartyOrgFactory(community=wenchang)
    F.MeetingFactory(subdistrict=office, org=standing["branch"], date=date(2024, 5, 1), kind="study")
    F.CheckInFactory(community=qingquan)
    F.PartTimeMemberFactory(community=qingquan)
    F.TwoNewUnitFactory(community=qingquan)
    before = {year: figures_of(office, year) for year in (2024, 2025)}
    kinds = [
        "communities-partnerunit",
        "communities-parttimemember",
        "services-checkin",
        "services-volunteerteam",
        "members-twonewunit",
    ]
    answers = dict.fromkeys(kinds, wenchang.pk if fate == "move" else fate)
    answers["members-partyorg"] = "leave" if fate == "leave" else "end"
    if fate != "leave":
        answers[f"members-partyorg-{standing['branch'].pk}"] = other.pk
    if fate == "merge":
        answers = {"successor": wenchang.pk}
    assert page(**answers).status_code == 302
    after = {year: figures_of(office, year) for year in (2024, 2025)}
    if fate in ("end", "move"):  # members are counted where they are now, in whatever year; in all as many
        for figures in (*before.values(), *after.values()):
            figures.update({key: (figures[key][0], {}, {}) for key in figures if key.startswith(BY_MEMBER)})
    assert moved(before, after) == []
    assert before[2024]["members.own"][0] == 1
    assert (before[2024]["communities.partner_units"][0], before[2024]["services.checked_in_members"][0]) == (
        2,
        1,
    )


def test_instructor_goes_on_with_a_unit_that_another_takes_over(page, qingquan, wenchang):
    unit = F.TwoNewUnitFactory(community=qingquan)
    instructor, former = (
        F.InstructorFactory(subdistrict=qingquan.subdistrict, until=day) for day in (None, date(2025, 1, 1))
    )
    for person in (instructor, former):
        person.units.add(unit)
    assert page(**{"members-twonewunit": wenchang.pk}).status_code == 302
    heir = TwoNewUnit.objects.get(community=wenchang)
    assert set(instructor.units.all()) == {unit, heir}
    assert list(former.units.all()) == [unit]
    assert instructor.history.first().history_change_reason == "清泉社区撤销，转来"
    assert instructor.history.first().units.count() == 2


def test_what_goes_on_elsewhere_is_not_new_there(page, office, qingquan, wenchang):
    F.PartnerUnitFactory(community=wenchang, since=ENDED)
    kinds = {
        "communities-partnerunit": F.PartnerUnitFactory,
        "communities-parttimemember": F.PartTimeMemberFactory,
    }
    for factory in (*kinds.values(), F.BrandFactory):
        factory(community=qingquan)
    new = (
        "communities.partner_units_joined",
        "communities.part_time_members_appointed",
        "services.brands_begun",
    )
    lasting = ("communities.partner_units", "communities.part_time_members")
    before = figures_of(office, 2026)
    assert page(**dict.fromkeys([*kinds, "services-brand"], wenchang.pk)).status_code == 302
    after = figures_of(office, 2026)
    assert [after[key][0] for key in new] == [before[key][0] for key in new] == [1, 0, 0]
    assert [after[key][:2] for key in lasting] == [(2, {wenchang.pk: 2}), (1, {wenchang.pk: 1})]


def test_who_saved_meanwhile_is_not_overwritten(page, qingquan):
    assert page(version=qingquan.version - 1).status_code == 409
    qingquan.refresh_from_db()
    assert qingquan.until is None


def test_form_leads_to_the_page_where_something_stands(clerk, as_user, qingquan, standing):
    form = {
        "name": qingquan.name,
        "code": qingquan.code,
        "kind": qingquan.kind,
        "order": "1",
        "until": f"{ENDED}",
        "version": "1",
    }
    answer = as_user(clerk).post(f"/communities/community/{qingquan.pk}/edit/", form)
    assert answer.status_code == 422
    assert "请在这个社区的页面用“撤销社区”逐类说明去向" in answer.content.decode()
    assert qingquan.since is None or qingquan.since > LONG_AGO


def test_records_that_stand_against_the_day_are_listed_to_be_opened(page, qingquan):
    """Of every kind, those entered on another's form as well."""
    visit = F.VisitFactory(community=qingquan, date=ENDED)
    case = F.ServiceCaseFactory(community=qingquan, date=ENDED, finished_on=None, result="")
    F.VisitFactory(community=qingquan, date=LONG_AGO)
    refused = page()
    assert refused.status_code == 422
    listed = refused.content.decode().partition('id="beyond"')[2].partition("</section>")[0]
    assert listed.count("<a href=") == 2
    for record, address in ((visit, "visits/visit"), (case, "services/servicecase")):
        assert f'<a href="/{address}/{record.pk}/"' in listed
    assert 'id="beyond"' not in page.get().content.decode()


def test_what_need_not_be_filled_in_with_a_successor_says_so(page, standing, wenchang):
    shown = page.get().content.decode()
    assert "选了并入社区的，这一块不用填" in shown
    assert '<details data-unless="successor" open>' in shown
    refused = page(successor=wenchang.pk, until="")
    assert '<details data-unless="successor">' in refused.content.decode()
    assert "现有 1 名党员" in shown


def test_one_that_ended_is_named_so_wherever_it_is_shown(page, qingquan, wenchang, clerk, as_user, admin):
    url, named = f"/communities/community/{qingquan.pk}/", f"清泉社区（{ENDED} 撤销）"
    assert "撤销社区" in as_user(clerk).get(url).content.decode()
    page(successor=wenchang.pk)
    shown = as_user(clerk).get(url).content.decode()
    assert f"<h1>{named}</h1>" in shown
    assert f"<title>{named}" in shown
    assert ">修改撤销</a>" in shown
    assert ">撤销社区</a>" not in shown
    assert f">{named}</option>" in as_user(clerk).get("/visits/visit/").content.decode()
    assert named in as_user(admin).get(reverse("admin:communities_community_changelist")).content.decode()
