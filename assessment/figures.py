"""What the criteria by figure come to in a round: the value at each 社区, and its points."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from access.reach import Reach
from communities.models import SubDistrict
from duties.models import Criterion, Round
from indicators.catalogue import CATALOGUE
from indicators.compute import compute
from indicators.kinds import Indicator
from indicators.periods import Length, Span
from indicators.values import At
from reports.context import scope_of

TENTH = Decimal("0.1")
LENGTHS = {
    Round.Kind.MONTH: Length.MONTH,
    Round.Kind.QUARTER: Length.QUARTER,
    Round.Kind.HALF: Length.HALF_YEAR,
    Round.Kind.YEAR: Length.YEAR,
}


@dataclass(frozen=True)
class Result:
    """The value of a figure at a 社区, and the points it gives.

    `numerator` and `denominator` are those of a rate.
    """

    points: Decimal
    text: str
    numerator: int | None = None
    denominator: int | None = None


Results = dict[tuple[int, int], Result]  # by the keys of 社区 and criterion, where the figure is known


def last_day(round_: Round) -> date:
    """Return the last day of the month, quarter, half-year or year that a round assesses."""
    return Span(round_.scheme.year, LENGTHS[Round.Kind(round_.kind)], round_.number).last


def usual_closing_day(round_: Round, today: date) -> date:
    """Return the day on which a round ends if nobody says otherwise: its stretch's last, or today."""
    return max(round_.begun_on, min(today, last_day(round_)))


def results(
    round_: Round, subdistrict: SubDistrict, places: Iterable[int], day: date, reach: Reach | None = None
) -> Results:
    """Compute the criteria by figure at these 社区, over the year up to the day or the stretch's end."""
    criteria = [each for each in round_.scheme.criteria.all() if each.key in CATALOGUE]
    if not criteria:
        return {}
    scope = scope_of(subdistrict, round_.scheme.year, min(day, last_day(round_)), reach)
    values = compute({each.key: CATALOGUE[each.key] for each in criteria}.values(), scope)
    points: Results = {}
    for community in places:
        for criterion in criteria:
            at = values[criterion.key].at(community)
            if at.amount is not None:
                points[community, criterion.pk] = _result(criterion, CATALOGUE[criterion.key], at, at.amount)
    return points


def _result(criterion: Criterion, indicator: Indicator, at: At, amount: Decimal) -> Result:
    text = f"{indicator.format_amount(amount)}{indicator.unit_beside}"
    points = points_of(criterion, amount)
    if at.parts is None:
        return Result(points, text)
    numerator, denominator = at.parts
    return Result(points, text, int(numerator), int(denominator))


def points_of(criterion: Criterion, amount: Decimal) -> Decimal:
    """Return the points on the line from the value that gives none to the one that gives all, and no further.

    They have one decimal, half up.
    """
    best, nothing = criterion.best, criterion.nothing
    if best is None or nothing is None:
        raise ValueError(f"{criterion} has no line")
    share = (amount - nothing) / (best - nothing)
    share = max(Decimal(0), min(Decimal(1), share))
    return (share * criterion.full_marks).quantize(TENTH, ROUND_HALF_UP)
