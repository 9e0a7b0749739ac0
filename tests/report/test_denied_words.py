"""No default sentence says what the records deny, and none is broken: offices of every kind, printed and read clause by clause.

The table of claims, each with the records that bear it, is `claims.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.db.models import F as Ref

from communities.models import SubDistrict
from members.models import Applicant
from reports.context import ReportScope, scope_of
from reports.document import Document, Paragraph, Part, Piece
from reports.draft import Draft
from reports.models import Passage, ZeroStatement
from reports.models.plans import figure_choices
from reports.outline.problems import PROBLEMS
from reports.passages import default
from tests import factories as F
from tests.demo.loaded import YEAR as DEMO_YEAR
from tests.demo.loaded import load_once
from tests.factories import YEAR
from tests.figures.generated import Generated
from tests.report import claims
from tests.report.claims import CAUSES, CLAIMS, FIGURES, FRAME, LEADS, NEAR, OPENERS, PLANS
from tests.report.claims import PROBLEMS as OPENERS_OF_PROBLEMS
from tests.report.recounted import expected
from visits.models import Visit

pytestmark = pytest.mark.django_db
NO_LIMIT = {
    "low_satisfaction": 0, "low_decisions": 0, "low_study": 0, "low_attendance": 1, "many_elderly": 99,
    "most_idle_orgs": 99, "most_open_difficulties": 99, "most_idle_months": 12, "most_missed_promises": 99,
}  # fmt: skip


# ── Offices ─────────────────────────────────────────────────────────────────
def closed(office: SubDistrict) -> ReportScope:
    return scope_of(office, YEAR, date(YEAR + 1, 3, 1))


def rich() -> ReportScope:
    """The demo's last year."""
    return scope_of(SubDistrict.objects.get(code="JH"), DEMO_YEAR, date(DEMO_YEAR + 1, 3, 1))


def running() -> ReportScope:
    """The same year before it was over."""
    return scope_of(SubDistrict.objects.get(code="JH"), DEMO_YEAR, date(DEMO_YEAR, 10, 20))


def first_year() -> ReportScope:
    """The demo's first year: nothing is on record before it."""
    return scope_of(SubDistrict.objects.get(code="JH"), DEMO_YEAR - 1, date(DEMO_YEAR + 1, 3, 1))


def poor() -> ReportScope:
    """A single community and a dozen records."""
    place = F.CommunityFactory(subdistrict=F.SubDistrictFactory(), name="清泉社区")
    office, org = place.subdistrict, F.PartyOrgFactory(community=place)
    F.MeetingFactory(subdistrict=office)
    F.MeetingFactory(subdistrict=office, org=org, kind="theme_day", expected=10, present=6)
    F.VisitIssueFactory(visit=F.VisitFactory(community=place, leaders=[F.LeaderFactory(subdistrict=office)]), kind="difficulty")
    F.MediationCaseFactory(community=place)
    F.ServiceCaseFactory(community=place)
    F.MemberFactory.create_batch(2, org=org, birth_date=date(1940, 1, 1))
    F.ApplicantFactory(org=org)
    return closed(office)


def one_record() -> ReportScope:
    place = F.CommunityFactory(subdistrict=F.SubDistrictFactory(), name="文昌社区")
    F.ServiceCaseFactory(community=place, by_proxy=False)
    return closed(place.subdistrict)


def true_zero() -> ReportScope:
    """Next to no record, and a zero stated for every figure that may be."""
    office = one_record().subdistrict
    for key, _ in figure_choices():
        F.ZeroStatementFactory(subdistrict=office, key=key)
    return closed(office)


def one_field_empty() -> ReportScope:
    """A full year in which nobody filled in the households."""
    office = Generated(seed=61).office
    Visit.objects.filter(subdistrict=office).update(households=None)
    return closed(office)


def gaps() -> ReportScope:
    return closed(Generated(seed=62, gaps=True).office)


def no_problem() -> ReportScope:
    """A full year far from every limit."""
    office = Generated(seed=63).office
    F.AnnualReportFactory(subdistrict=office, **NO_LIMIT)
    Applicant.objects.filter(subdistrict=office).update(talked_on=Ref("applied_on"))
    return closed(office)


