"""The 街道, its communities and its leaders."""

from datetime import date

from communities.models import Community, Leader, SubDistrict
from demo.wording.names import COMMUNITIES, LEADERS, MORE_FIRST, MORE_SECOND
from demo.world import World

CODE, NAME = "JH", "锦河街道"
MOST = 50  # communities, however large the scale
BIG_COMMITTEES = 10  # of the first twelve communities, by the year told


def subdistrict() -> SubDistrict:
    """Return the 街道, not yet saved."""
    return SubDistrict(
        code=CODE,
        name=NAME,
        reporter="周明远",
        reporter_post="党工委书记",
        salutation="各位领导、同志们：",
        signature="锦河街道党工委　周明远",
    )


def make_communities(world: World) -> None:
    """Make the communities: twelve at scale 1, up to fifty beyond."""
    more = [(first + second, False, 8) for second in MORE_SECOND for first in MORE_FIRST]
    number = max(len(COMMUNITIES), min(MOST, len(COMMUNITIES) * world.scale))
    rows = []
    for order, (name, is_village, size) in enumerate([*COMMUNITIES, *more][:number], start=1):
        rows.append(_community(world, order, name, is_village))
        world.sizes.append(size)
    world.communities = world.write.save(rows)


def _community(world: World, order: int, name: str, is_village: bool) -> Community:
    return Community(
        subdistrict=world.subdistrict,
        code=f"{order:02d}",
        name=f"{name}社区",
        kind=Community.Kind.FORMER_VILLAGE if is_village else Community.Kind.URBAN,
        order=order,
        **_spans(world, order),
    )


def _spans(world: World, order: int) -> dict[str, date]:
    """Return when a community became what it is: 大党委 early, 试点 and 示范点 one after another."""
    year, spans = world.year, {}
    if order < BIG_COMMITTEES:
        spans["big_committee_since"] = date(year - 4 + order % 3, 3 + order % 6, 12)
    elif order == BIG_COMMITTEES:
        spans["big_committee_since"] = date(year, 5, 20)
    if order in (1, 2, 4, 6):
        spans["demonstration_since"] = date(year - 2 + order // 2, 7, 1)
    if order in (1, 3, 4, 5, 8):
        spans["pilot_since"] = date(year - 2 + order // 3, 4, 1)
    return {name: day for name, day in spans.items() if day <= world.today}


def make_leaders(world: World) -> None:
    """Make the 班子: who is in post, and who left during the years told."""
    rows = []
    for name, post, years in LEADERS:
        since = date(world.year - 1 - years, 4 + years, 15)
        rows.append(Leader(subdistrict=world.subdistrict, name=name, post=post, since=since))
    change = date(world.year, 4, 10)
    rows[7].since = change
    predecessor = Leader(
        subdistrict=world.subdistrict,
        name="贺建设",
        post="deputy_director",
        since=date(world.year - 6, 9, 1),
        until=change,
    )
    rows.append(predecessor)
    world.leaders = world.write.save(rows)
