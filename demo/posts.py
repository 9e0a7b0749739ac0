"""People in post, the honours of three years, and 一名党员一面旗."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from demo.days import between
from demo.organisations import branches_of
from demo.people import People
from demo.wording import examples as words
from demo.world import World
from members.models import FlagPost, Honour, Member, PartyOrg, PostHolder
from visits.models import Visit

K, P, T, L = PartyOrg.Kind, PostHolder.Post, Honour.Title, Honour.Level
COMMITTEES = (K.COMMITTEE, K.GENERAL)
SUCCEEDED = 0.4  # of the committees got another 书记 at the election of the year told
# Place of a branch: offset of the year in which its 书记 left, month, day, and months until the next came.
VACANCIES = {3: (0, 8, 20, 8), 11: (0, 6, 3, 9), 17: (1, 4, 9, 0)}
LEVELS = (L.SUBDISTRICT,) * 6 + (L.DISTRICT,) * 4 + (L.CITY,) * 2 + (L.PROVINCE,)
HONOURED, ORGS_HONOURED, OTHERS = (11, 14, 16), (3, 4, 3), (1, 2, 2)  # a year
PRAISED_ON = (6, 26)  # before the first of July
FLAGS = {-2: 240, -1: 60, 0: 60, 1: 45}  # begun in each year, counted from the year told
ENDED = 0.08
KINDS = tuple(words.PLACES)


def make_posts(world: World) -> None:
    """Make the 书记 of every organisation, and deputies and members of the committees."""
    dice = world.dice("posts")
    people = People(dice)
    world.write.save(_secretaries(world, dice, people))
    world.write.save(_others_in_post(world, dice))
    world.write.link(Visit, "secretaries", _home_visits(world))


def _secretaries(world: World, dice: Random, people: People) -> Iterator[PostHolder]:
    gaps = {org.pk: VACANCIES[n] for n, org in enumerate(branches_of(world)) if n in VACANCIES}
    for org in world.orgs:
        if org.until or not org.secretary:
            continue
        if org.pk in gaps:
            yield from _with_gap(world, org, people, *gaps[org.pk])
        elif org.kind in COMMITTEES and world.over(org.term_start) and dice.random() < SUCCEEDED:
            yield _post(org, people.name(), until=org.term_start)
            yield _post(org, org.secretary, since=org.term_start)
        else:
            yield _post(org, org.secretary, since=_since(world, org))


def _with_gap(
    world: World, org: PartyOrg, people: People, offset: int, month: int, day: int, months: int
) -> Iterator[PostHolder]:
    """Make the 书记 who left, and the one who followed, where one did by now."""
    last_day = date(world.year + offset, month, day)
    successor_since = last_day + timedelta(days=30 * months)
    name = org.secretary
    if not world.over(last_day):
        yield _post(org, name)
        return
    yield _post(org, name, until=last_day)
    if months and world.over(successor_since):
        yield _post(org, people.name(), since=successor_since)


def _since(world: World, org: PartyOrg) -> date | None:
    """Return since when the 书记 is in post; None where nobody knows."""
    if org.kind == K.WORK_COMMITTEE:
        return world.leaders[0].since
    if org.since < world.first_day:
        return None
    return org.since


def _post(
    org: PartyOrg, name: str, post: str = P.SECRETARY, *, since: date | None = None, until: date | None = None
) -> PostHolder:
    return PostHolder(subdistrict=org.subdistrict, org=org, name=name, post=post, since=since, until=until)


def _others_in_post(world: World, dice: Random) -> Iterator[PostHolder]:
    """Make a 副书记 and two 委员 of each committee, all members of one of its branches."""
    of_community = defaultdict(list)
    for member in world.members:
        if member.until is None and not member.elder_exempt and member.kind == Member.Kind.FULL:
            of_community[member.org.community_id].append(member)
    for org in world.orgs:
        if org.kind in COMMITTEES:
            near = of_community[org.community_id]
            for member, post in zip(dice.sample(near, 3), (P.DEPUTY, P.MEMBER, P.MEMBER), strict=True):
                record = _post(org, member.name, post, since=max(org.since, member.since))
                record.member = member
                yield record


def _home_visits(world: World) -> Iterator[tuple[Visit, PostHolder]]:
    """Say which 书记 went along on a 书记家访: the one of the community's committee on that day."""
    in_post = defaultdict(list)
    for holder in PostHolder.objects.of(world.subdistrict.pk).secretaries().select_related("org"):
        if holder.org.kind in COMMITTEES:
            in_post[holder.org.community_id].append(holder)
    for visit in Visit.objects.of(world.subdistrict.pk).of_kind(Visit.Kind.HOME).order_by("pk"):
        for holder in in_post[visit.community_id]:
            if holder.stood_on(visit.date):
                yield visit, holder


