"""三会一课 of a year at a glance: what each branch held, and what it had to hold, stretch by stretch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from access.roles import Reader
from common.periods import Period
from communities.models import Community
from meetings.models import Meeting, OrgLifeRule, Who
from meetings.models.org_life import MONTHS, Per
from members.models import PartyOrg, PostHolder


class State(StrEnum):
    """How it stands with a branch in one stretch."""

    HELD = "held"
    MISSED = "missed"  # the stretch is over
    WAITING = "waiting"  # it is not
    LATER = "later"  # it has not begun
    NOT_ASKED = "not-asked"  # the branch did not stand, or the rule did not hold, all through it


@dataclass(frozen=True)
class Cell:
    """One stretch of a branch: the meetings that count, and how many are wanting."""

    span: Period
    state: State
    meetings: tuple[Meeting, ...] = ()
    wanting: int = 0


@dataclass(frozen=True)
class Row:
    """A branch, its stretches, and its sum over those that are over."""

    org: PartyOrg
    cells: tuple[Cell, ...]
    times_held: int
    times_asked: int

    @property
    def wanting(self) -> int:
        return self.times_asked - self.times_held


@dataclass(frozen=True)
class Sheet:
    """All branches that one rule asks."""

    rule: OrgLifeRule
    rows: tuple[Row, ...]

    @property
    def months(self) -> int:
        """How many months one stretch takes."""
        return MONTHS[Per(self.rule.per)]

    @property
    def times_held(self) -> int:
        return sum(row.times_held for row in self.rows)

    @property
    def times_asked(self) -> int:
        return sum(row.times_asked for row in self.rows)

    @property
    def wanting(self) -> int:
        return self.times_asked - self.times_held

    @property
    def waiting(self) -> int:
        """How many meetings of stretches that are not over are still to be held."""
        cells = [cell for row in self.rows for cell in row.cells]
        return sum(cell.wanting for cell in cells if cell.state is State.WAITING)

    def by_community(self, rows: Iterable[Row]) -> Iterator[tuple[Community | None, list[Row]]]:
        """Return rows with their 社区, in the order of the branches."""
        for community, group in groupby(rows, key=lambda row: row.org.community):
            yield community, list(group)


@dataclass(frozen=True)
class Books:
    """What the records say of a year, of the branches that a reader reaches."""

    year: int
    today: date
    branches: Sequence[PartyOrg]
    committees: frozenset[int]
    groups: frozenset[int]
    by_own_secretary: frozenset[int]
    meetings: dict[int | None, list[Meeting]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, reader: Reader, year: int, today: date, rules: Iterable[OrgLifeRule]) -> "Books":
        """Read them, in as many statements however many branches and rules there are."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        day = min(last, today)
        branches = PartyOrg.objects.visible_to(reader).branches().in_sphere(PartyOrg.Sphere.COMMUNITY)
        branches = branches.begun_by(day).lasting(first).select_related("community")
        posts = PostHolder.objects.visible_to(reader).of_committees().in_force(day)
        every = Meeting.objects.visible_to(reader).held_by_branches()
        groups = every.of_kind(Meeting.Kind.GROUP).filter(date__lte=day)
        meetings = every.during(Period(first, day)).filter(org__sphere=PartyOrg.Sphere.COMMUNITY)
        lectures: Iterable[int] = ()
        if any(rule.who == Who.SECRETARY for rule in rules):
            lectures = meetings.lectured_by_own_secretary().values_list("pk", flat=True)
        books = cls(
            year,
            today,
            list(branches),
            frozenset(posts.values_list("org", flat=True)),
            frozenset(groups.values_list("org", flat=True)),
            frozenset(lectures),
        )
        for meeting in meetings.order_by("date", "pk"):
            books.meetings[meeting.org_id].append(meeting)
        return books

    def sheet(self, rule: OrgLifeRule) -> Sheet:
        """Return what became of one rule."""
        rows = []
        for org in self.branches:
            if self._is_asked(org, rule):
                rows.append(self._row(org, rule))
        return Sheet(rule, tuple(rows))

    def _is_asked(self, org: PartyOrg, rule: OrgLifeRule) -> bool:
        if rule.who == Who.COMMITTEE:
            return org.pk in self.committees
        if rule.who == Who.GROUPS:
            return org.pk in self.groups
        return True

    def _row(self, org: PartyOrg, rule: OrgLifeRule) -> Row:
        cells = tuple(self._cell(org, rule, span) for span in rule.norm.spans(self.year))
        over = [cell for cell in cells if cell.span.end <= self.today and cell.state is not State.NOT_ASKED]
        times = rule.times * len(over)
        return Row(org, cells, times - sum(cell.wanting for cell in over), times)

    def _cell(self, org: PartyOrg, rule: OrgLifeRule, span: Period) -> Cell:
        is_throughout = org.since <= span.start and (org.until is None or org.until > span.end)
        if not is_throughout or not rule.norm.is_valid(span):
            return Cell(span, State.NOT_ASKED)
        meetings = [each for each in self.meetings[org.pk] if self._serves(each, rule, span)][: rule.times]
        wanting = rule.times - len(meetings)
        return Cell(span, self._state(span, wanting), tuple(meetings), wanting)

    def _serves(self, meeting: Meeting, rule: OrgLifeRule, span: Period) -> bool:
        if meeting.kind not in rule.norm.kinds or not span.start <= meeting.date <= span.end:
            return False
        return rule.who != Who.SECRETARY or meeting.pk in self.by_own_secretary

    def _state(self, span: Period, wanting: int) -> State:
        if not wanting:
            return State.HELD
        if span.start > self.today:
            return State.LATER
        if span.end > self.today:
            return State.WAITING
        return State.MISSED
