"""What the communities were elected, measured and put right by: 换届, 测评 and 整顿."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from communities.models import Community, Election, Rectification, Survey
from demo.days import after
from demo.world import World

LOW = {-1: ("石桥", "柳林", "机床厂"), 0: ("柳林", "杨庄"), 1: ("杨庄",)}  # under 60 % in the year's survey
REPAIRED = {-1: ("东湖", "槐荫"), 0: ("石桥", "机床厂"), 1: ("柳林", "杨庄")}
BEFORE, AFTER = {-1: 0.516, 0: 0.542, 1: 0.538}, {-1: 0.803, 0: 0.837, 1: 0.815}
STILL_GOING = "杨庄"  # begun in the year after, not yet accepted
PROBLEMS = (
    "书记年龄偏大，班子力量弱，组织生活不正常。",
    "物业矛盾多，信访量大，居民怨气重。",
    "集体账目公开不及时，群众有猜疑。",
    "活动场所狭小，服务事项少。",
)
MEASURES = (
    "选派第一书记，调整班子；清欠补课，每月公开一次账目。",
    "成立物业矛盾专班，逐户回访；改造活动场所，开设代办窗口。",
    "机关支部结对帮扶，列出问题清单，逐项销号。",
)


def make_elections(world: World) -> None:
    """Have both bodies of every community elected, in the year told and five years before."""
    dice = world.dice("elections")
    rows = []
    for round_year in (world.year - 5, world.year):
        for community in world.communities:
            day = date(round_year, 8 + dice.randint(0, 1), dice.randint(5, 28))
            voters = dice.randint(70, 160)
            rows.append(_election(world, dice, community, Election.Body.PARTY, day, voters))
            day = after(dice, day, 20, 50)
            voters = dice.randint(900, 2600)
            rows.append(_election(world, dice, community, Election.Body.COMMITTEE, day, voters))
    world.write.save(rows)


def _election(
    world: World, dice: Random, community: Community, body: str, day: date, eligible: int
) -> Election:
    return Election(
        subdistrict=world.subdistrict,
        community=community,
        body=body,
        round_year=day.year,
        date=day,
        completed_on=after(dice, day, 3, 12),
        eligible=eligible,
        present=int(eligible * dice.uniform(0.84, 0.97)),
        elected=7,
    )


def make_surveys(world: World) -> None:
    """Make 整顿 with their surveys before and after, then everybody's survey at the end of the year."""
    dice = world.dice("surveys")
    for offset in (-1, 0, 1):
        rectifications = world.write.save(_rectifications(world, dice, offset))
        world.write.save(_before_and_after(world, dice, rectifications, offset))
        world.write.save(survey for survey in _annual(world, dice, offset) if survey.date <= world.today)


def _rectifications(world: World, dice: Random, offset: int) -> Iterator[Rectification]:
    year = world.year + offset
    for n, name in enumerate(REPAIRED[offset]):
        since = date(year, 2 + n, dice.randint(10, 25))
        until = date(year, 9 + n, dice.randint(8, 28))
        if not world.over(since):
            continue
        rectification = Rectification(
            subdistrict=world.subdistrict,
            community=world.by_name(name),
            kind=Rectification.Kind.WEAK if n else Rectification.Kind.LAGGING,
            since=since,
            problems=dice.choice(PROBLEMS),
            measures=dice.choice(MEASURES),
            leader=world.leaders[n],
        )
        is_going_on = offset == 1 and name == STILL_GOING
        if world.over(until) and not is_going_on:
            rectification.until = until
            rectification.result = Rectification.Result.PASSED
        yield rectification


def _before_and_after(
    world: World, dice: Random, rectifications: list[Rectification], offset: int
) -> Iterator[Survey]:
    for row in rectifications:
        sheets = dice.randint(110, 160)
        day = row.since + timedelta(days=8)
        before = _survey(world, dice, row.community, day, sheets, BEFORE[offset])
        before.rectification, before.phase = row, Survey.Phase.BEFORE
        yield before
        if row.until:
            day = row.until - timedelta(days=6)
            later = _survey(world, dice, row.community, day, sheets, AFTER[offset])
            later.rectification, later.phase = row, Survey.Phase.AFTER
            yield later


def _annual(world: World, dice: Random, offset: int) -> Iterator[Survey]:
    year = world.year + offset
    low = {world.by_name(name).pk for name in LOW[offset]}
    for community in world.communities:
        day = date(year, 11, dice.randint(4, 28))
        is_low = community.pk in low
        satisfaction = dice.uniform(0.54, 0.585) if is_low else dice.uniform(0.71, 0.93)
        yield _survey(world, dice, community, day, dice.randint(90, 150), satisfaction)
        awareness = dice.uniform(0.58, 0.68) if is_low else dice.uniform(0.74, 0.9)
        survey = _survey(world, dice, community, day, dice.randint(90, 150), awareness + 0.02 * offset)
        survey.kind = Survey.Kind.AWARENESS
        yield survey


def _survey(
    world: World, dice: Random, community: Community | None, day: date, valid: int, rate: float
) -> Survey:
    """Make a survey of satisfaction whose sheets, 基本满意 with them, come to that rate."""
    good = round(valid * rate)
    basically = round(good * dice.uniform(0.25, 0.4))
    no_opinion = round((valid - good) * dice.uniform(0.1, 0.4))
    sheets_back = valid + dice.randint(0, 4)
    return Survey(
        subdistrict=world.subdistrict,
        community=community,
        kind=Survey.Kind.SATISFACTION,
        date=day,
        sent=sheets_back + dice.randint(0, 12),
        returned=sheets_back,
        valid=valid,
        satisfied=good - basically,
        basically_satisfied=basically,
        dissatisfied=valid - good - no_opinion,
        unknown=no_opinion,
    )
