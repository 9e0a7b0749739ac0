"""全程代办: what residents brought to the counter."""

from collections.abc import Iterator
from datetime import date
from random import Random

from communities.models import Community
from demo.days import after, spread
from demo.wording.services import NOTES
from demo.world import World, marks
from services.models import ServiceCase, ServiceItem

CASES = (930, 980, 1020)
BY_PROXY = (0.668, 0.714, 0.732)
COMMON = (9, 7, 5, 4, 4, 3, 4, 3, 2, 2, 3)  # how often each kind of matter comes, in the order of the list
Outcome = ServiceCase.Result


def make_service_cases(world: World) -> None:
    dice = world.dice("counter")
    items = list(ServiceItem.objects.of(world.subdistrict.pk))
    staff = {community.pk: [world.people.name() for _ in range(2)] for community in world.communities}
    world.write.save(_cases(world, dice, items, staff))


def _cases(
    world: World, dice: Random, items: list[ServiceItem], staff: dict[int, list[str]]
) -> Iterator[ServiceCase]:
    weights = COMMON[: len(items)]
    for (year, count), share in zip(world.years(*CASES), BY_PROXY, strict=False):
        days = spread(dice, year, world.times(count))
        proxies = marks(dice, len(days), share)
        for day, proxy, community in zip(days, proxies, world.deal(dice, len(days)), strict=True):
            if day <= world.today:
                item = dice.choices(items[: len(weights)], weights)[0]
                yield _case(
                    world,
                    dice,
                    day,
                    community,
                    item=item,
                    by_proxy=proxy,
                    staff=dice.choice(staff[community.pk]) if proxy else "",
                )


def _case(world: World, dice: Random, day: date, community: Community, **others: object) -> ServiceCase:
    finished = after(dice, day, 0, 14)
    result = dice.choices((Outcome.DONE, Outcome.REFUSED, Outcome.RETURNED), (95, 2, 3))[0]
    if finished > world.today or dice.random() < 0.004:
        result = Outcome.ONGOING
    return ServiceCase(
        subdistrict=world.subdistrict,
        community=community,
        date=day,
        applicant=world.people.name(),
        result=result,
        finished_on=None if result == Outcome.ONGOING else finished,
        phone=world.people.phone() if dice.random() < 0.6 else "",
        note=dice.choice(NOTES),
        **others,
    )
