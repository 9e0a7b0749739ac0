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
from documents.blocks import Paragraph, Piece
from members.models import Applicant, PartyOrg, PostHolder
from reports.context import ReportScope, scope_of
from reports.document import Document
from reports.draft import Draft
from reports.facts import Facts
from reports.models import Passage, ZeroStatement
from reports.models.plans import figure_choices
from reports.outline.clauses import BREAK, SENTENCE
from reports.outline.defaults import WORDINGS
from reports.outline.problems import MISSED, OF_KEY, PROBLEMS
from reports.text.passages import default
from reports.text.phrasing import Phrasing
from tests import factories as F
from tests.demo.loaded import YEAR as DEMO_YEAR
from tests.demo.loaded import load_once
from tests.factories import LONG_AGO, YEAR
from tests.indicators.generated import Generated
from tests.reports import claims
from tests.reports.claims import CLAIMS
from visits.models import Visit

pytestmark = pytest.mark.django_db
NO_LIMIT = {
    "low_satisfaction": 0, "low_decisions": 0, "low_study": 0, "low_attendance": 1, "many_elderly": 99,
    "most_idle_orgs": 99, "most_open_difficulties": 99, "most_idle_months": 12, "most_missed_promises": 99,
    "least_duties_done": 0,
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
    visit = F.VisitFactory(community=place, leaders=[F.LeaderFactory(subdistrict=office)])
    F.VisitIssueFactory(visit=visit, kind="difficulty", category="housing")
    F.MediationCaseFactory(community=place)
    F.ServiceCaseFactory(community=place)
    F.MemberFactory.create_batch(2, org=org, birth_date=date(1940, 1, 1))
    F.ApplicantFactory(org=org)
    F.TargetFactory(subdistrict=office, year=YEAR, key="targets.decision_awareness", amount=70)
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
    for org in PartyOrg.objects.filter(subdistrict=office):
        last = PostHolder.objects.filter(org=org, post="secretary").order_by("until", "pk").last()
        PostHolder.objects.filter(org=org, post="secretary").update(since=LONG_AGO, until=LONG_AGO)
        PostHolder.objects.filter(pk=last and last.pk).update(since=None, until=None)
    PartyOrg.objects.filter(subdistrict=office, secretary="").update(secretary="何平")
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
        F.SurveyFactory(
            community=place, phase=phase, rectification=unit if phase != "annual" else None, **sheets
        )
    F.DecisionFactory.create_batch(5, community=place)
    study = {"kind": "theme_day", "subdistrict": place.subdistrict}
    F.MeetingFactory.create_batch(5, org=F.PartyOrgFactory(community=place), **study)
    F.PartyOrgFactory(community=place, name="从不学习的支部")
    return closed(place.subdistrict)


def anew() -> ReportScope:
    """What was well the year before is a problem now; one stayed as it was, and 专题会 were held in every month."""
    place = F.CommunityFactory(subdistrict=F.SubDistrictFactory(), name="南桥社区")
    office, org = place.subdistrict, F.PartyOrgFactory(community=place)
    F.AnnualReportFactory(subdistrict=office)
    for year, good, present, matters, studies in ((YEAR - 1, 90, 19, 5, 5), (YEAR, 30, 10, 1, 3)):
        sheets = {"satisfied": good, "basically_satisfied": 0, "dissatisfied": 100 - good}
        F.SurveyFactory(community=place, phase="annual", date=date(year, 6, 1), **sheets)
        study = {"kind": "theme_day", "subdistrict": office, "date": date(year, 3, 1)}
        F.MeetingFactory.create_batch(studies, org=org, expected=20, present=present, **study)
        for number in range(matters):
            day = date(year, 5, 1 + number)
            F.DecisionFactory(
                community=place,
                **dict.fromkeys(("solicited_on", "proposed_on", "consulted_on", "resolved_on"), day),
            )
        F.VisitIssueFactory(
            visit=F.VisitFactory(community=place, date=date(year, 4, 1)),
            kind="difficulty",
            solved_on=date(year + 1, 1, 5),
        )
        F.ApplicantFactory(org=org, admitted_on=date(year, 2, 1), approved_on=date(year, 3, 1))
    for month in range(1, 13):
        F.MeetingFactory(subdistrict=office, date=date(YEAR, month, 8))
    F.PostHolderFactory(org=org, post="secretary")
    F.PartyOrgFactory(community=place, name="没有书记的总支", kind=PartyOrg.Kind.GENERAL)
    for age in (25, 70, 71, 72):
        F.MemberFactory(org=org, birth_date=date(YEAR - age, 1, 1))
    return closed(office)


def accountable() -> ReportScope:
    """Duties, 责任书, 约谈 and 整改: what was well kept the year before is not now."""
    place = F.CommunityFactory(subdistrict=F.SubDistrictFactory(), name="石桥社区")
    office, holder = place.subdistrict, F.PostHolderFactory(org=F.PartyOrgFactory(community=place))
    for year, done, rectified in ((YEAR - 1, 3, 2), (YEAR, 1, 1)):
        day = date(year, 3, 1)
        for number in range(3 + year - YEAR + 1):
            ended = day if number < done else None
            F.DutyFactory(holder=holder, year=year, due=day, done_on=ended)
        pledge = F.PledgeFactory(holder=holder, year=year, signed_on=day, closed_on=date(year, 12, 30))
        for outcome in ("kept", "broken"):
            F.PledgeItemFactory(pledge=pledge, outcome=outcome)
        for number in range(2):
            ended = day if number < rectified else None
            F.TalkFactory(subdistrict=office, date=day, due=day, rectified_on=ended)
        for number in range(3 + year - YEAR):
            source = "own" if number else "report"
            ended = None if number > 1 else day
            F.RemedyFactory(community=place, year=year, source=source, done_on=ended, result="已改")
    for key in ("pledge_coverage", "duties_done"):
        F.TargetFactory(subdistrict=office, year=YEAR + 1, key=f"targets.{key}", amount=95)
    return closed(office)


KINDS = (
    rich,
    running,
    first_year,
    poor,
    one_record,
    true_zero,
    one_field_empty,
    gaps,
    no_problem,
    near_its_limits,
    fell,
    anew,
    accountable,
)


MOST_WORDINGS = max(len(wordings) for wordings in WORDINGS.values())


@dataclass
class Told:
    """An office's report with every finding picked as a problem, once for each of the wordings, so that all are printed."""

    scope: ReportScope
    documents: list[Document]
    truth: claims.Truth

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for document in self.documents for paragraph in document.paragraphs())


