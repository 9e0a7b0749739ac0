"""Party organisations of the communities and of the office. Those of the 两新 are made with their firms."""

from collections import Counter
from datetime import date
from random import Random

from communities.models import Community
from demo.world import World
from members.models import PartyOrg

K, S = PartyOrg.Kind, PartyOrg.Sphere
NUMERALS = "一二三四五六七八九"
BRANCHES = 30  # of the communities, at scale 1
LARGE = 9  # size from which a community has a 党委, not a 党总支


def numeral(number: int) -> str:
    """Write 1–99 as Chinese does."""
    tens, ones = divmod(number, 10)
    text = ""
    if tens > 1:
        text += NUMERALS[tens - 1]
    if tens:
        text += "十"
    if ones:
        text += NUMERALS[ones - 1]
    return text


def make_organisations(world: World) -> None:
    dice = world.dice("organisations")
    work_committee = PartyOrg(
        subdistrict=world.subdistrict,
        name="锦河街道党工委",
        kind=K.WORK_COMMITTEE,
        sphere=S.OFFICE,
        since=date(world.year - 20, 6, 18),
        secretary="周明远",
    )
    world.orgs += world.write.save([work_committee])
    _make_office(world, dice, work_committee)
    committees = []
    for community, size in zip(world.communities, world.sizes, strict=True):
        committees.append(_committee(world, dice, community, size, work_committee))
    world.orgs += world.write.save(committees)
    numbers = Counter(community.pk for community in world.deal(dice, world.times(BRANCHES)))
    branches = []
    for committee in committees:
        for number in range(1, numbers[committee.community.pk] + 1):
            branches.append(_branch(world, dice, committee, number))
    youngest = branches[-1]
    youngest.since = youngest.term_start = date(world.year, 6, 27)  # it did not stand all through the year
    world.orgs += world.write.save(branches)


def _make_office(world: World, dice: Random, parent: PartyOrg) -> None:
    rows = []
    for number in (1, 2):
        branch = PartyOrg(
            subdistrict=world.subdistrict,
            name=f"街道机关第{numeral(number)}党支部",
            kind=K.BRANCH,
            sphere=S.OFFICE,
            since=date(world.year - 15, 7, 1),
            parent=parent,
            secretary=world.people.name(),
            term_start=date(world.year - 1, 6, 20),
            term_end=date(world.year + 2, 6, 19),
        )
        rows.append(branch)
    flood = PartyOrg(
        subdistrict=world.subdistrict,
        name="锦河防汛值守临时党支部",
        kind=K.TEMPORARY,
        sphere=S.OFFICE,
        since=date(world.year, 6, 15),
        until=date(world.year, 9, 20),
        parent=parent,
        secretary=world.people.name(),
    )
    world.orgs += world.write.save([*rows, flood])


def _committee(world: World, dice: Random, community: Community, size: int, parent: PartyOrg) -> PartyOrg:
    kind = K.COMMITTEE if size >= LARGE else K.GENERAL
    election = date(world.year, 9, dice.randint(8, 26))
    return PartyOrg(
        subdistrict=world.subdistrict,
        community=community,
        name=f"{community.name}{kind.label}",
        kind=kind,
        sphere=S.COMMUNITY,
        since=date(world.year - dice.randint(6, 18), dice.randint(1, 12), dice.randint(1, 28)),
        parent=parent,
        secretary=world.people.name(),
        term_start=election,
        term_end=date(world.year + 5, election.month, election.day - 1),
    )


def _branch(world: World, dice: Random, committee: PartyOrg, number: int) -> PartyOrg:
    return PartyOrg(
        subdistrict=world.subdistrict,
        community=committee.community,
        name=f"{committee.community.name}第{numeral(number)}党支部",
        kind=K.BRANCH,
        sphere=S.COMMUNITY,
        since=date(world.year - dice.randint(8, 16), dice.randint(1, 12), dice.randint(1, 28)),
        parent=committee,
        secretary=world.people.name(),
        term_start=date(world.year - 1, 3, 10),
        term_end=date(world.year + 2, 3, 9),
    )


def branches_of(world: World) -> list[PartyOrg]:
    """Return the 支部 of the communities."""
    return [org for org in world.orgs if org.sphere == S.COMMUNITY and org.kind in PartyOrg.BRANCHES]