def near_its_limits() -> ReportScope:
    """A small office without a problem, by hand: every limit is met, two of them narrowly, and the one promise kept."""
    place = F.CommunityFactory(subdistrict=F.SubDistrictFactory(), name="和平里社区")
    office, org = place.subdistrict, F.PartyOrgFactory(community=place)
    F.AnnualReportFactory(subdistrict=office, most_open_difficulties=5)
    F.SurveyFactory(community=place, phase="annual", satisfied=95, basically_satisfied=0, dissatisfied=5)
    F.DecisionFactory.create_batch(5, community=place)
    F.MeetingFactory.create_batch(5, subdistrict=office, org=org, kind="theme_day", expected=10, present=9)
    F.ApplicantFactory(org=org)
    F.VisitIssueFactory(visit=F.VisitFactory(community=place), kind="difficulty")
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.party_spirit", amount=1)
    F.MeetingFactory(subdistrict=office, kind="party_spirit")
    return closed(office)


def fell() -> ReportScope:
    """The 满意率 of what was 整顿 went down; communities that decide seldom and branches that study seldom did neither at all."""
    place = F.CommunityFactory(subdistrict=F.SubDistrictFactory(), name="学府社区")
    F.CommunityFactory(subdistrict=place.subdistrict, name="东湖社区")
    unit = F.RectificationFactory(community=place)
    for phase, good in (("before", 80), ("after", 60), ("annual", 40)):
        sheets = {"satisfied": good, "basically_satisfied": 0, "dissatisfied": 100 - good}
        F.SurveyFactory(community=place, phase=phase, rectification=unit if phase != "annual" else None, **sheets)
    F.DecisionFactory.create_batch(5, community=place)
    study = {"kind": "theme_day", "subdistrict": place.subdistrict}
    F.MeetingFactory.create_batch(5, org=F.PartyOrgFactory(community=place), **study)
    F.PartyOrgFactory(community=place, name="从不学习的支部")
    return closed(place.subdistrict)


KINDS = (rich, running, first_year, poor, one_record, true_zero, one_field_empty, gaps, no_problem, near_its_limits, fell)


@dataclass
class Told:
    """An office's report with every finding picked as a problem, so that all the default wording is printed."""

    scope: ReportScope
    document: Document

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.document.paragraphs())


def told(scope: ReportScope) -> Told:
    passages = default(scope.report)
    keys = {passage.key for passage in passages}
    for problem in PROBLEMS:
        given = {"report": scope.report, "section": ""}
        passages += [Passage(key=f"{part}.{problem.key}", part=part, **given) for part in ("problems", "causes")]
        passages.append(Passage(report=scope.report, key=problem.measure_key, part="measures", section=problem.section))
    once = [p for number, p in enumerate(passages) if p.key not in {before.key for before in passages[:number]}]
    assert keys < {passage.key for passage in once}
    return Told(scope, Draft(scope, passages=once).document)


@pytest.fixture(scope="module")
def offices(django_db_setup, django_db_blocker) -> Iterator[dict[str, Told]]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_once()
        yield {kind.__name__: told(kind()) for kind in KINDS}
        transaction.set_rollback(True)


@pytest.fixture(params=[kind.__name__ for kind in KINDS])
def office(request, offices) -> Told:
    return offices[request.param]


# ── Reading ─────────────────────────────────────────────────────────────────
def sentences(piece: Piece) -> list[str]:
    text = re.sub("^（[一二三四五六七八九十]+）|^[一二三四五六七八九十]+是", "", piece.text)
    return [said for said in text.split("。") if said]


def unborne(sentence: str, scope: ReportScope) -> list[str]:
    """The clauses of a printed sentence that no record bears."""
    found, before = [], ""
    for said in claims.clauses(sentence):
        borne = any(claim.bears(said, before, scope) for claim in (*CLAIMS, *PLANS))
        if not borne and not near(said, before):
            found.append(said)
        before = said
    return found


def near(said: str, before: str) -> bool:
    """A distance from a limit, behind the figure it is told of."""
    match = NEAR.fullmatch(said)
    if match is None:
        return False
    value = float(re.findall(r"[\d.]+", before)[-1])
    if match[5]:
        return value == float(match[5])
    apart = value - float(match[1])
    return round(abs(apart), 1) == float(match[4]) and (match[3] == "高") == (apart > 0)


def openers(piece: Piece, part: Part, scope: ReportScope) -> list[str]:
    """What is wrong with the first sentence of a point or problem."""
    opener = sentences(piece)[0]
    if part.role == "problems":
        return [] if opener in OPENERS_OF_PROBLEMS and OPENERS_OF_PROBLEMS[opener](scope) else [opener]
    return [] if opener in OPENERS else [opener]


def lead(paragraph: Paragraph) -> list[str]:
    [said] = sentences(paragraph.pieces[0])
    match, points = LEADS.fullmatch(said), len(paragraph.pieces) - 1
    if match is None:
        return [] if said in OPENERS else [said]
    return [] if "零一两三四"[points] == next(filter(None, match.groups())) else [said]


