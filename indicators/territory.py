"""Whose records are read, and where they count when 社区 are founded, merged and closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from access.reach import Reach
from communities.models import Community, SubDistrict, place_between


@dataclass(frozen=True)
class Territory:
    """Whose records are read: those of one 街道 or several, or of some 社区 of one."""

    subdistricts: tuple[SubDistrict, ...]
    every_community: Mapping[int, Community]  # all that these 街道 ever had, by id, in the office's own order
    reach: frozenset[int] | None = None  # the 社区 that it is narrowed to, by id

    @classmethod
    def of(cls, *subdistricts: SubDistrict, reach: Collection[int] | None = None) -> Territory:
        """These 街道 with their 社区 as they are recorded now; of one alone `reach` may narrow it to some 社区."""
        if len(subdistricts) != 1 and reach is not None:
            raise ValueError("Only one 街道 is narrowed to some of its 社区")
        rows = Community.objects.filter(subdistrict__in=[subdistrict.pk for subdistrict in subdistricts])
        every = {community.pk: community for community in rows}
        own = None if reach is None else frozenset(reach) & every.keys()
        return cls(subdistricts, every, own)

    def within(self, subdistrict: SubDistrict) -> Territory:
        """One 街道 of it."""
        own = {
            pk: place for pk, place in self.every_community.items() if place.subdistrict_id == subdistrict.pk
        }
        return Territory((subdistrict,), own, self.reach)

    def rows(self, model: Any) -> Any:
        """Every record of a kind that belongs to it, of whatever date."""
        if len(self.subdistricts) == 1:
            owner = self.subdistricts[0].pk
            return model._default_manager.within(Reach(frozenset([owner]), self.reach))
        return self.owned(model)

    def owned(self, model: Any) -> Any:
        """Every record of a kind of its 街道, whatever the reach."""
        owners = [subdistrict.pk for subdistrict in self.subdistricts]
        if len(owners) == 1:
            return model._default_manager.of(owners[0])
        return model._default_manager.filter(**{f"{model.subdistrict_path}__in": owners})


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
    def between(
        cls, first: date, last: date, every: Mapping[int, Community], reach: Collection[int] | None
    ) -> Places:
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
