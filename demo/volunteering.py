"""Volunteer teams with the Party members in them; 服务品牌 and what the press wrote."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from demo.days import after, between
from demo.organisations import numeral
from demo.wording.names import OUTLETS
from demo.wording.services import BRANDS, HEADLINES, TEAMS
from demo.world import World
from members.models import Member, PartyOrg
from services.models import Brand, MediaReport, VolunteerCategory, VolunteerTeam

PARTY_VOLUNTEERS = 1015  # distinct persons, at scale 1
IN_TWO_TEAMS = 0.06
TEAM_COUNT = 40
BEGUN_LATER = {36: -1, 37: -1, 38: 0, 39: 1}  # place of the team: year it began, counted from the year told
OLD_BRANDS = 11
# Place of a brand among all: offset of the year in which it began, month, day.
BRANDS_BEGUN = {11: (-1, 5, 18), 12: (0, 3, 12), 13: (0, 9, 6), 14: (1, 4, 20), 15: (1, 8, 8)}
WRITTEN_OF_SOON = (11, 12, 14)  # places of brands of which the press wrote soon after they began


def make_teams(world: World) -> None:
    dice = world.dice("teams")
    categories = {category.name: category for category in VolunteerCategory.objects.of(world.subdistrict.pk)}
    teams = world.write.save(_teams(world, dice, categories))
    members = []
    for member in world.members:
        is_here = member.org.sphere == PartyOrg.Sphere.COMMUNITY and member.until is None
        if is_here and not member.elder_exempt:
            members.append(member)
    world.write.link(VolunteerTeam, "members", _membership(world, dice, teams, members))


def _teams(world: World, dice: Random, categories: dict[str, VolunteerCategory]) -> Iterator[VolunteerTeam]:
    names, uses = tuple(categories), Counter[str]()
    for n in range(world.times(TEAM_COUNT)):
        place, community = n % TEAM_COUNT, world.communities[n % len(world.communities)]
        category = names[place % len(names)]
        title = dice.choice(TEAMS[category])
        since = between(dice, date(world.year - 6, 1, 1), date(world.year - 2, 12, 31))
        if place in BEGUN_LATER:
            since = min(world.today, date(world.year + BEGUN_LATER[place], 3, 5))
        name = f"{world.short(community)}{title}{category}"
        uses[name] += 1
        ordinal = "" if uses[name] == 1 else f"第{numeral(uses[name])}"
        yield VolunteerTeam(
            subdistrict=world.subdistrict,
            community=community,
            name=f"{name}{ordinal}队",
            category=categories[category],
            since=since,
            leader=world.people.name(),
            volunteers=dice.randint(30, 60),
        )


def _membership(
    world: World, dice: Random, teams: list[VolunteerTeam], members: list[Member]
) -> Iterator[tuple[VolunteerTeam, Member]]:
    """Put members into teams of their own community, each into one, a few into two."""
    teams_of: defaultdict[int | None, list[VolunteerTeam]] = defaultdict(list)
    for team in teams:
        teams_of[team.community_id].append(team)
    number = min(len(members), world.times(PARTY_VOLUNTEERS))
    for member in dice.sample(members, number):
        near = teams_of[member.org.community_id]
        most = 2 if dice.random() < IN_TWO_TEAMS else 1
        for team in dice.sample(near, min(len(near), most)):
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
    """Write about some brands, about the newer ones soon after they began."""
    for n, brand in enumerate(brands):
        if n % 3 == 1 and n < OLD_BRANDS:
            continue
        first = max(brand.since, world.first_day)
        if n in WRITTEN_OF_SOON:
            days = {after(dice, first, 25, 120)}
        else:
            days = {between(dice, first, world.today) for _ in range(dice.randint(1, 2))}
        for day in sorted(world.past(days)):
            outlet, level = OUTLETS[0] if n == 12 else dice.choice(OUTLETS)
            title = dice.choice(HEADLINES).format(brand=brand.name, place=brand.community or "锦河街道")
            yield MediaReport(brand=brand, date=day, outlet=outlet, level=level, title=title)
