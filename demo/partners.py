"""Units that build the neighbourhood together with a 社区, and the 兼职委员 they send."""

from collections import defaultdict
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


def _starts(world: World, dice: Random, number_before: int, numbers: tuple[int, ...]) -> list[date]:
    """Return the days on which partners began: before the years told, and in each of them."""
    starts = []
    for _ in range(world.times(number_before)):
        starts.append(between(dice, date(world.year - 6, 3, 1), date(world.year - 2, 12, 31)))
    for year, number in world.years(*numbers):
        for _ in range(world.times(number)):
            day = between(dice, date(year, 2, 10), date(year, 12, 20))
            if day <= world.today:
                starts.append(day)
    return starts


def _names() -> Iterator[tuple[str, str]]:
    """Name units with their kinds: the well-known ones first, then firms and societies street by street."""
    for place in range(max(len(names) for _, names in PARTNER_KINDS)):
        for kind, names in PARTNER_KINDS:
            if place < len(names):
                yield kind, names[place]
    for number in count(1):
        for kind, venue in VENUES:
            for street in STREETS:
                ordinal = "" if number == 1 else f"第{numeral(number)}"
                yield kind, f"{street}{ordinal}{venue}"


def _partners(world: World, dice: Random) -> Iterator[PartnerUnit]:
    names = _names()
    starts = _starts(world, dice, STANDING, JOINED)
    for n, (since, community) in enumerate(zip(starts, world.deal(dice, len(starts)), strict=True)):
        kind, name = next(names)
        until = date(world.year - n % 2, 11, 30) if n % 17 == 5 else None
        yield _partner(world, dice, community, kind, name, since, until)
        if n % 20 == 3:  # a few build with two communities
            other = world.communities[(world.communities.index(community) + 1) % len(world.communities)]
            yield _partner(world, dice, other, kind, name, since, None)


def _partner(
    world: World, dice: Random, community: Community, kind: str, name: str, since: date, until: date | None
) -> PartnerUnit:
    if until and until <= since:
        until = None
    return PartnerUnit(
        subdistrict=world.subdistrict,
        community=community,
        kind=kind,
        name=name,
        since=since,
        until=until,
        contact=world.people.name(),
        phone=world.people.phone(),
        resources="；".join(dice.sample(RESOURCES, 2)),
    )


def _make_part_time_members(world: World, dice: Random, partners: list[PartnerUnit]) -> None:
    standing = [unit for unit in partners if unit.until is None]
    dice.shuffle(standing)
    by_community: defaultdict[int, list[PartnerUnit]] = defaultdict(list)
    for unit in standing:
        by_community[unit.community.pk].append(unit)
    rows, keys = [], set()
    starts = _starts(world, dice, SEATED, APPOINTED)
    for n, (since, community) in enumerate(zip(starts, world.deal(dice, len(starts)), strict=True)):
        units = by_community[community.pk] or standing
        name, unit_name = world.people.name(), dice.choice(units).name
        while (community.pk, name, unit_name) in keys:
            name = world.people.name()
        keys.add((community.pk, name, unit_name))
        member = PartTimeMember(
            subdistrict=world.subdistrict,
            community=community,
            name=name,
            unit=unit_name,
            post=dice.choice(POSTS),
            since=since,
        )
        if n % 14 == 6 and since < world.first_day:
            member.until = date(world.year, 3, 31)
        rows.append(member)
    world.write.save(rows)
