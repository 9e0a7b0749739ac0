"""Meetings and studies: of the 街道, of the branches, of the 两新."""

from collections.abc import Iterator
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
IDLE_STUDIES = (3, 2, 3, 3, 2, 2)
TWO_NEW = (121, 137, 150)
QUIET = (3, 2, 2)  # 两新 organisations that hold nothing, in each year
SMALL: dict[str, int] = {K.COMMITTEE: 5, K.GROUP: 15}  # those who should come; of other meetings, the branch
EVERY_BRANCH = {K.ASSEMBLY: 4, K.COMMITTEE: 10, K.GROUP: 4, K.ORGANISATION_LIFE: 1, K.APPRAISAL: 1}


def make_meetings(world: World) -> None:
    campaigns = world.write.save(
        Campaign(subdistrict=world.subdistrict, name=name, first_year=year, last_year=year)
        for (year, _), name in zip(world.years(0, 0, 0), CAMPAIGNS, strict=False)
    )
    by_year = {campaign.first_year: campaign for campaign in campaigns}
    dice = world.dice("meetings")
    meetings = [*_of_office(world, dice, by_year), *_of_branches(world, dice), *_of_two_new(world, dice)]
    world.write.save(unlike(meeting for meeting in meetings if meeting.date <= world.today))


def unlike(meetings: Iterator[Meeting]) -> Iterator[Meeting]:
    """All but those a rule holds for the same: one body, day, kind and topic."""
    seen = set()
    for meeting in meetings:
        key = (meeting.org_id, meeting.date, meeting.kind, meeting.topic)
        if key not in seen:
            seen.add(key)
            yield meeting


def _meeting(
    world: World, dice: Random, day: date, kind: str, topic: str, expected: int, **others: object
) -> Meeting:
    present = round(expected * dice.uniform(0.78, 1))
    return Meeting(
        subdistrict=world.subdistrict,
        date=day,
        kind=kind,
        topic=topic.format(n=day.month),
        expected=expected,
        present=present,
        content=dice.choice(CONTENTS).format(n=dice.randint(2, 6)),
        **others,
    )


def _of_office(world: World, dice: Random, campaigns: dict[int, Campaign]) -> Iterator[Meeting]:
    for kind, counts in OFFICE.items():
        for year, count in world.years(*counts):
            topics = OFFICE_TOPICS[kind]
            for n, day in enumerate(distinct(dice, days_of(year), world.times(count))):
                named = {
                    "campaign": campaigns[year] if kind == K.STUDY else None,
                    "chair": _chair(world, n) if kind == K.SPECIAL else None,
                }
                yield _meeting(
                    world,
                    dice,
                    day,
                    kind,
                    topics[n % len(topics)],
                    dice.randint(18, 60),
                    place=PLACES[0],
                    **named,
                )
    for year, _ in world.years(0, 0, 0):
        for day in monthly(dice, year):
            yield _meeting(
                world,
                dice,
                day,
                K.DECISION_TRAINING,
                dice.choice(OFFICE_TOPICS["decision_training"]),
                40,
                place=PLACES[1],
            )
        # a study outside the 主题教育, which the figure leaves out
        yield _meeting(world, dice, date(year, 1, 9), K.STUDY, "年初务虚讨论", 20, place=PLACES[0])
    yield from _lectures(world, dice)


def _chair(world: World, number: int) -> Leader:
    """The secretary, but for every fifth meeting."""
    return world.leaders[1 if number % 5 == 4 else 0]


def _lectures(world: World, dice: Random) -> Iterator[Meeting]:
    others = [
        leader for leader in world.leaders[1:] if leader.since < world.first_day and leader.until is None
    ]
    for (year, own), (_, shared) in zip(
        world.years(*(own for own, _ in LECTURES)),
        world.years(*(others for _, others in LECTURES)),
        strict=True,
    ):
        for n, day in enumerate(distinct(dice, days_of(year), world.times(own + shared))):
            lecturer = world.leaders[0] if n % (own + shared) < own else dice.choice(others)
            topic = OFFICE_TOPICS["lecture"][n % len(OFFICE_TOPICS["lecture"])]
            yield _meeting(
                world,
                dice,
                day,
                K.LECTURE,
                topic,
                dice.randint(40, 120),
                lecturer=lecturer,
                place=dice.choice(PLACES[1:5]),
            )


def _of_branches(world: World, dice: Random) -> Iterator[Meeting]:
    branches = branches_of(world)
    office = [
        org for org in world.orgs if org.sphere == PartyOrg.Sphere.OFFICE and org.kind == PartyOrg.Kind.BRANCH
    ]
    for (year, idle), first in zip(world.years(*IDLE), (5, 2, 9), strict=False):
        lazy = {
            branch.pk: IDLE_STUDIES[n % len(IDLE_STUDIES)]
            for n, branch in enumerate(branches[first::5][: world.times(idle)])
        }
        for org in (*branches, *office):
            studies = _idle_studies(dice, year, lazy[org.pk]) if org.pk in lazy else _studies(dice, year)
            others = [
                (kind, day) for kind, count in EVERY_BRANCH.items() for day in spread(dice, year, count)
            ]
            for kind, day in (*studies, *others):
                if day >= org.since:
                    yield _of_branch(world, dice, org, kind, day)


def _studies(dice: Random, year: int) -> Iterator[tuple[str, date]]:
    months = dice.sample(range(1, 13), dice.randint(9, 12))
    yield from ((K.THEME_DAY, day) for day in monthly(dice, year, sorted(months)))
    yield from ((K.LECTURE, day) for day in monthly(dice, year, (3, 6, 9, 12)))
    yield from (
        (dice.choice((K.STUDY, K.PARTY_SPIRIT)), day) for day in spread(dice, year, dice.randint(1, 4))
    )


def _idle_studies(dice: Random, year: int, count: int) -> Iterator[tuple[str, date]]:
    yield from ((dice.choice((K.THEME_DAY, K.LECTURE)), day) for day in distinct(dice, days_of(year), count))


def _of_branch(world: World, dice: Random, org: PartyOrg, kind: str, day: date) -> Meeting:
    expected = SMALL.get(kind) or dice.randint(30, 48)
    place = "" if kind in (K.THEME_DAY, K.PARTY_SPIRIT) else dice.choice(PLACES[1:6])
    lecturer = (
        {"lecturer_name": dice.choice((org.secretary, world.people.name()))} if kind == K.LECTURE else {}
    )
    return _meeting(
        world, dice, day, kind, dice.choice(BRANCH_TOPICS[kind]), expected, org=org, place=place, **lecturer
    )


def _of_two_new(world: World, dice: Random) -> Iterator[Meeting]:
    orgs = [org for org in world.orgs if org.sphere == PartyOrg.Sphere.TWO_NEW]
    for (year, count), (_, quiet) in zip(world.years(*TWO_NEW), world.years(*QUIET), strict=True):
        standing = [org for org in orgs if org.since <= date(year, 6, 30)][quiet:]
        for _ in range(world.times(count)):
            org = dice.choice(standing)
            day = between(dice, max(org.since, date(year, 1, 4)), date(year, 12, 29))
            kind = dice.choices(tuple(TWO_NEW_TOPICS), (4, 2, 2, 2, 3, 2))[0]
            place = dice.choice((PLACES[6], PLACES[2], PLACES[7]))
            yield _meeting(
                world,
                dice,
                day,
                kind,
                dice.choice(TWO_NEW_TOPICS[kind]),
                dice.randint(4, 12),
                org=org,
                place=place,
            )
