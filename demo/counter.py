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
    staff = {}
    for community in world.communities:
        staff[community.pk] = (world.people.name(), world.people.name())
    world.write.save(_cases(world, dice, items, staff))


def _cases(
    world: World, dice: Random, items: list[ServiceItem], staff: dict[int, tuple[str, str]]
) -> Iterator[ServiceCase]:
    weights = COMMON[: len(items)]
    for year, (count, share) in world.years(*zip(CASES, BY_PROXY, strict=True)):
        days = spread(dice, year, world.times(count))
        proxies = marks(dice, len(days), share)
        for day, by_proxy, community in zip(days, proxies, world.deal(dice, len(days)), strict=True):
            if day <= world.today:
                item = dice.choices(items[: len(weights)], weights)[0]
                name = dice.choice(staff[community.pk]) if by_proxy else ""
                yield _case(world, dice, day, community, item=item, by_proxy=by_proxy, staff=name)


def _case(world: World, dice: Random, day: date, community: Community, **others: object) -> ServiceCase:
    finished_on: date | None = after(dice, day, 0, 14)
    result = dice.choices((Outcome.DONE, Outcome.REFUSED, Outcome.RETURNED), (95, 2, 3))[0]
    if not world.over(finished_on) or dice.random() < 0.004:
        result, finished_on = Outcome.ONGOING, None
    return ServiceCase(
        subdistrict=world.subdistrict,
        community=community,
        date=day,
        applicant=world.people.name(),
        result=result,
        finished_on=finished_on,
        phone=world.people.phone() if dice.random() < 0.6 else "",
        note=dice.choice(NOTES),
        **others,
    )
