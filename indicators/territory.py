"""Whose records are read, and where they count when 社区 are founded, merged and closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from access.reach import Reach
from communities.models import Community, SubDistrict, place_between
from records.models import Record


@dataclass(frozen=True)
class Territory:
    """The 街道, one or several, or the 社区 of one, whose records are read."""

    subdistricts: tuple[SubDistrict, ...]
    every_community: Mapping[int, Community]  # all that these 街道 ever had, by id, in the office's own order
    reach: Reach

    @classmethod
    def of(cls, *subdistricts: SubDistrict, reach: Reach | None = None) -> Territory:
        """Return these 街道 with their 社区 as they are recorded now: as a whole, or as far as a reach goes."""
        whole = Reach.whole(*[subdistrict.pk for subdistrict in subdistricts])
        every = {community.pk: community for community in Community.objects.within(whole)}
        return cls(subdistricts, every, reach or whole)

    def within(self, subdistrict: SubDistrict) -> Territory:
        """Return one 街道 of it."""
        communities = {}
        for pk, community in self.every_community.items():
            if community.subdistrict_id == subdistrict.pk:
                communities[pk] = community
        reach = self.reach if len(self.subdistricts) == 1 else Reach.whole(subdistrict.pk)
        return Territory((subdistrict,), communities, reach)

    def rows(self, model: type[Record]) -> Any:
        """Return every record of a kind that belongs to it, of whatever date: the queryset of the model."""
        return model._default_manager.within(self.reach)

    def of_subdistricts(self, model: type[Record]) -> Any:
        """Return every record of a kind of its 街道, whatever the reach: the queryset of the model."""
        whole = Reach.whole(*[subdistrict.pk for subdistrict in self.subdistricts])
        return model._default_manager.within(whole)


@dataclass(frozen=True)
class Places:
    """The 社区 of a 街道 over some days: a stock's one cut-off day, a flow's whole year.

    `asked` are those standing then, within reach, by id. `moved` says where the records of each other one
    count: at the 社区 that came of it, else at the 街道 itself (None). `absent` says of these why they do not
    stand.
    """

    asked: Mapping[int, Community] = field(default_factory=dict)
    moved: Mapping[int, int | None] = field(default_factory=dict)
    absent: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def between(cls, first: date, last: date, every: Mapping[int, Community], reach: Reach) -> Places:
        """Return those of `every` 社区 that stood on any day from `first` to `last`.

        Whoever reaches a 社区 that ended, and not what came of it, sees its records where they are.
        """
        standing: dict[int, Community] = {}
        destinations: dict[int, int | None] = {}
        reasons: dict[int, str] = {}
        for pk, community in every.items():
            reason = absence(community, first, last)
            if not reason:
                if reach.has_community(pk):
                    standing[pk] = community
                continue
            place = place_between(community, first, last, every)
            destination = None if place is None else place.pk
            if reach.has_community(destination):
                destinations[pk] = destination
                reasons[pk] = reason
        return cls(asked=standing, moved=destinations, absent=reasons)

    def of(self, community: int | None) -> int | None:
        """Return where the records of a 社区 count."""
        if community is None:
            return None
        return self.moved.get(community, community)

    def counted_at(self, place: int | None) -> list[int]:
        """Return the 社区 whose records count there, itself among them where it stands."""
        communities = []
        if place is not None and place not in self.moved:
            communities.append(place)
        for community, destination in self.moved.items():
            if destination == place:
                communities.append(community)
        return communities


def absence(community: Community, first: date, last: date) -> str:
    """Say why a 社区 did not stand on any day from `first` to `last`; empty where it did."""
    if community.since is not None and community.since > last:
        return "未设立"
    if community.until is not None and community.until <= first:
        return "已撤销"
    return ""
