from datetime import timedelta
from decimal import Decimal

from communities.models import Leader
from tests import factories as F
from tests.factories import DAY, LONG_AGO
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, dated, put
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


def own(
    community, day=DAY, kind=K.COMMUNITY, post=Leader.Post.SECRETARY, since=LONG_AGO, until=None, **given
):
    """A visit that whoever held that post made."""
    leader = put(F.LeaderFactory, community, post=post, since=since, until=until)
    return put(F.VisitFactory, community, date=day, kind=kind, leaders=[leader], **given)


def own_trouble(community, visited, solved, **given):
    visit = own(community, visited, **given)
    return F.VisitIssueFactory(visit=visit, kind=ISSUE.DIFFICULTY, solved_on=solved)


def due(community, day, visited=DAY, solved=None):
    visit = Visit.objects.filter(community=community, date=visited, kind=K.RECEPTION).first()
    visit = visit or put(F.VisitFactory, community, date=visited, kind=K.RECEPTION)
    return F.VisitIssueFactory(visit=visit, kind=ISSUE.DIFFICULTY, due=day, solved_on=solved)


def solved_in(p, *days):
    for number in days:
        trouble(p.a, DAY - timedelta(days=number), DAY)


NOT_SECRETARY = {
    "another of the 班子": lambda p: own(p.a, post=Leader.Post.DIRECTOR),
    "before he was 书记": lambda p: own(p.a, since=DAY + timedelta(days=1)),
    "the day on which he was not 书记 any more": lambda p: own(p.a, until=DAY),
    "nobody of the 班子": lambda p: put(F.VisitFactory, p.a, date=DAY),
}
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
            "no leader went from door to door": lambda p: put(
                F.VisitFactory, p.a, date=DAY, kind=K.HOUSEHOLD
            ),
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
        silent={
            "settled before the year": lambda p: trouble(p.a, BEFORE, BEFORE),
            "only an opinion": lambda p: issue(p.a),
        },
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
        silent={
            "settled before the year": lambda p: trouble(p.a, BEFORE, BEFORE),
            "only an opinion": lambda p: issue(p.a),
        },
    ),
    "visits.difficulties_earlier": Case(
        base=lambda p: trouble(p.a, DAY, None),
        counted=lambda p: (
            trouble(p.a, BEFORE, None),
            trouble(p.b, BEFORE.replace(year=BEFORE.year - 1), NEXT),
        ),
        value=2,
        misses={
            "of this year": lambda p: trouble(p.a, FIRST, None),
            "solved on the cut-off day": lambda p: trouble(p.b, BEFORE, LAST),
            "an opinion": lambda p: issue(p.b, BEFORE),
            "another 街道": lambda p: trouble(p.away, BEFORE, None),
        },
        silent={"only an opinion": lambda p: issue(p.a)},
    ),
    "visits.difficulties_overdue": Case(
        base=lambda p: due(p.a, None),
        counted=lambda p: (due(p.a, LAST - timedelta(days=1)), due(p.b, DAY, BEFORE, NEXT)),
        value=2,
        misses={
            "due on the cut-off day": lambda p: due(p.a, LAST),
            "without a day": lambda p: due(p.a, None),
            "solved in the end": lambda p: due(p.a, DAY, DAY, LAST),
            "another 街道": lambda p: due(p.away, DAY),
        },
        silent={"only an opinion": lambda p: issue(p.a)},
    ),
    "visits.days_to_solve": Case(
        counted=lambda p: solved_in(p, 30, 3, 9, 4),
        value=4,
        misses={
            "not solved": lambda p: trouble(p.a, FIRST, None),
            "solved the year after": lambda p: trouble(p.a, FIRST, NEXT),
            "an answered opinion": lambda p: issue(p.a, FIRST, solved_on=DAY),
            "another 街道": lambda p: trouble(p.away, FIRST, DAY),
        },
        silent={"only a difficulty that is open": lambda p: trouble(p.a, DAY, None)},
    ),
    "visits.by_secretary": Case(
        base=lambda p: put(F.VisitFactory, p.a),
        counted=lambda p: (own(p.a, FIRST), own(p.b, LAST).leaders.add(put(F.LeaderFactory, p.b))),
        value=2,
        misses={**dated(own), **NOT_SECRETARY, "a 书记家访": lambda p: own(p.a, kind=K.HOME)},
        silent={"last year's": lambda p: own(p.a, BEFORE), "another kind": lambda p: own(p.a, kind=K.HOME)},
    ),
    "visits.home_visits": Case(
        base=lambda p: home(p.a, DAY, 3),
        counted=lambda p: (own(p.a, FIRST, K.HOME), own(p.b, LAST, K.HOME)),
        value=2,
        misses={
            **dated(lambda c, day: own(c, day, K.HOME)),
            "a 社区走访": lambda p: own(p.a),
            "somebody else's": lambda p: home(p.a, DAY, 3),
        },
        silent={"last year's": lambda p: own(p.a, BEFORE, K.HOME), "another kind": lambda p: own(p.a)},
    ),
    "visits.secretary_difficulties": Case(
        base=lambda p: trouble(p.a, DAY, None),
        counted=lambda p: (own_trouble(p.a, BEFORE, FIRST), own_trouble(p.b, DAY, LAST, kind=K.HOME)),
        value=2,
        misses={
            "not solved": lambda p: own_trouble(p.a, DAY, None),
            "solved the year after": lambda p: own_trouble(p.a, DAY, NEXT),
            "heard by somebody else": lambda p: trouble(p.a, DAY, LAST),
            "heard by another of the 班子": lambda p: own_trouble(p.a, DAY, LAST, post=Leader.Post.DIRECTOR),
            "another 街道": lambda p: own_trouble(p.away, DAY, LAST),
        },
        silent={"only an opinion": lambda p: issue(p.a)},
    ),
    "visits.home_visit_households": Case(
        base=lambda p: home(p.a, DAY, 0),
        counted=lambda p: (home(p.a, FIRST, 5), home(p.b, LAST, 8)),
        value=Decimal("6.5"),
        text="6.5",
        ratio=(13, 2),
        misses={**dated(lambda c, day: home(c, day, 50)), "a 社区走访": lambda p: trip(p.a, households=50)},
        silent={
            "a 社区走访": lambda p: trip(p.a, households=50),
            "last year's": lambda p: home(p.a, BEFORE, 5),
        },
    ),
}
