from datetime import timedelta
from decimal import Decimal

from communities.models import Leader
from meetings.models import Decision, Meeting
from members.models import PartyOrg
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR
from tests.indicators.place import BEFORE, FIRST, LAST, NEXT, Case, dated, put

K, ORG, SPHERE, METHOD = Meeting.Kind, PartyOrg.Kind, PartyOrg.Sphere, Decision.Method


def held(community, day=DAY, kind=K.SPECIAL, org=None, **given):
    return put(F.MeetingFactory, community, date=day, kind=kind, org=org, **given)


def branch(community, **given):
    return put(F.PartyOrgFactory, community, **given)


def work_committee(community, **given):
    given |= {"kind": ORG.WORK_COMMITTEE, "sphere": SPHERE.OFFICE}
    return F.PartyOrgFactory(community=None, subdistrict=community.subdistrict, **given)


def by_office(kind: str) -> Case:
    """Meetings of one kind, held by the 街道 itself or its 党工委."""
    other = K.OTHER
    return Case(
        base=lambda p: held(p.a, DAY, kind, branch(p.a)),
        counted=lambda p: (
            held(p.a, FIRST, kind),
            held(p.a, LAST, kind),
            held(p.a, LAST, kind, work_committee(p.a)),
        ),
        value=3,
        misses={
            **dated(lambda c, day: held(c, day, kind)),
            "another kind": lambda p: held(p.a, DAY, other),
            "held by a 支部": lambda p: held(p.a, DAY, kind, branch(p.a)),
        },
        silent={
            "last year's": lambda p: held(p.a, BEFORE, kind),
            "another kind": lambda p: held(p.a, DAY, other),
        },
    )


def study(community, day=DAY, first=YEAR, last=YEAR):
    """A 学习研讨 of a 主题教育 that runs in those years."""
    campaign = put(F.CampaignFactory, community, first_year=first, last_year=last)
    return held(community, day, K.STUDY, campaign=campaign)


def lecture(community, day=DAY, post=Leader.Post.SECRETARY, since=LONG_AGO, until=None, **given):
    return held(
        community,
        day,
        K.LECTURE,
        lecturer=put(F.LeaderFactory, community, post=post, since=since, until=until),
        **given,
    )


def chaired(
    community, day=DAY, kind=K.SPECIAL, post=Leader.Post.SECRETARY, since=LONG_AGO, until=None, **given
):
    return held(
        community,
        day,
        kind,
        chair=put(F.LeaderFactory, community, post=post, since=since, until=until),
        **given,
    )


def decided(community, day=DAY, **given):
    steps = {
        step: day - timedelta(days=40 - n)
        for n, step in enumerate(("solicited_on", "proposed_on", "consulted_on"))
    }
    return put(F.DecisionFactory, community, **{**steps, "resolved_on": day, **given})


def four(community, day=DAY, **given):
    given = {"solicited_on": None, "deliberated_on": day, "method": METHOD.FOUR_DELIBERATIONS, **given}
    return decided(community, day, **given)


def adopted(decision, adopted=True):
    return F.DecisionOpinionFactory(decision=decision, adopted=adopted)


def uneven(p):
    """`a` decided four matters, `b` three."""
    for community, matters in ((p.a, 4), (p.b, 3)):
        for _ in range(matters):
            decided(community)


def even(p):
    uneven(p)
    decided(p.b)


def studied(org, times, kind=K.THEME_DAY, day=DAY):
    for _ in range(times):
        held(org.community, day, kind, org)
    return org


def idle_and_busy(p):
    """One 支部 with three studies of three kinds, one with four."""
    idle = branch(p.a, since=FIRST, until=NEXT)
    for kind, day in ((K.LECTURE, FIRST), (K.STUDY, DAY), (K.PARTY_SPIRIT, LAST)):
        studied(idle, 1, kind, day)
    studied(idle, 9, K.ASSEMBLY)
    studied(idle, 9, day=BEFORE)
    studied(branch(p.b), 4)


