"""责任清单, 目标责任书, 约谈 and 整改 of three years."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from random import Random

from accounts.models import User
from assessment.pledges import judge, values_of
from communities.models import Leader
from demo import logins
from demo.days import after, between
from demo.wording import duties as words
from demo.world import World, marks
from duties.models import Duty, Pledge, PledgeItem, Remedy, Talk
from members.models import PartyOrg, PostHolder
from reports.models import Target

COMMITTEES = (PartyOrg.Kind.COMMITTEE, PartyOrg.Kind.GENERAL)
LATE = (0.12, 0.05, 0.08)  # of what was due was not done
LEADERS = 8  # of the 班子 sign and have duties, the 书记 first
SIGNED, JUDGED = (1, 18), (12, 20)  # month and day
# What a 社区 promises: figure, the least of it, and the words.
FIGURES = (
    ("visits.frontline", Decimal(24), "班子成员到社区走访有人接、有人办"),
    ("services.good_deeds", Decimal(60), "组织报到党员办实事"),
    ("communities.partner_units", Decimal(4), "保持共建单位"),
)
OF_OFFICE = (
    ("meetings.special", Decimal(12), "党建专题会议按月开"),
    ("mediation.success_rate", Decimal(90), "矛盾纠纷就地化解"),
)
TALKED = (3, 4, 2)
STILL_OPEN = ((1, 0), (2, 0), (2, 2))  # year and place of problems of the last report that are not put right
TARGETS = {"pledge_coverage": (100, 100), "duties_done": (90, 95)}  # for the year told, and the next


def make_duties(world: World) -> None:
    """Make all of it, and the targets that it is judged by."""
    holders = _secretaries(world)
    dice = world.dice("duties")
    for year, late in world.years(*LATE):
        signed_on = date(year, *SIGNED)
        world.write.save(_duties(world, dice, _secretaries_on(world, signed_on), year, late), on=signed_on)
    _make_pledges(world, dice)
    world.write.save(_talks(world, dice, holders))
    for offset, year in enumerate(world.all_years()):
        world.write.save(_remedies(world, dice, offset, year), on=date(year, *SIGNED))
    secretary = User.objects.get(username=logins.SECRETARY.username)
    world.write.save(_targets(world), by=secretary, on=min(date(world.year, 12, 22), world.today))


def _secretaries(world: World) -> list[PostHolder]:
    """Return the 书记 of the committee of every 社区, in post; make those of whom no 任职 is on record."""
    in_post = PostHolder.objects.of(world.subdistrict.pk).secretaries().filter(until__isnull=True)
    by_org = {holder.org_id: holder for holder in in_post.select_related("org__community")}
    committees = [org for org in world.orgs if _is_committee(org)]
    missing = []
    for org in committees:
        if org.pk not in by_org:
            holder = PostHolder(
                subdistrict=world.subdistrict, org=org, name=org.secretary, post=PostHolder.Post.SECRETARY
            )
            missing.append(holder)
    for holder in world.write.save(missing):
        by_org[holder.org_id] = holder
    return [by_org[org.pk] for org in committees]


def _secretaries_on(world: World, day: date) -> list[PostHolder]:
    """Return whoever was 书记 of the committee of each 社区 on a day."""
    holders = PostHolder.objects.of(world.subdistrict.pk).secretaries().select_related("org__community")
    by_org = {holder.org_id: holder for holder in holders if holder.stood_on(day)}
    return [by_org[org.pk] for org in world.orgs if _is_committee(org) and org.pk in by_org]


def _is_committee(org: PartyOrg) -> bool:
    return bool(org.community_id) and org.kind in COMMITTEES


def _in_post(world: World, day: date) -> list[Leader]:
    """Return the first of the 班子 who were in post on a day."""
    leaders = []
    for leader in world.leaders[:LEADERS]:
        if leader.since <= day and (leader.until is None or leader.until > day):
            leaders.append(leader)
    return leaders


# ── 责任清单 ────────────────────────────────────────────────────────────────
def _duties(
    world: World, dice: Random, holders: Sequence[PostHolder], year: int, late: float
) -> Iterator[Duty]:
    rows = [*_of_leaders(world, dice, year), *_of_holders(dice, year, holders)]
    for duty, is_late in zip(rows, marks(dice, len(rows), late), strict=True):
        duty.subdistrict = world.subdistrict
        done_on = between(dice, date(year, 1, 25), duty.due)
        if not is_late and world.over(done_on):
            duty.done_on, duty.note = done_on, dice.choice(words.NOTES)
        yield duty


def _of_leaders(world: World, dice: Random, year: int) -> Iterator[Duty]:
    for place, leader in enumerate(_in_post(world, date(year, *SIGNED))):
        for step in range(2):
            content, month = words.OF_LEADERS[(place + 4 * step + year) % len(words.OF_LEADERS)]
            yield Duty(year=year, leader=leader, content=content, due=date(year, month, dice.randint(20, 28)))


def _of_holders(dice: Random, year: int, holders: Sequence[PostHolder]) -> Iterator[Duty]:
    for place, holder in enumerate(holders):
        for step in range(2):
            content, month = words.OF_SECRETARIES[(place + 3 * step + year) % len(words.OF_SECRETARIES)]
            yield Duty(year=year, holder=holder, content=content, due=date(year, month, dice.randint(20, 28)))


# ── 目标责任书 ──────────────────────────────────────────────────────────────
def _make_pledges(world: World, dice: Random) -> None:
    for year in world.all_years():
        signed_on = date(year, *SIGNED)
        if not world.over(signed_on):
            continue
        holders = _secretaries_on(world, signed_on)
        pledges = world.write.save(_pledges(world, holders, year), on=signed_on)
        of_year = [(pledge, _items(pledge, place)) for place, pledge in enumerate(pledges)]
        world.write.save(_judgements(world, dice, year, of_year), on=signed_on)


def _pledges(world: World, holders: Sequence[PostHolder], year: int) -> Iterator[Pledge]:
    signer = world.leaders[0]
    signed_on, closed_on = date(year, *SIGNED), date(year, *JUDGED)
    leaders = [leader for leader in _in_post(world, signed_on) if leader != signer]
    counterparts: list[dict[str, object]] = [{"leader": leader} for leader in leaders]
    counterparts += [{"holder": holder} for holder in holders]
    for number, counterpart in enumerate(counterparts, start=1):
        yield Pledge(
            subdistrict=world.subdistrict,
            year=year,
            number=f"锦责〔{year}〕{number}号",
            signed_on=signed_on,
            signer=signer,
            closed_on=closed_on if world.over(closed_on) else None,
            **counterpart,
        )


def _items(pledge: Pledge, place: int) -> list[PledgeItem]:
    """Make the items of a pledge: by figures first, then a sentence."""
    figures = FIGURES if pledge.holder_id else OF_OFFICE
    items = []
    for key, least, content in figures:
        items.append(PledgeItem(pledge=pledge, content=content, key=key, target=least))
    sentence = words.SENTENCES[place % len(words.SENTENCES)]
    return [*items, PledgeItem(pledge=pledge, content=sentence)]


def _judgements(
    world: World, dice: Random, year: int, of_year: Sequence[tuple[Pledge, list[PledgeItem]]]
) -> Iterator[PledgeItem]:
    """Write into the items of closed pledges what they came to."""
    every = [item for _, items in of_year for item in items]
    values = values_of(every, world.subdistrict, year)
    for pledge, items in of_year:
        for item in items:
            if not item.key and pledge.is_closed:
                item.outcome = PledgeItem.Outcome.KEPT if dice.random() < 0.95 else PledgeItem.Outcome.BROKEN
            if pledge.is_closed:
                judge(item, pledge, values).write()
            yield item


# ── 约谈 ────────────────────────────────────────────────────────────────────
def _talks(world: World, dice: Random, holders: Sequence[PostHolder]) -> Iterator[Talk]:
    talked_by = world.leaders[0]
    for year, count in world.years(*TALKED):
        for number in range(count):
            day = date(year, 3 + 2 * number, dice.randint(5, 25))
            if day > world.today:
                continue
            holder = dice.choice(holders)
            reason, requirement = words.TALKS[number % len(words.TALKS)]
            talk = Talk(
                subdistrict=world.subdistrict,
                date=day,
                kind=(Talk.Kind.REMINDER, Talk.Kind.TALK)[number % 2],
                holder=holder,
                community=holder.org.community,
                talked_by=talked_by,
                reason=reason,
                requirement=requirement,
                due=after(dice, day, 28, 35),
            )
            rectified_on = after(dice, day, 10, 27)
            if world.over(rectified_on):
                talk.rectified_on = rectified_on
            yield talk


# ── 整改 ────────────────────────────────────────────────────────────────────
def _remedies(world: World, dice: Random, offset: int, year: int) -> Iterator[Remedy]:
    for place, (finding, problem, measure, result) in enumerate(words.REPORTED):
        remedy = _remedy(world, dice, year, problem, measure, place)
        remedy.source, remedy.finding = Remedy.Source.REPORT, finding
        is_open = (offset, place) in STILL_OPEN
        if is_open:
            remedy.due = date(year, 12, 10)
        _finish(world, dice, remedy, result, is_open)
        yield remedy
    for place, (source, problem, measure, result) in enumerate(words.OTHERS):
        remedy = _remedy(world, dice, year, problem, measure, place + len(words.REPORTED))
        remedy.source = source
        if source == Remedy.Source.INSPECTION:
            remedy.community = world.communities[(year + place) % len(world.communities)]
        _finish(world, dice, remedy, result)
        yield remedy


def _remedy(world: World, dice: Random, year: int, problem: str, measure: str, place: int) -> Remedy:
    owners = _in_post(world, date(year, *SIGNED))
    return Remedy(
        subdistrict=world.subdistrict,
        year=year,
        problem=problem,
        measure=measure,
        owner=owners[1 + place % (len(owners) - 1)].name,
        due=date(year, 5 + place, dice.randint(10, 28)),
    )


def _finish(world: World, dice: Random, remedy: Remedy, result: str, is_open: bool = False) -> None:
    """Write down the result of what was put right by now."""
    done_on = between(dice, date(remedy.year, 3, 1), remedy.due or world.today)
    if not is_open and world.over(done_on):
        remedy.done_on, remedy.result = done_on, result


def _targets(world: World) -> Iterator[Target]:
    for name, amounts in TARGETS.items():
        for offset, amount in enumerate(amounts):
            year = world.year + offset
            yield Target(
                subdistrict=world.subdistrict, year=year, key=f"targets.{name}", amount=Decimal(amount)
            )
