"""事例: one sentence from a record that the secretary picks; gone with the record, and of no private person."""

from datetime import date

import pytest
from lxml import html

from reports.models import Passage
from reports.pages import PAGES_OF
from reports.text import cases
from tests import factories as f
from tests.factories import YEAR
from tests.reports.support import draft_of, edition_of
from tests.reports.writing import LEAD, REPORT, change, printed, read, stored, to
from visits.models import VisitIssue

pytestmark = pytest.mark.django_db
MECHANISMS = "highlights.mechanisms"


@pytest.fixture
def secretary_leader(office):
    return f.LeaderFactory(subdistrict=office, name=office.reporter, post="secretary")


@pytest.fixture
def desk(as_user, secretary, qingquan):
    return as_user(secretary)


def solved(
    place,
    content="楼道灯不亮",
    reply="已换灯",
    leaders=(),
    day=date(YEAR, 5, 2),
    on=date(YEAR, 5, 9),
    **given,
):
    visit = f.VisitFactory(community=place, date=day, leaders=list(leaders))
    return f.VisitIssueFactory(
        visit=visit, kind="difficulty", content=content, reply=reply, solved_on=on, **given
    )


def offered(office, section):
    return cases.propose(draft_of(office).scope)[section]


def texts(office, section):
    return [case.text for case in offered(office, section)]


# ── What is proposed ────────────────────────────────────────────────────────
def test_a_difficulty_is_told_from_its_record(office, qingquan):
    solved(qingquan)
    assert texts(office, LEAD) == ["5月2日，清泉社区居民反映楼道灯不亮，已换灯，7天办结。"]


def test_the_secretarys_own_come_first_and_say_so(office, qingquan, secretary_leader):
    solved(qingquan, content="下水不通", day=date(YEAR, 12, 1), on=date(YEAR, 12, 9))
    solved(qingquan, leaders=[secretary_leader])
    first, second = offered(office, LEAD)
    assert first.text == "5月2日，我到清泉社区走访，居民反映楼道灯不亮，已换灯，7天办结。"
    assert "书记走访接下" in first.why
    assert "我" not in second.text


@pytest.mark.parametrize(
    "given",
    [
        {"on": None},
        {"reply": ""},
        {"day": date(YEAR - 1, 12, 30), "on": date(YEAR - 1, 12, 31)},
        {"content": "很长" * 30},
    ],
    ids=["open", "without an answer", "solved last year", "longer than sixty characters"],
)
def test_what_is_not_closed_complete_of_the_year_and_short_is_not_proposed(office, qingquan, given):
    solved(qingquan, **given)
    assert texts(office, LEAD) == []


def test_a_private_person_is_left_out_wherever_the_name_is_on_record(office, qingquan):
    solved(qingquan, content="王秀英家楼道灯不亮")
    assert len(texts(office, LEAD)) == 1, "nobody of that name is on record: nothing tells it from a word"
    f.ServiceCaseFactory(community=qingquan, applicant="王秀英", by_proxy=False)
    assert texts(office, LEAD) == []


def test_a_member_of_the_leadership_may_be_named(office, qingquan):
    f.LeaderFactory(subdistrict=office, name="王秀英")
    f.ServiceCaseFactory(community=qingquan, applicant="王秀英", by_proxy=False)
    solved(qingquan, reply="王秀英已换灯")
    assert len(texts(office, LEAD)) == 1


def test_every_section_has_its_kinds_of_record(office, qingquan, secretary_leader):
    solved(qingquan)
    f.MeetingFactory(
        subdistrict=office, kind="lecture", lecturer=secretary_leader, topic="把群众放在心上", present=40
    )
    f.GoodDeedFactory(community=qingquan, beneficiaries=12)
    f.ProjectClaimFactory(community=qingquan, done_on=f.LATER)
    day = date(YEAR, 4, 1)
    f.DecisionFactory(community=qingquan, present=20, in_favour=18, published_on=day, completed_on=day)
    f.MediationCaseFactory(community=qingquan)
    f.ServiceCaseFactory(community=qingquan)
    found = cases.propose(draft_of(office).scope)
    assert {section: len(own) for section, own in found.items()} == {
        LEAD: 1,
        "highlights.teams": 1,
        "highlights.coverage": 2,
        MECHANISMS: 3,
    }
    assert all(
        case.length <= cases.LONGEST and "{" not in case.text for own in found.values() for case in own
    )


def test_another_offices_records_are_nobodys_case(office, qingquan, other_office):
    solved(f.CommunityFactory(subdistrict=other_office))
    assert texts(office, LEAD) == []


# ── Picked at the desk ──────────────────────────────────────────────────────
def pick(desk, issue, section=LEAD):
    return desk.post(to("case", section), {"case": f"visits.VisitIssue:{issue.pk}"})


def test_a_picked_case_is_printed_names_its_record_and_is_offered_no_more(desk, office, qingquan):
    issue = solved(qingquan)
    answer = pick(desk, issue)
    key = Passage.objects.exclude(source_kind="").get().key
    assert answer.url.endswith(f"#p-{key}")
    assert printed(office, key) == "5月2日，清泉社区居民反映楼道灯不亮，已换灯，7天办结。"
    page = desk.get(REPORT)
    box = html.fromstring(page.content.decode()).get_element_by_id(f"p-{key}")
    assert box.xpath(".//a[.='看记录']/@href") == [PAGES_OF[VisitIssue].url_of(issue)]
    assert "挑一条事例" not in read(page)


def test_a_case_follows_its_record_and_is_gone_with_it(desk, office, qingquan):
    issue = solved(qingquan)
    pick(desk, issue)
    key = Passage.objects.exclude(source_kind="").get().key
    issue.reply = "已全部换灯"
    issue.save()
    assert "已全部换灯" in printed(office, key)
    issue.solved_on = None
    issue.save()
    assert printed(office, key) == ""
    assert cases.NO_RECORD in read(desk.get(REPORT))
    issue.delete()
    assert printed(office, key) == ""
    assert desk.get(REPORT).status_code == 200


def test_a_reworded_case_is_the_persons_own(desk, office, qingquan):
    issue = solved(qingquan)
    pick(desk, issue)
    key = Passage.objects.exclude(source_kind="").get().key
    change(desk, key, "我请人换了灯。")
    assert printed(office, key) == "我请人换了灯。"
    change(desk, key, act="restore", version=2)
    assert stored(key).text is None
    change(desk, key, "我请人换了灯。", 3)
    issue.delete()
    assert printed(office, key) == "我请人换了灯。"


@pytest.mark.parametrize(
    "sent",
    ["", "visits.VisitIssue:", "visits.VisitIssue:0", "accounts.User:1", "visits.VisitIssue:1:2", "x" * 999],
)
def test_what_was_not_proposed_is_not_taken(desk, office, qingquan, sent):
    solved(qingquan, on=None)
    assert desk.post(to("case", LEAD), {"case": sent}).status_code in (302, 404)
    assert not Passage.objects.exclude(source_kind="").exists()


def test_no_case_of_one_section_is_taken_into_another(desk, qingquan):
    issue = solved(qingquan)
    assert pick(desk, issue, MECHANISMS).status_code == 404
    assert pick(desk, issue, "measures.aim").status_code == 404
    assert not Passage.objects.exclude(source_kind="").exists()


def test_a_new_year_takes_no_case_along(desk, office, qingquan, secretary):
    pick(desk, solved(qingquan))
    edition_of(office, secretary)
    assert not [passage.key for passage in draft_of(office, YEAR + 1).passages if passage.is_case]
