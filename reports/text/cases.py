"""事例: one sentence made from a record, for a section of the report.

It has at most sixty characters and names no private person. Proposed are records that are closed and
complete: first those in which the secretary took part, then those with the most filled in, then the
latest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from mediation.models import MediationCase
from meetings.models import Decision, Meeting
from records.models import OfCommunity, Record
from reports.context import ReportScope
from reports.models import Passage
from reports.text.persons import candidates, names_in, on_record, public
from services.models import GoodDeed, ProjectClaim, ServiceCase
from visits.models import Visit, VisitIssue

LONGEST = 60  # characters
LOOKED_AT = 40  # records of a kind, of which the best are proposed
NO_RECORD = "这条事例的记录已经不在，或者没有办结，不写"


@dataclass(frozen=True)
class Case:
    """A proposed sentence, the record it is made from, and why it is proposed."""

    source: str  # label of the model
    pk: int
    text: str
    why: str
    rank: tuple[Any, ...]

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Source:
    """A kind of record that cases are made from.

    `closed` finds those closed in the year, the best first; `say` writes the sentence and `why` the
    reason it is proposed; records are sorted by `rank`, the lowest first.
    """

    model: type[Record]
    closed: Callable[[ReportScope], QuerySet]
    say: Callable[[Any, ReportScope], str]
    why: Callable[[Any, ReportScope], str]
    rank: Callable[[Any, ReportScope], tuple[Any, ...]]

    @property
    def label(self) -> str:
        return str(self.model._meta.label)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _place(record: OfCommunity) -> str:
    return str(record.community or record.subdistrict)


def _days(first: date, last: date | None) -> str:
    """12天; 当天 where both are the same."""
    days = (last - first).days if last else 0
    return f"{days}天" if days else "当天"


# ── 困难 ────────────────────────────────────────────────────────────────────
def _solved_difficulties(scope: ReportScope) -> QuerySet:
    difficulties = scope.all(VisitIssue).difficulties().with_day_in("solved_on", scope.period)
    with_reply = difficulties.exclude(reply="").select_related("visit__community", "visit__subdistrict")
    return with_reply.prefetch_related("visit__leaders").order_by("-solved_on", "-pk")


def _with_reporter(visit: Visit, scope: ReportScope) -> bool:
    """Tell whether the reporter went along."""
    return any(leader.name == scope.reporter for leader in visit.leaders.all())


def _difficulty(issue: VisitIssue, scope: ReportScope) -> str:
    visit = issue.visit
    source = f"{_place(visit)}居民反映"
    if _with_reporter(visit, scope):
        source = f"我到{_place(visit)}走访，居民反映"
    days = _days(visit.date, issue.solved_on)
    return f"{_day(visit.date)}，{source}{issue.content}，{issue.reply}，{days}办结。"


def _why_difficulty(issue: VisitIssue, scope: ReportScope) -> str:
    why = f"困难，{_days(issue.visit.date, issue.solved_on)}办结，有答复"
    if _with_reporter(issue.visit, scope):
        return f"{why}，书记走访接下"
    return why


def _rank_difficulty(issue: VisitIssue, scope: ReportScope) -> tuple[bool, ...]:
    return not _with_reporter(issue.visit, scope), not issue.handler, not issue.category


# ── 讲课和培训 ──────────────────────────────────────────────────────────────
def _lessons(scope: ReportScope) -> QuerySet:
    """Return the secretary's lectures, and the office's training of branch secretaries."""
    meetings = scope.during(Meeting).filter(present__gt=0)
    lectures = meetings.of_kind(Meeting.Kind.LECTURE).by_secretary()
    training = meetings.of_kind(Meeting.Kind.BRANCH_SECRETARIES).held_by_office()
    return (lectures | training).select_related("lecturer").order_by("-date", "-pk")


def _lesson(meeting: Meeting, scope: ReportScope) -> str:
    what = "培训支部书记"
    if meeting.lecturer is not None and meeting.lecturer.name == scope.reporter:
        what = "我讲党课"
    elif meeting.kind == Meeting.Kind.LECTURE:
        what = "讲党课"
    return f"{_day(meeting.date)}，{what}，题目是“{meeting.topic}”，{meeting.present}人参加。"


def _why_lesson(meeting: Meeting, scope: ReportScope) -> str:
    return f"{meeting.get_kind_display()}，有题目和到会人数"


def _rank_lesson(meeting: Meeting, scope: ReportScope) -> tuple[bool, ...]:
    return meeting.lecturer is None, not meeting.content


# ── 实事和认领 ──────────────────────────────────────────────────────────────
def _deeds(scope: ReportScope) -> QuerySet:
    deeds = scope.during(GoodDeed).filter(beneficiaries__gt=0)
    return deeds.select_related("community", "subdistrict").order_by("-beneficiaries", "-pk")


def _deed(deed: GoodDeed, scope: ReportScope) -> str:
    return f"{_day(deed.date)}，{_place(deed)}的在职党员{deed.content}，{deed.beneficiaries}人受益。"


def _why_deed(deed: GoodDeed, scope: ReportScope) -> str:
    return f"实事，受益 {deed.beneficiaries} 人"


def _rank_deed(deed: GoodDeed, scope: ReportScope) -> tuple[int, ...]:
    return 0, -(deed.beneficiaries or 0)


def _finished_claims(scope: ReportScope) -> QuerySet:
    claims = scope.all(ProjectClaim).with_day_in("done_on", scope.period)
    return claims.select_related("community", "subdistrict").order_by("-done_on", "-pk")


def _claim(claim: ProjectClaim, scope: ReportScope) -> str:
    days = _days(claim.date, claim.done_on)
    return f"{_place(claim)}的在职党员认领“{claim.project}”，{_day(claim.date)}认领，{days}办成。"


def _why_claim(claim: ProjectClaim, scope: ReportScope) -> str:
    return "认领的项目，已经办成"


def _rank_claim(claim: ProjectClaim, scope: ReportScope) -> tuple[int, ...]:
    return (1,)


# ── 决策, 调解, 代办 ────────────────────────────────────────────────────────
def _published_decisions(scope: ReportScope) -> QuerySet:
    decisions = scope.all(Decision).resolved_in(scope.period)
    complete = decisions.with_values("published_on", "completed_on", "present", "in_favour")
    on_time = complete.filter(completed_on__lte=scope.day)
    return on_time.select_related("community").order_by("-completed_on", "-pk")


def _decision(decision: Decision, scope: ReportScope) -> str:
    day = _day(decision.resolved_on)  # type: ignore[arg-type]  # one that is resolved has its day
    vote = f"{decision.present}人到会、{decision.in_favour}人赞成"
    return f"{day}，{decision.community}居民会议议定“{decision.topic}”，{vote}，结果已公开。"


def _why_decision(decision: Decision, scope: ReportScope) -> str:
    return "步骤齐全，结果已公开"


def _rank_decision(decision: Decision, scope: ReportScope) -> tuple[int, ...]:
    return (0,)


def _successful_mediations(scope: ReportScope) -> QuerySet:
    cases = scope.all(MediationCase).successful().with_day_in("closed_on", scope.period)
    return cases.select_related("community", "subdistrict").order_by("-closed_on", "-pk")


def _mediation(case: MediationCase, scope: ReportScope) -> str:
    days = _days(case.date, case.closed_on)
    return f"{_day(case.date)}，{_place(case)}受理一起{case.get_kind_display()}，{days}调解成功。"


def _why_mediation(case: MediationCase, scope: ReportScope) -> str:
    return "调解成功，有结案日期"


def _rank_mediation(case: MediationCase, scope: ReportScope) -> tuple[int, ...]:
    return 1, not case.mediators


def _finished_errands(scope: ReportScope) -> QuerySet:
    cases = scope.all(ServiceCase).with_result_done().by_proxy().with_day_in("finished_on", scope.period)
    return cases.select_related("community", "subdistrict", "item").order_by("-finished_on", "-pk")


def _errand(case: ServiceCase, scope: ReportScope) -> str:
    days = _days(case.date, case.finished_on)
    return f"{_day(case.date)}，{_place(case)}受理一件{case.item}代办，全程代办，{days}办结。"


def _why_errand(case: ServiceCase, scope: ReportScope) -> str:
    return "全程代办，已经办结"


def _rank_errand(case: ServiceCase, scope: ReportScope) -> tuple[int, ...]:
    return 2, not case.staff


DIFFICULTIES = Source(VisitIssue, _solved_difficulties, _difficulty, _why_difficulty, _rank_difficulty)
LESSONS = Source(Meeting, _lessons, _lesson, _why_lesson, _rank_lesson)
DEEDS = Source(GoodDeed, _deeds, _deed, _why_deed, _rank_deed)
CLAIMS = Source(ProjectClaim, _finished_claims, _claim, _why_claim, _rank_claim)
DECISIONS = Source(Decision, _published_decisions, _decision, _why_decision, _rank_decision)
MEDIATIONS = Source(MediationCase, _successful_mediations, _mediation, _why_mediation, _rank_mediation)
ERRANDS = Source(ServiceCase, _finished_errands, _errand, _why_errand, _rank_errand)

# By section of the report.
SOURCES: dict[str, tuple[Source, ...]] = {
    "highlights.foundations": (DIFFICULTIES,),
    "highlights.teams": (LESSONS,),
    "highlights.coverage": (DEEDS, CLAIMS),
    "highlights.mechanisms": (DECISIONS, MEDIATIONS, ERRANDS),
}


def propose(scope: ReportScope) -> dict[str, list[Case]]:
    """Propose the cases that each section may have, the best first."""
    by_section: dict[str, list[Case]] = {}
    for section, sources in SOURCES.items():
        by_section[section] = []
        for source in sources:
            by_section[section] += _cases_of(source, scope)
    texts = [case.text for cases in by_section.values() for case in cases]
    naming = _naming_persons(texts, scope)
    for section, cases in by_section.items():
        nameless = [case for case in cases if case.text not in naming]
        by_section[section] = sorted(nameless, key=lambda case: case.rank)
    return by_section


def _cases_of(source: Source, scope: ReportScope) -> Iterator[Case]:
    for record in source.closed(scope)[:LOOKED_AT]:
        text = source.say(record, scope)
        if len(text) <= LONGEST:
            yield Case(source.label, record.pk, text, source.why(record, scope), source.rank(record, scope))


def _naming_persons(texts: list[str], scope: ReportScope) -> set[str]:
    """Return the sentences that name somebody who stands in some record as a private person."""
    names: set[str] = set()
    for text in texts:
        names.update(candidates(text))
    private = on_record(scope, sorted(names - public(scope)))
    return {text for text in texts if any(names_in(text, private))}


@cache
def _source_by_label() -> dict[str, Source]:
    return {source.label: source for sources in SOURCES.values() for source in sources}


def record_of(passage: Passage, scope: ReportScope) -> Record | None:
    """Return the record that a case is made from; None where it is gone, or no longer closed in the year."""
    source = _source_by_label().get(passage.source_kind)
    if source is None:
        return None
    return source.closed(scope).filter(pk=passage.source_id).first()


def sentence(passage: Passage, scope: ReportScope) -> str:
    """Write what the record says now; empty where it is gone."""
    record = record_of(passage, scope)
    if record is None:
        return ""
    return _source_by_label()[passage.source_kind].say(record, scope)
