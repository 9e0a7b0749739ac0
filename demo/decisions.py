"""民主决策: matters of the communities with the day of each step, and the opinions heard on them."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from communities.models import Community
from demo.days import after, spread
from demo.wording.decisions import ADVICE, PLACES, REASONS, WORKS
from demo.world import World, marks
from meetings.models import Decision, DecisionOpinion

SELDOM = (
    {"机床厂": 0, "槐荫": 1, "建设路": 2, "东湖": 2},
    {"槐荫": 1, "建设路": 2, "东湖": 1},
    {"槐荫": 0, "东湖": 1},
)
IN_VILLAGES, IN_TOWN = 2, (5, 6, 6)
AROUND = (-1, 0, 0, 0, 0, 1)  # some community more, some less: together as usual
UNFINISHED = 0.12  # of the matters, begun besides
ADOPTED = 0.63


def make_decisions(world: World) -> None:
    dice = world.dice("decisions")
    decisions = world.write.save(_all(world, dice))
    world.write.save(_opinions(world, dice, decisions))


def _all(world: World, dice: Random) -> Iterator[Decision]:
    topics: dict[int, set[str]] = {community.pk: set() for community in world.communities}
    for (year, usual), seldom in zip(world.years(*IN_TOWN), SELDOM, strict=False):
        around = iter(dice.sample(AROUND, len(AROUND)))
        for community in world.communities:
            village = community.kind == Community.Kind.FORMER_VILLAGE
            few = seldom.get(world.short(community))
            count = (
                few if few is not None else world.each(IN_VILLAGES if village else usual + next(around, 0))
            )
            begun = 1 if few == 1 else sum(dice.random() < UNFINISHED for _ in range(count))
            for n, day in enumerate(spread(dice, year, count + begun)):
                resolved = max(
                    day, date(year, 2, 20) + timedelta(days=dice.randint(0, 25))
                )  # begun in the same year
                decision = _decision(world, dice, community, _topic(dice, topics[community.pk]), resolved)
                _keep_until(
                    decision, world.today if n < count else min(world.today, resolved - timedelta(days=1))
                )
                if any(getattr(decision, step) for step in decision.STEPS[decision.method]):
                    yield decision


def _topic(dice: Random, taken: set[str]) -> tuple[str, str]:
    """With its category. A matter this community has not had; those that come again have a number."""
    while True:
        category = dice.choice(tuple(WORKS))
        topic = f"{dice.choice(PLACES)}{dice.choice(WORKS[category])}"
        if topic in taken and len(taken) > 150:
            topic += f"（第{dice.randint(2, 99)}批）"
        if topic not in taken:
            taken.add(topic)
            return topic, category


def _decision(
    world: World, dice: Random, community: Community, topic: tuple[str, str], resolved: date
) -> Decision:
    """A matter decided on that day: the steps before it counted back, those after it on."""
    village = community.kind == Community.Kind.FORMER_VILLAGE
    method = Decision.Method.FOUR_DELIBERATIONS if village else Decision.Method.SOLICIT_FIRST
    steps = Decision.STEPS[method]
    expected = dice.randint(45, 90)
    present = round(expected * dice.uniform(0.7, 0.97))
    decision = Decision(
        subdistrict=world.subdistrict,
        community=community,
        topic=topic[0],
        category=topic[1],
        method=method,
        expected=expected,
        present=present,
        in_favour=round(present * dice.uniform(0.68, 1)),
        published_on=after(dice, resolved, 1, 4),
        completed_on=after(dice, resolved, 40, 160),
    )
    day = resolved
    for step in reversed(steps):
        setattr(decision, step, day)
        day -= timedelta(days=dice.randint(4, 9))
    decision.solicited_on = decision.solicited_on or day
    return decision


def _keep_until(decision: Decision, last: date) -> None:
    """Take away the steps that had not come by then: of a matter left unfinished, the decision and what follows it."""
    for step in Decision.ALL_STEPS:
        day = getattr(decision, step)
        if day and day > last:
            setattr(decision, step, None)
    if decision.resolved_on is None:
        decision.expected = decision.present = decision.in_favour = None


def _opinions(world: World, dice: Random, decisions: list[Decision]) -> Iterator[DecisionOpinion]:
    for decision in decisions:
        heard = dice.sample(ADVICE, dice.randint(5, 7))
        for content, good in zip(heard, marks(dice, len(heard), ADOPTED), strict=True):
            adopted = decision.resolved_on is not None and good
            reason = dice.choice(REASONS) if decision.resolved_on and not adopted else ""
            yield DecisionOpinion(
                decision=decision,
                content=content,
                source=world.people.resident(),
                adopted=adopted,
                reason=reason,
            )
