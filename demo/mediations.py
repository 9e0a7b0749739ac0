"""矛盾调解: cases with their parties and the notes of the five hearts."""

from collections.abc import Iterator
from datetime import date
from random import Random

from demo.days import after, spread
from demo.wording.disputes import COURSES, DISPUTES, FAILED, HEARTS, MEDIATORS
from demo.world import World, marks
from mediation.models import Heart, HeartNote, MediationCase, MediationParty

CASES = (178, 192, 200)
FAILURE = (0.041, 0.032, 0.03)
WITHDRAWN = 0.03
NOTED = 0.35  # of the cases have notes of the five hearts
Outcome = MediationCase.Result


def make_cases(world: World) -> None:
    dice = world.dice("mediation")
    cases = world.write.save(_cases(world, dice))
    world.write.save(_parties(world, dice, cases))
    hearts = {heart.name: heart for heart in Heart.objects.of(world.subdistrict.pk)}
    world.write.save(_notes(dice, cases, hearts))


def _cases(world: World, dice: Random) -> Iterator[MediationCase]:
    for (year, count), failure in zip(world.years(*CASES), FAILURE, strict=False):
        days = spread(dice, year, world.times(count))
        failed = marks(dice, len(days), failure)
        for number, (day, community) in enumerate(
            zip(days, world.deal(dice, len(days)), strict=True), start=1
        ):
            if day <= world.today:
                yield _case(world, dice, day, number, failed[number - 1], community=community)


def _case(
    world: World, dice: Random, day: date, number: int, failed: bool, **others: object
) -> MediationCase:
    kind = dice.choice(tuple(DISPUTES))
    result = (
        Outcome.FAILURE if failed else Outcome.WITHDRAWN if dice.random() < WITHDRAWN else Outcome.SUCCESS
    )
    closed = after(dice, day, 1, 29 if dice.random() < 0.93 else 60)
    if closed > world.today:
        result = Outcome.ONGOING
    course = {
        Outcome.SUCCESS: COURSES,
        Outcome.FAILURE: FAILED,
        Outcome.WITHDRAWN: ("申请人撤回申请，双方已自行和解。",),
        Outcome.ONGOING: ("",),
    }
    return MediationCase(
        subdistrict=world.subdistrict,
        date=day,
        case_no=f"（{day.year}）锦人调字第{number}号",
        kind=kind,
        result=result,
        closed_on=None if result == Outcome.ONGOING else closed,
        mediators="、".join(dice.sample(MEDIATORS, 2)),
        summary=dice.choice(DISPUTES[kind]) + "。",
        course=dice.choice(course[result]),
        **others,
    )


def _parties(world: World, dice: Random, cases: list[MediationCase]) -> Iterator[MediationParty]:
    for case in cases:
        for side in (MediationParty.Side.APPLICANT, MediationParty.Side.RESPONDENT):
            phone = world.people.phone() if dice.random() < 0.5 else ""
            yield MediationParty(case=case, side=side, name=world.people.name(), phone=phone)


def _notes(dice: Random, cases: list[MediationCase], hearts: dict[str, Heart]) -> Iterator[HeartNote]:
    for case in cases:
        if dice.random() < NOTED:
            for name in dice.sample(tuple(HEARTS), dice.randint(2, 5)):
                yield HeartNote(case=case, heart=hearts[name], text=dice.choice(HEARTS[name]))
