"""在职党员 who registered with a community, what they did for residents, and the projects they took on."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from communities.models import Community
from demo.days import after, between, spread
from demo.wording import services as words
from demo.wording.names import INSTITUTIONS, OFFICES, STATE_FIRMS
from demo.world import World
from services.models import CheckIn, GoodDeed, ProjectClaim

STANDING, CHECKED_IN = 1690, (112, 104, 90)  # before the years told, and in each
TWICE = 12  # registered with two communities
LEAVING = 0.022
DEEDS = (2108, 2315, 2480)
CLAIMS = (46, 52, 55)
UNITS = OFFICES + INSTITUTIONS + STATE_FIRMS
CheckIns = defaultdict[int | None, list[CheckIn]]  # by community, in the order they came


def make_neighbours(world: World) -> None:
    dice = world.dice("neighbours")
    rows = sorted(_check_ins(world, dice), key=lambda row: row.since)
    check_ins: CheckIns = defaultdict(list)
    for row in world.write.save(rows):
        check_ins[row.community_id].append(row)
    for year, count in world.years(*DEEDS):
        world.write.save(_deeds(world, dice, check_ins, year, world.times(count)))
    world.write.save(_claims(world, dice, check_ins))


def _check_ins(world: World, dice: Random) -> Iterator[CheckIn]:
    starts = []
    for _ in range(world.times(STANDING)):
        starts.append(between(dice, date(world.year - 6, 3, 1), date(world.year - 2, 12, 31)))
    for year, count in world.years(*CHECKED_IN):
        starts += world.past(spread(dice, year, world.times(count)))
    keys: set[tuple[int, str, str]] = set()  # nobody of one name and employer is in a community twice
    for n, (since, community) in enumerate(zip(starts, world.deal(dice, len(starts)), strict=True)):
        row = _check_in(world, dice, community, since)
        while (community.pk, row.name, row.unit) in keys:
            row.name = world.people.name()
        keys.add((community.pk, row.name, row.unit))
        yield row
        other = world.communities[world.communities.index(community) - 1]
        if n < world.times(TWICE) and (other.pk, row.name, row.unit) not in keys:
            keys.add((other.pk, row.name, row.unit))
            yield CheckIn(
                subdistrict=world.subdistrict,
                community=other,
                since=after(dice, since, 5, 90),
                name=row.name,
                unit=row.unit,
                phone=row.phone,
                id_no=row.id_no,
            )


def _check_in(world: World, dice: Random, community: Community, since: date) -> CheckIn:
    person = world.people.person(range(world.year - 56, world.year - 25))
    until = None
    if dice.random() < LEAVING:
        until = between(dice, max(since, world.first_day), world.today)
    return CheckIn(
        subdistrict=world.subdistrict,
        community=community,
        since=since,
        until=until,
        name=person.name,
        unit=dice.choice(UNITS),
        phone=person.phone,
        id_no=person.id_no if dice.random() < 0.6 else "",
        specialties=dice.choice(words.SPECIALTIES),
    )


def somebody(dice: Random, check_ins: list[CheckIn], day: date) -> CheckIn | None:
    """Choose one of those who checked in by that day; nobody where there are none, or where he has left."""
    number = bisect_right(check_ins, day, key=lambda row: row.since)
    if not number:
        return None
    row = check_ins[dice.randrange(number)]
    if row.until is not None and row.until <= day:
        return None
    return row


def _deeds(world: World, dice: Random, check_ins: CheckIns, year: int, count: int) -> Iterator[GoodDeed]:
    days = spread(dice, year, count, weekends=True)
    for day, community in zip(days, world.deal(dice, count), strict=True):
        if day <= world.today:
            yield _deed(world, dice, community, check_ins[community.pk], day)


def _deed(world: World, dice: Random, community: Community, check_ins: list[CheckIn], day: date) -> GoodDeed:
    people, works = dice.choices(words.DEEDS, (5, 3, 2, 2))[0]
    doer = somebody(dice, check_ins, day)
    is_together = doer is None or dice.random() < 0.15
    content = dice.choice(people) + dice.choice(works)
    done_by = ""
    if is_together:
        done_by = f"{dice.choice(UNITS)}党员{dice.randint(3, 15)}人"
    return GoodDeed(
        subdistrict=world.subdistrict,
        community=community,
        date=day,
        content=content,
        check_in=doer,
        done_by=done_by,
        beneficiaries=dice.randint(1, 6 if doer else 40),
    )


def _claims(world: World, dice: Random, check_ins: CheckIns) -> Iterator[ProjectClaim]:
    for year, count in world.years(*CLAIMS):
        days = spread(dice, year, world.times(count))
        for day, community in zip(days, world.deal(dice, len(days)), strict=True):
            if day <= world.today:
                yield _claim(world, dice, community, check_ins[community.pk], day)


def _claim(
    world: World, dice: Random, community: Community, check_ins: list[CheckIn], day: date
) -> ProjectClaim:
    claimant = somebody(dice, check_ins, day) if dice.random() < 0.6 else None
    end = after(dice, day, 20, 150)
    claim = ProjectClaim(
        subdistrict=world.subdistrict,
        community=community,
        date=day,
        project=dice.choice(words.PROJECTS),
        check_in=claimant,
    )
    if claimant is None:
        claim.claimant = f"{dice.choice(UNITS)}党支部"
    if world.over(end) and dice.random() < 0.9:
        claim.done_on = end
    return claim
