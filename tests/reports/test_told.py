"""What the text says of the findings that it tells: which are told, in which order, and what stands where none is."""

from datetime import date

import pytest

from communities.models import Community
from reports.document import Document
from reports.models import AnnualReport, Target
from reports.outline.problems import OF_KEY
from reports.text import names
from reports.text.names.problems import OF_TOLD, USUAL_KEYS
from tests import factories as F
from tests.factories import YEAR
from tests.reports.support import draft_of
from tests.reports.writing import change, printed, to

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(as_user, secretary, office, qingquan):
    F.LeaderFactory(subdistrict=office, name=office.reporter, post="secretary")
    return as_user(secretary)


@pytest.fixture
def promised(office):
    """Two promises that this year missed: the meetings of ten months, and the money."""
    F.AnnualReportFactory(subdistrict=office, most_idle_months=12)
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.special_meetings", amount=1)
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.party_funding", amount=90)
    for month in (3, 9):
        F.MeetingFactory(subdistrict=office, kind="special", date=date(YEAR, month, 5))
    F.PaymentFactory(subdistrict=office, kind="party", amount=800_000, date=date(YEAR, 4, 1))


SIX = {
    "party_spirit": "meetings.party_spirit",
    "conduct_education": "meetings.conduct_education",
    "branch_secretary_training": "meetings.branch_secretary_training",
    "project_claims": "services.projects_claimed",
    "new_brands": "services.brands_begun",
    "new_partner_units": "communities.partner_units_joined",
}


def body(document: Document, role: str) -> str:
    return "".join(
        found.text for part in document.parts if part.role == role for found in part.paragraphs[1:]
    )


def silence(office) -> None:
    """No 城市社区, and a zero on record of every figure that would be a problem while nobody knows it."""
    Community.objects.filter(subdistrict=office).update(kind=Community.Kind.FORMER_VILLAGE)
    for key in (
        "communities.low_satisfaction",
        "meetings.low_decision_communities",
        "meetings.low_study_branches",
        "members.waiting_applicants",
    ):
        F.ZeroStatementFactory(subdistrict=office, key=key)


# ── Promises that were missed ───────────────────────────────────────────────
def test_missed_promises_have_cause_and_measure_without_being_picked(desk, office, promised):
    assert "党建工作经费" in printed(office, "problems.lead")
    assert "我" in printed(office, "causes.promises")
    assert f"{YEAR + 1}年11月底" in printed(office, "measures.answers.promises")


def test_with_what_tells_them_switched_off_so_are_cause_and_measure(desk, office, promised):
    change(desk, "problems.lead", act="off")
    assert printed(office, "causes.promises") == ""
    assert printed(office, "measures.answers.promises") == ""


def test_within_the_limit_they_are_told_without_cause(desk, office, promised):
    report = AnnualReport.objects.get(subdistrict=office, year=YEAR)
    report.most_missed_promises = 2
    report.save()
    assert "党建工作经费" in printed(office, "problems.lead")
    assert printed(office, "causes.promises") == ""


def test_aloud_they_keep_cause_and_measure_and_are_counted_once(desk, office, promised):
    said = draft_of(office).speech.pieces()
    assert {"problems.lead", "causes.promises", "measures.answers.promises"} <= said.keys()
    desk.post(to("problem", "promises"), {"measure": "1"})
    keys = [piece.key for found in draft_of(office).speech.paragraphs() for piece in found.pieces]
    assert keys.count("causes.promises") == 1


def test_they_are_told_once_and_what_somebody_decided_of_them_stays(desk, office, promised):
    desk.post(to("assign", "problems.lead"), {"owner": "赵秀芝"})
    desk.post(to("problem", "promises"), {"measure": "1"})
    assert printed(office, "problems.promises") == ""
    assert "赵秀芝" in printed(office, "measures.answers.promises")
    change(desk, "problems.promises", act="off")
    assert "我" in printed(office, "causes.promises"), "what stands before the problems still tells them"
    change(desk, "problems.promises", act="on")
    change(desk, "problems.lead", act="off")
    assert "党建工作经费" in printed(office, "problems.promises")
    assert "赵秀芝" in printed(office, "measures.answers.promises")
    assert desk.post(to("assign", "problems.lead"), {"owner": "许国梁"}).status_code == 404


def test_one_of_which_nobody_knows_is_counted_as_such(desk, office, promised):
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.decision_awareness", amount=70)
    assert names.name(draft_of(office).facts, "targets_unknown") == "1"
    assert "缺数的1项" in printed(office, "problems.lead")


def test_a_mean_that_was_missed_is_not_called_monthly(office, promised):
    Target.objects.filter(subdistrict=office, key="targets.special_meetings").update(by_mean=True)
    assert names.name(draft_of(office).facts, "missed_monthly") is None


def test_a_year_without_any_is_not_told_by_last_years(office, qingquan):
    F.ApplicantFactory(
        org=F.PartyOrgFactory(community=qingquan),
        admitted_on=date(YEAR - 1, 5, 1),
        approved_on=date(YEAR - 1, 5, 9),
    )
    F.ZeroStatementFactory(subdistrict=office, key="members.admitted")
    assert names.name(draft_of(office).facts, "was.members.admitted") == "1"
    assert names.name(draft_of(office).facts, "moved.members.admitted") is None


