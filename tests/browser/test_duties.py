"""A closed year's duties by keyboard: each record changes the figure and the sentence of the report that speak of it."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.urls import reverse

from communities.models import Leader, SubDistrict
from duties import pages as duties
from duties.models import Round
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from meetings import pages as meetings
from members import pages as members
from records.pages import RecordPages
from reports.context import scope_of
from reports.draft import Draft
from tests import factories as F
from tests.browser.entries import YEAR
from tests.browser.keyboard import fill, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAST = YEAR - 1
ACCOUNTS = "highlights.mechanisms.accountability"
ASSESSMENT = "highlights.mechanisms.assessment"
BRANCH, SECRETARY = "清泉社区第一党支部", "周明远（党工委书记）"


@dataclass(frozen=True)
class Entry:
    """What is typed into the form of a kind; the figure that it makes, and the passage of the report that changes.

    Of what is only a step to the next there is neither.
    """

    pages: type[RecordPages]
    typed: dict[str, str]
    figures: dict[str, str] = field(default_factory=dict)
    passage: str = ""


ENTRIES = (
    Entry(
        members.PostHolderPages,
        {"org": BRANCH, "post": "书记", "name": "王平", "since": f"{LAST}-01-05"},
        {"members.secretaries": "1"},
        "highlights.teams.secretaries",
    ),
    Entry(
        members.HonourPages,
        {"date": f"{LAST}-07-01", "title": "优秀共产党员", "level": "区级", "org": BRANCH, "member": "王平"},
        {"members.honours": "1"},
        "highlights.teams.examples",
    ),
    Entry(
        members.FlagPostPages,
        {"member": "王平", "kind": "责任区", "place": "三号楼", "since": f"{LAST}-03-01"},
        {"members.flag_members": "1"},
        "highlights.teams.examples",
    ),
    Entry(
        duties.DutyPages,
        {
            "year": f"{LAST}",
            "leader": SECRETARY,
            "content": "研究一次党建",
            "due": f"{LAST}-06-30",
            "done_on": f"{LAST}-06-20",
        },
        {"duties.duties": "1", "duties.duties_done": "100%"},
        ACCOUNTS,
    ),
    Entry(
        duties.PledgePages,
        {
            "year": f"{LAST}",
            "holder": "王平",
            "signed_on": f"{LAST}-02-10",
            "signer": SECRETARY,
            "pledgeitem-0-content": "把三会一课开齐",
        },
        {"duties.pledges": "1"},
        ACCOUNTS,
    ),
    Entry(
        duties.TalkPages,
        {
            "date": f"{LAST}-05-10",
            "kind": "提醒谈话",
            "holder": "王平",
            "talked_by": SECRETARY,
            "reason": "主题党日少了一次",
        },
        {"duties.talks": "1"},
        ACCOUNTS,
    ),
    Entry(
        duties.RemedyPages,
        {"year": f"{LAST}", "source": "自查", "community": "清泉社区", "problem": "活动阵地小"},
        {"duties.remedies": "1", "duties.remedies_done": "0%"},
        "highlights.foundations.remedies",
    ),
    Entry(
        duties.ProblemPages,
        {"date": f"{LAST}-05-20", "community": "清泉社区", "content": "楼道堆物"},
        {"duties.problems_found": "1"},
        ASSESSMENT,
    ),
    Entry(meetings.OrgLifeRulePages, {"kind": "党性学习", "per": "每年", "valid_from": f"{LAST}-01-01"}),
    Entry(
        meetings.MeetingPages,
        {"date": f"{LAST}-03-08", "kind": "党性学习", "org": BRANCH, "topic": "学习党章"},
        {"meetings.org_life_rate": "100%"},
        "highlights.teams.org_life",
    ),
    Entry(
        meetings.TrainingPlanPages,
        {"year": f"{LAST}", "month": "3", "audience": "党员", "topic": "学习党章", "kind": "以会代训"},
        {"meetings.plan_done": "0%"},
    ),
    Entry(
        meetings.MeetingPages,
        {
            "date": f"{LAST}-03-20",
            "kind": "以会代训",
            "topic": "讲党章",
            "plan": f"{LAST}年3月 学习党章",
        },
        {"meetings.plan_done": "100%"},
        "highlights.teams.plan",
    ),
    Entry(
        duties.SchemePages,
        {
            "year": f"{LAST}",
            "title": "考核办法",
            "criterion-0-content": "组织生活",
            "criterion-0-group": "党建",
            "criterion-0-full_marks": "100",
        },
    ),
    Entry(
        duties.RoundPages,
        {"scheme": "考核办法", "kind": "月调查", "number": "3", "begun_on": f"{LAST}-03-25"},
    ),
    Entry(
        duties.ScorePages,
        {
            "round": f"{LAST}年第3次月调查",
            "community": "清泉社区",
            "criterion": "组织生活（考核办法）",
            "points": "90",
            "reason": "党课少了一次",
        },
    ),
    Entry(
        duties.ReviewPages,
        {
            "year": f"{LAST}",
            "holder": "王平",
            "held_on": f"{LAST}-12-20",
            "valid": "10",
            "good": "8",
            "fair": "1",
            "plain": "1",
            "poor": "0",
        },
        {"duties.review_good_share": "80%"},
    ),
)


@pytest.fixture
def branch(office, qingquan):
    F.LeaderFactory(subdistrict=office, name="周明远", post=Leader.Post.SECRETARY, since=date(LAST - 3, 1, 1))
    org = F.PartyOrgFactory(community=qingquan, name=BRANCH, secretary="")
    return F.MemberFactory(org=org, name="王平").org


def told(office: SubDistrict, entry: Entry) -> tuple[dict[str, str], str]:
    """The figures of last year, and what the report prints of the passage."""
    scope = scope_of(office, LAST)
    values = compute([CATALOGUE[key] for key in entry.figures], scope)
    document = Draft(scope).document
    piece = document.pieces().get(entry.passage)
    return {key: value.text for key, value in values.items()}, piece.text if piece else ""


def test_each_record_changes_its_figure_and_its_sentence(sign_in, live_server, office, branch):
    page = sign_in("clerk")
    for entry in ENTRIES:
        figures_before, sentence_before = told(office, entry)
        page.goto(f"{live_server.url}{entry.pages.url('create')}")
        fill(page, entry.typed)
        save(page)
        record = entry.pages.model.objects.order_by("-pk").first()
        assert record, page.inner_text("main")
        assert page.url == f"{live_server.url}{entry.pages.url('detail', record.pk)}", page.inner_text("main")
        figures, sentence = told(office, entry)
        assert figures == entry.figures, entry.pages.name()
        assert not entry.figures or figures_before != figures, entry.pages.name()
        assert not entry.passage or sentence_before != sentence != "", entry.pages.name()


def test_a_round_counts_when_it_is_closed(sign_in, live_server, office, branch, qingquan):
    scheme = F.SchemeFactory(subdistrict=office, year=LAST)
    criterion = F.CriterionFactory(scheme=scheme, full_marks=100)
    opened = F.RoundFactory(
        subdistrict=office, scheme=scheme, kind=Round.Kind.MONTH, number=3, begun_on=date(LAST, 3, 25)
    )
    F.ScoreFactory(community=qingquan, round=opened, criterion=criterion, points=criterion.full_marks)
    entry = Entry(duties.RoundPages, {}, {"duties.surveys": "1"}, ASSESSMENT)
    figures_before, sentence_before = told(office, entry)
    page = sign_in("clerk")
    page.goto(f"{live_server.url}{reverse('assessment:end', args=[opened.pk])}")
    page.locator("#id_closed_on").focus()
    with page.expect_event("domcontentloaded"):
        page.keyboard.press("Enter")
    figures, sentence = told(office, entry)
    assert (figures_before, figures) == ({"duties.surveys": "0"}, {"duties.surveys": "1"})
    assert sentence_before != sentence
    assert "月调查1次" in sentence or "月调查 1 次" in sentence
