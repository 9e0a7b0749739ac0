"""考核: the 考核办法 of each year, its rounds with all scores, problems found, and 民主评议."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from assessment.figures import last_day, results
from communities.models import Community
from demo.wording.assessments import CRITERIA, NO_FIGURE, PROBLEMS, REASONS, REMARKS, TITLE
from demo.world import World
from duties.models import Criterion, Problem, Review, Round, Scheme, Score
from members.models import PartyOrg, PostHolder, PostHolderQuerySet
from records import store

KINDS = tuple(Round.Kind)
COMMITTEES = (PartyOrg.Kind.COMMITTEE, PartyOrg.Kind.GENERAL)
DAYS_OF_SCORING = 4  # before a stretch ends
TAKEN_OFF = 0.3  # of the points by hand are less than full
FOUND = (1, 3)  # problems a month
MENDED = 0.95
Scores = Iterator[Score]


def make_assessments(world: World) -> None:
    dice = world.dice("assessments")
    for year in world.all_years():
        scheme = _scheme(world, year)
        rounds = world.write.save(_rounds(world, scheme))
        for round_ in rounds:
            _assess(world, dice, round_)
        world.write.save(_problems(world, dice, rounds))
        if world.over(date(year, 12, 20)):
            world.write.save(_reviews(world, dice, year), on=date(year, 12, 20))


def _scheme(world: World, year: int) -> Scheme:
    title = TITLE.format(year=year)
    [scheme] = world.write.save(
        [Scheme(subdistrict=world.subdistrict, year=year, title=title)], on=date(year, 1, 4)
    )
    rows = []
    for group, content, marks, way, key, best, nothing in CRITERIA:
        line = {"key": key, "best": best, "nothing": nothing}
        rows.append(Criterion(scheme=scheme, group=group, content=content, full_marks=marks, way=way, **line))
    world.write.save(rows, on=date(year, 1, 4))
    return scheme


def _rounds(world: World, scheme: Scheme) -> Iterator[Round]:
    """Make the rounds that have begun: a few days before the end of what they assess."""
    for kind in KINDS:
        for number in range(1, Round.MOST[kind] + 1):
            round_ = Round(subdistrict=world.subdistrict, scheme=scheme, kind=kind, number=number)
            round_.begun_on = last_day(round_) - timedelta(days=DAYS_OF_SCORING)
            if world.over(round_.begun_on):
                yield round_


def _assess(world: World, dice: Random, round_: Round) -> None:
    """Give the points, and close the round where its stretch is over; else some 社区 are still waiting."""
    end = last_day(round_)
    day = min(end, world.today)
    places = [community for community in world.communities if not community.absence(day)]
    is_over = world.over(end)
    if not is_over:
        places = places[: len(places) // 2]
    world.write.save(_points_by_hand(dice, round_, places), on=round_.begun_on)
    if is_over:
        world.write.save(_points_by_figure(dice, world, round_, places), on=end)
        round_.closed_on = end
        store.update([round_], by=world.write.clerk, at=world.write.moment(round_, end), reason="结束轮次")


def _points_by_hand(dice: Random, round_: Round, places: Iterable[Community]) -> Scores:
    for community in places:
        for criterion in round_.scheme.criteria.all():
            if criterion.way == Criterion.Way.FIGURE:
                continue
            points, reason = criterion.full_marks, ""
            if dice.random() < TAKEN_OFF:
                points -= Decimal(dice.choice(("0.5", "1", "1.5", "2")))
                reason = dice.choice(REASONS[criterion.content])
            yield _score(round_, community, criterion, points, reason)


def _points_by_figure(dice: Random, world: World, round_: Round, places: Iterable[Community]) -> Scores:
    """Give what the figures give; where there is nothing to compute, what somebody gave instead."""
    by_figure = results(round_, world.subdistrict, [each.pk for each in places], last_day(round_))
    for community in places:
        for criterion in round_.scheme.criteria.filter(way=Criterion.Way.FIGURE):
            result = by_figure.get((community.pk, criterion.pk))
            if result is None:
                points = criterion.full_marks - Decimal(dice.choice(("1", "2")))
                yield _score(round_, community, criterion, points, NO_FIGURE)
                continue
            score = _score(round_, community, criterion, result.points, "")
            score.value = result.text
            score.numerator, score.denominator = result.numerator, result.denominator
            yield score


def _score(round_: Round, community: Community, criterion: Criterion, points: Decimal, reason: str) -> Score:
    return Score(round=round_, community=community, criterion=criterion, points=points, reason=reason)


def _problems(world: World, dice: Random, rounds: Iterable[Round]) -> Iterator[Problem]:
    for round_ in rounds:
        if round_.kind != Round.Kind.MONTH:
            continue
        for content in dice.sample(PROBLEMS, dice.randint(*FOUND)):
            end: date | None = round_.begun_on + timedelta(days=dice.randint(5, 40))
            if dice.random() > MENDED or not world.over(end):
                end = None
            yield Problem(
                subdistrict=world.subdistrict,
                community=dice.choice(world.communities),
                round=round_,
                date=round_.begun_on,
                content=content,
                owner="社区书记",
                due=round_.begun_on + timedelta(days=30),
                done_on=end,
                verified_by="街道党建办" if end else "",
            )


def _secretaries(world: World) -> PostHolderQuerySet:
    """Return whoever is or was 书记 of the Party organisation of a 社区."""
    holders = PostHolder.objects.of(world.subdistrict.pk).secretaries()
    return holders.filter(org__community__isnull=False, org__kind__in=COMMITTEES)


def _reviews(world: World, dice: Random, year: int) -> Iterator[Review]:
    """Review whoever was 书记 of a 社区 on the day."""
    day = date(year, 12, 20)
    for holder in _secretaries(world).in_force(day).order_by("org", "pk"):
        valid = dice.randint(28, 46)
        fair, plain, poor = dice.randint(2, 6), dice.randint(0, 3), dice.choice((0, 0, 0, 1))
        good = valid - fair - plain - poor
        votes = {"valid": valid, "good": good, "fair": fair, "plain": plain, "poor": poor}
        remarks = dice.choice(REMARKS)
        yield Review(
            subdistrict=world.subdistrict,
            year=year,
            holder=holder,
            held_on=day,
            grade=Review.Grade.GOOD if good * 10 >= valid * 8 else Review.Grade.FAIR,
            remarks=remarks,
            **votes,
        )