def outline(scope: ReportScope) -> list[Passage]:
    passages = default(scope.report)
    keys = {passage.key for passage in passages}
    for problem in PROBLEMS:
        given = {"report": scope.report, "section": ""}
        passages += [
            Passage(key=f"{part}.{problem.key}", part=part, **given) for part in ("problems", "causes")
        ]
        passages.append(
            Passage(report=scope.report, key=problem.measure.key, part="measures", section="measures.answers")
        )
    once = [
        p for number, p in enumerate(passages) if p.key not in {before.key for before in passages[:number]}
    ]
    assert keys < {passage.key for passage in once}
    return once


def told(scope: ReportScope) -> Told:
    facts = Draft(scope).facts
    documents = [worded(scope, facts, number) for number in range(MOST_WORDINGS)]
    documents += [
        worded(scope, facts, number, answered=False) for number in range(len(OF_KEY[MISSED].wordings))
    ]
    return Told(scope, documents, claims.Truth(scope))


def worded(scope: ReportScope, facts: Facts, number: int, answered: bool = True) -> Document:
    """Every passage in its wording of that number, of those that the records bear.

    `answered`: last year's promises are answered before the problems; else those that were missed are a problem.
    """
    passages, phrasing = outline(scope), Phrasing(facts)
    for passage in passages:
        fitting = [text for text in WORDINGS[passage.key] if phrasing.fits(text)]
        options = fitting or ([""] if passage.part == "causes" else WORDINGS[passage.key])
        passage.offered = options[number % len(options)]
        passage.written = answered or passage.key != "problems.lead"
    draft = Draft(scope, facts.values, passages)
    draft.facts = facts
    return draft.document


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
def sentences(text: str) -> list[str]:
    text = re.sub("^（[一二三四五六七八九十]+）|^[一二三四五六七八九十]+是", "", text)
    return [said for said in text.split("。") if said]


