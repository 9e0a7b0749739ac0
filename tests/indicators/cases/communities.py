from datetime import date
from decimal import Decimal

from communities.models import Community, Election, Rectification, Survey
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, dated, lasting, put

PHASE, KIND, BODY, VILLAGE = Survey.Phase, Survey.Kind, Election.Body, Community.Kind.FORMER_VILLAGE


def survey(community, good, valid, day=DAY, phase=PHASE.ANNUAL, kind=KIND.SATISFACTION, **given):
    """Ten of the good sheets (or all of them) say 基本满意, which counts."""
    nearly = min(10, good)
    sheets = {"satisfied": good - nearly, "basically_satisfied": nearly, "dissatisfied": valid - good}
    return put(F.SurveyFactory, community, valid=valid, date=day, phase=phase, kind=kind, **sheets, **given)


def cure(community, before=None, after=None, day=DAY, **given):
    """A 整顿 of another community of that 街道, with a survey before and one after it; each (good, valid)."""
    community = F.CommunityFactory(subdistrict=community.subdistrict)
    unit = put(F.RectificationFactory, community, since=LONG_AGO, until=None)
    if before:
        survey(community, *before, BEFORE, PHASE.BEFORE, rectification=unit, **given)
    if after:
        survey(community, *after, day, PHASE.AFTER, rectification=unit, **given)
    return unit


def cured(p):
    cure(p.a, (50, 100), (90, 100), FIRST)
    cure(p.b, (30, 50), (49, 50), LAST)


def again(p, day):
    """A unit of the year was surveyed after its 整顿 in another year as well."""
    unit = Rectification.objects.of(p.office.pk).first()
    survey(unit.community, 0, 500, day, PHASE.AFTER, rectification=unit)


NOT_CURED = {
    **dated(lambda c, day: cure(c, (1, 200), (1, 200), day)),
    "only before": lambda p: cure(p.a, (1, 200)),
    "only after": lambda p: cure(p.a, None, (1, 200)),
    "about 知晓度": lambda p: cure(p.a, (1, 200), (1, 200), kind=KIND.AWARENESS),
    "an annual survey": lambda p: survey(p.a, 1, 200),
}
NO_PAIR = {"only before": lambda p: cure(p.a, (1, 2)), "only after": lambda p: cure(p.a, None, (1, 2))}


def elected(community, party, committee, rounds=(YEAR, YEAR)):
    for body, day, year in ((BODY.PARTY, party, rounds[0]), (BODY.COMMITTEE, committee, rounds[1])):
        if day:
            put(
                F.ElectionFactory, community, body=body, date=min(day, DAY), completed_on=day, round_year=year
            )


def spanned(span: str) -> Case:
    def make(community, since, until):
        return F.CommunityFactory(
            subdistrict=community.subdistrict, **{f"{span}_since": since, f"{span}_until": until}
        )

    def of(community, **life):
        return F.CommunityFactory(subdistrict=community.subdistrict, **{f"{span}_since": LONG_AGO}, **life)

    return Case(
        base=lambda p: make(p.a, LONG_AGO, LAST),
        counted=lambda p: (make(p.a, LAST, None), make(p.b, LONG_AGO, NEXT)),
        value=2,
        misses={
            **lasting(make),
            "never": lambda p: p.village,
            "of a 社区 that ended": lambda p: of(p.a, until=LAST),
        },
        silent={"never": lambda p: p.village, "only after the cut-off": lambda p: make(p.a, NEXT, None)},
    )


def standing(factory, first: dict, second: dict, **same) -> Case:
    """Two of them, the first on record in both communities."""
    make = _standing(factory)
    return Case(
        base=lambda p: make(p.a, LONG_AGO, LAST),
        counted=lambda p: (
            make(p.a, LAST, None, **first),
            make(p.b, LONG_AGO, NEXT, **first),
            make(p.b, LONG_AGO, None, **second),
            make(p.a, LONG_AGO, DAY, **second),
        ),
        value=2,
        misses=lasting(make),
    )


