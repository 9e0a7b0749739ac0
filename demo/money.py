"""经费: what was paid, kind by kind, so that a year at scale 1 comes to a round sum."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from communities.models import Community
from demo.days import between
from demo.wording.services import PAYMENT_USES
from demo.world import World, shares
from funding.models import Payment

K, S = Payment.Kind, Payment.Source
# Totals of a year in 元, and payments to one community.
TOTALS = {
    K.WORK: ((1_560_000, 1_685_000, 1_720_000), 4, S.DISTRICT),
    K.PARTY: ((600_000, 600_000, 660_000), 2, S.DISTRICT),
    K.SERVICE: ((2_400_000, 2_400_000, 2_400_000), 3, S.CITY),
}
PREMISES = ((1_124_000, 873_600, 765_000), 14)  # for the communities that needed it
SEASONS = ((1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12))


def make_payments(world: World) -> None:
    dice = world.dice("payments")
    payments = [payment for payment in _all(world, dice) if payment.date <= world.today]
    payments.sort(key=lambda payment: payment.date)
    numbers: Counter[int] = Counter()
    for payment in payments:
        year = payment.date.year
        numbers[year] += 1
        payment.doc_no = f"锦财〔{year}〕{numbers[year]:03d}号"
    world.write.save(payments)


def _all(world: World, dice: Random) -> Iterator[Payment]:
    for kind, (totals, parts, source) in TOTALS.items():
        for year, total in world.years(*totals):
            count = len(world.communities)
            each = [world.times(total) // count] * count  # so much for every community, whatever its size
            if kind == K.WORK:
                each = shares(dice, world.times(total), count)
            for community, amount in zip(world.communities, each, strict=True):
                amounts = shares(dice, amount, world.each(parts))
                yield from _payments(world, dice, community, kind, source, year, amounts)
    for year, total in world.years(*PREMISES[0]):
        count = world.times(PREMISES[1])
        needy = world.communities[year % 2 :: 2]
        for amount in shares(dice, world.times(total), count):
            yield from _payments(world, dice, dice.choice(needy), K.PREMISES, S.SUBDISTRICT, year, [amount])


def _payments(
    world: World, dice: Random, community: Community, kind: str, source: str, year: int, amounts: list[int]
) -> Iterator[Payment]:
    """Pay through the year, one season after another."""
    for n, amount in enumerate(amounts):
        month = dice.randint(3, 11) if len(amounts) == 1 else dice.choice(SEASONS[n * 4 // len(amounts)])
        yield Payment(
            subdistrict=world.subdistrict,
            community=community,
            kind=kind,
            source=source,
            amount=amount,
            date=between(dice, date(year, month, 5), date(year, month, 27)),
            project=dice.choice(PAYMENT_USES[kind]),
        )
