from decimal import Decimal

from tests import factories as F
from tests.factories import DAY
from tests.figures.place import BEFORE, FIRST, LAST, NEXT, Case, dated, put
from visits.models import Visit, VisitIssue

K, ISSUE = Visit.Kind, VisitIssue.Kind


def trip(community, day=DAY, **given):
    """A 社区走访 with one 班子 member."""
    return put(F.VisitFactory, community, date=day, leaders=[put(F.LeaderFactory, community)], **given)


def issue(community, day=DAY, kind=ISSUE.OPINION, **given):
    visit = put(F.VisitFactory, community, date=day, kind=K.RECEPTION)
    return F.VisitIssueFactory(visit=visit, kind=kind, **given)


def trouble(community, visited, solved):
    return issue(community, visited, ISSUE.DIFFICULTY, solved_on=solved)


def home(community, day, households):
    return put(F.VisitFactory, community, date=day, kind=K.HOME, households=households)


def two_trips(p):
    trip(p.a, FIRST, households=7).leaders.add(put(F.LeaderFactory, p.a))
    trip(p.b, LAST, households=5)


def doors(community, day=DAY, **given):
    """An 入户 with one 班子 member."""
    return trip(community, day, kind=K.HOUSEHOLD, **given)


def trips_and_doors(p):
    two_trips(p)
    doors(p.a, FIRST, households=30)
    doors(p.b, households=1).leaders.add(put(F.LeaderFactory, p.b))


def four_opinions(p):
    """One of each kind of visit; that no leader went changes nothing."""
    issue(p.a, FIRST)
    for kind in (K.COMMUNITY, K.HOUSEHOLD, K.HOME):
        F.VisitIssueFactory(visit=put(F.VisitFactory, p.b, date=LAST, kind=kind))


TRIPS = {
    **dated(trip),
    "an 入户 of a leader": lambda p: trip(p.a, kind=K.HOUSEHOLD),
    "no leader went": lambda p: put(F.VisitFactory, p.a, date=DAY),
}
CASES = {
    "visits.frontline": Case(
        base=lambda p: put(F.VisitFactory, p.a),
        counted=two_trips,
        value=2,
        misses=TRIPS,
        silent={"last year's": lambda p: trip(p.a, BEFORE), "another kind": lambda p: home(p.a, DAY, 3)},
    ),
    "visits.households": Case(
        base=lambda p: trip(p.a, households=0),
        counted=trips_and_doors,
        value=43,
        misses={
            **dated(doors),
            "no leader went": lambda p: put(F.VisitFactory, p.a, date=DAY),
            "no leader went from door to door": lambda p: put(F.VisitFactory, p.a, date=DAY, kind=K.HOUSEHOLD),
            "a 书记家访": lambda p: trip(p.a, kind=K.HOME),
            "a 接访": lambda p: trip(p.a, kind=K.RECEPTION),
            "households not filled": lambda p: trip(p.a, households=None),
        },
        silent={
            "households not filled": lambda p: trip(p.a, households=None),
            "no leader went": lambda p: put(F.VisitFactory, p.a),
            "a 书记家访": lambda p: trip(p.a, kind=K.HOME),
        },
    ),
    "visits.opinions": Case(
        base=lambda p: home(p.a, DAY, 1),
        counted=four_opinions,
        value=4,
        misses={**dated(issue), "a 困难": lambda p: issue(p.a, kind=ISSUE.DIFFICULTY)},
        silent={"last year's visit": lambda p: issue(p.a, BEFORE)},
    ),
    "visits.difficulties_solved": Case(
        base=lambda p: trouble(p.a, BEFORE, None),
        counted=lambda p: (trouble(p.a, BEFORE, FIRST), trouble(p.b, DAY, LAST)),
        value=2,
        misses={
            "solved the year before": lambda p: trouble(p.a, FIRST.replace(year=FIRST.year - 1), BEFORE),
            "solved the year after": lambda p: trouble(p.a, LAST, NEXT),
            "an answered opinion": lambda p: issue(p.a, FIRST, solved_on=DAY),
            "another 街道": lambda p: trouble(p.away, FIRST, DAY),
        },
        silent={"settled before the year": lambda p: trouble(p.a, BEFORE, BEFORE), "only an opinion": lambda p: issue(p.a)},
    ),
    "visits.difficulties_open": Case(
        base=lambda p: trouble(p.a, DAY, DAY),
        counted=lambda p: (trouble(p.a, BEFORE, None), trouble(p.b, LAST, None), trouble(p.b, DAY, NEXT)),
        value=3,
        misses={
            "raised the day after": lambda p: trouble(p.a, NEXT, None),
            "solved on the cut-off day": lambda p: trouble(p.a, DAY, LAST),
            "an unanswered opinion": lambda p: issue(p.a),
            "another 街道": lambda p: trouble(p.away, DAY, None),
        },
        silent={"settled before the year": lambda p: trouble(p.a, BEFORE, BEFORE), "only an opinion": lambda p: issue(p.a)},
    ),
    "visits.home_visit_households": Case(
        base=lambda p: home(p.a, DAY, 0),
        counted=lambda p: (home(p.a, FIRST, 5), home(p.b, LAST, 8)),
        value=Decimal("6.5"),
        text="6.5",
        ratio=(13, 2),
        misses={**dated(lambda c, day: home(c, day, 50)), "a 社区走访": lambda p: trip(p.a, households=50)},
        silent={"a 社区走访": lambda p: trip(p.a, households=50), "last year's": lambda p: home(p.a, BEFORE, 5)},
    ),
}
