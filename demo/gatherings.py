"""Meetings and studies: of the 街道, of the branches, of the 两新."""

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from communities.models import Leader
from demo.days import between, days_of, distinct, monthly, spread
from demo.organisations import branches_of
from demo.wording.gatherings import BRANCH_TOPICS, CAMPAIGNS, CONTENTS, OFFICE_TOPICS, PLACES, TWO_NEW_TOPICS
from demo.world import World
from meetings.models import Campaign, Meeting
from members.models import PartyOrg

K = Meeting.Kind
OFFICE = {  # meetings of the 街道 itself, a year
    K.SPECIAL: (12, 13, 14),
    K.STUDY: (8, 9, 10),
    K.PARTY_SPIRIT: (10, 12, 12),
    K.TRAINING: (14, 16, 15),
    K.CONDUCT: (4, 4, 5),
    K.BRANCH_SECRETARIES: (3, 4, 4),
    K.OTHER: (4, 5, 4),
}
LECTURES = ((4, 6), (5, 8), (4, 7))  # by the secretary, and by the others of the 班子
IDLE = (6, 4, 4)  # branches that hardly study, in each year
FIRST_IDLE = (5, 2, 9)  # the first of them, among all branches; from there every fifth
IDLE_STUDIES = (3, 2, 3, 3, 2, 2)
TWO_NEW = (121, 137, 150)
QUIET = (3, 2, 2)  # 两新 organisations that hold nothing, in each year
SMALL: dict[str, int] = {K.COMMITTEE: 5, K.GROUP: 15}  # those who should come; of other meetings, the branch
EVERY_BRANCH = {K.ASSEMBLY: 4, K.COMMITTEE: 10, K.GROUP: 4, K.ORGANISATION_LIFE: 1, K.APPRAISAL: 1}


def make_meetings(world: World) -> None:
    """Make the 主题教育 of each year, and all meetings."""
    campaigns = {}
    for year, name in world.years(*CAMPAIGNS):
        campaigns[year] = Campaign(subdistrict=world.subdistrict, name=name, first_year=year, last_year=year)
    world.write.save(campaigns.values())
    dice = world.dice("meetings")
    meetings = [
        *_of_office(world, dice, campaigns),
        *_of_branches(world, dice),
        *_of_two_new(world, dice),
    ]
    world.write.save(unlike(meeting for meeting in meetings if meeting.date <= world.today))


def unlike(meetings: Iterable[Meeting]) -> Iterator[Meeting]:
    """Leave out what a rule holds for the same as another: one body, day, kind and topic."""
    keys = set()
    for meeting in meetings:
        key = (meeting.org_id, meeting.date, meeting.kind, meeting.topic)
        if key not in keys:
            keys.add(key)
            yield meeting


def _meeting(
    world: World, dice: Random, day: date, kind: str, topic: str, invitations: int, **others: object
) -> Meeting:
    present = round(invitations * dice.uniform(0.78, 1))
    return Meeting(
        subdistrict=world.subdistrict,
        date=day,
        kind=kind,
        topic=topic.format(n=day.month),
        expected=invitations,
        present=present,
        content=dice.choice(CONTENTS).format(n=dice.randint(2, 6)),
        **others,
    )


# ── Of the 街道 ─────────────────────────────────────────────────────────────
def _of_office(world: World, dice: Random, campaigns: dict[int, Campaign]) -> Iterator[Meeting]:
    for kind, counts in OFFICE.items():
        topics = OFFICE_TOPICS[kind]
        for year, count in world.years(*counts):
            for n, day in enumerate(distinct(dice, days_of(year), world.times(count))):
                invitations = dice.randint(18, 60)
                meeting = _meeting(
                    world, dice, day, kind, topics[n % len(topics)], invitations, place=PLACES[0]
                )
                if kind == K.STUDY:
                    meeting.campaign = campaigns[year]
                if kind == K.SPECIAL:
                    meeting.chair = _chair(world, n)
                yield meeting
    for year in world.all_years():
        yield from _decision_training(world, dice, year)
        # a study outside the 主题教育, which the figure leaves out
        yield _meeting(world, dice, date(year, 1, 9), K.STUDY, "年初务虚讨论", 20, place=PLACES[0])
    yield from _lectures(world, dice)


def _chair(world: World, number: int) -> Leader:
    """Return who chaired: the secretary, but for every fifth meeting."""
    return world.leaders[1 if number % 5 == 4 else 0]


def _decision_training(world: World, dice: Random, year: int) -> Iterator[Meeting]:
    for day in monthly(dice, year):
        topic = dice.choice(OFFICE_TOPICS["decision_training"])
        yield _meeting(world, dice, day, K.DECISION_TRAINING, topic, 40, place=PLACES[1])