def faults(report: Told) -> list[str]:
    """All that is printed and not borne."""
    scope, found = report.scope, []
    for sentence in sentences(report.document.opening.pieces[0]):
        found += unborne(sentence, scope)
    for part in report.document.parts:
        for paragraph in part.paragraphs[1:]:
            found += of_paragraph(paragraph, part, report)
    return found


def of_paragraph(paragraph: Paragraph, part: Part, report: Told) -> list[str]:
    if part.role == "causes":
        return [said for piece in paragraph.pieces for said in of_cause(piece, report)]
    heads = {key for key in (paragraph.pieces[0].key,) if len(paragraph.pieces) > 1}
    found = lead(paragraph) if heads else []
    for piece in paragraph.pieces[len(heads) :]:
        plain = not piece.key or piece.key == "measures.aim"
        found += [] if plain else openers(piece, part, report.scope)
        for sentence in sentences(piece)[0 if plain else 1 :]:
            found += unborne(sentence, report.scope)
    return found


def of_cause(piece: Piece, report: Told) -> list[str]:
    """A cause is of a problem that is told and known."""
    said = "。".join(sentences(piece)).rstrip("：")
    if said in FRAME:
        return []
    problem = CAUSES.get(said, "")
    known = problem not in FIGURES or expected(FIGURES[problem], report.scope) != "X"
    return [] if problem and known and f"）{problem}。" in report.text else [said]


def test_every_clause_is_borne_by_records(office):
    assert faults(office) == []


def test_every_claim_of_the_table_is_still_printed_somewhere(offices):
    said = {clause for report in offices.values() for sentence in re.split("[。\n]", report.text) for clause in claims.clauses(sentence)}
    said = {re.sub("^（[一二三四五六七八九十]+）", "", clause) for clause in said}
    assert [claim.printed for claim in (*CLAIMS, *PLANS) if not any(claim.pattern.fullmatch(clause) for clause in said)] == []


BROKEN = "，，|、、|，。|、。|。。|、，|，、|（）|“”|：。|由X|提升至X|X[^，。；]*提升|《|》|None|[{}【】｜／]"
VERDICTS = "到位|普遍|不断|逐一|无一|每一|全部|仅|(?<!没有)达到|显著|扎实|更[牢强广实]"


def test_no_clause_is_broken_and_no_verdict_is_left(office):
    assert re.findall(f"{BROKEN}|{VERDICTS}", office.text) == []


def test_the_whole_year_is_told_of_a_closed_one_alone(office):
    assert ("全年" in office.text, "截至10月20日" in office.text) == ((False, True) if office.scope.running else (True, False))


# ── Shown otherwise ─────────────────────────────────────────────────────────
def changed(report: Told, key: str, text: str) -> list[str]:
    """What is found where the default of a passage was another."""
    passages = default(report.scope.report)
    for passage in passages:
        passage.text = text if passage.key == key else None
    return faults(Told(report.scope, Draft(report.scope, passages=passages).document))


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("highlights.foundations.duty", "责任落实到位。{span}召开党建专题会议{meetings.special}次。", "责任落实到位"),
        ("highlights.foundations.funding", "经费投入。{span}拨付｜社区工作经费{funding.work}万元，每一笔都有凭证。", "每一笔都有凭证"),
        ("highlights.foundations.duty", "专题研究党建。{span}召开党建专题会议{meetings.training}次。", None),
        ("problems.uneven", "社区之间冷热不匀。有的支部活动少。", "社区之间冷热不匀"),
        ("highlights.coverage.two_new", "两新组织党建。其中{span}新建{members.two_new_founded}家。", None),
    ],
)
def test_a_claim_that_nothing_bears_is_found(offices, key, text, said):
    found = changed(offices["rich"], key, text)
    assert found
    assert said is None or said in found


def test_a_zero_statement_is_as_good_as_the_record(offices):
    assert ZeroStatement.objects.filter(subdistrict=offices["true_zero"].scope.subdistrict).exists()
    assert len(offices["true_zero"].text) < len(offices["one_record"].text)


def test_without_problems_the_nearest_figures_are_told_with_their_distance(offices):
    text = "".join(paragraph.text for paragraph in offices["no_problem"].document.parts[1].paragraphs[1:])
    assert text.startswith("对照设定的门槛，这一部分没有列出问题。离门槛最近的是：")
    assert "比门槛" in text
    near = offices["near_its_limits"].document.parts[1].paragraphs[1].text
    assert near == (
        "对照设定的门槛，这一部分没有列出问题。离门槛最近的是：社区支部学习到课率90%，比门槛80%高10个百分点；"
        "尚未解决的困难1件，比门槛5件少4件。"
    )
