"""一线工作法: visits of the leaders and of the staff, and what they heard."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from communities.models import Leader
from demo.days import after, days_of, distinct
from demo.wording import visits as words
from demo.world import World, marks
from visits.models import Visit, VisitIssue

K, C = Visit.Kind, VisitIssue.Category
TRIPS = {  # a year; one to a community and day at most, which bounds what a large scale can have
    K.COMMUNITY: (436, 458, 500),
    K.HOUSEHOLD: (64, 72, 78),
    K.HOME: (44, 48, 48),
}
RECEPTIONS = (20, 24, 24)  # by the 街道 itself
TUESDAY = 1  # of 书记家访, as Python counts
LED = 0.9  # of the visits to a community; the others were made by staff alone
OPINIONS, DIFFICULTIES = (489, 527, 560), (196, 208, 215)
SOLVED, ONE_MORE_LEADER = (0.80, 0.96, 0.93), 0.3  # the first by year
HOUSEHOLDS: dict[str, tuple[int, int]] = {
    K.COMMUNITY: (3, 13),
    K.HOUSEHOLD: (6, 20),
    K.HOME: (4, 7),
    K.RECEPTION: (1, 3),
}


def make_visits(world: World) -> None:
    dice = world.dice("visits")
    visits = world.write.save(_visits(world, dice))
    world.write.link(Visit, "leaders", _leaders(world, dice, visits))
    world.write.save(_issues(world, dice, visits))


def _visits(world: World, dice: Random) -> Iterator[Visit]:
    for kind, counts in TRIPS.items():
        for year, count in world.years(*counts):
            quotas = Counter(community.pk for community in world.deal(dice, world.times(count)))
            days: Sequence[date] = days_of(year)
            if kind == K.HOME:
                days = [day for day in days if day.weekday() == TUESDAY]
            for community in world.communities:
                for day in world.past(distinct(dice, days, quotas[community.pk])):
                    yield _visit(world, dice, day, kind, community=community)
    for year, count in world.years(*RECEPTIONS):
        for day in world.past(distinct(dice, days_of(year), world.times(count))):
            yield _visit(world, dice, day, K.RECEPTION)


def _visit(world: World, dice: Random, day: date, kind: str, **others: object) -> Visit:
    at_home = kind in (K.HOUSEHOLD, K.HOME) or dice.random() < 0.5
    phrases: Sequence[str] = words.OUTDOORS
    places: Sequence[str] = words.PLACES
    if at_home:
        phrases, places = words.AT_HOME, words.HOMES
    summary = dice.choice(phrases).format(
        place=dice.choice(places), who=dice.choice(words.WHO), matter=dice.choice(words.MATTERS)
    )
    if kind == K.RECEPTION:
        summary = f"在信访接待室接访，来访{dice.randint(1, 4)}批，主要反映{dice.choice(words.MATTERS)}。"
    companions, households = "", None
    if dice.random() < 0.4:
        companions = f"社区书记{world.people.name()}"
    if dice.random() > 0.03:
        households = dice.randint(*HOUSEHOLDS[kind])
    return Visit(
        subdistrict=world.subdistrict,
        date=day,
        kind=kind,
        summary=summary,
        companions=companions,
        households=households,
        **others,
    )


def _leaders(world: World, dice: Random, visits: list[Visit]) -> Iterator[tuple[Visit, Leader]]:
    """Say who went: the secretary on 书记家访, somebody of the 班子 in post on most of the others."""
    to_communities = sum(visit.kind == K.COMMUNITY for visit in visits)
    is_with_leader = iter(marks(dice, to_communities, LED))
    for visit in visits:
        if visit.kind == K.HOUSEHOLD or (visit.kind == K.COMMUNITY and not next(is_with_leader)):
            continue
        if visit.kind == K.HOME:
            yield visit, world.leaders[0]
            continue
        number = 2 if dice.random() < ONE_MORE_LEADER else 1
        for leader in dice.sample(_in_post(world, visit.date), number):
            yield visit, leader


def _in_post(world: World, day: date) -> list[Leader]:
    leaders = []
    for leader in world.leaders:
        if leader.since <= day and (leader.until is None or leader.until > day):
            leaders.append(leader)
    return leaders


def _issues(world: World, dice: Random, visits: list[Visit]) -> Iterator[VisitIssue]:
    by_year: dict[int, list[Visit]] = {}
    for visit in visits:
        by_year.setdefault(visit.date.year, []).append(visit)
    amounts = zip(OPINIONS, DIFFICULTIES, SOLVED, strict=True)
    for year, (opinions, difficulties, share) in world.years(*amounts):
        so_far = min(1.0, (world.today - date(year, 1, 1)).days / 365)
        for visit in dice.choices(by_year[year], k=round(world.times(opinions) * so_far)):
            yield _opinion(world, dice, visit)
        count = round(world.times(difficulties) * so_far)
        visits_of_year = dice.choices(by_year[year], k=count)
        for visit, is_solved in zip(visits_of_year, marks(dice, count, share), strict=True):
            yield _difficulty(world, dice, visit, is_solved)


def _opinion(world: World, dice: Random, visit: Visit) -> VisitIssue:
    category = dice.choice(tuple(words.OPINIONS))
    places, wishes = words.OPINIONS[category]
    return VisitIssue(
        visit=visit,
        kind=VisitIssue.Kind.OPINION,
        category=category,
        content=f"{dice.choice(places)}：{dice.choice(wishes)}",
        raised_by=world.people.resident(),
        reply=dice.choice(words.OPINION_REPLIES),
    )


def _difficulty(world: World, dice: Random, visit: Visit, is_solved: bool) -> VisitIssue:
    category = dice.choice(tuple(words.DIFFICULTIES))
    day = after(dice, visit.date, 1, 55)
    issue = VisitIssue(
        visit=visit,
        kind=VisitIssue.Kind.DIFFICULTY,
        category=category,
        content=dice.choice(words.DIFFICULTIES[category]),
        raised_by=world.people.resident(),
        handler=world.people.name(),
        due=after(dice, visit.date, 10, 45),
    )
    if is_solved and day <= world.today:
        solution, solver = dice.choice(words.SOLUTIONS[category]), dice.choice(words.SOLVERS)
        issue.solved_on, issue.reply = day, solution.format(unit=solver)
    return issue