def make_honours(world: World) -> None:
    dice = world.dice("honours")
    people = People(dice)
    rows: list[Honour] = []
    for year, (members, orgs, others) in world.years(*zip(HONOURED, ORGS_HONOURED, OTHERS, strict=True)):
        day = date(year, *PRAISED_ON)
        if world.over(day):
            rows += _of_members(world, dice, day, world.times(members))
            rows += _of_organisations(world, dice, day, world.times(orgs))
            rows += _of_others(world, dice, people, day, world.times(others))
    world.write.save(rows)


def _of_members(world: World, dice: Random, day: date, number: int) -> Iterator[Honour]:
    standing = [member for member in world.members if member.stood_on(day) and member.org.since <= day]
    for member in dice.sample(standing, number):
        honour = _honour(dice, day, dice.choice((T.MEMBER, T.MEMBER, T.WORKER)), member.org)
        honour.member = member
        honour.deed = dice.choice(words.DEEDS)
        honour.may_be_printed = dice.random() < 0.8
        yield honour


def _of_organisations(world: World, dice: Random, day: date, number: int) -> Iterator[Honour]:
    branches = [org for org in branches_of(world) if org.since <= day]
    for org in dice.sample(branches, number):
        honour = _honour(dice, day, T.ORGANISATION, org)
        honour.deed = dice.choice(words.OF_ORGANISATIONS)
        honour.may_be_printed = True
        yield honour


def _of_others(world: World, dice: Random, people: People, day: date, number: int) -> Iterator[Honour]:
    branches = [org for org in branches_of(world) if org.since <= day]
    for org in dice.sample(branches, number):
        honour = _honour(dice, day, T.OTHER, org)
        honour.title_in_full = dice.choice(words.OTHER_TITLES)
        honour.name = people.name()
        yield honour


def _honour(dice: Random, day: date, title: str, org: PartyOrg) -> Honour:
    level = dice.choice(LEVELS)
    document = ""
    if level == L.SUBDISTRICT:
        document = f"锦委〔{day.year}〕{dice.randint(8, 26)}号"
    return Honour(subdistrict=org.subdistrict, date=day, title=title, level=level, org=org, document=document)


def make_flags(world: World) -> None:
    dice = world.dice("flags")
    bearers = [
        member
        for member in world.members
        if not member.elder_exempt and member.org.sphere == PartyOrg.Sphere.COMMUNITY
    ]
    number = min(world.times(sum(FLAGS.values())), len(bearers))
    world.write.save(_flags(world, dice, dice.sample(bearers, number)))


def _flags(world: World, dice: Random, bearers: list[Member]) -> Iterator[FlagPost]:
    waiting = iter(bearers)
    for offset, number in FLAGS.items():
        year = world.year + offset
        for member, _ in zip(waiting, range(world.times(number)), strict=False):
            since = between(dice, date(year, 3, 1), date(year, 11, 30))
            if world.over(since) and member.stood_on(since):
                yield _flag(world, dice, member, since)


def _flag(world: World, dice: Random, member: Member, since: date) -> FlagPost:
    kind = dice.choice(KINDS)
    until = member.until
    over = between(dice, since + timedelta(days=90), world.today)
    if until is None and over < world.today and dice.random() < ENDED:
        until = over
    return FlagPost(
        subdistrict=world.subdistrict,
        member=member,
        kind=kind,
        place=dice.choice(words.PLACES[kind]).format(n=dice.randint(1, 24)),
        promise=dice.choice(words.PROMISES),
        since=since,
        until=until,
    )
