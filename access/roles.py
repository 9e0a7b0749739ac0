"""Who reads records: the roles, and how far somebody's reach goes."""

from collections.abc import Collection
from typing import Protocol

from django.db.models import QuerySet, TextChoices


class Role(TextChoices):
    """What somebody does in the portal. Every page names the roles it is open to."""

    CLERK = "clerk", "录入员"
    SECRETARY = "secretary", "书记"
    ADMIN = "admin", "管理员"


class Reader(Protocol):
    """Somebody with a role in one 街道, who reaches all of it or some of its 社区."""

    pk: int
    role: str
    may_view_personal_data: bool

    @property
    def subdistrict_id(self) -> int | None:
        """The 街道; None reaches nothing."""

    @property
    def community_ids(self) -> Collection[int] | None:
        """The 社区 reached, and then nothing of the 街道's own; None reaches the whole 街道."""


def reached_communities(reader: Reader) -> frozenset[int] | None:
    """The keys of the 社区 that somebody reaches, read once; None where he reaches the whole 街道."""
    keys = reader.community_ids
    if keys is None:
        return None
    return frozenset(keys.values_list("pk", flat=True) if isinstance(keys, QuerySet) else keys)
