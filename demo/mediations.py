"""矛盾调解: cases with their parties and the notes of the five hearts."""

from collections.abc import Iterator
from datetime import date
from random import Random

from communities.models import Community
from demo.days import after, spread
from demo.wording.disputes import COURSES, DISPUTES, FAILED, HEARTS, MEDIATORS
from demo.world import World, marks
from mediation.models import Heart, HeartNote, MediationCase, MediationParty

CASES = (178, 192, 200)
FAILURE = (0.041, 0.032, 0.03)
WITHDRAWN = 0.03
NOTED = 0.35  # of the cases have notes of the five hearts
Outcome = MediationCase.Result
COURSES_OF: dict[str, tuple[str, ...]] = {
    Outcome.SUCCESS: COURSES,
    Outcome.FAILURE: FAILED,
    Outcome.WITHDRAWN: ("申请人撤回申请，双方已自行和解。",),
    Outcome.ONGOING: ("",),
}


def make_cases(world: World) -> None:
    dice = world.dice("mediation")
    cases = world.write.save(_cases(world, dice))
    world.write.save(_parties(world, dice, cases))
    hearts = {heart.name: heart for heart in Heart.objects.of(world.subdistrict.pk)}
    world.write.save(_notes(dice, cases, hearts))


def _cases(world: World, dice: Random) -> Iterator[MediationCase]:
    for year, (count, failure) in world.years(*zip(CASES, FAILURE, strict=True)):
        days = spread(dice, year, world.times(count))
        failures = marks(dice, len(days), failure)
        cases = zip(days, failures, world.deal(dice, len(days)), strict=True)
        for number, (day, is_failure, community) in enumerate(cases, start=1):
            if day <= world.today:
                yield _case(world, dice, day, number, is_failure, community)


def _result(dice: Random, is_failure: bool) -> str:
    if is_failure:
        return Outcome.FAILURE
    return Outcome.WITHDRAWN if dice.random() < WITHDRAWN else Outcome.SUCCESS


def _case(
    world: World, dice: Random, day: date, number: int, is_failure: bool, community: Community
) -> MediationCase:
    kind = dice.choice(tuple(DISPUTES))
    result = _result(dice, is_failure)
    longest = 29 if dice.random() < 0.93 else 60
    closing: date | None = after(dice, day, 1, longest)
    if not world.over(closing):
        result, closing = Outcome.ONGOING, None
    return MediationCase(
        subdistrict=world.subdistrict,
        community=community,
        date=day,
        case_no=f"（{day.year}）锦人调字第{number}号",
        kind=kind,
        result=result,
        closed_on=closing,
        mediators="、".join(dice.sample(MEDIATORS, 2)),
        summary=dice.choice(DISPUTES[kind]) + "。",
        course=dice.choice(COURSES_OF[result]),
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
