"""两新组织, the Party organisations in them, and the instructors sent to the others."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from stdnum.cn import uscc

from communities.models import Community
from demo.days import between
from demo.wording.names import FIRM_FIRST, FIRM_SECOND, INSTITUTIONS, OFFICES, TRADES
from demo.world import World
from members.models import Instructor, PartyOrg, TwoNewUnit

SINGLE, JOINT = 20, 5  # Party organisations of one unit, and of several
FOUNDED = {
    -1: (1, 2),
    0: (3, 4, 21),
    1: (0,),
}  # which of them began in the year told, the one before, the one after
OLD_UNITS = 196
OPENED, CLOSED = (12, 16, 12), (5, 5, 4)
KINDS = ("enterprise",) * 11 + ("individual",) * 4 + ("society",) * 2 + ("private",) * 3 + ("foundation",)
AREAS = ("商圈", "写字楼", "市场", "街区")
INSTRUCTORS = 34


class Firms:
    """Names and credit codes; none comes twice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.taken: set[str] = set()

    def name(self, kind: str) -> str:
        while True:
            dice = self.dice
            word = dice.choice(FIRM_FIRST) + dice.choice(FIRM_SECOND)
            name = f"{dice.choice(('江州', '锦河', '江州市', '锦河区'))}{word}{dice.choice(TRADES[kind])}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def code(self, kind: str) -> str:
        first = {
            "enterprise": "91",
            "individual": "92",
            "foundation": "53",
            "society": "51",
            "private": "52",
        }[kind]
        while True:
            number = f"{first}410199MA{self.dice.randrange(10**7):07d}"
            if number not in self.taken:
                self.taken.add(number)
                return number + uscc.calc_check_digit(number)


def make_two_new(world: World) -> None:
    dice = world.dice("two_new")
    firms = Firms(dice)
    homes = world.deal(dice, world.times(OLD_UNITS + sum(OPENED)))
    single = [
        _unit(world, dice, firms, homes.pop(), "enterprise", full=dice.randint(3, 12))
        for _ in range(world.times(SINGLE))
    ]
    orgs = world.write.save([*_organisations(world, dice, single)])
    for unit, org in zip(single, orgs, strict=False):
        unit.org = org
        unit.since = min(unit.since, org.since)
    joint = list(_joined(world, dice, firms, homes, orgs[len(single) :]))
    others = [*_others(world, dice, firms, homes, world.times(OLD_UNITS) - len(single) - len(joint))]
    world.orgs += orgs
    world.units = world.write.save([*single, *joint, *others])
    _make_instructors(world, dice)


def _unit(
    world: World,
    dice: Random,
    firms: Firms,
    community: Any,
    kind: str,
    full: int | None,
    since: date | None = None,
) -> TwoNewUnit:
    return TwoNewUnit(
        subdistrict=world.subdistrict,
        community=community,
        name=firms.name(kind),
        kind=kind,
        full_members=full,
        since=since or between(dice, date(world.year - 14, 1, 1), date(world.year - 2, 12, 31)),
        employees=dice.randint(2, 9) if kind == "individual" else dice.randint(6, 160),
        uscc=firms.code(kind),
        contact=world.people.name(),
    )


