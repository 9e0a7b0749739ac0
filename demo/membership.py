"""Party members: in the branches of the communities, the office and the 两新."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from common.periods import months_later
from demo.days import between
from demo.organisations import branches_of
from demo.people import Person
from demo.wording.names import INSTITUTIONS, OFFICES, STATE_FIRMS
from demo.world import World
from members.models import Member, PartyOrg

E = Member.Education
COMMUNITY_MEMBERS, OFFICE_MEMBERS = 1440, 35  # at scale 1, the latter per branch
OLD, GROWN, YOUNG = (80, 60), (59, 40), (39, 24)  # ages, oldest first
EDUCATION = {
    OLD: (E.PRIMARY, E.MIDDLE, E.MIDDLE, E.HIGH, E.VOCATIONAL, E.COLLEGE),
    GROWN: (E.MIDDLE, E.HIGH, E.VOCATIONAL, E.COLLEGE, E.COLLEGE, E.BACHELOR),
    YOUNG: (E.COLLEGE, E.BACHELOR, E.BACHELOR, E.BACHELOR, E.POSTGRADUATE),
}
ADULT = timedelta(days=366 * 19)
DIVISIONS = ("党建办", "民生办", "平安办", "城建办", "综合服务中心", "财政所")


def make_members(world: World) -> None:
    dice = world.dice("members")
    world.members = world.write.save(_everybody(world, dice))


def _everybody(world: World, dice: Random) -> Iterator[Member]:
    branches = branches_of(world)
    for n in range(world.times(COMMUNITY_MEMBERS)):
        org = branches[n] if n < len(branches) else dice.choice(branches)  # each has somebody
        yield _member(world, dice, org, (OLD, OLD, GROWN, GROWN, YOUNG))
    for org in world.orgs:
        if org.sphere == PartyOrg.Sphere.OFFICE and org.kind == PartyOrg.Kind.BRANCH:
            for _ in range(OFFICE_MEMBERS):
                yield _member(world, dice, org, (GROWN, YOUNG))
        if org.sphere == PartyOrg.Sphere.TWO_NEW:
            for _ in range(dice.randint(4, 9)):
                yield _member(world, dice, org, (GROWN, YOUNG, YOUNG))


def _member(world: World, dice: Random, org: PartyOrg, generations: tuple[tuple[int, int], ...]) -> Member:
    ages = dice.choice(generations)
    person = world.people.person(range(world.year - ages[0], world.year - ages[1] + 1))
    of_age = person.birth_date + ADULT
    since = max(_arrival(world, dice), org.since, of_age)
    admission = min(between(dice, of_age, of_age + ADULT), since)
    until, reason = _departure(world, dice, since, old=ages is OLD)
    return member(
        world,
        org,
        person,
        since=since,
        joined_on=admission,
        until=until,
        exit_reason=reason,
        education=dice.choice(EDUCATION[ages]),
        work_unit=_work_unit(dice, org, old=ages is OLD),
        elder_exempt=ages is OLD and world.year - person.birth_date.year > 75,
        away=ages is not OLD and dice.random() < 0.05,
    )


def member(world: World, org: PartyOrg, person: Person, *, joined_on: date, **others: object) -> Member:
    """Make a member, on probation for the first year."""
    full_on: date | None = months_later(joined_on, 12)
    kind = Member.Kind.FULL
    if not world.over(full_on):
        full_on, kind = None, Member.Kind.PROBATIONARY
    return Member(
        subdistrict=world.subdistrict,
        org=org,
        name=person.name,
        gender=person.gender,
        id_no=person.id_no,
        birth_date=person.birth_date,
        phone=person.phone,
        ethnicity=person.ethnicity,
        joined_on=joined_on,
        full_on=full_on,
        kind=kind,
        **others,
    )


def _arrival(world: World, dice: Random) -> date:
    """Return when somebody came: mostly before the years told, else in the course of them."""
    if dice.random() < 0.93:
        return between(dice, date(world.year - 14, 1, 1), date(world.year - 2, 12, 31))
    return between(dice, world.first_day, world.today)


def _departure(world: World, dice: Random, since: date, *, old: bool) -> tuple[date | None, str]:
    if dice.random() > 0.05:
        return None, ""
    day = between(dice, max(since, world.first_day), world.today)
    chance = dice.random()
    if old and chance < 0.7:
        return day, Member.Exit.DECEASED
    if not old and chance >= 0.96:
        return day, Member.Exit.SELF_LEFT
    return day, Member.Exit.TRANSFERRED


def _work_unit(dice: Random, org: PartyOrg, *, old: bool) -> str:
    if org.sphere == PartyOrg.Sphere.OFFICE:
        return "锦河街道办事处" + dice.choice(DIVISIONS)
    if org.sphere == PartyOrg.Sphere.TWO_NEW:
        return org.name.removesuffix("党支部").removesuffix("联合")
    if old:
        return dice.choice(INSTITUTIONS + STATE_FIRMS) + "（退休）"
    return dice.choice((*OFFICES, *STATE_FIRMS, "自由职业", "个体经营", "灵活就业", "社区工作者"))
