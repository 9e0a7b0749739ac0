"""Rows into the database by the thousand, each with its first version: who entered it, and when."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
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

    Each record counts as entered on its own day, but not before `first_day`; child rows together with their
    owner, since a version is what has one moment and one author. At scale 1 every row has its version; in a
    much larger demo only the last rows of each kind, those that lists show first: the others would take as
    long again.
    """

    def __init__(self, first_day: date, clerk: User) -> None:
        self.first_day = first_day
        self.clerk = clerk
        self.clerks: dict[int | None, User] = {}  # by community, where one has its own
        self.now = timezone.now()

    def save(self, rows: Iterable[R], by: User | None = None, on: date | None = None) -> list[R]:
        """Insert rows of one model; return them with their keys."""
        records = list(rows)

        def stamp(row: R) -> store.Stamp:
            owner = parent_of(row) or row
            author = by or self.clerks.get(getattr(owner, "community_id", None), self.clerk)
            return store.Stamp(author, at=self.moment(owner, on))

        store.insert_each(records, stamp, VERSIONED)
        return records

    def moment(self, row: Model, on: date | None = None) -> datetime:
        """Return a minute of its own in office hours of the record's day."""
        day = max(on or self.day_of(row), self.first_day)
        minutes = timedelta(minutes=row.pk % DESK_MINUTES, seconds=row.pk % 59)
        return min(timezone.make_aware(datetime.combine(day, DESK_OPENS)) + minutes, self.now)

    def day_of(self, row: Model) -> date:
        """Return the first day that a record names, as these columns are ordered."""
        for name in DATED_BY:
            day: date | None = getattr(row, name, None)
            if day:
                return day
        return self.first_day

    def link(self, model: type[Record], name: str, pairs: Iterable[tuple[Record, Model]]) -> None:
        """Fill a many-to-many field: pairs of a record and what it is linked with."""
        store.link_inserted(model, name, pairs)