def _lectures(world: World, dice: Random) -> Iterator[Meeting]:
    secretary, *team = world.leaders
    others = [leader for leader in team if leader.since < world.first_day and leader.until is None]
    topics = OFFICE_TOPICS["lecture"]
    for year, (by_secretary, by_others) in world.years(*LECTURES):
        both = by_secretary + by_others
        for n, day in enumerate(distinct(dice, days_of(year), world.times(both))):
            lecturer = secretary if n % both < by_secretary else dice.choice(others)
            invitations = dice.randint(40, 120)
            place = dice.choice(PLACES[1:5])
            yield _meeting(
                world,
                dice,
                day,
                K.LECTURE,
                topics[n % len(topics)],
                invitations,
                lecturer=lecturer,
                place=place,
            )


# ── Of the branches ─────────────────────────────────────────────────────────
def _of_branches(world: World, dice: Random) -> Iterator[Meeting]:
    branches = branches_of(world)
    office = []
    for org in world.orgs:
        if org.sphere == PartyOrg.Sphere.OFFICE and org.kind == PartyOrg.Kind.BRANCH:
            office.append(org)
    for year, (number, first) in world.years(*zip(IDLE, FIRST_IDLE, strict=True)):
        idle_studies = {}
        for n, branch in enumerate(branches[first::5][: world.times(number)]):
            idle_studies[branch.pk] = IDLE_STUDIES[n % len(IDLE_STUDIES)]
        for org in (*branches, *office):
            others = _others(dice, year)
            if org.pk in idle_studies:
                studies = _few_studies(dice, year, idle_studies[org.pk])
            else:
                studies = _studies(dice, year)
            for kind, day in (*studies, *others):
                if day >= org.since:
                    yield _of_branch(world, dice, org, kind, day)


def _others(dice: Random, year: int) -> list[tuple[str, date]]:
    """Return what every branch holds besides studies: kinds and days."""
    others: list[tuple[str, date]] = []
    for kind, count in EVERY_BRANCH.items():
        others += [(kind, day) for day in spread(dice, year, count)]
    return others


def _studies(dice: Random, year: int) -> list[tuple[str, date]]:
    """Return what a branch studies in a year: kinds and days."""
    months = dice.sample(range(1, 13), dice.randint(9, 12))
    studies: list[tuple[str, date]] = []
    for kind, months_of_kind in ((K.THEME_DAY, sorted(months)), (K.LECTURE, (3, 6, 9, 12))):
        studies += [(kind, day) for day in monthly(dice, year, months_of_kind)]
    for day in spread(dice, year, dice.randint(1, 4)):
        studies.append((dice.choice((K.STUDY, K.PARTY_SPIRIT)), day))
    return studies


def _few_studies(dice: Random, year: int, count: int) -> list[tuple[str, date]]:
    """Return what an idle branch studies in a year."""
    days = distinct(dice, days_of(year), count)
    return [(dice.choice((K.THEME_DAY, K.LECTURE)), day) for day in days]


def _of_branch(world: World, dice: Random, org: PartyOrg, kind: str, day: date) -> Meeting:
    invitations = SMALL.get(kind) or dice.randint(30, 48)
    place, lecturer = "", ""
    if kind not in (K.THEME_DAY, K.PARTY_SPIRIT):
        place = dice.choice(PLACES[1:6])
    if kind == K.LECTURE:
        lecturer = dice.choice((org.secretary, world.people.name()))
    topic = dice.choice(BRANCH_TOPICS[kind])
    return _meeting(world, dice, day, kind, topic, invitations, org=org, place=place, lecturer_name=lecturer)


# ── Of the 两新 ─────────────────────────────────────────────────────────────
def _of_two_new(world: World, dice: Random) -> Iterator[Meeting]:
    orgs = [org for org in world.orgs if org.sphere == PartyOrg.Sphere.TWO_NEW]
    for year, (count, quiet) in world.years(*zip(TWO_NEW, QUIET, strict=True)):
        active = [org for org in orgs if org.since <= date(year, 6, 30)][quiet:]
        for _ in range(world.times(count)):
            org = dice.choice(active)
            day = between(dice, max(org.since, date(year, 1, 4)), date(year, 12, 29))
            kind = dice.choices(tuple(TWO_NEW_TOPICS), (4, 2, 2, 2, 3, 2))[0]
            place = dice.choice((PLACES[6], PLACES[2], PLACES[7]))
            topic, invitations = dice.choice(TWO_NEW_TOPICS[kind]), dice.randint(4, 12)
            yield _meeting(world, dice, day, kind, topic, invitations, org=org, place=place)
