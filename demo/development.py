"""发展党员: people on the way into the Party, year by year, and those who arrived."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import cast

from common.periods import months_later
from demo.days import after, spread
from demo.membership import member
from demo.organisations import branches_of
from demo.people import Person
from demo.world import World, marks
from members.models import Applicant, Member, PartyOrg, TwoNewUnit
from members.models.limits import ACTIVIST_MONTHS, TALK_MONTHS
from records.personal import Gender

ACTIVISTS = (64, 62, 61, 58, 55)  # named in the two years before the years told, and in each of these
APPLIED_ONLY = (14, 18, 22)
WAITING = (7, 9, 7)  # 两新 applicants whom nobody had talked to when the year ended
ON_TO_CANDIDATE, ON_TO_ADMISSION = 0.54, 0.86
OF_TWO_NEW = 0.22
STAGES = Applicant.STAGES


def make_applicants(world: World) -> None:
    dice = world.dice("applicants")
    applicants = list(_everybody(world, dice))
    for applicant in applicants:
        if applicant.approved_on:
            applicant.member = _as_member(world, applicant)
    members = world.write.save(applicant.member for applicant in applicants if applicant.member)
    world.write.save(applicants)
    world.members += members


def _everybody(world: World, dice: Random) -> Iterator[Applicant]:
    branches = branches_of(world)
    employers = []
    for employer in world.units:
        if employer.org is not None and employer.until is None and employer.org.since < world.first_day:
            employers.append(employer)
    earlier = zip((world.year - 3, world.year - 2), ACTIVISTS[:2], strict=True)
    for year, count in (*earlier, *world.years(*ACTIVISTS[2:])):
        days = world.past(spread(dice, year, world.times(count)))
        going = marks(dice, len(days), ON_TO_CANDIDATE)
        arriving = marks(dice, len(days), ON_TO_ADMISSION)
        for day, goes, arrives in zip(days, going, arriving, strict=True):
            unit = dice.choice(employers) if dice.random() < OF_TWO_NEW else None
            yield _applicant(world, dice, branches, unit, _course(dice, day, goes, arrives))
    for year, count in world.years(*APPLIED_ONLY):
        for day in world.past(spread(dice, year, world.times(count))):
            course = {"applied_on": day, "talked_on": after(dice, day, 4, 27)}
            yield _applicant(world, dice, branches, None, course)
    for year, count in world.years(*WAITING):
        yield from _waiting(world, dice, branches, employers, year, world.times(count))


def _course(dice: Random, activist_on: date, goes: bool, arrives: bool) -> dict[str, date]:
    """Return the days of the stages, as far as this person goes; some of them may still be to come."""
    application = activist_on - timedelta(days=dice.randint(70, 240))
    talk = after(dice, application, 3, 28)
    days = {"applied_on": application, "talked_on": talk, "activist_on": activist_on}
    if goes:
        days["candidate_on"] = after(dice, months_later(activist_on, ACTIVIST_MONTHS), 1, 25)
        if arrives:
            days["admitted_on"] = after(dice, days["candidate_on"], 30, 60)
            days["approved_on"] = after(dice, days["admitted_on"], 12, 60)
            days["full_on"] = after(dice, months_later(days["admitted_on"], 12), 0, 25)
    return days


def _waiting(
    world: World, dice: Random, branches: list[PartyOrg], employers: list[TwoNewUnit], year: int, count: int
) -> Iterator[Applicant]:
    """Make applicants who applied late in the year so far, and were talked to only in the next."""
    last = min(date(year, 12, 31), world.today)
    for _ in range(count):
        application = last - timedelta(days=dice.randint(40, 150))
        if application.year == year:
            talk = last + timedelta(days=dice.randint(10, 90))
            days = {"applied_on": application, "talked_on": talk}
            yield _applicant(world, dice, branches, dice.choice(employers), days)


def _applicant(
    world: World, dice: Random, branches: list[PartyOrg], unit: TwoNewUnit | None, days: dict[str, date]
) -> Applicant:
    person = world.people.person(range(world.year - 46, world.year - 25))
    so_far = {stage: day for stage, day in days.items() if world.over(day)}
    ended_on, note, special_reason = None, "", ""
    if "candidate_on" not in days and "activist_on" in so_far and dice.random() < 0.06:
        ended_on = so_far["activist_on"] + timedelta(days=200)
    if not world.over(ended_on):
        ended_on = None
    if ended_on:
        note = "工作调动，不再由本街道培养"
    if _is_talk_late(so_far):
        special_reason = "递交申请书后外派学习，返回后即谈话"
    return Applicant(
        subdistrict=world.subdistrict,
        org=unit.org if unit else dice.choice(branches),
        unit=unit,
        name=person.name,
        gender=person.gender,
        id_no=person.id_no,
        birth_date=person.birth_date,
        phone=person.phone,
        ended_on=ended_on,
        note=note,
        special_reason=special_reason,
        **so_far,
    )


def _is_talk_late(days: dict[str, date]) -> bool:
    talk = days.get("talked_on")
    return talk is not None and talk > months_later(days["applied_on"], TALK_MONTHS)


def _as_member(world: World, applicant: Applicant) -> Member:
    """Put an applicant who was admitted into the roster of members."""
    gender, birth_date = Gender(applicant.gender), cast(date, applicant.birth_date)
    admitted_on = cast(date, applicant.admitted_on)
    person = Person(applicant.name, gender, birth_date, applicant.id_no, applicant.phone, ethnicity="")
    row = member(
        world,
        applicant.org,
        person,
        joined_on=admitted_on,
        since=admitted_on,
        education=Member.Education.BACHELOR,
    )
    row.full_on = applicant.full_on
    row.kind = Member.Kind.PROBATIONARY
    if row.full_on:
        row.kind = Member.Kind.FULL
    return row
