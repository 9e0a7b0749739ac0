"""Rows into the database by the thousand, each with its first version: who entered it, and when."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from records import store
from records.models import Record
from records.owners import parent_of

R = TypeVar("R", bound=Record)

VERSIONED = 10_000  # rows of one kind
DATED_BY = ("date", "since", "applied_on", "solicited_on", "proposed_on")
DESK_OPENS = time(8, 30)
DESK_MINUTES = 9 * 60


class Writer:
    """Writes rows and their history in bulk, which by itself would leave the history out.

    Each record counts as entered on its own day, but not before `opened`; child rows together with their owner, since
    a version is what has one moment and one author. At scale 1 every row has its version; in a much larger demo only
    the last rows of each kind, those that lists show first: the others would take as long again.
    """

    def __init__(self, opened: date, clerk: Any) -> None:
        self.opened = opened
        self.clerk = clerk
        self.clerks: dict[int | None, Any] = {}  # by community, where one has its own
        self.now = timezone.now()

    def save(self, rows: Iterable[R], by: Any = None, on: date | None = None) -> list[R]:
        """Insert rows of one model; returns them with their keys."""
        made = list(rows)

        def stamp(row: R) -> store.Stamp:
            owner = owner_of(row)
            author = by or self.clerks.get(getattr(owner, "community_id", None), self.clerk)
            return store.Stamp(author, at=self.moment(owner, on))

        store.insert_each(made, stamp, VERSIONED)
        return made

    def moment(self, row: Any, on: date | None = None) -> datetime:
        """In office hours of the record's day, a minute of its own."""
        day = on or next((found for name in DATED_BY if (found := getattr(row, name, None))), self.opened)
        opens = timezone.make_aware(datetime.combine(max(day, self.opened), DESK_OPENS))
        return min(opens + timedelta(minutes=row.pk % DESK_MINUTES, seconds=row.pk % 59), self.now)

    def link(self, model: Any, name: str, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Fill a many-to-many field: pairs of a record and what it is linked with."""
        store.link_inserted(model, name, pairs)


def owner_of(row: Any) -> Any:
    """The record a child row belongs to, or the row itself."""
    return parent_of(row) or row
