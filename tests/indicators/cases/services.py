from datetime import timedelta
from decimal import Decimal

from mediation.models import MediationCase
from services.models import ServiceCase
from tests import factories as F
from tests.factories import DAY, LONG_AGO
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, dated, lasting, put

DONE, ENDED = ServiceCase.Result, MediationCase.Result
ID_NO, PHONE = "110101199003070011", "13800138000"


def check_in(community, since=LONG_AGO, until=None, **given):
    return put(F.CheckInFactory, community, since=since, until=until, **given)


def deed(community, day=DAY):
    return put(F.GoodDeedFactory, community, date=day)


def brand(community, since=DAY, until=None):
    return put(F.BrandFactory, community, since=since, until=until)


def claim(community, day=DAY):
    return put(F.ProjectClaimFactory, community, date=day)


def finished(community, day=DAY, by_proxy=True, result=DONE.DONE, taken=BEFORE):
    return put(F.ServiceCaseFactory, community, date=taken, finished_on=day, by_proxy=by_proxy, result=result)


def closed(community, day=DAY, result=ENDED.SUCCESS):
    return put(F.MediationCaseFactory, community, date=BEFORE, closed_on=day, result=result)


def taking(community, days):
    """A case finished that many days after it was taken on."""
    return finished(community, DAY, taken=DAY - timedelta(days=days))


def closing(community, days):
    return put(
        F.MediationCaseFactory,
        community,
        date=DAY - timedelta(days=days),
        closed_on=DAY,
        result=ENDED.SUCCESS,
    )


def team(community, since=LONG_AGO, until=None, **given):
    return put(F.VolunteerTeamFactory, community, since=since, until=until, **given)


def volunteer(community, since=LONG_AGO, until=None, **member):
    return team(community, since, until, members=[put(F.MemberFactory, community, **member)])


def four_people(p):
    """One known by his ID number, one by name and phone, both twice; two namesakes of other units."""
    for community, unit in ((p.a, "市税务局"), (p.b, "区法院")):
        check_in(community, LAST, name="王强", unit=unit, id_no=ID_NO)
        check_in(community, until=NEXT, name="李敏", unit=unit, phone=PHONE)
        check_in(community, name="张伟", unit=unit)


def two_categories(p):
    category = put(F.VolunteerCategoryFactory, p.a)
    team(p.a, LAST, category=category)
    team(p.b, until=NEXT, category=category)
    team(p.b)


def three_volunteers(p):
    both = put(F.MemberFactory, p.a, until=NEXT)
    team(p.a, LAST, members=[both, put(F.MemberFactory, p.b)])
    team(p.b, until=NEXT, members=[both, put(F.MemberFactory, p.b)])


NOT_FINISHED = {
    **dated(finished),
    "still going on": lambda p: finished(p.a, None, result=DONE.ONGOING, taken=DAY),
    "refused": lambda p: finished(p.a, result=DONE.REFUSED),
    "returned": lambda p: finished(p.a, result=DONE.RETURNED),
}
NOT_CLOSED = {
    **dated(closed),
    "going on": lambda p: closed(p.a, None, ENDED.ONGOING),
    "withdrawn": lambda p: closed(p.a, DAY, ENDED.WITHDRAWN),
}
CASES = {
    "services.checked_in_members": Case(
        base=lambda p: check_in(p.a, until=LAST), counted=four_people, value=4, misses=lasting(check_in)
    ),
    "services.good_deeds": Case(
        base=lambda p: check_in(p.a),
        counted=lambda p: (deed(p.a, FIRST), deed(p.b, LAST)),
        value=2,
        misses={**dated(deed), "a claimed project": lambda p: claim(p.a)},
    ),
    "services.brands": Case(
        base=lambda p: brand(p.a, until=LAST),
        counted=lambda p: (brand(p.a, LAST), brand(p.b, LONG_AGO, NEXT)),
        value=2,
        misses=lasting(brand),
    ),
    "services.brands_begun": Case(
        base=lambda p: brand(p.a, LONG_AGO),
        counted=lambda p: (brand(p.a, FIRST), brand(p.b, LAST)),
        value=2,
        misses=dated(brand),
    ),
    "services.proxy_share": Case(
        base=lambda p: finished(p.a, by_proxy=False),
        zero="0%",
        counted=lambda p: (finished(p.a, FIRST), finished(p.b, LAST), finished(p.b, by_proxy=False)),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses=NOT_FINISHED,
        silent=NOT_FINISHED,
    ),
    "services.days_to_finish": Case(
        counted=lambda p: [taking(p.a, days) for days in (1, 2, 40)],
        value=2,
        misses=NOT_FINISHED,
        silent=NOT_FINISHED,
    ),
    "mediation.days_to_close": Case(
        counted=lambda p: [closing(p.a, days) for days in (20, 8, 8, 30)],
        value=8,
        misses=NOT_CLOSED,
        silent=NOT_CLOSED,
    ),
    "services.deeds_per_member": Case(
        base=lambda p: check_in(p.a),
        counted=lambda p: (check_in(p.a, LAST), check_in(p.b), deed(p.a, FIRST), deed(p.a), deed(p.b, LAST)),
        value=Decimal("1.5"),
        text="1.5",
        ratio=(3, 2),
        misses={**lasting(check_in), "last year's deed": lambda p: deed(p.a, BEFORE)},
        silent={"deeds but nobody registered": lambda p: deed(p.a)},
    ),
    "services.projects_claimed": Case(
        base=lambda p: check_in(p.a),
        counted=lambda p: (claim(p.a, FIRST), claim(p.b, LAST)),
        value=2,
        misses={**dated(claim), "a deed": lambda p: deed(p.a)},
    ),
    "services.volunteer_categories": Case(
        base=lambda p: team(p.a, until=LAST), counted=two_categories, value=2, misses=lasting(team)
    ),
    "services.party_volunteers": Case(
        base=lambda p: team(p.a),
        counted=three_volunteers,
        value=3,
        misses={
            **lasting(volunteer),
            "in no team": lambda p: put(F.MemberFactory, p.a),
            "no longer a member here": lambda p: team(p.a, members=[put(F.MemberFactory, p.a, until=LAST)]),
        },
    ),
    "mediation.success_rate": Case(
        base=lambda p: closed(p.a, result=ENDED.FAILURE),
        zero="0%",
        counted=lambda p: (closed(p.a, FIRST), closed(p.b, LAST), closed(p.b, DAY, ENDED.FAILURE)),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses=NOT_CLOSED,
        silent=NOT_CLOSED,
    ),
}
