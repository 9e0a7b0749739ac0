"""两新组织, the Party organisations in them, and the instructors sent to the others."""

from collections.abc import Iterator
from datetime import date
from random import Random

from stdnum.cn import uscc

from communities.models import Community
from demo.days import between
from demo.wording.names import FIRM_FIRST, FIRM_SECOND, INSTITUTIONS, OFFICES, TRADES
from demo.world import World
from members.models import Instructor, PartyOrg, TwoNewUnit

SINGLE, JOINT = 20, 5  # Party organisations of one unit, and of several
# Which of them began in the year before the year told, in that year itself, and in the one after.
FOUNDED = {
    -1: (1, 2),
    0: (3, 4, 21),
    1: (0,),
}
OLD_UNITS = 196
OPENED, CLOSED = (12, 16, 12), (5, 5, 4)
KINDS = ("enterprise",) * 11 + ("individual",) * 4 + ("society",) * 2 + ("private",) * 3 + ("foundation",)
DISTRICTS = ("江州", "锦河", "江州市", "锦河区")
# Who registered a unit and what it is: the first two signs of its code.
REGISTRIES = {
    "enterprise": "91",
    "individual": "92",
    "foundation": "53",
    "society": "51",
    "private": "52",
}
AREAS = ("商圈", "写字楼", "市场", "街区")
INSTRUCTORS = 34


