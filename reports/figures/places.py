"""Where records count when 社区 are founded, merged and closed, and what a figure is at one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from communities.models import Community, place_between

T = TypeVar("T")
DASH = "—"


@dataclass(frozen=True)
class Places:
    """The 社区 of a 街道 over some days: a stock's one cut-off day, a flow's whole year.

    `asked` are those standing then, within reach, by id. `moved` says where the records of each other one count: at the
    社区 that came of it, else at the 街道 itself (None). `absent` says of these why they do not stand.
    """

    asked: Mapping[int, Community] = field(default_factory=dict)
    moved: Mapping[int, int | None] = field(default_factory=dict)
    absent: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def between(cls, first: date, last: date, every: Mapping[int, Community], reach: Collection[int] | None) -> Places:
        """Those that stood on any day from `first` to `last`.

        Whoever reaches a 社区 that ended, and not what came of it, sees its records where they are.
        """
        asked: dict[int, Community] = {}
        moved: dict[int, int | None] = {}
        absent: dict[int, str] = {}
        for pk, community in every.items():
            reason = absence(community, first, last)
            if not reason and (reach is None or pk in reach):
                asked[pk] = community
            if not reason:
                continue
            place = place_between(community, first, last, every)
            if reach is None or (place is not None and place.pk in reach):
                moved[pk], absent[pk] = getattr(place, "pk", None), reason
        return cls(asked, moved, absent)

    def of(self, community: int | None) -> int | None:
        """Where the records of a 社区 count."""
        return self.moved.get(community, community) if community is not None else None

    def counted_at(self, place: int | None) -> list[int]:
        """The 社区 whose records count there, itself among them where it stands."""
        own = [place] if place is not None and place not in self.moved else []
        return own + [community for community, there in self.moved.items() if there == place]


def absence(community: Community, first: date, last: date) -> str:
    """Why a 社区 did not stand on any day from `first` to `last`; empty where it did."""
    if community.since is not None and community.since > last:
        return "未设立"
    if community.until is not None and community.until <= first:
        return "已撤销"
    return ""


class Presence(Enum):
    AMOUNT = "amount"
    ZERO = "zero"  # truly nothing, and the office knows it
    NOT_RECORDED = "not recorded"
    NOT_STANDING = "not standing"


@dataclass(frozen=True)
class At:
    """What a figure is at a 社区, or at the 街道 itself: the one answer that pages, documents and workbooks print."""

    presence: Presence
    amount: Decimal | None = None
    parts: tuple[Decimal, Decimal] | None = None  # of a rate: numerator and denominator
    note: str = ""  # why it does not stand

    @classmethod
    def counted(cls, amount: Decimal, parts: tuple[Decimal, Decimal] | None = None) -> At:
        return cls(Presence.AMOUNT if amount else Presence.ZERO, amount, parts)

    def shown(self, number: Callable[[Decimal], T]) -> T | str:
        """A number written by `number`; — where nothing is recorded, blank where no such 社区 stood."""
        if self.amount is not None:
            return number(self.amount)
        return DASH if self.presence is Presence.NOT_RECORDED else ""
