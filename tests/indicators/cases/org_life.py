from datetime import timedelta
from decimal import Decimal

from meetings.models import Meeting, Per, Who
from members.models import PartyOrg
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.cases.meetings import branch, held, studied
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, put

K = Meeting.Kind


def ruled(p, times=1, valid_from=LONG_AGO, kind=K.THEME_DAY, **given):
    """A rule that asks so many meetings of a year."""
    given = {"per": Per.YEAR, "who": Who.EVERY, **given}
    return put(F.OrgLifeRuleFactory, p.a, kind=kind, times=times, valid_from=valid_from, **given)


def two_and_one(p):
    """One 支部 with three where two are asked, one with one."""
    ruled(p, 2)
    first = branch(p.a, since=FIRST)
    for day in (FIRST, DAY, LAST):
        studied(first, 1, day=day)
    studied(branch(p.b, until=NEXT), 1, day=LAST)


NOT_ASKED = {
    "founded on 2 January": lambda p: studied(branch(p.a, since=FIRST + timedelta(days=1)), 1),
    "dissolved on 31 December": lambda p: studied(branch(p.a, until=LAST), 1),
    "a 两新 支部": lambda p: studied(branch(p.a, sphere=PartyOrg.Sphere.TWO_NEW), 1),
    "a 党总支": lambda p: studied(branch(p.a, kind=PartyOrg.Kind.GENERAL), 1),
    "of the 街道 itself": lambda p: held(p.a, DAY, K.THEME_DAY),
    "another 街道": lambda p: studied(branch(p.away), 1),
}
NO_RULE = {
    "no rule": lambda p: studied(branch(p.a), 1),
    "a rule that nobody decided": lambda p: (ruled(p, valid_from=None), studied(branch(p.a), 1)),
    "a rule from the second day of the year": lambda p: (
        ruled(p, valid_from=FIRST + timedelta(days=1)),
        studied(branch(p.a), 1),
    ),
    "a rule that ended with the year": lambda p: (ruled(p, valid_until=LAST), studied(branch(p.a), 1)),
    "no meeting of a 支部": lambda p: (ruled(p), branch(p.a), held(p.a)),
    "last year's meeting": lambda p: (ruled(p), studied(branch(p.a), 1, day=BEFORE)),
}


def planned(p, done=None, year=YEAR, **given):
    """An item of the plan, and the meeting of that day which carried it out."""
    plan = put(F.TrainingPlanFactory, p.a, year=year, **given)
    if done:
        put(F.MeetingFactory, p.a, kind=plan.kind, date=done, plan=plan)
    return plan


OTHER_PLANS = {
    "last year's": lambda p: planned(p, BEFORE, YEAR - 1),
    "next year's": lambda p: planned(p, NEXT, YEAR + 1),
    "another 街道": lambda p: put(F.TrainingPlanFactory, p.away, year=YEAR),
}


CASES = {
    "meetings.org_life_rate": Case(
        base=lambda p: (ruled(p), studied(branch(p.a), 1, K.LECTURE)),
        zero="0%",
        counted=two_and_one,
        value=Decimal(75),
        text="75%",
        ratio=(3, 4),
        misses=NOT_ASKED,
        silent=NO_RULE,
    ),
    "meetings.org_life_behind": Case(
        base=lambda p: (ruled(p), studied(branch(p.a), 1)),
        counted=two_and_one,
        value=1,
        misses=NOT_ASKED,
        silent=NO_RULE,
    ),
    "meetings.plan_done": Case(
        base=planned,
        zero="0%",
        counted=lambda p: (
            planned(p, LAST, month=1),
            planned(p, FIRST, month=12),
            planned(p, DAY),
            planned(p),
        ),
        value=Decimal(75),
        text="75%",
        ratio=(3, 4),
        misses=OTHER_PLANS,
        silent=OTHER_PLANS,
    ),
}
