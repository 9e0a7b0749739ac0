"""约谈: who was talked to, and what he had to put right."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from communities.models import Community, Leader
from members.models import PostHolder
from records.likeness import Likeness
from records.models import Event, OfSubdistrict, RecordQuerySet, refuse_disorder, refuse_future
from records.personal import NameField
from records.pinyin import PinyinField


class TalkQuerySet(RecordQuerySet):
    def with_due(self) -> Self:
        return self.filter(due__isnull=False)

    def due_or_open(self, start: date, end: date) -> Self:
        """Keep those due between both days, or due before and not put right when the first one began."""
        is_due = Q(due__range=(start, end))
        was_open = Q(rectified_on__isnull=True) | Q(rectified_on__gte=start)
        return self.filter(is_due | Q(due__lt=start) & was_open)

    def rectified_by(self, day: date) -> Self:
        return self.filter(rectified_on__lte=day)


class Talk(OfSubdistrict, Event):
    """A 约谈: somebody was talked to, and what he had to put right.

    Only those who reach the whole 街道 see it, and it stands in no annex.
    """

    is_confidential = True
    alike = (Likeness("date", "leader", "holder", "name"),)
    private_name = "name"
    private = ("reason", "requirement")
    without_community = "不涉及社区"

    class Kind(models.TextChoices):
        REMINDER = "reminder", "提醒谈话"
        TALK = "talk", "约谈"
        CRITICISM = "criticism", "通报批评"
        DISCIPLINE = "discipline", "组织处理"

    date = models.DateField("约谈日期")
    kind = models.CharField("方式", max_length=20, choices=Kind)
    leader = models.ForeignKey(
        Leader, models.PROTECT, verbose_name="班子成员", null=True, blank=True, related_name="+"
    )
    holder = models.ForeignKey(
        PostHolder, models.PROTECT, verbose_name="党组织任职人", null=True, blank=True, related_name="+"
    )
    name = NameField("其他人", max_length=50, blank=True, help_text="班子成员、任职人、其他人填一个")
    name_order = PinyinField("name")
    community = models.ForeignKey(
        Community, models.PROTECT, verbose_name="涉及社区", null=True, blank=True, related_name="+"
    )
    talked_by = models.ForeignKey(Leader, models.PROTECT, verbose_name="约谈人", related_name="+")
    reason = models.CharField("事由", max_length=200)
    requirement = models.CharField("整改要求", max_length=200, blank=True)
    due = models.DateField("整改期限", null=True, blank=True)
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "约谈"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        # shown on pages of other records too: nobody is named there
        return f"{self.date} {self.get_kind_display()}"

    @property
    def who(self) -> str:
        """The name of whoever was talked to."""
        return str(self.leader or self.holder or self.name)

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "rectified_on")
        refuse_disorder(self, "date", "due")
        refuse_disorder(self, "date", "rectified_on")
        people = [self.leader_id, self.holder_id, self.name]
        if len(list(filter(None, people))) != 1:
            raise ValidationError({"leader": "班子成员、党组织任职人、其他人请填一个"})
