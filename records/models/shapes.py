"""The two shapes of record in time: what happened on a day, and what lasts."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import QuerySet

from records.models.days import refuse_disorder, refuse_future


class Event(models.Model):
    """Something that happened on a day, in a 社区 that stood on it."""

    #: Columns whose days must lie inside the life of the record's 社区.
    days_in_community: ClassVar[tuple[str, ...]] = ("date",)

    date = models.DateField("日期")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "date")


class Standing(models.Model):
    """Something that lasts: from `since` on, up to but not including `until`."""

    #: Columns whose days must lie inside the life of the record's 社区.
    days_in_community: ClassVar[tuple[str, ...]] = ("since",)
    #: It may have begun elsewhere before its 社区 did.
    older_than_community: ClassVar[bool] = True
    #: Another one may take its place in another 社区 when its own one ends.
    goes_on_elsewhere: ClassVar[bool] = True
    #: It may be said to have ended because a full list has it no longer.
    ends_by_absence: ClassVar[bool] = True
    #: The column, with choices, that says why it ended; empty where none does.
    leaving_reason: ClassVar[str] = ""
    #: One of its kind to which whoever is left in it goes when it is saved next.
    taker: Self | None = None

    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True, blank=True, help_text="仍在继续的不填")

    class Meta:
        abstract = True

    def same_stand(self) -> bool:
        """Say whether the 社区 has what is the same as this new one by more than its unique constraints ask."""
        return False

    def people_left(self) -> str:
        """Say who has to go elsewhere before it ends, in words; empty where nobody has."""
        return ""

    def takers(self, day: date) -> QuerySet:
        """Return others of its kind, standing on that day, to which they may go when its 社区 ends."""
        return type(self)._default_manager.none()

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "since")
        refuse_disorder(self, "since", "until")