def test_a_measure_of_one_sentence_stands_whole_in_the_list(desk, office, promised):
    change(desk, "measures.answers.promises", text="由赵秀芝一项一项补上。")
    (annex,) = [annex for annex in draft_of(office).document.annexes if annex.title == "问题清单"]
    assert "由赵秀芝一项一项补上。" in [row[2] for row in annex.table.rows]


@pytest.mark.parametrize(
    ("key", "amount", "by_mean", "told"),
    [
        ("special_meetings", 1, False, "每月党建专题会议12个月中2个月做到（定每月1次）"),
        ("special_meetings", 1, True, "每月党建专题会议平均每月0.2次（定平均每月1次）"),
        ("party_funding", 90, False, "党建工作经费80万元（定90万元）"),
    ],
)
def test_each_says_what_became_of_it_as_it_was_promised(office, promised, key, amount, by_mean, told):
    Target.objects.filter(subdistrict=office, year=YEAR, key=f"targets.{key}").update(
        amount=amount, by_mean=by_mean
    )
    assert told in names.name(draft_of(office).facts, "missed_as_done")


def test_aloud_the_first_five_are_named(office, qingquan):
    for key, figure in SIX.items():
        F.TargetFactory(subdistrict=office, year=YEAR, key=f"targets.{key}", amount=3)
        F.ZeroStatementFactory(subdistrict=office, key=figure)
    missed = names.name(draft_of(office).facts, "missed_first")
    assert missed.endswith("等")
    assert missed.count("、") == 4


def test_a_target_below_a_promise_that_was_missed_says_so(office, promised):
    F.TargetFactory(subdistrict=office, year=YEAR + 1, key="targets.party_funding", amount=85)
    assert names.name(draft_of(office).facts, "beside.party_funding") == "今年80万元，比上年定的90万元低"
    Target.objects.filter(subdistrict=office, year=YEAR + 1).update(amount=95)
    assert names.name(draft_of(office).facts, "beside.party_funding") == "今年80万元"


# ── Where none is told ──────────────────────────────────────────────────────
def test_only_where_nothing_is_over_its_limit_is_that_said(desk, office):
    silence(office)
    F.AnnualReportFactory(subdistrict=office)
    assert body(draft_of(office).document, "problems").startswith("已有记录的各项，没有一项越过设定的门槛。")
    assert body(draft_of(office).document, "causes") == "上面没有列出问题，这里没有原因要说。"


def test_behind_missed_promises_that_is_said_of_the_rest(desk, office, promised):
    silence(office)
    assert "此外没有一项越过设定的门槛。" in body(draft_of(office).document, "problems")
    change(desk, "problems.lead", act="off")
    assert "没有一项越过" not in body(draft_of(office).document, "problems")


def test_an_offices_own_problem_is_a_problem(desk, office):
    silence(office)
    desk.post(to("passage-add"), {"part": "problems", "text": "自己看出的问题。差在我没有去看。"})
    assert body(draft_of(office).document, "causes") == "这一部分没有列出原因。"


# ── Which, and in which order ───────────────────────────────────────────────
@pytest.fixture
def two_years(office, qingquan):
    """Difficulties got worse, applicants stayed as they were, idle months are new."""
    org = F.PartyOrgFactory(community=qingquan)
    firm = F.TwoNewUnitFactory(community=qingquan)
    for year, difficulties in ((YEAR - 1, 1), (YEAR, 3)):
        for month in range(1, 13 if year < YEAR else 11):
            F.MeetingFactory(subdistrict=office, kind="special", date=date(year, month, 5))
        visit = F.VisitFactory(community=qingquan, date=date(year, 5, 1))
        for _ in range(difficulties):
            F.VisitIssueFactory(visit=visit, kind="difficulty", solved_on=date(year + 1, 6, 1))
        F.ApplicantFactory(
            org=org, unit=firm, applied_on=date(year, 8, 1), talked_on=None, ended_on=date(year + 1, 2, 1)
        )


def told(office, key, findings=USUAL_KEYS):
    return OF_TOLD[key](draft_of(office).facts, findings)


def test_what_got_worse_is_to_be_done_first(office, two_years):
    assert told(office, "asked_first") == "尚未解决的困难和等待谈话的两新申请人"
    assert told(office, "first_aims") == "把没有解决的困难办完、把等待谈话的申请人谈完"
    assert told(office, "problems_more") == "尚未解决的困难（由1件到3件）"
    assert told(office, "problems_same") == "等待谈话的两新申请人"


def test_what_is_not_told_is_neither_asked_nor_named(office, two_years):
    assert told(office, "asked_first", {"two_new"}) == "等待谈话的两新申请人"
    assert told(office, "problems_more", {"two_new"}) is None
    assert told(office, "asked_first", set()) is None


def test_a_problem_that_was_switched_off_is_no_aim(desk, office, two_years):
    assert "把没有解决的困难办完" in printed(office, "measures.aim")
    change(desk, "problems.difficulties", act="off")
    assert "困难" not in printed(office, "measures.aim")
    assert "尚未解决的困难" not in printed(office, "problems.lead")


@pytest.mark.parametrize("limit", [600, 700, 900, 1500])
def test_aloud_the_worst_is_told_and_the_plan_names_nothing_else(desk, office, two_years, limit):
    draft = draft_of(office)
    draft.scope.report.spoken_characters = limit
    said = draft.speech.pieces()
    assert "problems.difficulties" in said
    aim = said["measures.aim"].text if "measures.aim" in said else ""
    for problem in ("two_new", "decisions", "special_meetings"):
        assert f"problems.{problem}" in said or OF_KEY[problem].aim not in aim
