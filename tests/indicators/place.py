"""Where the cases of the figures happen: a 街道 with two 城市社区, and another one beside it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from communities.models import Community, SubDistrict
from tests import factories as F
from tests.factories import DAY, LONG_AGO, YEAR

BEFORE, FIRST = date(YEAR - 1, 12, 31), date(YEAR, 1, 1)
LAST, NEXT = date(YEAR, 12, 31), date(YEAR + 1, 1, 1)


@dataclass
class Place:
    """`a` and `b` are 城市社区 of `office`; `away` is one of another 街道."""

    office: SubDistrict
    other: SubDistrict

    def __post_init__(self) -> None:
        self.a = F.CommunityFactory(subdistrict=self.office, code="a", name="清泉社区", order=1)
        self.b = F.CommunityFactory(subdistrict=self.office, code="b", name="文昌社区", order=2)

    @cached_property
    def away(self) -> Community:
        return F.CommunityFactory(subdistrict=self.other, code="z", name="外街社区")

    @cached_property
    def village(self) -> Community:
        return F.CommunityFactory(
            subdistrict=self.office, code="v", name="前村社区", kind=Community.Kind.FORMER_VILLAGE, order=3
        )


def put(factory: Any, community: Community, **given: Any) -> Any:
    """A record of that community, or of its 街道 where the kind knows no community."""
    if issubclass(factory, F.OfPlace):
        return factory(community=community, **given)
    if issubclass(factory, F.OfOrg):
        return factory(**{"org": F.PartyOrgFactory(community=community), **given})
    return factory(subdistrict=community.subdistrict, **given)


@dataclass(frozen=True)
class Case:
    """What one figure counts.

    `base` makes a base record which counts nothing (None: there is no such thing). `counted` makes what gives `value`.
    Each of `misses`, made besides, changes nothing. Each of `silent` looks like a base and is none.
    """

    counted: Any
    value: Any
    base: Any = None
    text: str = ""
    ratio: tuple[int, int] | None = None
    zero: str = "0"
    misses: Any = None
    silent: Any = None


def dated(make: Any) -> dict[str, Any]:
    """Near misses of an event; `make(community, day)`."""
    return {
        "the last day of the year before": lambda p: make(p.a, BEFORE),
        "the first day of the year after": lambda p: make(p.a, NEXT),
        "another 街道": lambda p: make(p.away, DAY),
    }


def lasting(make: Any) -> dict[str, Any]:
    """Near misses of a standing; `make(community, since, until)`."""
    return {
        "beginning after the cut-off": lambda p: make(p.a, NEXT, None),
        "ended on the cut-off day": lambda p: make(p.a, LONG_AGO, LAST),
        "another 街道": lambda p: make(p.away, LONG_AGO, None),
    }
