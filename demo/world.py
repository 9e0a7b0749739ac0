"""What the makers of the demo share: how big it is, which years it covers, and what is there already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from communities.models import Community, Leader, SubDistrict
from demo.people import People
from demo.wording.names import COMMUNITIES
from demo.writer import Writer
from members.models import Member, PartyOrg, TwoNewUnit


@dataclass
class World:
    """`year` is told in full, as is the year before; the year after up to `today`. `scale` multiplies what happens."""

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
        """Chance of its own for every topic: what is added to one never changes another."""
        return Random(f"{topic}/{self.year}/{self.scale}")

    @property
    def first_day(self) -> date:
        return date(self.year - 1, 1, 1)

    def years(self, *amounts: int) -> Iterator[tuple[int, int]]:
        """The three years, each with its own amount at scale 1; the last has none if it is yet to come."""
        for year, amount in zip((self.year - 1, self.year, self.year + 1), amounts, strict=True):
            if year <= self.today.year:
                yield year, amount

    def times(self, amount: int) -> int:
        return amount * self.scale

    def each(self, amount: float) -> int:
        """How many per community, where there would be `amount` at scale 1: there are more communities then."""
        return max(1, round(amount * self.scale * len(COMMUNITIES) / len(self.communities)))

    def over(self, day: date | None) -> bool:
        """Whether the day has come."""
        return day is not None and day <= self.today

    def past(self, days: Iterable[date]) -> list[date]:
        return [day for day in days if day <= self.today]

    def deal(self, dice: Random, count: int) -> list[Community]:
        """`count` communities: each at least once where they suffice, the rest by size, in mixed order."""
        dealt = self.communities[:count] + dice.choices(
            self.communities, self.sizes, k=max(0, count - len(self.communities))
        )
        dice.shuffle(dealt)
        return dealt

    def by_name(self, name: str) -> Community:
        return next(community for community in self.communities if community.name == f"{name}社区")

    def short(self, community: Community) -> str:
        return community.name.removesuffix("社区")


def marks(dice: Random, count: int, share: float) -> list[bool]:
    """True for exactly that share of `count`, in mixed order."""
    chosen = round(count * share)
    marked = [True] * chosen + [False] * (count - chosen)
    dice.shuffle(marked)
    return marked


def shares(dice: Random, total: int, parts: int, unit: int = 100) -> list[int]:
    """`total` in that many uneven parts, each a multiple of `unit` but for the first, which takes the rest."""
    weights = [dice.uniform(0.7, 1.3) for _ in range(parts)]
    found = [int(total * weight / sum(weights)) // unit * unit for weight in weights]
    found[0] += total - sum(found)
    return found
