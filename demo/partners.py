"""Units that build the neighbourhood together with a 社区, and the 兼职委员 they send."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from random import Random

from communities.models import Community, PartnerUnit, PartTimeMember
from demo.days import between
from demo.organisations import numeral
from demo.wording.names import PARTNER_KINDS, POSTS, STREETS, VENUES
from demo.world import World

STANDING, JOINED = 82, (6, 8, 5)  # partner units before the years told, and new in each
SEATED, APPOINTED = 42, (4, 5, 3)  # 兼职委员 alike
RESOURCES = (
    "开放会议室和停车位",
    "每季一次义诊",
    "提供法律咨询",
    "捐赠图书和文体器材",
    "认领微心愿",
    "接收困难家庭子女实习",
    "协助消防演练",
    "讲授理财和反诈知识",
)


def make_partners(world: World) -> None:
    dice = world.dice("partners")
    partners = world.write.save(_partners(world, dice))
    _make_part_time_members(world, dice, partners)


def _starts(world: World, dice: Random, standing: int, added: tuple[int, ...]) -> Iterator[date]:
    for _ in range(world.times(standing)):
        yield between(dice, date(world.year - 6, 3, 1), date(world.year - 2, 12, 31))
    for year, amount in world.years(*added):
        yield from world.past(
            between(dice, date(year, 2, 10), date(year, 12, 20)) for _ in range(world.times(amount))
        )


def _names() -> Iterator[tuple[str, str]]:
    """Units with their kinds: the well-known ones first, then firms and societies street by street."""
    for place in range(max(len(names) for _, names in PARTNER_KINDS)):
        for kind, names in PARTNER_KINDS:
            if place < len(names):
                yield kind, names[place]
    for number in count(1):
        for kind, venue in VENUES:
            for street in STREETS:
                yield kind, f"{street}{venue}" if number == 1 else f"{street}第{numeral(number)}{venue}"


def _partners(world: World, dice: Random) -> Iterator[PartnerUnit]:
    names = _names()
    starts = list(_starts(world, dice, STANDING, JOINED))
    for n, (since, community) in enumerate(zip(starts, world.deal(dice, len(starts)), strict=True)):
        kind, name = next(names)
        ends = n % 17 == 5
        yield _partner(
            world, dice, community, kind, name, since, date(world.year - n % 2, 11, 30) if ends else None
        )
        if n % 20 == 3:  # a few build with two communities
            other = world.communities[(world.communities.index(community) + 1) % len(world.communities)]
            yield _partner(world, dice, other, kind, name, since, None)


def _partner(
    world: World, dice: Random, community: Community, kind: str, name: str, since: date, until: date | None
) -> PartnerUnit:
    return PartnerUnit(
        subdistrict=world.subdistrict,
        community=community,
        kind=kind,
        name=name,
        since=since,
        until=until if until and until > since else None,
        contact=world.people.name(),
        phone=world.people.phone(),
        resources="；".join(dice.sample(RESOURCES, 2)),
    )


def _make_part_time_members(world: World, dice: Random, partners: list[PartnerUnit]) -> None:
    standing = [unit for unit in partners if unit.until is None]
    dice.shuffle(standing)
    by_community = {
        community.pk: [unit for unit in standing if unit.community_id == community.pk]
        for community in world.communities
    }
    rows, taken = [], set()
    starts = list(_starts(world, dice, SEATED, APPOINTED))
    for n, (since, community) in enumerate(zip(starts, world.deal(dice, len(starts)), strict=True)):
        units = by_community[community.pk] or standing
        name, unit = world.people.name(), dice.choice(units).name
        while (community.pk, name, unit) in taken:
            name = world.people.name()
        taken.add((community.pk, name, unit))
        rows.append(
            PartTimeMember(
                subdistrict=world.subdistrict,
                community=community,
                name=name,
                unit=unit,
                post=dice.choice(POSTS),
                since=since,
                until=date(world.year, 3, 31) if n % 14 == 6 and since < world.first_day else None,
            )
        )
    world.write.save(rows)
