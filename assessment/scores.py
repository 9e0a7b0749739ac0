"""The scores of a round as a table: a row for each 社区, a cell for each criterion."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from access.reach import Reach
from assessment.figures import Result, results, usual_closing_day
from communities.models import Community
from duties.models import Criterion, Round, Score, marks_text
from records.models import RecordQuerySet


@dataclass
class Cell:
    """One criterion at one 社区: what was given, or what the figure comes to.

    `points` and `reason` are what the boxes hold, as somebody typed them; `seen` is the version of the score
    that he saw, 0 of none.
    """

    community: Community
    criterion: Criterion
    score: Score | None = None
    result: Result | None = None
    frozen: bool = False
    points: str = ""
    reason: str = ""
    seen: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.score is None:
            return
        self.seen = self.score.version
        if self.is_given and self.is_typed:
            self.points, self.reason = marks_text(self.score.points), self.score.reason

    @property
    def name(self) -> str:
        """What tells its boxes from the others."""
        return f"{self.community.pk}-{self.criterion.pk}"

    @property
    def by_figure(self) -> bool:
        return self.criterion.way == Criterion.Way.FIGURE

    @property
    def is_typed(self) -> bool:
        """Whether somebody gives the points: by hand, or where the figure has nothing to be computed from."""
        return not self.frozen and self.result is None

    @property
    def is_given(self) -> bool:
        """Whether its points are known."""
        return self.amount is not None

    @property
    def amount(self) -> Decimal | None:
        """The points as they are on record, or as the figure gives them now."""
        if self.result is not None:
            return self.result.points
        if self.score is None or (self.by_figure and self.score.value and not self.frozen):
            return None  # what a figure gave before the round was opened again
        return self.score.points

    @property
    def text(self) -> str:
        """The value of the figure; empty where there is none."""
        if self.result is not None:
            return self.result.text
        return self.score.value if self.score is not None else ""

    @property
    def parts(self) -> tuple[int, int] | None:
        """The numerator and the denominator of a rate."""
        source = self.result or self.score
        if source is None or source.numerator is None or source.denominator is None:
            return None
        return source.numerator, source.denominator


@dataclass(frozen=True)
class Row:
    """A 社区 with its cells, in the order of the columns."""

    community: Community
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.is_given]

    @property
    def total(self) -> Decimal | None:
        """The sum of all points; None while one is missing."""
        total = Decimal(0)
        for cell in self.cells:
            if cell.amount is None:
                return None
            total += cell.amount
        return total


@dataclass(frozen=True)
class ScoreTable:
    """All scores of a round within somebody's reach; what is given by hand stands first."""

    round: Round
    day: date
    criteria: tuple[Criterion, ...]
    rows: tuple[Row, ...]

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def boxes(self) -> list[Cell]:
        """The cells that somebody fills in."""
        return [cell for cell in self.cells if cell.is_typed]

    @property
    def full_marks(self) -> Decimal:
        return sum((each.full_marks for each in self.criteria), Decimal(0))


def standing(round_: Round, day: date, reach: Reach) -> list[Community]:
    """Return the 社区 within reach that stood on a day, in the office's own order."""
    rows = Community.objects.within(reach).filter(subdistrict=round_.subdistrict_id)
    return list(rows.standing(day))


def columns_of(round_: Round) -> tuple[Criterion, ...]:
    """Return the criteria of a round: what is given by hand first, each part in the order of the 考核办法."""
    criteria = list(round_.scheme.criteria.all())
    return tuple(sorted(criteria, key=lambda each: each.way == Criterion.Way.FIGURE))


def score_table(round_: Round, reach: Reach, day: date | None = None) -> ScoreTable:
    """Lay out a round: a closed one as it was frozen, another with the figures of `day`, by default today."""
    if round_.closed_on is not None:
        day = round_.closed_on
    elif day is None:
        day = usual_closing_day(round_, timezone.localdate())
    communities = standing(round_, day, reach)
    by_figure = {}
    if not round_.is_closed:
        by_figure = results(round_, round_.subdistrict, [each.pk for each in communities], day, reach)
    scores = {(each.community_id, each.criterion_id): each for each in scores_of(round_, reach)}
    criteria = columns_of(round_)
    rows = []
    for community in communities:
        cells = []
        for criterion in criteria:
            key = community.pk, criterion.pk
            cell = Cell(community, criterion, scores.get(key), by_figure.get(key), frozen=round_.is_closed)
            cells.append(cell)
        rows.append(Row(community, tuple(cells)))
    return ScoreTable(round_, day, criteria, tuple(rows))


def scores_of(round_: Round, reach: Reach) -> RecordQuerySet:
    """Return the scores of a round within reach."""
    return Score.objects.within(reach).filter(round=round_)
