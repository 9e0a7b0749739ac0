from decimal import Decimal

from duties.models import Round
from tests import factories as F
from tests.factories import DAY, YEAR
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, put

KIND = Round.Kind


def scheme(community, year=YEAR):
    return put(F.SchemeFactory, community, year=year)


def round_of(community, kind, number, closed_on, year=YEAR, begun_on=FIRST):
    of_year = scheme(community, year)
    given = {"kind": kind, "number": number, "begun_on": begun_on, "closed_on": closed_on}
    return put(F.RoundFactory, community, scheme=of_year, **given)


def rounds(kind, other, most):
    """One closed on the first day of the year, and (where a year has several) one on its last."""
    days = (FIRST, LAST)[:most]

    def count(p):
        return [round_of(p.a, kind, number, day) for number, day in enumerate(days, start=1)]

    return Case(
        base=lambda p: round_of(p.a, kind, most, None),
        counted=count,
        value=len(days),
        misses={
            "still open": lambda p: round_of(p.a, kind, 3, None),
            "closed after the year": lambda p: round_of(p.a, kind, 4, NEXT),
            "by the scheme of the year before": lambda p: round_of(p.a, kind, 1, FIRST, YEAR - 1),
            "of another kind": lambda p: round_of(p.a, other, 1, DAY),
            "another 街道": lambda p: round_of(p.away, kind, 1, DAY),
        },
        silent={
            "of another kind": lambda p: round_of(p.a, other, 1, DAY),
            "of another year": lambda p: round_of(p.a, kind, 1, DAY, YEAR - 1),
            "begun after the year": lambda p: round_of(p.a, kind, 1, NEXT, begun_on=NEXT),
        },
    )


def problem(community, day=DAY, done_on=None):
    return put(F.ProblemFactory, community, date=day, done_on=done_on)


def review(community, good, valid, year=YEAR, held_on=DAY):
    votes = {"good": good, "valid": valid, "fair": valid - good, "plain": 0, "poor": 0}
    org = put(F.PartyOrgFactory, community)
    return F.ReviewFactory(holder=F.PostHolderFactory(org=org), year=year, held_on=held_on, **votes)


CASES = {
    "duties.surveys": rounds(KIND.MONTH, KIND.QUARTER, 12),
    "duties.supervisions": rounds(KIND.QUARTER, KIND.MONTH, 4),
    "duties.half_reviews": rounds(KIND.HALF, KIND.QUARTER, 2),
    "duties.self_reviews": rounds(KIND.YEAR, KIND.HALF, 1),
    "duties.problems_found": Case(
        counted=lambda p: (problem(p.a, FIRST), problem(p.b, LAST, LAST)),
        value=2,
        misses={
            "the year before": lambda p: problem(p.a, BEFORE),
            "the year after": lambda p: problem(p.a, NEXT),
            "another 街道": lambda p: problem(p.away),
        },
        silent={"the year before": lambda p: problem(p.a, BEFORE)},
    ),
    "duties.problems_closed": Case(
        base=lambda p: problem(p.a),
        zero="0%",
        counted=lambda p: (problem(p.a, FIRST, LAST), problem(p.b, BEFORE, FIRST), problem(p.b, LAST, NEXT)),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses={
            "put right before the year": lambda p: problem(p.a, BEFORE, BEFORE),
            "found after the year": lambda p: problem(p.a, NEXT, NEXT),
            "another 街道": lambda p: problem(p.away, DAY, DAY),
        },
        silent={"put right before the year": lambda p: problem(p.a, BEFORE, BEFORE)},
    ),
    "duties.review_good_share": Case(
        base=lambda p: review(p.a, 0, 10),
        zero="0%",
        counted=lambda p: (review(p.a, 20, 30), review(p.b, 10, 10, held_on=NEXT)),
        value=Decimal("75.0"),
        text="75%",
        ratio=(30, 40),
        misses={
            "of the year before": lambda p: review(p.a, 5, 10, YEAR - 1, DAY),
            "of the year after": lambda p: review(p.a, 5, 10, YEAR + 1),
            "another 街道": lambda p: review(p.away, 5, 10),
        },
        silent={"of the year before": lambda p: review(p.a, 5, 10, YEAR - 1)},
    ),
}