LONGEST = 8  # pieces between commas that one clause may print: what it names may have commas of its own


def unborne(sentence: str, truth: claims.Truth) -> list[str]:
    """What of a printed sentence no record bears: read from left to right, clause by clause."""
    pieces = re.split("([；，](?![^（]*）)|(?<=也要看住的)：)", sentence)
    before, place, found = "", 0, []
    while place < len(pieces):
        end = next(
            (
                end
                for end in range(place + 1, place + 2 * LONGEST, 2)
                if _is_borne("".join(pieces[place:end]), before, truth)
            ),
            None,
        )
        if end is None:
            found.append(pieces[place])
            end = place + 1
        before, place = "".join(pieces[place:end]), end + 1
    return [said for said in found if said]


def _is_borne(said: str, before: str, truth: claims.Truth) -> bool:
    if said in UNDER_ITS_LIMITS:
        over = [
            key
            for key, holds in claims.HOLD.items()
            if key != "promises" and not claims.is_unknown(key, truth) and holds(truth)
        ]
        return not over
    return (
        said in NEAREST
        or claims.near(said, truth)
        or any(claim.bears(said, before, truth) for claim in CLAIMS)
    )


NEAREST = ("没有越过门槛、也要看住的", "这一部分没有列出问题")
UNDER_ITS_LIMITS = ("已有记录的各项", "没有一项越过设定的门槛")


def faults(report: Told) -> list[str]:
    """All that is printed and not borne."""
    return [said for document in report.documents for said in of_document(document, report.truth)]


def of_document(document: Document, truth: claims.Truth) -> list[str]:
    found = [said for sentence in sentences(document.opening.text) for said in unborne(sentence, truth)]
    for part in document.parts:
        for paragraph in part.paragraphs[1:]:
            found += of_paragraph(paragraph, document, truth)
    return found


def of_paragraph(paragraph: Paragraph, document: Document, truth: claims.Truth) -> list[str]:
    found = []
    for place, piece in enumerate(paragraph.pieces):
        under = len(paragraph.pieces) > 1 or piece.key.startswith(("problems.", "causes."))
        if place == 0 and len(paragraph.pieces) > 1 and piece.key != "causes.lead":
            found += counted(piece.text, len(paragraph.pieces) - 1)
            continue
        said = [text for text in sentences(piece.text) if text not in claims.FRAME]
        if under and piece.key not in ("problems.lead", "causes.lead"):
            found += [] if said[0] in claims.OPENERS else [said[0]]
            found += untimely(piece, document, truth)
            said = said[1:]
            found += [] if said else [f"{piece.text} alone"]
        found += [clause for sentence in said for clause in unborne(sentence, truth)]
    return found


def counted(lead: str, points: int) -> list[str]:
    """A lead that says another number than there are points."""
    number = next(
        (found for match in claims.COUNTED.finditer(lead) for found in match.groups() if found),
        "零一两三四五六七八九十"[points],
    )
    return [] if "零一两三四五六七八九十"[points] == number else [lead]


def untimely(piece: Piece, document: Document, truth: claims.Truth) -> list[str]:
    """A problem that is none; a cause of one that is not told, or not known."""
    part, _, key = piece.key.partition(".")
    if part == "problems":
        return [] if claims.HOLD[key](truth) else [piece.text]
    if part == "causes":
        known = key not in claims.FIGURES or truth.of(claims.FIGURES[key]) != "X"
        told = (
            "problems.lead" if key == MISSED and "problems.lead" in document.pieces() else f"problems.{key}"
        )
        return [] if known and told in document.pieces() else [piece.text]
    return []


def test_every_clause_is_borne_by_records(office):
    assert sorted(set(faults(office))) == []


