"""To which 社区 a record belongs, and that its days lie inside the life of that 社区."""

from datetime import date
from typing import Protocol, cast

from django.core.exceptions import ValidationError

from access.reach import Owned
from records.models.shapes import Standing


class Community(Protocol):
    """A 社区, as far as its records ask it."""

    successor_id: int | None

    def absence(self, day: date, *, beginning: bool = True, is_served: bool = False) -> str:
        """Return why it did not stand on that day, and the way out; empty where it did.

        Without `beginning` it may be founded later; `is_served` says that something lives on after its end.
        """


def asks_beginning(model: type) -> bool:
    """Say whether the days of a record may not lie before the beginning of its 社区 either."""
    is_direct = getattr(model, "community_path", "") == "community"
    return is_direct and not getattr(model, "older_than_community", False)


def heir_serves(model: type) -> bool:
    """Say whether the record is tied to its 社区 by another one (a 党组织, a brand), which may outlive it."""
    return "__" in (getattr(model, "community_path", "") or "")


def tie_of(model: type[Owned]) -> str:
    """Return the column that ties a kind of record to its 社区: `community`, or the record that leads there."""
    return (model.community_path or "").split("__")[0]


def community_of(record: Owned) -> Community | None:
    """Return the 社区 a record belongs to by its path.

    None for the 街道's own, and while a key on the way is not filled in.
    """
    if record.community_path is None:
        return None
    owner: object = record
    for name in record.community_path.split("__"):
        owner = getattr(owner, name, None)
    return cast(Community | None, owner)


def refuse_absence(record: Owned) -> None:
    """Raise `ValidationError` where a day of the record lies outside the life of its 社区."""
    days = _days_in_community(record)
    if not days:
        return
    community = community_of(record)
    if community is None:
        return
    beginning = asks_beginning(type(record))
    errors = {}
    for name, day in days.items():
        reason = community.absence(day, beginning=beginning, is_served=_lives_on(record, community, day))
        if reason:
            errors[name] = reason
    if errors:
        raise ValidationError(errors)


def _days_in_community(record: Owned) -> dict[str, date]:
    """Return the days that must lie inside the life of the 社区, as far as they are filled in, by column."""
    days = {name: getattr(record, name) for name in getattr(record, "days_in_community", ())}
    return {name: day for name, day in days.items() if day}


def _lives_on(record: Owned, community: Community, day: date) -> bool:
    """Say whether a record outlives its 社区: by a successor, or by the 党组织 or brand itself."""
    if not heir_serves(type(record)):
        return False
    if community.successor_id:
        return True
    tie = getattr(record, tie_of(type(record)))
    return isinstance(tie, Standing) and (tie.until is None or tie.until > day)
