"""民主决策: matters of the communities with the day of each step, and the opinions heard on them."""

from collections import defaultdict
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
    topics: defaultdict[int, set[str]] = defaultdict(set)
    for year, (usual, seldom) in world.years(*zip(IN_TOWN, SELDOM, strict=True)):
        deviations = iter(dice.sample(AROUND, len(AROUND)))
        for community in world.communities:
            own_topics = topics[community.pk]
            few = seldom.get(world.short(community))
            if few is not None:
                count = few
            elif _is_village(community):
                count = world.each(IN_VILLAGES)
            else:
                count = world.each(usual + next(deviations, 0))
            open_ones = 1
            if few != 1:
                open_ones = sum(dice.random() < UNFINISHED for _ in range(count))
            for n, day in enumerate(spread(dice, year, count + open_ones)):
                decision = _decision_of_year(world, dice, community, own_topics, day, is_finished=n < count)
                if any(getattr(decision, step) for step in decision.STEPS[decision.method]):
                    yield decision


def _is_village(community: Community) -> bool:
    return community.kind == Community.Kind.FORMER_VILLAGE


def _decision_of_year(
    world: World, dice: Random, community: Community, topics: set[str], day: date, is_finished: bool
) -> Decision:
    """Make a matter that began in the year of that day, as far as it has come."""
    first_possible = date(day.year, 2, 20) + timedelta(days=dice.randint(0, 25))
    resolution = max(day, first_possible)
    decision = _decision(world, dice, community, _topic(dice, topics), resolution)
    last = world.today
    if not is_finished:
        last = min(last, resolution - timedelta(days=1))
    _keep_until(decision, last)
    return decision


def _topic(dice: Random, topics: set[str]) -> tuple[str, str]:
    """Return a matter that this community has not had, with its category; some have a number."""
    while True:
        category = dice.choice(tuple(WORKS))
        topic = f"{dice.choice(PLACES)}{dice.choice(WORKS[category])}"
        if topic in topics and len(topics) > 150:
            topic += f"（第{dice.randint(2, 99)}批）"
        if topic not in topics:
            topics.add(topic)
            return topic, category


def _decision(
    world: World, dice: Random, community: Community, topic: tuple[str, str], resolution: date
) -> Decision:
    """Make a matter decided on that day: the steps before it are counted back, those after it on."""
    method = Decision.Method.SOLICIT_FIRST
    if _is_village(community):
        method = Decision.Method.FOUR_DELIBERATIONS
    invitations = dice.randint(45, 90)
    present = round(invitations * dice.uniform(0.7, 0.97))
    decision = Decision(
        subdistrict=world.subdistrict,
        community=community,
        topic=topic[0],
        category=topic[1],
        method=method,
        expected=invitations,
        present=present,
        in_favour=round(present * dice.uniform(0.68, 1)),
        published_on=after(dice, resolution, 1, 4),
        completed_on=after(dice, resolution, 40, 160),
    )
    day = resolution
    for step in reversed(Decision.STEPS[method]):
        setattr(decision, step, day)
        day -= timedelta(days=dice.randint(4, 9))
    decision.solicited_on = decision.solicited_on or day
    return decision


def _keep_until(decision: Decision, last: date) -> None:
    """Take away the steps that had not come by then."""
    for step in Decision.ALL_STEPS:
        day = getattr(decision, step)
        if day and day > last:
            setattr(decision, step, None)
    if decision.resolved_on is None:
        decision.expected = decision.present = decision.in_favour = None


def _opinions(world: World, dice: Random, decisions: list[Decision]) -> Iterator[DecisionOpinion]:
    for decision in decisions:
        advice = dice.sample(ADVICE, dice.randint(5, 7))
        for content, is_good in zip(advice, marks(dice, len(advice), ADOPTED), strict=True):
            is_adopted, reason = False, ""
            if decision.resolved_on:
                is_adopted = is_good
                reason = "" if is_adopted else dice.choice(REASONS)
            yield DecisionOpinion(
                decision=decision,
                content=content,
                source=world.people.resident(),
                adopted=is_adopted,
                reason=reason,
            )
