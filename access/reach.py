"""How far somebody's records go, as one value; nothing else narrows a queryset of records.

Reach comes from an account (`accounts.models.User.record_reach`), is handed on as it is, and is asked here:
which rows of a queryset are reached, and whether one record is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django.db.models import Q, QuerySet


class Owned(Protocol):
    """A kind of record, as far as it says where its owners are found."""

    subdistrict_path: ClassVar[str]  # the lookup that leads to the 街道
    community_path: ClassVar[str | None]  # the lookup that leads to the 社区; None where there can be none
    is_shared: ClassVar[bool]  # reached by everybody of the 街道


@dataclass(frozen=True)
class Reach:
    """Nothing, some 社区 of one 街道, or all of one 街道 or of several; by default nothing.

    `subdistricts` are the keys of the 街道 of which something is reached. `communities` are the keys of the 社区
    to which a single one of them is narrowed: then nothing of the 街道's own is reached. None leaves these 街道
    whole.
    """

    subdistricts: frozenset[int] = frozenset()
    communities: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if self.communities is not None and len(self.subdistricts) > 1:
            raise ValueError("Only one 街道 is narrowed to some of its 社区")

    @classmethod
    def whole(cls, *subdistricts: int | None) -> Reach:
        """Reach all of these 街道, by key; None is no 街道."""
        return cls(frozenset(key for key in subdistricts if key is not None))

    @classmethod
    def some(cls, subdistrict: int | None, communities: Collection[int]) -> Reach:
        """Reach these 社区 of one 街道, by key."""
        if subdistrict is None:
            return cls()
        return cls(frozenset([subdistrict]), frozenset(communities))

    @property
    def is_whole(self) -> bool:
        """Whether all of its 街道 is reached, what belongs to no 社区 included."""
        return bool(self.subdistricts) and self.communities is None

    def filter(self, rows: QuerySet) -> QuerySet:
        """Keep the rows that are reached, of a kind of record or of its history."""
        kind: type[Owned] = getattr(rows.model, "instance_type", rows.model)
        if not self.subdistricts:
            return rows.none()
        rows = rows.filter(self._is_in_subdistricts(kind))
        if self.communities is None or kind.is_shared:
            return rows
        if kind.community_path is None:
            return rows.none()
        return rows.filter(**{f"{kind.community_path}__in": self.communities})

    def _is_in_subdistricts(self, kind: type[Owned]) -> Q:
        if len(self.subdistricts) > 1:
            return Q(**{f"{kind.subdistrict_path}__in": self.subdistricts})
        [subdistrict] = self.subdistricts
        return Q(**{kind.subdistrict_path: subdistrict})

    def has_community(self, key: int | None) -> bool:
        """Say whether a 社区 of its 街道 is reached, by key; None is the 街道 itself."""
        if self.communities is None:
            return bool(self.subdistricts)
        return key in self.communities

    def includes(self, record: Owned) -> bool:
        """Say whether one record of its 街道 is reached, which somebody may have been shown the name of."""
        if not self.subdistricts:
            return False
        if self.communities is None or record.is_shared:
            return True
        if record.community_path is None:
            return False
        *links, name = record.community_path.split("__")
        owner: Any = record
        for link in links:
            owner = getattr(owner, link)
            if owner is None:
                return False
        return getattr(owner, owner._meta.get_field(name).attname) in self.communities
