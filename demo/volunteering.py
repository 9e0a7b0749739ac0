"""Volunteer teams with the Party members in them; 服务品牌 and what the press wrote."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from demo.days import after, between
from demo.organisations import numeral
from demo.wording.names import OUTLETS
from demo.wording.services import BRANDS, HEADLINES, TEAMS
from demo.world import World
from members.models import PartyOrg
from services.models import Brand, MediaReport, VolunteerCategory, VolunteerTeam

PARTY_VOLUNTEERS = 1015  # distinct persons, at scale 1
IN_TWO_TEAMS = 0.06
TEAM_COUNT = 40
BEGUN_LATER = {36: -1, 37: -1, 38: 0, 39: 1}  # place of the team: year it began, counted from the year told
OLD_BRANDS, BRANDS_BEGUN = (
    11,
    {11: (-1, 5, 18), 12: (0, 3, 12), 13: (0, 9, 6), 14: (1, 4, 20), 15: (1, 8, 8)},
)  # place: offset, month, day


def make_teams(world: World) -> None:
    dice = world.dice("teams")
    categories = {category.name: category for category in VolunteerCategory.objects.of(world.subdistrict.pk)}
    teams = world.write.save(_teams(world, dice, categories))
    own = [
        m
        for m in world.members
        if m.org.sphere == PartyOrg.Sphere.COMMUNITY and m.until is None and not m.elder_exempt
    ]
    world.write.link(VolunteerTeam, "members", _membership(world, dice, teams, own))


def _teams(world: World, dice: Random, categories: dict[str, VolunteerCategory]) -> Iterator[VolunteerTeam]:
    names, named = tuple(categories), Counter[str]()
    for n in range(world.times(TEAM_COUNT)):
        place, community = n % TEAM_COUNT, world.communities[n % len(world.communities)]
        category = names[place % len(names)]
        title = dice.choice(TEAMS[category])
        since = between(dice, date(world.year - 6, 1, 1), date(world.year - 2, 12, 31))
        if place in BEGUN_LATER:
            since = min(world.today, date(world.year + BEGUN_LATER[place], 3, 5))
        name = f"{world.short(community)}{title}{category}"
        named[name] += 1
        again = "" if named[name] == 1 else f"第{numeral(named[name])}"
        yield VolunteerTeam(
            subdistrict=world.subdistrict,
            community=community,
            name=f"{name}{again}队",
            category=categories[category],
            since=since,
            leader=world.people.name(),
            volunteers=dice.randint(30, 60),
        )


def _membership(
    world: World, dice: Random, teams: list[VolunteerTeam], own: list
) -> Iterator[tuple[VolunteerTeam, object]]:
    """Members of the community's own branches where there are enough, each in one team, a few in two."""
    wanted = min(len(own), world.times(PARTY_VOLUNTEERS))
    here: dict[int | None, list[VolunteerTeam]] = {}
    for team in teams:
        here.setdefault(team.community_id, []).append(team)
    for member in dice.sample(own, wanted):
        near = here[member.org.community_id]
        for team in dice.sample(near, min(len(near), 2 if dice.random() < IN_TWO_TEAMS else 1)):
            yield team, member


def make_brands(world: World) -> None:
    dice = world.dice("brands")
    brands = world.write.save(brand for brand in _brands(world, dice) if brand.since <= world.today)
    world.write.save(_reports(world, dice, brands))


def _brands(world: World, dice: Random) -> Iterator[Brand]:
    for place, (name, home, content) in enumerate(BRANDS):
        since = between(dice, date(world.year - 5, 1, 1), date(world.year - 2, 12, 31))
        if place in BRANDS_BEGUN:
            offset, month, day = BRANDS_BEGUN[place]
            since = date(world.year + offset, month, day)
        community = None if home is None else world.communities[home]
        yield Brand(
            subdistrict=world.subdistrict, community=community, name=name, since=since, content=content
        )


def _reports(world: World, dice: Random, brands: list[Brand]) -> Iterator[MediaReport]:
    """Some brands are written about, the newer ones soon after they began."""
    for n, brand in enumerate(brands):
        if n % 3 == 1 and n < OLD_BRANDS:
            continue
        first = max(brand.since, world.first_day)
        days = (
            {after(dice, first, 25, 120)}
            if n in (11, 12, 14)
            else {between(dice, first, world.today) for _ in range(dice.randint(1, 2))}
        )
        for day in sorted(world.past(days)):
            outlet, level = OUTLETS[0] if n == 12 else dice.choice(OUTLETS)
            title = dice.choice(HEADLINES).format(brand=brand.name, place=brand.community or "锦河街道")
            yield MediaReport(brand=brand, date=day, outlet=outlet, level=level, title=title)
