"""培训计划: what is to be taught in a year, by month."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from common.periods import months_later
from meetings.models.kinds import MeetingKind
from members.models import PartyOrg
from records.columns.number import HoursField, YearField
from records.likeness import Likeness, Trait, if_empty
from records.models import OfSubdistrict, RecordQuerySet

MONTHS_OF_YEAR = range(1, 13)


class TrainingPlanQuerySet(RecordQuerySet):
    def due_between(self, first: date, last: date) -> Self:
        """Keep those of which the month lies between two days of one year, and is over on the last."""
        months = []
        for month in MONTHS_OF_YEAR:
            if first <= date(first.year, month, 1) and _end_of(first.year, month) <= last:
                months.append(month)
        return self.filter(year=first.year, month__in=months)


def _end_of(year: int, month: int) -> date:
    return months_later(date(year, month, 1), 1) - timedelta(days=1)


class TrainingPlan(OfSubdistrict):
    """One item of a year's 培训计划: for whom, about what, in which month, and by what kind of meeting.

    Where it names no organisation the 街道 holds it.
    """

    alike = (
        Likeness("org", "year", "month", "kind", "topic"),
        Likeness(Trait("org", if_empty), "year", "month", "kind", "topic"),
    )
    community_path = "org__community"
    without_org = "街道"

    class Audience(models.TextChoices):
        MEMBERS = "members", "党员"
        SECRETARIES = "secretaries", "支部书记"
        LEADERS = "leaders", "班子"
        TWO_NEW = "two_new", "两新"
        APPLICANTS = "applicants", "积极分子与发展对象"
        DECISIONS = "decisions", "民主决策"

    year = YearField("年度")
    month = models.PositiveSmallIntegerField("计划月份", help_text="填 1 到 12")
    audience = models.CharField("培训对象", max_length=20, choices=Audience)
    topic = models.CharField("培训内容", max_length=200)
    kind = models.CharField("会议类型", max_length=20, choices=MeetingKind, help_text="用哪一种会议来办")
    hours = HoursField("计划学时", validators=[MinValueValidator(Decimal("0.1"))], null=True, blank=True)
    org = models.ForeignKey(
        PartyOrg,
        models.PROTECT,
        verbose_name="承办党组织",
        null=True,
        blank=True,
        help_text="街道自己办的不选",
    )

    objects = TrainingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训计划"
        ordering = ["-year", "month", "pk"]
        indexes = [models.Index(fields=["subdistrict", "year"])]

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月 {self.topic}"

    def clean(self) -> None:
        super().clean()
        if self.month is not None and self.month not in MONTHS_OF_YEAR:
            raise ValidationError({"month": "计划月份请填 1 到 12"})
        if self.pk and self.changes("year", "kind", "org"):
            self._refuse_to_leave_meetings()

    def _refuse_to_leave_meetings(self) -> None:
        """Raise where a meeting that carried it out would not fit it any more."""
        for meeting in self.meeting_set.everywhere():
            meeting.plan = self
            if meeting.misfit():
                text = f"已有会议按这条计划开过（{meeting}），改后就对不上了，请先改那次会议的培训计划"
                raise ValidationError(text)