NOT_DECIDED = {
    **dated(decided),
    "a step without its day": lambda p: decided(p.a, consulted_on=None),
    "四议 without 审议": lambda p: four(p.a, deliberated_on=None),
    "not resolved yet": lambda p: decided(p.a, resolved_on=None),
}
NO_STEP = {
    "nothing decided": lambda p: None,
    "all steps last year": lambda p: decided(p.a, BEFORE),
    "another 街道": lambda p: decided(p.away),
}
NOT_IDLE = {
    "founded after 1 January": lambda p: studied(branch(p.a, since=FIRST + timedelta(days=1)), 1),
    "dissolved on 31 December": lambda p: studied(branch(p.a, until=LAST), 1),
    "a 总支": lambda p: studied(branch(p.a, kind=ORG.GENERAL), 1),
    "a 支部 of the sphere 两新": lambda p: studied(branch(p.a, sphere=SPHERE.TWO_NEW), 1),
    "a 支部 of the sphere 机关": lambda p: studied(branch(p.a, sphere=SPHERE.OFFICE), 1),
    "another 街道": lambda p: studied(branch(p.away), 1),
}
NOT_ATTENDED = {
    "应到 not filled": lambda p: attended(p.a, expected=None),
    "实到 not filled": lambda p: attended(p.a, present=None),
    "a 大会": lambda p: attended(p.a, kind=K.ASSEMBLY),
    "a 总支": lambda p: held(p.a, DAY, K.THEME_DAY, branch(p.a, kind=ORG.GENERAL), expected=20, present=10),
    "a 支部 of the sphere 两新": lambda p: attended(p.a, sphere=SPHERE.TWO_NEW),
    "held by the 街道": lambda p: held(p.a, DAY, K.STUDY, expected=20, present=10),
}
NO_STUDY = {
    "last year's study": lambda p: studied(branch(p.a), 1, day=BEFORE),
    "a 大会": lambda p: studied(branch(p.a), 1, K.ASSEMBLY),
}
LIVELY = {"sphere": SPHERE.TWO_NEW}


def attended(community, day=DAY, kind=K.THEME_DAY, expected=20, present=10, **org):
    return held(community, day, kind, branch(community, **org), expected=expected, present=present)


def quiet(community, since=BEFORE, **given):
    return branch(community, since=since, **{**LIVELY, **given})


