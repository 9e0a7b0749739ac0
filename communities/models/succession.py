"""Where the records of a 社区 count after it ended."""

from collections.abc import Collection, Mapping
from datetime import date

from communities.models.community import Community


def place_between(
    community: Community, first: date, last: date, every: Mapping[int, Community]
) -> Community | None:
    """Return where something of a 社区 counts from `first` to `last`.

    That is itself where it stood then, else its successor, however far; None where neither did. `every` holds
    the 社区 of the 街道 by id, so that nothing is asked of the database.
    """
    place: Community | None = community
    for _ in every:
        if place is None or place.until is None or place.until > first:
            break
        place = every.get(place.successor_id or 0)
    if place is not None and place.since is not None and place.since > last:
        return None
    return place


def with_predecessors(communities: Collection[int]) -> set[int]:
    """Return these 社区 by id, with those that merged into them, however far back."""
    reach = set(communities)
    if not reach:
        return reach
    successors = Community.objects.everywhere().filter(successor__isnull=False).values_list("pk", "successor")
    predecessors: dict[int | None, list[int]] = {}
    for community, successor in successors:
        predecessors.setdefault(successor, []).append(community)
    pending = list(reach)
    while pending:
        for community in predecessors.get(pending.pop(), ()):
            if community not in reach:
                reach.add(community)
                pending.append(community)
    return reach
