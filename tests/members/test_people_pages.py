"""The pages of a 任职 and of a member: his own work of the year, his honours and flag posts, within reach."""

import re
from datetime import date

import pytest
from django.utils import timezone

from members.models import FlagPost, PostHolder
from tests import factories as F
from tests.records.browser import as_shown, text
from tests.records.support import enter
from visits.models import Visit
from visits.pages import VisitPages

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year
NEW_YEAR = date(THIS_YEAR, 1, 1)


@pytest.fixture
def holder(qingquan):
    org = F.PartyOrgFactory(community=qingquan, name="清泉社区党委")
    return F.PostHolderFactory(org=org, name="王平", post=PostHolder.Post.SECRETARY)


def home_visit(holder, day, kind=Visit.Kind.HOME):
    visit = F.VisitFactory(community=holder.org.community, date=day, kind=kind)
    visit.secretaries.add(holder)
    return visit


@pytest.fixture
def at_work(holder):
    """Two home visits of this year, and what looks like one; a duty, a pledge, and a talk."""
    home_visit(holder, NEW_YEAR)
    F.VisitFactory(community=holder.org.community, date=NEW_YEAR, kind=Visit.Kind.RECEPTION)
    home_visit(holder, NEW_YEAR, Visit.Kind.HOUSEHOLD)
    home_visit(holder, date(THIS_YEAR - 1, 12, 31))
    F.DutyFactory(holder=holder, year=THIS_YEAR, due=NEW_YEAR)
    F.DutyFactory(holder=holder, year=THIS_YEAR - 1, due=date(THIS_YEAR - 1, 6, 30))
    F.PledgeFactory(holder=holder, year=THIS_YEAR)
    F.TalkFactory(subdistrict=holder.subdistrict, holder=holder, name="", date=NEW_YEAR)


def told(client, holder) -> dict[str, str]:
    """What the page says of each kind of work."""
    page = client.get(f"/members/postholder/{holder.pk}/").content.decode()
    panel = page.split("本人今年的工作")[1].split("</section>")[0]
    facts = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", panel, re.DOTALL)
    return {label: re.sub(r"<[^>]*>", "", said).strip() for label, said in facts}


def addresses(client, holder) -> list[str]:
    page = client.get(f"/members/postholder/{holder.pk}/").content.decode()
    panel = page.split("本人今年的工作")[1].split("</section>")[0]
    return [address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', panel)]


def test_whoever_reaches_the_whole_office_sees_all_work_of_the_year(as_user, clerk, holder, at_work):
    assert told(as_user(clerk), holder) == {
        "家访": "1 次",
        "责任清单": "1 项",
        "目标责任书": "1 份",
        "被约谈": "1 次",
    }


def test_each_number_leads_to_the_list_that_it_counts(as_user, clerk, holder, at_work):
    client = as_user(clerk)
    found = [
        re.search("找到 ([0-9]+) 条", text(client.get(address))) for address in addresses(client, holder)
    ]
    assert [match and match[1] for match in found] == ["1", "1", "1", "1"]


def test_talks_are_not_mentioned_to_whom_they_are_not_open(as_user, community_clerk, holder, at_work):
    assert told(as_user(community_clerk), holder) == {
        "家访": "1 次",
        "责任清单": "1 项",
        "目标责任书": "1 份",
    }


def test_nothing_on_record_is_said_so(as_user, clerk, holder):
    assert set(told(as_user(clerk), holder).values()) == {"没有记录"}


def test_home_visit_names_by_hand_who_made_it_and_keeps_it_in_its_history(as_user, clerk, holder):
    client = as_user(clerk)
    data = as_shown(client.get("/visits/visit/new/"))
    data |= {"date": f"{NEW_YEAR}", "community": str(holder.org.community_id), "kind": "home"}
    visit = enter(client, VisitPages, {**data, "secretaries": "王平"})
    assert list(visit.secretaries.all()) == [holder]
    page = text(client.get(f"/visits/visit/{visit.pk}/"))
    assert "家访的书记 王平（清泉社区党委书记）" in page
    changed = as_shown(client.get(f"/visits/visit/{visit.pk}/edit/"))
    assert client.post(f"/visits/visit/{visit.pk}/edit/", {**changed, "secretaries": ""}).status_code == 302
    history = text(client.get(f"/visits/visit/{visit.pk}/"))
    assert "家访的书记：王平（清泉社区党委书记）" in history
    assert "没有符合条件的走访" in text(client.get(f"/visits/visit/?secretaries={holder.pk}"))


def test_page_of_a_member_tells_honours_and_flag_posts(as_user, clerk, qingquan):
    org = F.PartyOrgFactory(community=qingquan)
    member = F.MemberFactory(org=org)
    F.HonourFactory(org=org, member=member, name="", document="锦委〔2025〕8号")
    F.FlagPostFactory(member=member, kind=FlagPost.Kind.PIONEER, place="服务窗口1号")
    F.FlagPostFactory(place="别人的岗位")
    page = text(as_user(clerk).get(f"/members/member/{member.pk}/"))
    assert "优秀共产党员 区级" in page
    assert "锦委〔2025〕8号" in page
    assert "先锋岗：服务窗口1号" in page
    assert "别人的岗位" not in page


def test_honour_in_an_organisation_beyond_reach_is_not_told(as_user, community_clerk, qingquan, wenchang):
    member = F.MemberFactory(org=F.PartyOrgFactory(community=qingquan))
    F.HonourFactory(org=F.PartyOrgFactory(community=wenchang), member=member, name="")
    assert "优秀共产党员" not in text(as_user(community_clerk).get(f"/members/member/{member.pk}/"))


def was_at(member, day, state="present", hours=None, org=None):
    meeting = F.MeetingFactory(
        subdistrict=member.subdistrict, org=org or member.org, date=day, kind="theme_day", hours=hours
    )
    F.AttendanceFactory(meeting=meeting, member=member, state=state)


def test_page_of_a_member_counts_meetings_and_hours_by_year(
    as_user, clerk, community_clerk, qingquan, wenchang
):
    member = F.MemberFactory(org=F.PartyOrgFactory(community=qingquan))
    was_at(member, date(2025, 3, 1), hours="1.5")
    was_at(member, date(2025, 12, 31), hours="2")
    was_at(member, date(2025, 6, 1), "excused", hours="8")
    was_at(member, date(2025, 7, 1), "guest", hours="8")
    was_at(member, date(2026, 1, 1))
    was_at(F.MemberFactory(org=member.org), date(2026, 2, 1), hours="8")
    told = "2026年：到会 1 次 2025年：到会 2 次，请假或缺席 1 次，3.5 学时"
    assert told in text(as_user(clerk).get(f"/members/member/{member.pk}/"))
    elsewhere = F.PartyOrgFactory(community=wenchang)
    was_at(member, date(2025, 8, 1), hours="4", org=elsewhere)
    assert told in text(as_user(community_clerk).get(f"/members/member/{member.pk}/"))
    assert "到会 3 次" in text(as_user(clerk).get(f"/members/member/{member.pk}/"))


def test_page_of_a_member_on_no_list_says_nothing_of_meetings(as_user, clerk, qingquan):
    member = F.MemberFactory(org=F.PartyOrgFactory(community=qingquan))
    assert "参加会议和学习" not in text(as_user(clerk).get(f"/members/member/{member.pk}/"))