CASES = {
    "meetings.special": by_office(K.SPECIAL),
    "meetings.party_spirit": by_office(K.PARTY_SPIRIT),
    "meetings.training": by_office(K.TRAINING),
    "meetings.conduct_education": by_office(K.CONDUCT),
    "meetings.branch_secretary_training": by_office(K.BRANCH_SECRETARIES),
    "meetings.decision_training": by_office(K.DECISION_TRAINING),
    "meetings.study": Case(
        base=lambda p: (put(F.CampaignFactory, p.a), held(p.a, DAY, K.STUDY)),
        counted=lambda p: (study(p.a, FIRST, YEAR - 1), study(p.a, LAST, YEAR, YEAR + 1)),
        value=2,
        misses={
            **dated(study),
            "without the 主题教育": lambda p: held(p.a, DAY, K.STUDY),
            "of last year's 主题教育": lambda p: study(p.a, DAY, YEAR - 1, YEAR - 1),
            "held by a 支部": lambda p: held(p.a, DAY, K.STUDY, branch(p.a)),
        },
        silent={"last year's": lambda p: study(p.a, BEFORE, YEAR - 1)},
    ),
    "meetings.secretary_lectures": Case(
        base=lambda p: lecture(p.a, post=Leader.Post.DIRECTOR),
        counted=lambda p: (lecture(p.a, FIRST, since=FIRST), lecture(p.a, LAST, until=NEXT, org=branch(p.a))),
        value=2,
        misses={
            **dated(lecture),
            "by the 主任": lambda p: lecture(p.a, post=Leader.Post.DIRECTOR),
            "by the one who had left that day": lambda p: lecture(p.a, until=DAY),
            "by the one who came the day after": lambda p: lecture(p.a, since=DAY + timedelta(days=1)),
            "by a guest": lambda p: held(p.a, DAY, K.LECTURE, lecturer_name="李教授"),
            "another kind": lambda p: held(
                p.a, DAY, K.STUDY, lecturer=put(F.LeaderFactory, p.a, post=Leader.Post.SECRETARY)
            ),
        },
        silent={"last year's": lambda p: lecture(p.a, BEFORE)},
    ),
    "meetings.chaired": Case(
        base=lambda p: chaired(p.a, post=Leader.Post.DIRECTOR),
        counted=lambda p: (
            chaired(p.a, FIRST, since=FIRST),
            chaired(p.a, LAST, until=NEXT, org=work_committee(p.a)),
        ),
        value=2,
        misses={
            **dated(chaired),
            "by the 主任": lambda p: chaired(p.a, post=Leader.Post.DIRECTOR),
            "by the one who had left that day": lambda p: chaired(p.a, until=DAY),
            "by the one who came the day after": lambda p: chaired(p.a, since=DAY + timedelta(days=1)),
            "another kind": lambda p: chaired(p.a, kind=K.TRAINING),
            "held by a 支部": lambda p: chaired(p.a, org=branch(p.a)),
        },
        silent={
            "last year's": lambda p: chaired(p.a, BEFORE),
            "nobody is named": lambda p: held(p.a),
            "another kind": lambda p: chaired(p.a, kind=K.TRAINING),
        },
    ),
    "meetings.decisions_incomplete": Case(
        base=lambda p: decided(p.a),
        counted=lambda p: (decided(p.a, FIRST, consulted_on=None), four(p.b, LAST, deliberated_on=None)),
        value=2,
        misses={
            **dated(lambda c, day: decided(c, day, consulted_on=None)),
            "complete": lambda p: decided(p.a),
            "not resolved yet": lambda p: decided(p.a, resolved_on=None, consulted_on=None),
        },
        silent=NO_STEP,
    ),
    "meetings.branch_study_mean": Case(
        base=lambda p: branch(p.a),
        counted=idle_and_busy,
        value=Decimal("3.5"),
        text="3.5",
        ratio=(7, 2),
        misses={
            **NOT_IDLE,
            "a 大会": lambda p: held(p.a, DAY, K.ASSEMBLY, PartyOrg.objects.filter(kind=ORG.BRANCH).first()),
        },
        silent={
            "founded in the year": lambda p: branch(p.a, since=DAY),
            "a 总支": lambda p: branch(p.a, kind=ORG.GENERAL),
        },
    ),
    "meetings.decisions": Case(
        base=lambda p: decided(p.a, resolved_on=None),
        counted=lambda p: (decided(p.a, FIRST), four(p.village, LAST)),
        value=2,
        misses=NOT_DECIDED,
        silent=NO_STEP,
    ),
    "meetings.decision_opinions_adopted": Case(
        base=lambda p: decided(p.a),
        counted=lambda p: [
            adopted(matter) for matter in (decided(p.a, FIRST), four(p.b, LAST)) for _ in range(2)
        ],
        value=4,
        misses={
            "not adopted": lambda p: adopted(decided(p.a), False),
            **{name: lambda p, make=make: adopted(make(p)) for name, make in NOT_DECIDED.items()},
        },
        silent=NO_STEP,
    ),
    "meetings.low_decision_communities": Case(
        base=even,
        counted=uneven,
        value=1,
        misses={"a 村改居社区": lambda p: p.village, "another 街道": lambda p: p.away, **NOT_DECIDED},
        silent=NO_STEP,
    ),
    "meetings.low_decision_uses": Case(
        base=lambda p: [decided(p.a) for _ in range(4)],
        counted=uneven,
        value=3,
        misses={
            "a 村改居社区": lambda p: decided(p.village),
            "of a busy one": lambda p: decided(p.a),
            **NOT_DECIDED,
        },
        silent=NO_STEP,
    ),
    "meetings.low_study_branches": Case(
        base=lambda p: studied(branch(p.a), 4),
        counted=idle_and_busy,
        value=1,
        misses=NOT_IDLE,
        silent=NO_STUDY,
    ),
    "meetings.low_study_sessions": Case(
        base=lambda p: (studied(branch(p.a), 4), branch(p.a)),
        counted=idle_and_busy,
        value=3,
        misses=NOT_IDLE,
        silent=NO_STUDY,
    ),
    "meetings.study_attendance": Case(
        base=lambda p: attended(p.a, present=0),
        zero="0%",
        counted=lambda p: (
            attended(p.a, FIRST, K.LECTURE, 30, 29),
            held(p.b, LAST, K.STUDY, branch(p.b, kind=ORG.JOINT_BRANCH), expected=10, present=8),
        ),
        value=Decimal("92.5"),
        text="92.5%",
        ratio=(37, 40),
        misses={**dated(attended), **NOT_ATTENDED},
        silent=NOT_ATTENDED,
    ),
    "meetings.two_new_idle_orgs": Case(
        base=lambda p: branch(p.a, since=FIRST, **LIVELY),
        counted=lambda p: (quiet(p.a), studied(quiet(p.b, until=NEXT), 2, day=BEFORE)),
        value=2,
        misses={
            "founded on 1 January": lambda p: quiet(p.a, FIRST),
            "dissolved on 31 December": lambda p: quiet(p.a, until=LAST),
            "one meeting on 31 December": lambda p: studied(quiet(p.a), 1, K.OTHER, LAST),
            "a community's 支部": lambda p: branch(p.a),
            "another 街道": lambda p: quiet(p.away),
        },
        silent={"a community's 支部": lambda p: branch(p.a)},
    ),
    "meetings.two_new_activities": Case(
        base=lambda p: branch(p.a, **LIVELY),
        counted=lambda p: (
            studied(branch(p.a, **LIVELY), 1, K.OTHER, FIRST),
            studied(branch(p.b, **LIVELY), 1, K.ASSEMBLY, LAST),
        ),
        value=2,
        misses={
            **dated(lambda c, day: studied(branch(c, **LIVELY), 1, day=day)),
            "of a community's 支部": lambda p: studied(branch(p.a), 1),
            "of the 街道 itself": lambda p: held(p.a),
        },
        silent={"a community's 支部": lambda p: branch(p.a)},
    ),
}