class Firms:
    """Invents names and credit codes; none comes twice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.names: set[str] = set()
        self.numbers: set[str] = set()

    def name(self, kind: str) -> str:
        dice = self.dice
        while True:
            word = dice.choice(FIRM_FIRST) + dice.choice(FIRM_SECOND)
            name = f"{dice.choice(DISTRICTS)}{word}{dice.choice(TRADES[kind])}"
            if name not in self.names:
                self.names.add(name)
                return name

    def code(self, kind: str) -> str:
        """Return a 统一社会信用代码 with its check digit (GB 32100-2015)."""
        while True:
            number = f"{REGISTRIES[kind]}410199MA{self.dice.randrange(10**7):07d}"
            if number not in self.numbers:
                self.numbers.add(number)
                return number + uscc.calc_check_digit(number)


def make_two_new(world: World) -> None:
    dice = world.dice("two_new")
    firms = Firms(dice)
    homes = world.deal(dice, world.times(OLD_UNITS + sum(OPENED)))
    single = []
    for _ in range(world.times(SINGLE)):
        single.append(_unit(world, dice, firms, homes.pop(), "enterprise", dice.randint(3, 12)))
    orgs = world.write.save(_organisations(world, dice, single))
    for unit, org in zip(single, orgs, strict=False):
        unit.org = org
        unit.since = min(unit.since, org.since)
    joint = _units_of_joint_branches(world, dice, firms, orgs[len(single) :])
    del homes[len(homes) - len(joint) :]
    old = world.times(OLD_UNITS) - len(single) - len(joint)
    others = _others(world, dice, firms, homes, old)
    world.orgs += orgs
    world.units = world.write.save([*single, *joint, *others])
    _make_instructors(world, dice)


def _unit(
    world: World,
    dice: Random,
    firms: Firms,
    community: Community | None,
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
    """Make one branch for each of the units, then the joint ones."""
    committees = {}
    for org in world.orgs:
        if org.sphere == PartyOrg.Sphere.COMMUNITY and org.kind not in PartyOrg.BRANCHES:
            committees[org.community_id] = org
    branches: list[tuple[Community | None, str, str]] = []
    for unit in single:
        branches.append((unit.community, f"{unit.name}党支部", PartyOrg.Kind.BRANCH))
    for n in range(world.times(JOINT)):
        community = world.communities[n % len(world.communities)]
        area = AREAS[n // len(world.communities) % len(AREAS)]
        number = n // len(world.communities) // len(AREAS) or ""
        name = f"{world.short(community)}{area}{number}联合党支部"
        branches.append((community, name, PartyOrg.Kind.JOINT_BRANCH))
    for n, (home, name, kind) in enumerate(branches):
        since = _beginning(world, dice, n)
        yield PartyOrg(
            subdistrict=world.subdistrict,
            community=home,
            name=name,
            kind=kind,
            sphere=PartyOrg.Sphere.TWO_NEW,
            since=since,
            parent=committees[home.pk],
            secretary=world.people.name(),
            term_start=since,
        )


def _beginning(world: World, dice: Random, n: int) -> date:
    """Return when the organisation at that place was founded."""
    place = n // world.scale
    for offset, places in FOUNDED.items():
        if place in places:
            return min(date(world.year + offset, dice.randint(3, 10), dice.randint(1, 28)), world.today)
    return between(dice, date(world.year - 8, 1, 1), date(world.year - 2, 12, 31))


def _units_of_joint_branches(
    world: World, dice: Random, firms: Firms, orgs: list[PartyOrg]
) -> list[TwoNewUnit]:
    """Make the units of the joint branches: small ones, and now and then one with three full members."""
    units = []
    for n, org in enumerate(orgs):
        for place in range(dice.randint(2, 4)):
            is_large = place == 0 and n % JOINT < 3
            full_members = 3 if is_large else dice.randint(1, 2)
            unit = _unit(world, dice, firms, org.community, "enterprise", full_members)
            unit.org = org
            units.append(unit)
    return units


def _others(world: World, dice: Random, firms: Firms, homes: list[Community], old: int) -> list[TwoNewUnit]:
    """Make the units without a Party organisation; some were there, some opened, some closed."""
    units = [_without_org(world, dice, firms, homes) for _ in range(old)]
    still_open = iter(units[:old])
    for year, (openings, closings) in world.years(*zip(OPENED, CLOSED, strict=True)):
        first, last = date(year, 1, 1), date(year, 12, 31)
        for _ in range(world.times(closings)):
            day = between(dice, first, last)
            unit = next(still_open)
            if day <= world.today:
                unit.until = day
        for _ in range(world.times(openings)):
            day = between(dice, first, last)
            if day <= world.today:
                units.append(_without_org(world, dice, firms, homes, day))
    return units


def _without_org(
    world: World, dice: Random, firms: Firms, homes: list[Community], since: date | None = None
) -> TwoNewUnit:
    """Make a unit with few members or none; of some it is not known how many."""
    full_members = None
    if dice.random() >= 0.02:
        full_members = dice.choices((0, 1, 2), (6, 3, 1))[0]
    community = homes.pop() if homes else dice.choice(world.communities)
    return _unit(world, dice, firms, community, dice.choice(KINDS), full_members, since)


def _make_instructors(world: World, dice: Random) -> None:
    """Send instructors: those in post before the years told, and two or three more every year."""
    rows, keys = [], set()
    for n, since in enumerate(_instructor_starts(world, dice)):
        name, work_unit = world.people.name(), dice.choice(OFFICES + INSTITUTIONS)
        while (name, work_unit) in keys:
            name = world.people.name()
        keys.add((name, work_unit))
        instructor = Instructor(
            subdistrict=world.subdistrict,
            name=name,
            work_unit=work_unit,
            since=since,
            phone=world.people.phone(),
        )
        if n < 3 * world.scale:
            instructor.until = date(world.year - n % 2, 6, 30)
        rows.append(instructor)
    instructors = world.write.save(rows)
    without = [unit for unit in world.units if unit.org_id is None and unit.until is None]
    pairs: list[tuple[Instructor, TwoNewUnit]] = []
    for instructor in instructors:
        for unit in dice.sample(without, dice.randint(2, 5)):
            pairs.append((instructor, unit))
    world.write.link(Instructor, "units", pairs)


def _instructor_starts(world: World, dice: Random) -> list[date]:
    starts = []
    for _ in range(world.times(INSTRUCTORS)):
        starts.append(between(dice, date(world.year - 5, 1, 1), date(world.year - 2, 12, 31)))
    for year, number in world.years(3, 3, 2):
        for _ in range(world.times(number)):
            day = between(dice, date(year, 2, 1), date(year, 11, 30))
            if day <= world.today:
                starts.append(day)
    return starts
