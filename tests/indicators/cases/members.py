from datetime import date, timedelta
from decimal import Decimal

from members.models import PartyOrg
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.place import FIRST, LAST, NEXT, Case, dated, lasting, put

SPHERE = PartyOrg.Sphere


def org(community, sphere=SPHERE.TWO_NEW, **given):
    return put(F.PartyOrgFactory, community, sphere=sphere, **given)


def unit(community, members=3, **given):
    return put(F.TwoNewUnitFactory, community, full_members=members, **given)


def staged(stage: str, misses=(), **also) -> Case:
    """Applicants who reached a stage in the year."""

    def make(community, day):
        return put(F.ApplicantFactory, community, **{stage: day}, **also)

    return Case(
        base=lambda p: put(F.ApplicantFactory, p.a),
        counted=lambda p: (make(p.a, FIRST), make(p.b, LAST)),
        value=2,
        misses={**dated(make), **dict(misses)},
    )


def standing(make, base) -> Case:
    return Case(
        base=base,
        counted=lambda p: (make(p.a, LAST, None), make(p.b, LONG_AGO, NEXT)),
        value=2,
        misses=lasting(make),
    )


def applying(community, day=LONG_AGO, employed=True, **given):
    return put(
        F.ApplicantFactory, community, applied_on=day, unit=unit(community) if employed else None, **given
    )


def employed(community, day, hired=True):
    return applying(community, employed=hired, activist_on=day)


def firm(community, since, until, members=3):
    return unit(community, members, since=since, until=until)


def branch(community, since, until):
    return org(community, since=since, until=until)


def instructor(community, since, until, **given):
    return put(F.InstructorFactory, community, since=since, until=until, **given)


def member(community, since=LONG_AGO, until=None, sphere=SPHERE.COMMUNITY):
    return put(F.MemberFactory, community, org=org(community, sphere), since=since, until=until)


def born(community, day, sphere=SPHERE.COMMUNITY, **given):
    return put(F.MemberFactory, community, org=org(community, sphere), birth_date=day, **given)


def joint(p):
    """A joint branch of two units, and one of its own."""
    shared = org(p.a, kind=PartyOrg.Kind.JOINT_BRANCH, since=LAST)
    unit(p.a, 1, org=shared)
    unit(p.b, 1, org=shared)
    unit(p.b, org=org(p.b, until=NEXT))


