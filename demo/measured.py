"""What the communities were elected, measured and put right by: 换届, 测评 and 整顿."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

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
    """Both bodies of every community, in the year told and five years before."""
    dice = world.dice("elections")
    rows = []
    for round_year in (world.year - 5, world.year):
        for community in world.communities:
            party = date(round_year, 8 + dice.randint(0, 1), dice.randint(5, 28))
            rows += [
                _election(world, dice, community, Election.Body.PARTY, party, dice.randint(70, 160), 7),
                _election(
                    world,
                    dice,
                    community,
                    Election.Body.COMMITTEE,
                    after(dice, party, 20, 50),
                    dice.randint(900, 2600),
                    7,
                ),
            ]
    world.write.save(rows)


def _election(
    world: World, dice: Random, community: Community, body: str, day: date, eligible: int, elected: int
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
        elected=elected,
    )


def make_surveys(world: World) -> None:
    """整顿 with their surveys before and after, then everybody's survey at the end of the year."""
    dice = world.dice("surveys")
    for offset in (-1, 0, 1):
        begun = world.write.save(_rectifications(world, dice, offset))
        world.write.save(_before_and_after(world, dice, begun, offset))
        world.write.save(survey for survey in _annual(world, dice, offset) if survey.date <= world.today)


def _rectifications(world: World, dice: Random, offset: int) -> Iterator[Rectification]:
    year = world.year + offset
    for n, name in enumerate(REPAIRED[offset]):
        since = date(year, 2 + n, dice.randint(10, 25))
        until = date(year, 9 + n, dice.randint(8, 28))
        accepted = world.over(until) and not (offset == 1 and name == STILL_GOING)
        if world.over(since):
            yield Rectification(
                subdistrict=world.subdistrict,
                community=world.by_name(name),
                kind=Rectification.Kind.WEAK if n else Rectification.Kind.LAGGING,
                since=since,
                until=until if accepted else None,
                result=Rectification.Result.PASSED if accepted else "",
                problems=dice.choice(PROBLEMS),
                measures=dice.choice(MEASURES),
                leader=world.leaders[n],
            )


def _before_and_after(
    world: World, dice: Random, begun: list[Rectification], offset: int
) -> Iterator[Survey]:
    for row in begun:
        common = {"rectification": row, "kind": Survey.Kind.SATISFACTION}
        asked = dice.randint(110, 160)
        yield _survey(
            world,
            dice,
            row.community,
            row.since + timedelta(days=8),
            asked,
            BEFORE[offset],
            phase=Survey.Phase.BEFORE,
            **common,
        )
        if row.until:
            day = row.until - timedelta(days=6)
            yield _survey(
                world, dice, row.community, day, asked, AFTER[offset], phase=Survey.Phase.AFTER, **common
            )


def _annual(world: World, dice: Random, offset: int) -> Iterator[Survey]:
    year = world.year + offset
    low = {world.by_name(name).pk for name in LOW[offset]}
    for community in world.communities:
        day = date(year, 11, dice.randint(4, 28))
        rate = dice.uniform(0.54, 0.585) if community.pk in low else dice.uniform(0.71, 0.93)
        yield _survey(world, dice, community, day, dice.randint(90, 150), rate, kind=Survey.Kind.SATISFACTION)
        aware = dice.uniform(0.58, 0.68) if community.pk in low else dice.uniform(0.74, 0.9)
        yield _survey(
            world,
            dice,
            community,
            day,
            dice.randint(90, 150),
            aware + 0.02 * offset,
            kind=Survey.Kind.AWARENESS,
        )


def _survey(
    world: World, dice: Random, community: Any, day: date, valid: int, rate: float, **others: object
) -> Survey:
    """A survey whose sheets, 基本满意 with them, come to that rate."""
    good = round(valid * rate)
    basically = round(good * dice.uniform(0.25, 0.4))
    unknown = round((valid - good) * dice.uniform(0.1, 0.4))
    returned = valid + dice.randint(0, 4)
    return Survey(
        subdistrict=world.subdistrict,
        community=community,
        date=day,
        sent=returned + dice.randint(0, 12),
        returned=returned,
        valid=valid,
        satisfied=good - basically,
        basically_satisfied=basically,
        dissatisfied=valid - good - unknown,
        unknown=unknown,
        **others,
    )