def _organisations(world: World, dice: Random, single: list[TwoNewUnit]) -> Iterator[PartyOrg]:
    """One branch for each of the units, then the joint ones."""
    committees = {
        org.community_id: org
        for org in world.orgs
        if org.sphere == PartyOrg.Sphere.COMMUNITY and org.kind not in PartyOrg.BRANCHES
    }
    homes: list[tuple[Any, str, str]] = [
        (unit.community, f"{unit.name}党支部", PartyOrg.Kind.BRANCH) for unit in single
    ]
    for n in range(world.times(JOINT)):
        community = world.communities[n % len(world.communities)]
        area = AREAS[n // len(world.communities) % len(AREAS)]
        number = n // len(world.communities) // len(AREAS)
        homes.append(
            (community, f"{world.short(community)}{area}{number or ''}联合党支部", PartyOrg.Kind.JOINT_BRANCH)
        )
    for n, (community, name, kind) in enumerate(homes):
        since = _founded(world, dice, n)
        yield PartyOrg(
            subdistrict=world.subdistrict,
            community=community,
            name=name,
            kind=kind,
            sphere=PartyOrg.Sphere.TWO_NEW,
            since=since,
            parent=committees[community.pk],
            secretary=world.people.name(),
            term_start=since,
        )


def _founded(world: World, dice: Random, n: int) -> date:
    place = n // world.scale
    for offset, places in FOUNDED.items():
        if place in places:
            return min(date(world.year + offset, dice.randint(3, 10), dice.randint(1, 28)), world.today)
    return between(dice, date(world.year - 8, 1, 1), date(world.year - 2, 12, 31))


def _joined(
    world: World, dice: Random, firms: Firms, homes: list[Community], orgs: list[PartyOrg]
) -> Iterator[TwoNewUnit]:
    """The units of the joint branches: small ones, and now and then one that might have formed its own."""
    for n, org in enumerate(orgs):
        for place in range(dice.randint(2, 4)):
            unit = _unit(
                world,
                dice,
                firms,
                org.community,
                "enterprise",
                full=3 if place == 0 and n % JOINT < 3 else dice.randint(1, 2),
            )
            unit.org = org
            homes.pop()
            yield unit


def _others(
    world: World, dice: Random, firms: Firms, homes: list[Community], old: int
) -> Iterator[TwoNewUnit]:
    """Units without a Party organisation: few members or none; of some it is not known how many."""

    def another(since: date | None = None) -> TwoNewUnit:
        full = None if dice.random() < 0.02 else dice.choices((0, 1, 2), (6, 3, 1))[0]
        return _unit(
            world,
            dice,
            firms,
            dice.choice(world.communities) if not homes else homes.pop(),
            dice.choice(KINDS),
            full,
            since,
        )

    standing = [another() for _ in range(old)]
    closing = iter(standing)
    for (year, opened), (_, closed) in zip(world.years(*OPENED), world.years(*CLOSED), strict=True):
        first, last = date(year, 1, 1), date(year, 12, 31)
        for _ in range(world.times(closed)):
            day = between(dice, first, last)
            next(closing).until = day if day <= world.today else None
        opening = (between(dice, first, last) for _ in range(world.times(opened)))
        standing += [another(day) for day in opening if day <= world.today]
    yield from standing


def _make_instructors(world: World, dice: Random) -> None:
    """Those in post before the years told, and two or three more every year."""
    starts = [
        between(dice, date(world.year - 5, 1, 1), date(world.year - 2, 12, 31))
        for _ in range(world.times(INSTRUCTORS))
    ]
    for year, count in world.years(3, 3, 2):
        starts += world.past(
            between(dice, date(year, 2, 1), date(year, 11, 30)) for _ in range(world.times(count))
        )
    rows, taken = [], set()
    for n, since in enumerate(starts):
        name, work_unit = world.people.name(), dice.choice(OFFICES + INSTITUTIONS)
        while (name, work_unit) in taken:
            name = world.people.name()
        taken.add((name, work_unit))
        until = date(world.year - n % 2, 6, 30) if n < 3 * world.scale else None
        rows.append(
            Instructor(
                subdistrict=world.subdistrict,
                name=name,
                work_unit=work_unit,
                since=since,
                until=until,
                phone=world.people.phone(),
            )
        )
    instructors = world.write.save(rows)
    without = [unit for unit in world.units if unit.org_id is None and unit.until is None]
    pairs = [
        (instructor, unit) for instructor in instructors for unit in dice.sample(without, dice.randint(2, 5))
    ]
    world.write.link(Instructor, "units", pairs)
