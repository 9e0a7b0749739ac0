"""事例: one sentence made from a record, for a section of the report; at most sixty characters, no private person named.

Proposed are records that are closed and complete. First come those in which the secretary took part, then those with the
most filled in, then the latest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from mediation.models import MediationCase
from meetings.models import Decision, Meeting
from reports.context import ReportScope
from reports.models import Passage
from reports.text.persons import candidates, named, on_record, public
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
    """A kind of record that cases are made from: which are closed in the year, what is said, and why it is proposed."""

    model: Any
    closed: Callable[[ReportScope], QuerySet]
    say: Callable[[Any, ReportScope], str]
    why: Callable[[Any, ReportScope], str]
    rank: Callable[[Any, ReportScope], tuple[Any, ...]]

    @property
    def label(self) -> str:
        return str(self.model._meta.label)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _place(record: Any) -> str:
    return str(record.community or record.subdistrict)


def _with_secretary(visit: Visit, scope: ReportScope) -> bool:
    """Whether whoever reports went along."""
    return any(leader.name == scope.reporter for leader in visit.leaders.all())


# ── 困难 ────────────────────────────────────────────────────────────────────
def _solved(scope: ReportScope) -> QuerySet:
    rows = scope.all(VisitIssue).difficulties().with_day_in("solved_on", scope.period).exclude(reply="")
    return (
        rows.select_related("visit__community", "visit__subdistrict")
        .prefetch_related("visit__leaders")
        .order_by("-solved_on", "-pk")
    )


def _difficulty(issue: VisitIssue, scope: ReportScope) -> str:
    visit = issue.visit
    went = (
        f"我到{_place(visit)}走访，居民反映" if _with_secretary(visit, scope) else f"{_place(visit)}居民反映"
    )
    return f"{_day(visit.date)}，{went}{issue.content}，{issue.reply}，{_days(visit.date, issue.solved_on)}办结。"


def _days(began: date, ended: date | None) -> str:
    days = (ended - began).days if ended else 0
    return f"{days}天" if days else "当天"


def _why_difficulty(issue: VisitIssue, scope: ReportScope) -> str:
    own = "，书记走访接下" if _with_secretary(issue.visit, scope) else ""
    return f"困难，{_days(issue.visit.date, issue.solved_on)}办结，有答复{own}"


# ── 讲课和培训, 实事和认领 ──────────────────────────────────────────────────
def _taught(scope: ReportScope) -> QuerySet:
    rows = scope.during(Meeting).filter(present__gt=0)
    own = rows.of_kind(Meeting.Kind.LECTURE).by_secretary()
    trained = rows.of_kind(Meeting.Kind.BRANCH_SECRETARIES).held_by_office()
    return (own | trained).select_related("lecturer").order_by("-date", "-pk")


def _lesson(meeting: Meeting, scope: ReportScope) -> str:
    own = meeting.lecturer is not None and meeting.lecturer.name == scope.reporter
    what = "我讲党课" if own else "讲党课" if meeting.kind == Meeting.Kind.LECTURE else "培训支部书记"
    return f"{_day(meeting.date)}，{what}，题目是“{meeting.topic}”，{meeting.present}人参加。"


def _done_deeds(scope: ReportScope) -> QuerySet:
    return (
        scope.during(GoodDeed)
        .filter(beneficiaries__gt=0)
        .select_related("community", "subdistrict")
        .order_by("-beneficiaries", "-pk")
    )


def _deed(deed: GoodDeed, scope: ReportScope) -> str:
    return f"{_day(deed.date)}，{_place(deed)}的在职党员{deed.content}，{deed.beneficiaries}人受益。"


def _done_claims(scope: ReportScope) -> QuerySet:
    return (
        scope.all(ProjectClaim)
        .with_day_in("done_on", scope.period)
        .select_related("community", "subdistrict")
        .order_by("-done_on", "-pk")
    )


def _claim(claim: ProjectClaim, scope: ReportScope) -> str:
    return f"{_place(claim)}的在职党员认领“{claim.project}”，{_day(claim.date)}认领，{_days(claim.date, claim.done_on)}办成。"


# ── 决策, 调解, 代办 ────────────────────────────────────────────────────────
def _decided(scope: ReportScope) -> QuerySet:
    rows = (
        scope.all(Decision)
        .resolved_in(scope.period)
        .known("published_on", "completed_on", "present", "in_favour")
    )
    return (
        rows.filter(completed_on__lte=scope.day).select_related("community").order_by("-completed_on", "-pk")
    )


def _matter(matter: Decision, scope: ReportScope) -> str:
    voted = f"{matter.present}人到会、{matter.in_favour}人赞成"
    return (
        f"{_day(matter.resolved_on)}，{matter.community}居民会议议定“{matter.topic}”，{voted}，结果已公开。"  # type: ignore[arg-type]
    )


def _settled(scope: ReportScope) -> QuerySet:
    rows = scope.all(MediationCase).successful().with_day_in("closed_on", scope.period)
    return rows.select_related("community", "subdistrict").order_by("-closed_on", "-pk")


def _dispute(case: MediationCase, scope: ReportScope) -> str:
    return f"{_day(case.date)}，{_place(case)}受理一起{case.get_kind_display()}，{_days(case.date, case.closed_on)}调解成功。"


def _finished(scope: ReportScope) -> QuerySet:
    rows = scope.all(ServiceCase).with_result_done().by_proxy().with_day_in("finished_on", scope.period)
    return rows.select_related("community", "subdistrict", "item").order_by("-finished_on", "-pk")


def _errand(case: ServiceCase, scope: ReportScope) -> str:
    return f"{_day(case.date)}，{_place(case)}受理一件{case.item}代办，全程代办，{_days(case.date, case.finished_on)}办结。"


SOURCES: dict[str, tuple[Source, ...]] = {
    "highlights.foundations": (
        Source(
            VisitIssue,
            _solved,
            _difficulty,
            _why_difficulty,
            lambda issue, s: (not _with_secretary(issue.visit, s), not issue.handler, not issue.category),
        ),
    ),
    "highlights.teams": (
        Source(
            Meeting,
            _taught,
            _lesson,
            lambda meeting, s: f"{meeting.get_kind_display()}，有题目和到会人数",
            lambda meeting, s: (meeting.lecturer is None, not meeting.content),
        ),
    ),
    "highlights.coverage": (
        Source(
            GoodDeed,
            _done_deeds,
            _deed,
            lambda deed, s: f"实事，受益 {deed.beneficiaries} 人",
            lambda deed, s: (0, -(deed.beneficiaries or 0)),
        ),
        Source(
            ProjectClaim, _done_claims, _claim, lambda claim, s: "认领的项目，已经办成", lambda claim, s: (1,)
        ),
    ),
    "highlights.mechanisms": (
        Source(Decision, _decided, _matter, lambda matter, s: "步骤齐全，结果已公开", lambda matter, s: (0,)),
        Source(
            MediationCase,
            _settled,
            _dispute,
            lambda case, s: "调解成功，有结案日期",
            lambda case, s: (1, not case.mediators),
        ),
        Source(
            ServiceCase,
            _finished,
            _errand,
            lambda case, s: "全程代办，已经办结",
            lambda case, s: (2, not case.staff),
        ),
    ),
}


def proposed(scope: ReportScope) -> dict[str, list[Case]]:
    """The cases that each section may have, the best first."""
    found = {
        section: [case for source in sources for case in _of(source, scope)]
        for section, sources in SOURCES.items()
    }
    told = _naming_persons([case for cases in found.values() for case in cases], scope)
    return {
        section: sorted((c for c in cases if c.text not in told), key=lambda case: case.rank)
        for section, cases in found.items()
    }


def _of(source: Source, scope: ReportScope) -> Iterator[Case]:
    for record in source.closed(scope)[:LOOKED_AT]:
        text = source.say(record, scope)
        if len(text) <= LONGEST:
            yield Case(source.label, record.pk, text, source.why(record, scope), source.rank(record, scope))


def _naming_persons(cases: list[Case], scope: ReportScope) -> set[str]:
    """The sentences in which somebody is named who stands in some record as a private person."""
    asked = {name for case in cases for name in candidates(case.text)} - public(scope)
    private = on_record(scope, sorted(asked))
    return {case.text for case in cases if any(named(case.text, private))}


@lru_cache
def _sources() -> dict[str, Source]:
    return {source.label: source for sources in SOURCES.values() for source in sources}


def record_of(passage: Passage, scope: ReportScope) -> Any:
    """The record that a case is made from; None where it is gone, or not closed in the year any more."""
    source = _sources().get(passage.source_kind)
    return source.closed(scope).filter(pk=passage.source_id).first() if source else None


def sentence(passage: Passage, scope: ReportScope) -> str:
    """What the record says now; empty where it is gone."""
    record = record_of(passage, scope)
    return _sources()[passage.source_kind].say(record, scope) if record is not None else ""