def test_the_table_holds_every_clause_of_the_wordings_and_no_other():
    assert sorted(set(claims.listed())) == sorted(
        said for said in clauses_of_wordings() if said not in claims.OPENERS
    )


def clauses_of_wordings() -> set[str]:
    found = set()
    for text in (text for wordings in WORDINGS.values() for text in wordings):
        for sentence in SENTENCE.findall(text):
            found |= {
                said
                for piece in BREAK.split(sentence.rstrip("。"))[::2]
                for said in piece.split("／")
                if said
            }
    return found


# Clauses that none of these offices comes to: which one would is said behind each.
UNSEEN = set()


def test_every_clause_of_the_table_is_printed_somewhere(offices):
    said = {sentence for report in offices.values() for sentence in re.split("[。\n]", report.text)}
    printed = "\n".join(
        re.sub("（[一二三四五六七八九十]+）|[一二三四五六七八九十]+是", "", sentence) for sentence in said
    )
    assert {claim.template for claim in CLAIMS if not claim.pattern.search(printed)} == UNSEEN


BROKEN = "，，|、、|，。|、。|。。|、，|，、|（）|“”|：。|由X|提升至X|X[^，。；]*提升|《|》|None|[{}【】｜／]"
VERDICTS = "到位|普遍|不断|逐一|无一|每一|全部|仅|(?<!没有)达到|显著|扎实|更[牢强广实]"


def test_no_clause_is_broken_and_no_verdict_is_left(office):
    assert re.findall(f"{BROKEN}|{VERDICTS}", office.text.replace("全部社区支部", "")) == []


def test_the_whole_year_is_told_of_a_closed_one_alone(office):
    assert ("全年" in office.text, "截至10月20日" in office.text) == (
        (False, True) if office.scope.running else (True, False)
    )


# ── Shown otherwise ─────────────────────────────────────────────────────────
def changed(report: Told, key: str, text: str) -> list[str]:
    """What is found where the default of a passage was another."""
    passages = default(report.scope.report)
    for passage in passages:
        passage.text = text if passage.key == key else None
    return of_document(Draft(report.scope, passages=passages).document, report.truth)


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("highlights.foundations.duty", "责任落实到位。{so_far}共{meetings.special}次。", "责任落实到位"),
        (
            "highlights.foundations.funding",
            "经费。{so_far}拨付党建工作经费{funding.party}万元，每一笔都有凭证。",
            "每一笔都有凭证",
        ),
        (
            "highlights.foundations.duty",
            "专题研究党建。{so_far}开党建专题会议{meetings.training}次（{change.meetings.special}）。",
            None,
        ),
        (
            "highlights.foundations.duty",
            "专题研究党建。{so_far}开党建专题会议{meetings.special}次（{change.meetings.training}）。",
            None,
        ),
        ("problems.uneven", "社区之间冷热不匀。有的支部活动少。", "社区之间冷热不匀"),
        ("highlights.coverage.two_new", "两新组织党建。其中{me}去了{known.visits.by_secretary}次。", None),
    ],
)
def test_a_claim_that_nothing_bears_is_found(offices, key, text, said):
    found = changed(offices["rich"], key, text)
    assert found
    assert said is None or said in found


def test_a_zero_statement_is_as_good_as_the_record(offices):
    assert ZeroStatement.objects.filter(subdistrict=offices["true_zero"].scope.subdistrict).exists()
    assert len(offices["true_zero"].text) < len(offices["one_record"].text)


def test_without_problems_the_nearest_figures_are_told_with_their_limit(offices):
    text = offices["no_problem"].documents[0].parts[1].paragraphs[-1].text
    assert text.startswith("已有记录的各项，没有一项越过设定的门槛。没有越过门槛、也要看住的：")
    assert "（不高于" in text
    near = offices["near_its_limits"].documents[0].parts[1].paragraphs[-1].text
    assert near == (
        "已有记录的各项，没有一项越过设定的门槛。没有越过门槛、也要看住的：社区支部学习到课率90%（不低于80%）；"
        "尚未解决的困难1件（不多于5件）。"
    )