def joining(factory, first: dict, second: dict) -> Case:
    """Two that began in the year, the first in both communities; the second has left again."""
    make = _standing(factory)
    return Case(
        base=lambda p: make(p.a, LONG_AGO, None),
        counted=lambda p: (
            make(p.a, FIRST, None, **first),
            make(p.b, DAY, None, **first),
            make(p.b, LAST, NEXT, **second),
        ),
        value=2,
        misses=dated(lambda c, day: make(c, day, None)),
    )


def _standing(factory):
    return lambda community, since, until, **given: put(factory, community, since=since, until=until, **given)


def under(community, since, until, good, valid, **given):
    """A community under 整顿, and its annual survey."""
    put(F.RectificationFactory, community, since=since, until=until)
    return survey(community, good, valid, **given)


def life(p, **days):
    return F.CommunityFactory(subdistrict=p.office, **days)


HOSPITAL, POWER = {"name": "市第二医院"}, {"name": "供电所"}
WANG, NAMESAKE = {"name": "王芳", "unit": "市第二医院"}, {"name": "王芳", "unit": "供电所"}
CASES = {
    "communities.satisfaction_before": Case(
        base=lambda p: cure(p.a, (0, 10), (9, 10)),
        zero="0%",
        counted=cured,
        value=Decimal("53.3"),
        text="53.3%",
        ratio=(80, 150),
        misses=NOT_CURED,
        silent=NO_PAIR,
    ),
    "communities.satisfaction_after": Case(
        base=lambda p: cure(p.a, (9, 10), (0, 10)),
        zero="0%",
        counted=cured,
        value=Decimal("92.7"),
        text="92.7%",
        ratio=(139, 150),
        misses={
            **NOT_CURED,
            "surveyed in the year before too": lambda p: again(p, BEFORE),
            "surveyed in the year after too": lambda p: again(p, NEXT),
        },
        silent=NO_PAIR,
    ),
    "communities.elections_completed": Case(
        base=lambda p: put(F.ElectionFactory, p.a, date=BEFORE, completed_on=FIRST),
        counted=lambda p: (elected(p.a, BEFORE, FIRST), elected(p.b, LAST, DAY)),
        value=2,
        misses={
            "one of the two": lambda p: elected(F.CommunityFactory(subdistrict=p.office), DAY, None),
            "of two rounds": lambda p: elected(
                F.CommunityFactory(subdistrict=p.office), DAY, DAY, (YEAR, YEAR - 5)
            ),
            "a 村改居社区": lambda p: elected(p.village, DAY, DAY),
            "both the year before": lambda p: elected(
                F.CommunityFactory(subdistrict=p.office), BEFORE, BEFORE
            ),
            "the later the year after": lambda p: elected(
                F.CommunityFactory(subdistrict=p.office), DAY, NEXT
            ),
            "another 街道": lambda p: elected(p.away, DAY, DAY),
        },
        silent={"last year's": lambda p: elected(p.a, BEFORE, BEFORE)},
    ),
    "communities.big_committees": spanned("big_committee"),
    "communities.demonstration": spanned("demonstration"),
    "communities.pilots": spanned("pilot"),
    "communities.partner_units": standing(F.PartnerUnitFactory, HOSPITAL, POWER),
    "communities.partner_units_joined": joining(F.PartnerUnitFactory, HOSPITAL, POWER),
    "communities.part_time_members": standing(F.PartTimeMemberFactory, WANG, NAMESAKE),
    "communities.part_time_members_appointed": joining(F.PartTimeMemberFactory, WANG, NAMESAKE),
    "communities.total": Case(
        counted=lambda p: (p.village, life(p, since=LAST, until=NEXT)),
        value=4,
        misses={
            "another 街道": lambda p: p.away,
            "founded after the cut-off": lambda p: life(p, since=NEXT),
            "ended on the cut-off day": lambda p: life(p, until=LAST),
        },
    ),
    "communities.former_villages": Case(
        base=lambda p: p.a,
        counted=lambda p: (p.village, life(p, since=LAST, until=NEXT, kind=VILLAGE)),
        value=2,
        misses={
            "a 城市社区": lambda p: life(p, since=DAY),
            "founded after the cut-off": lambda p: life(p, since=NEXT, kind=VILLAGE),
            "ended on the cut-off day": lambda p: life(p, until=LAST, kind=VILLAGE),
            "another 街道": lambda p: F.CommunityFactory(subdistrict=p.other, kind=VILLAGE),
        },
    ),
    "communities.satisfaction": Case(
        base=lambda p: survey(p.a, 0, 10),
        zero="0%",
        counted=lambda p: [survey(c, 85, 100, day) for c, day in ((p.a, FIRST), (p.b, LAST))],
        value=Decimal("85.0"),
        text="85%",
        ratio=(170, 200),
        misses={
            **dated(lambda c, day: survey(c, 1, 200, day)),
            "about 知晓度": lambda p: survey(p.a, 1, 200, kind=KIND.AWARENESS),
            "a survey after 整顿": lambda p: cure(p.a, None, (1, 200)),
        },
        silent={
            "about 知晓度": lambda p: survey(p.a, 1, 2, kind=KIND.AWARENESS),
            "last year's": lambda p: survey(p.a, 1, 2, BEFORE),
        },
    ),
    "communities.low_satisfaction": Case(
        base=lambda p: survey(p.a, 60, 100),
        counted=lambda p: (survey(p.a, 599, 1000, LAST), survey(p.a, 9, 10, FIRST)),
        value=1,
        misses={
            **dated(lambda c, day: survey(F.CommunityFactory(subdistrict=c.subdistrict), 1, 100, day)),
            "better at the latest": lambda p: (survey(p.b, 1, 100, FIRST), survey(p.b, 60, 100)),
            "about 知晓度": lambda p: survey(p.b, 1, 100, kind=KIND.AWARENESS),
            "before its 整顿": lambda p: cure(p.b, (1, 100), day=DAY),
            "founded in the year": lambda p: survey(life(p, since=DAY), 1, 100),
            "ended in the year": lambda p: survey(life(p, until=LAST), 1, 100),
        },
        silent={
            "last year's": lambda p: survey(p.a, 1, 2, BEFORE),
            "about 知晓度": lambda p: survey(p.a, 1, 2, kind=KIND.AWARENESS),
        },
    ),
    "communities.rectified_satisfaction": Case(
        base=lambda p: under(p.a, LONG_AGO, None, 0, 10),
        zero="0%",
        counted=lambda p: (under(p.a, LONG_AGO, date(YEAR, 1, 2), 80, 100), under(p.b, LAST, None, 40, 50)),
        value=Decimal("80.0"),
        text="80%",
        ratio=(120, 150),
        misses={
            "never under 整顿": lambda p: survey(p.village, 1, 200),
            "until the year before": lambda p: under(p.village, LONG_AGO, BEFORE, 1, 200),
            "until New Year's Day": lambda p: under(p.village, LONG_AGO, FIRST, 1, 200),
            "from the year after": lambda p: under(p.village, NEXT, None, 1, 200),
            "about 知晓度": lambda p: survey(p.a, 1, 200, kind=KIND.AWARENESS),
            "last year's survey": lambda p: survey(p.a, 1, 200, BEFORE),
            "a survey after 整顿": lambda p: cure(p.a, None, (1, 200)),
            "another 街道": lambda p: under(p.away, LONG_AGO, None, 1, 200),
        },
        silent={"no community under 整顿": lambda p: survey(p.a, 1, 2)},
    ),
    "communities.decision_awareness": Case(
        base=lambda p: survey(p.a, 0, 10, kind=KIND.AWARENESS),
        zero="0%",
        counted=lambda p: [
            survey(c, 85, 100, day, kind=KIND.AWARENESS) for c, day in ((p.a, FIRST), (p.a, LAST))
        ],
        value=Decimal("85.0"),
        text="85%",
        ratio=(170, 200),
        misses={
            **dated(lambda c, day: survey(c, 1, 200, day, kind=KIND.AWARENESS)),
            "about 满意度": lambda p: survey(p.a, 1, 200),
        },
        silent={
            "about 满意度": lambda p: survey(p.a, 1, 2),
            "last year's": lambda p: survey(p.a, 1, 2, BEFORE, kind=KIND.AWARENESS),
        },
    ),
}
