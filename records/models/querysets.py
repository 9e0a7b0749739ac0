"""Questions every kind of record answers."""

from datetime import date
from typing import Self

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from access.reach import Reach
from access.roles import Reader
from common.periods import Period
from records.models.guarding import ReachRequired


def begun_by(day: date, prefix: str = "") -> Q:
    """Return the condition of a standing that began on a day or before."""
    return Q(**{f"{prefix}since__lte": day})


def lasting_on(day: date, prefix: str = "") -> Q:
    """Return the condition of a standing that had no end by a day."""
    return Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})


def in_force_on(day: date, prefix: str = "") -> Q:
    """Return the condition of a standing that holds on a day; `prefix` also names a span such as `pilot_`."""
    return begun_by(day, prefix) & lasting_on(day, prefix)


class RecordQuerySet(ReachRequired, models.QuerySet):
    """The queryset of every kind of record."""

    def within(self, reach: Reach) -> Self:
        """Keep the records that are reached."""
        rows: Self = reach.filter(self)  # type: ignore[assignment]
        rows.has_reach = True
        return rows

    def visible_to(self, reader: Reader) -> Self:
        """Keep the records that somebody reaches."""
        return self.within(reader.record_reach)

    def of(self, subdistrict: models.Model | int | None) -> Self:
        """Keep the records of one 街道, whoever asks, by its key or itself."""
        key = subdistrict.pk if isinstance(subdistrict, models.Model) else subdistrict
        return self.within(Reach.whole(key))

    def with_lock(self) -> Self:
        """Hold the rows, in the order of their keys, until the transaction ends.

        Outside of one, and on SQLite, where one writer waits for another anyway, they are just the rows.
        """
        rows = self.order_by("pk")
        if connection.in_atomic_block and connection.features.has_select_for_update:
            return rows.select_for_update(of=("self",), no_key=True)
        return rows

    def during(self, period: Period) -> Self:
        """Keep the events dated inside the period."""
        return self.filter(date__range=(period.start, period.end))

    def with_values(self, *names: str) -> Self:
        """Keep the records in which these columns are filled in."""
        return self.filter(**{f"{name}__isnull": False for name in names})

    def with_day_in(self, name: str, period: Period) -> Self:
        """Keep the records whose day of that name lies inside the period."""
        return self.filter(**{f"{name}__range": (period.start, period.end)})

    def begun_by(self, day: date, prefix: str = "") -> Self:
        """Keep the standings that began on that day or before."""
        return self.filter(begun_by(day, prefix))

    def lasting(self, day: date, prefix: str = "") -> Self:
        """Keep the standings that had no end by that day."""
        return self.filter(lasting_on(day, prefix))

    def in_force(self, day: date) -> Self:
        """Keep the standings that hold on that day: since ≤ day, and until empty or later."""
        return self.begun_by(day).lasting(day)

    def begun_anew(self, *same: str) -> Self:
        """Keep the standings of a 社区 that do not go on from one which ended on the day on which they begin.

        Whether a record goes on is told by these columns, equal in one that ended on that day together with
        its 社区.
        """
        columns = {name: OuterRef(name) for name in ("subdistrict", *same)}
        earlier = self.model._default_manager.filter(
            until=OuterRef("since"), community__until=OuterRef("since"), **columns
        )
        return self.exclude(Exists(earlier.exclude(community=OuterRef("community"))))
