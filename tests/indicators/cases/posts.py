from datetime import date
from decimal import Decimal

from members.models import FlagPost, Honour, PartyOrg, PostHolder
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.cases.members import org
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, dated, lasting

SPHERE, POST, TITLE = PartyOrg.Sphere, PostHolder.Post, Honour.Title
THREE_MONTHS_BEFORE = date(YEAR, 9, 30)


def branch(community, **given):
    return org(community, SPHERE.COMMUNITY, **given)


def holder(community, since=LONG_AGO, until=None, post=POST.SECRETARY, org_until=None):
    of = branch(community, until=org_until)
    return F.PostHolderFactory(org=of, post=post, since=since, until=until)


def honoured(community, day):
    return F.HonourFactory(org=branch(community), date=day)


def org_honoured(community, day, **given):
    given = {"org": branch(community), "title": TITLE.ORGANISATION, **given}
    return F.HonourFactory(date=day, name="", **given)


def other_honour(community, **given):
    return F.HonourFactory(
        org=branch(community), date=DAY, title=TITLE.OTHER, title_in_full="文明窗口", **given
    )


def member(community, sphere=SPHERE.COMMUNITY, org_until=None, **given):
    return F.MemberFactory(org=org(community, sphere, until=org_until), **given)


def flag(community, since=LONG_AGO, until=None, **of_member):
    return F.FlagPostFactory(member=member(community, **of_member), since=since, until=until)


def orgs_honoured(p):
    """One honoured twice counts once."""
    first = org_honoured(p.a, FIRST).org
    org_honoured(p.a, DAY, org=first)
    other_honour(p.a, name="")
    org_honoured(p.b, LAST)


def bearers(p):
    """One with two posts counts once."""
    first = flag(p.a, LAST).member
    F.FlagPostFactory(member=first, kind=FlagPost.Kind.PIONEER)
    flag(p.b, until=NEXT)
    flag(p.b, sphere=SPHERE.TWO_NEW)


def bearers_of_three(p):
    flag(p.a, LAST)
    flag(p.b, until=NEXT)
    member(p.b)


OF_NOBODY = {
    "of a member who left": lambda p: F.FlagPostFactory(member=member(p.village, until=LAST)),
    "of a dissolved 党组织": lambda p: flag(p.village, org_until=LAST),
}
CASES = {
    "members.secretaries": Case(
        base=lambda p: holder(p.a, until=LAST),
        counted=lambda p: (holder(p.a, LAST), holder(p.a, None), holder(p.b, until=NEXT)),
        value=3,
        misses={
            **lasting(holder),
            "a deputy": lambda p: holder(p.a, post=POST.DEPUTY),
            "of a dissolved 党组织": lambda p: holder(p.a, org_until=LAST),
        },
        silent={"a deputy": lambda p: holder(p.a, post=POST.DEPUTY)},
    ),
    "members.vacant_orgs": Case(
        base=lambda p: holder(p.a),
        counted=lambda p: (
            holder(p.a, until=THREE_MONTHS_BEFORE),
            F.PostHolderFactory(org=holder(p.a, until=DAY).org, post=POST.SECRETARY, since=NEXT),
            holder(p.a, post=POST.DEPUTY),
            branch(p.b, since=date(YEAR, 9, 29)),
        ),
        value=4,
        misses={
            "left a day later": lambda p: holder(p.a, until=date(YEAR, 10, 1)),
            "in post since the cut-off day": lambda p: holder(p.a, since=LAST),
            "in post nobody knows since when": lambda p: holder(p.a, since=None),
            "who was before the first on record is not known": lambda p: holder(p.a, since=NEXT),
            "the name alone is on record": lambda p: branch(p.a, secretary="王平"),
            "founded three months before": lambda p: branch(p.a, since=THREE_MONTHS_BEFORE),
            "founded after the cut-off": lambda p: branch(p.a, since=NEXT),
            "dissolved": lambda p: branch(p.a, until=LAST),
            "党工委": lambda p: org(p.a, SPHERE.OFFICE, kind=PartyOrg.Kind.WORK_COMMITTEE),
            "another 街道": lambda p: branch(p.away),
        },
        silent={
            "a deputy": lambda p: holder(p.a, post=POST.DEPUTY),
            "a 党组织 alone": lambda p: branch(p.a),
        },
    ),
    "members.honours": Case(
        base=lambda p: org_honoured(p.a, DAY),
        counted=lambda p: (
            honoured(p.a, FIRST),
            honoured(p.b, LAST),
            other_honour(p.b),
            F.HonourFactory(date=DAY, name="", member=member(p.b), org=branch(p.b)),
        ),
        value=4,
        misses={
            **dated(honoured),
            "an organisation": lambda p: org_honoured(p.a, DAY),
            "another honour of an organisation": lambda p: other_honour(p.a, name=""),
        },
        silent={"the year before": lambda p: honoured(p.a, BEFORE)},
    ),
    "members.honoured_orgs": Case(
        base=lambda p: honoured(p.a, DAY),
        counted=orgs_honoured,
        value=3,
        misses={**dated(org_honoured), "somebody": lambda p: honoured(p.a, DAY)},
        silent={"the year before": lambda p: org_honoured(p.a, BEFORE)},
    ),
    "members.flag_members": Case(
        base=lambda p: flag(p.a, until=FIRST),
        counted=bearers,
        value=3,
        misses={**lasting(flag), **OF_NOBODY},
        silent={"members without": lambda p: member(p.a)},
    ),
    "members.flag_share": Case(
        base=lambda p: flag(p.a, until=FIRST),
        zero="0%",
        counted=bearers_of_three,
        value=Decimal("66.7"),
        text="66.7%",
        ratio=(2, 3),
        misses={
            **OF_NOBODY,
            "年老体弱": lambda p: flag(p.a, elder_exempt=True),
            "of the sphere 两新": lambda p: flag(p.a, sphere=SPHERE.TWO_NEW),
            "a second post": lambda p: F.FlagPostFactory(member=FlagPost.objects.first().member),
            "another 街道": lambda p: flag(p.away),
        },
        silent={"members without": lambda p: member(p.a)},
    ),
    "members.flag_communities": Case(
        base=lambda p: flag(p.a, until=FIRST),
        counted=lambda p: (flag(p.a, LAST), flag(p.a), flag(p.b, until=NEXT)),
        value=2,
        misses={
            **OF_NOBODY,
            "ended on the cut-off day": lambda p: flag(p.village, until=LAST),
            "another 街道": lambda p: flag(p.away),
            "in a closed 社区": lambda p: flag(F.CommunityFactory(subdistrict=p.office, until=FIRST)),
        },
        silent={"members without": lambda p: member(p.a)},
    ),
}
