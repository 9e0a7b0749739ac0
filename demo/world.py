"""What the makers of the demo share: how big it is, which years it covers, and what is there already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TypeVar

from communities.models import Community, Leader, SubDistrict
from demo.people import People
from demo.wording.names import COMMUNITIES
from demo.writer import Writer
from members.models import Member, PartyOrg, TwoNewUnit

T = TypeVar("T")


@dataclass
class World:
    """What is there, and how much happens.

    `year` is told in full, as is the year before; the year after up to `today`. `scale` multiplies what
    happens.
    """

    year: int
    scale: int
    today: date
    subdistrict: SubDistrict
    write: Writer
    people: People = field(default_factory=lambda: People(Random("people")))
    communities: list[Community] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)  # shares of what happens, by community
    leaders: list[Leader] = field(default_factory=list)
    orgs: list[PartyOrg] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    units: list[TwoNewUnit] = field(default_factory=list)

    def dice(self, topic: str) -> Random:
        """Return chance of its own for a topic: what is added to one never changes another."""
        return Random(f"{topic}/{self.year}/{self.scale}")

    @property
    def first_day(self) -> date:
        return date(self.year - 1, 1, 1)

    def all_years(self) -> list[int]:
        """Return the three years; without the last if it is yet to come."""
        years = (self.year - 1, self.year, self.year + 1)
        return [year for year in years if year <= self.today.year]

    def years(self, *amounts: T) -> Iterator[tuple[int, T]]:
        """Return the three years, each with its own of three amounts at scale 1."""
        return zip(self.all_years(), amounts, strict=False)

    def times(self, amount: int) -> int:
        return amount * self.scale

    def each(self, amount: float) -> int:
        """Return how many there are in a community, where there would be `amount` at scale 1.

        At a larger scale there are more communities too.
        """
        return max(1, round(amount * self.scale * len(COMMUNITIES) / len(self.communities)))

    def over(self, day: date | None) -> bool:
        """Whether the day has come."""
        return day is not None and day <= self.today

    def past(self, days: Iterable[date]) -> list[date]:
        """Return the days that have come."""
        return [day for day in days if day <= self.today]

    def deal(self, dice: Random, count: int) -> list[Community]:
        """Return `count` communities: each once where they suffice, the rest by size, in mixed order."""
        rest = max(0, count - len(self.communities))
        communities = self.communities[:count] + dice.choices(self.communities, self.sizes, k=rest)
        dice.shuffle(communities)
        return communities

    def by_name(self, name: str) -> Community:
        """Return the community with that name, which is given without 社区."""
        return next(community for community in self.communities if community.name == f"{name}社区")

    def short(self, community: Community) -> str:
        """Return the name of a community without 社区."""
        return community.name.removesuffix("社区")


def marks(dice: Random, count: int, share: float) -> list[bool]:
    """Return `count` marks, True for exactly that share of them, in mixed order."""
    number = round(count * share)
    row = [True] * number + [False] * (count - number)
    dice.shuffle(row)
    return row


def shares(dice: Random, total: int, parts: int, unit: int = 100) -> list[int]:
    """Divide `total` into that many uneven parts.

    Each is a multiple of `unit` but for the first, which takes the rest.
    """
    weights = [dice.uniform(0.7, 1.3) for _ in range(parts)]
    whole = sum(weights)
    amounts = [int(total * weight / whole) // unit * unit for weight in weights]
    amounts[0] += total - sum(amounts)
    return amounts
