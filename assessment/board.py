"""考核一览: the rounds of a year beside the 社区, with the total of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from access.reach import Reach
from common.periods import HALVES, QUARTERS, WHOLE_YEAR
from communities.models import Community
from duties.models import Criterion, Round, Score

ORDER = (Round.Kind.MONTH, Round.Kind.QUARTER, Round.Kind.HALF, Round.Kind.YEAR)


@dataclass(frozen=True)
class Slot:
    """A stretch of the year: its round, or that there is none yet."""

    kind: Round.Kind
    number: int
    round: Round | None = None

    @property
    def label(self) -> str:
        if self.kind == Round.Kind.MONTH:
            return f"{self.number}月"
        if self.kind == Round.Kind.QUARTER:
            return QUARTERS[self.number - 1]
        if self.kind == Round.Kind.HALF:
            return HALVES[self.number - 1]
        return WHOLE_YEAR

    @property
    def state(self) -> str:
        if self.round is None:
            return "未开始"
        return "打分中" if self.is_open else "已结束"

    @property
    def is_open(self) -> bool:
        """Whether points are still given."""
        return self.round is not None and not self.round.is_closed


@dataclass(frozen=True)
class Mark:
    """What stands of a round beside a 社区: the total once it is closed, else how many points are given."""

    slot: Slot
    total: Decimal | None = None
    given: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Line:
    """A 社区 with a mark for each round that there is."""

    community: Community
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Last:
    """Who has the fewest points in a closed round."""

    label: str
    total: Decimal
    communities: tuple[Community, ...]


@dataclass(frozen=True)
class Board:
    """The year: all its stretches, and a line for each 社区 within reach, in the office's own order."""

    slots: tuple[Slot, ...]
    lines: tuple[Line, ...]

    @property
    def rounds(self) -> tuple[Slot, ...]:
        """The stretches that have a round."""
        return tuple(slot for slot in self.slots if slot.round is not None)

    def of_kind(self, kind: str) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind == kind)

    @property
    def rulers(self) -> list[tuple[Slot, ...]]:
        """The stretches by their length: months, quarters, halves, the year."""
        return [self.of_kind(kind) for kind in ORDER]

    @property
    def last_places(self) -> list[Last]:
        """The fewest points of each closed round, where there are several 社区."""
        places = []
        for number, slot in enumerate(self.rounds):
            totals = {line.community: line.marks[number].total for line in self.lines}
            by_community = {community: total for community, total in totals.items() if total is not None}
            if len(by_community) > 1:
                least = min(by_community.values())
                last = tuple(community for community, total in by_community.items() if total == least)
                places.append(Last(slot.label, least, last))
        return places


def board_of(subdistrict: int, year: int, reach: Reach) -> Board:
    """Return the board of a year, as far as somebody reaches."""
    rounds = Round.objects.of(subdistrict).of_year(year).select_related("scheme")
    by_stretch = {(each.kind, each.number): each for each in rounds}
    slots = []
    for kind in ORDER:
        for number in range(1, Round.MOST[kind] + 1):
            slots.append(Slot(kind, number, by_stretch.get((kind, number))))
    return Board(tuple(slots), tuple(_lines(slots, subdistrict, year, reach)))


def _lines(slots: Sequence[Slot], subdistrict: int, year: int, reach: Reach) -> list[Line]:
    begun_slots = [slot for slot in slots if slot.round is not None]
    sums = _sums(subdistrict, year, reach)
    numbers = _numbers_by_hand(subdistrict, year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    lines = []
    for community in Community.objects.within(reach).founded_by(last).lasting(first):
        marks = tuple(_mark(slot, slot.round, community, sums, numbers) for slot in begun_slots if slot.round)
        lines.append(Line(community, marks))
    return lines


def _mark(
    slot: Slot,
    round_: Round,
    community: Community,
    sums: dict[tuple[int, int], tuple[Decimal, int]],
    numbers: dict[int, int],
) -> Mark:
    total, number = sums.get((round_.pk, community.pk), (None, 0))
    if not round_.is_closed:
        return Mark(slot, None, number, numbers.get(round_.scheme_id, 0))
    return Mark(slot, total)


def _sums(subdistrict: int, year: int, reach: Reach) -> dict[tuple[int, int], tuple[Decimal, int]]:
    """Return by round and 社区 the sum of all points, and how many of them somebody gave."""
    rows = Score.objects.within(reach).filter(subdistrict=subdistrict, round__scheme__year=year).order_by()
    by_hand = Count("pk", filter=~Q(criterion__way=Criterion.Way.FIGURE))
    totals = rows.values_list("round", "community").annotate(total=Sum("points"), given=by_hand)
    return {(round_, community): (total, number) for round_, community, total, number in totals}


def _numbers_by_hand(subdistrict: int, year: int) -> dict[int, int]:
    """Return by 考核办法 of the year for how many criteria somebody gives the points."""
    rows = Criterion.objects.of(subdistrict).by_hand().filter(scheme__year=year).order_by()
    return dict(rows.values_list("scheme").annotate(number=Count("pk")))
