"""Members left in a dissolved 党组织, and the admitted in no roster, stand on the home pages with the way to mend it."""

from datetime import date

import pytest

from members.models import PartyOrg
from reports.context import scope_for
from reports.figures import gaps
from tests.factories import YEAR, ApplicantFactory, MemberFactory, PartyOrgFactory

pytestmark = pytest.mark.django_db
END = date(YEAR, 6, 30)


@pytest.fixture
def left(qingquan, wenchang) -> PartyOrg:
    org = PartyOrgFactory(community=qingquan, name="老支部", until=END)
    MemberFactory(org=org)
    MemberFactory(org=org)
    MemberFactory(org=org, until=date(YEAR, 8, 1), exit_reason="deceased")
    MemberFactory(org=PartyOrgFactory(community=qingquan))
    MemberFactory(org=PartyOrgFactory(community=wenchang, name="别处的老支部", until=END))
    return org


def lines(reader, year=YEAR) -> list[tuple]:
    return [
        (each.title, each.reason, dict(each.links))
        for each in gaps.unsettled_matters(scope_for(reader, year), reader)
    ]


REASON = "2025-06-30 已撤销，还有 2 名党员没有转出，不算自管党员"


def test_whoever_may_move_them_is_led_there(left, community_clerk):
    mend = {
        "看名单": f"/members/member/?org={left.pk}",
        "转到别的党组织": f"/members/partyorg/{left.pk}/edit/",
    }
    assert lines(community_clerk) == [("老支部", REASON, mend)]


def test_the_secretary_sees_who_they_are(left, secretary):
    assert [title for title, _, _ in lines(secretary)] == ["别处的老支部", "老支部"]
    assert lines(secretary)[1] == ("老支部", REASON, {"看名单": f"/members/member/?org={left.pk}"})


def test_no_line_for_a_year_in_which_it_stood(left, clerk):
    assert lines(clerk, YEAR - 1) == []


def test_the_admitted_in_no_roster(qingquan, clerk, secretary):
    org = PartyOrgFactory(community=qingquan)
    day = date(YEAR, 3, 1)
    ApplicantFactory(org=org, admitted_on=day, approved_on=day)
    ApplicantFactory(org=org, admitted_on=day, approved_on=day, member=MemberFactory(org=org))
    told = ("已接收未转入党员名册", "支部大会接收、上级党委审批了的还有 1 人")
    assert lines(clerk) == [(*told, {"逐一转入": "/members/applicant/unlisted/"})]
    assert lines(secretary) == [(*told, {"看名单": "/members/applicant/unlisted/"})]


def test_both_home_pages_say_it(left, clerk, secretary, as_user):
    for reader in (clerk, secretary):
        page = as_user(reader).get(f"/?year={YEAR}").content.decode()
        assert REASON in page
        assert f"/members/member/?org={left.pk}" in page