THIRTY_FIVE = date(YEAR - 35, 12, 31)
TEACHER, NAMESAKE = {"name": "李强", "work_unit": "街道党建办"}, {"name": "李强", "work_unit": "区委党校"}
OF_COMMUNITY = {"of a community": lambda p: org(p.a, SPHERE.COMMUNITY, since=DAY)}
NO_UNIT = {**OF_COMMUNITY, "a 党组织 but no 两新组织": lambda p: org(p.a, since=DAY)}
NOT_APPROVED = {"not approved": lambda p: put(F.ApplicantFactory, p.a, admitted_on=DAY, approved_on=None)}
NOT_OBLIGED = {
    "too few members": lambda p: unit(p.a, 2, org=org(p.a)),
    "members unknown": lambda p: unit(p.a, None, org=org(p.a)),
}
SIXTY = date(YEAR - 60, 12, 31)  # the last day on which somebody of sixty was born
NOT_OWN = {
    "birth date unknown": lambda p: born(p.a, None),
    "of the sphere 两新": lambda p: born(p.a, SIXTY, SPHERE.TWO_NEW),
    "left in a dissolved one": lambda p: put(
        F.MemberFactory, p.a, birth_date=SIXTY, org=org(p.a, SPHERE.COMMUNITY, until=LAST)
    ),
}
CASES = {
    "members.activists": staged("activist_on"),
    "members.candidates": staged("candidate_on"),
    "members.admitted": staged("admitted_on", NOT_APPROVED, approved_on=date(YEAR + 1, 2, 1)),
    "members.two_new_activists": Case(
        base=lambda p: put(F.ApplicantFactory, p.a),
        counted=lambda p: (employed(p.a, FIRST), employed(p.b, LAST)),
        value=2,
        misses={**dated(employed), "not of a 两新组织": lambda p: employed(p.a, DAY, False)},
    ),
    "members.two_new_total": standing(firm, lambda p: firm(p.a, LONG_AGO, LAST)),
    "members.two_new_party_orgs": Case(
        base=lambda p: unit(p.a),
        counted=joint,
        value=2,
        misses={**lasting(branch), **OF_COMMUNITY},
        silent=NO_UNIT,
    ),
    "members.two_new_founded": Case(
        base=lambda p: (unit(p.a), org(p.a)),
        counted=lambda p: (unit(p.a), branch(p.a, FIRST, None), branch(p.b, LAST, NEXT)),
        value=2,
        misses={
            **dated(lambda c, day: branch(c, day, None)),
            "gone by the cut-off": lambda p: branch(p.a, FIRST, LAST),
            **OF_COMMUNITY,
        },
        silent=NO_UNIT,
    ),
    "members.two_new_coverage": Case(
        base=lambda p: unit(p.a),
        zero="0%",
        counted=lambda p: (
            unit(p.a, 3, org=org(p.a, since=LAST)),
            unit(p.b, 9),
            unit(p.b, 4, org=org(p.b, until=LAST)),
        ),
        value=Decimal("33.3"),
        text="33.3%",
        ratio=(1, 3),
        misses={**lasting(firm), **NOT_OBLIGED},
        silent=NOT_OBLIGED,
    ),
    "members.two_new_ineligible": Case(
        base=lambda p: unit(p.a, 3),
        counted=lambda p: (unit(p.a, 2), firm(p.b, LAST, None, 0)),
        value=2,
        misses={
            **lasting(lambda c, since, until: firm(c, since, until, 2)),
            "three members": lambda p: unit(p.a, 3),
            "members unknown": lambda p: unit(p.a, None),
        },
    ),
    "members.instructors": Case(
        base=lambda p: instructor(p.a, LONG_AGO, LAST),
        counted=lambda p: (
            instructor(p.a, LAST, None, **TEACHER),
            instructor(p.a, DAY, NEXT, **TEACHER),
            instructor(p.a, DAY, None, **NAMESAKE),
        ),
        value=2,
        misses=lasting(instructor),
    ),
    "members.own": Case(
        base=lambda p: member(p.a, sphere=SPHERE.OFFICE),
        counted=lambda p: (
            member(p.a, LAST),
            member(p.b, until=NEXT),
            put(F.MemberFactory, p.b, org=org(p.b, SPHERE.COMMUNITY, until=NEXT)),
            put(
                F.MemberFactory, p.b, org=org(p.b, SPHERE.COMMUNITY, since=NEXT)
            ),  # moved there from one dissolved later
        ),
        value=4,
        misses={
            **lasting(member),
            "of the sphere 机关": lambda p: member(p.a, sphere=SPHERE.OFFICE),
            "of the sphere 两新": lambda p: member(p.a, sphere=SPHERE.TWO_NEW),
            "left in a dissolved one": lambda p: put(
                F.MemberFactory, p.a, org=org(p.a, SPHERE.COMMUNITY, until=LAST)
            ),
        },
    ),
    "members.elderly_share": Case(
        base=lambda p: born(p.a, DAY),
        zero="0%",
        counted=lambda p: (
            born(p.a, SIXTY),
            born(p.b, SIXTY - timedelta(days=900)),
            born(p.b, SIXTY + timedelta(days=1)),
        ),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses={**lasting(lambda c, since, until: born(c, SIXTY, since=since, until=until)), **NOT_OWN},
        silent=NOT_OWN,
    ),
    "members.young_share": Case(
        base=lambda p: born(p.a, SIXTY),
        zero="0%",
        counted=lambda p: (
            born(p.a, DAY),
            born(p.b, THIRTY_FIVE + timedelta(days=1)),
            born(p.b, THIRTY_FIVE),
        ),
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses={**lasting(lambda c, since, until: born(c, DAY, since=since, until=until)), **NOT_OWN},
        silent=NOT_OWN,
    ),
    "members.waiting_applicants": Case(
        base=lambda p: applying(p.a, talked_on=DAY),
        counted=lambda p: (
            applying(p.a, date(YEAR, 11, 30)),
            applying(p.b, talked_on=NEXT),
            applying(p.b, ended_on=NEXT),
        ),
        value=3,
        misses={
            "not a month yet": lambda p: applying(p.a, date(YEAR, 12, 1)),
            "not of a 两新组织": lambda p: applying(p.a, employed=False),
            "talked to": lambda p: applying(p.a, talked_on=LAST),
            "given up": lambda p: applying(p.a, ended_on=LAST),
            "another 街道": lambda p: applying(p.away),
        },
    ),
}
