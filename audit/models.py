"""Who read or took out what: one table, to which rows are only added.

What was changed is in the history of the records.
"""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

FIXED = "查阅记录只能添加，不能改动或删除"


class EntryQuerySet(models.QuerySet):
    """Rows that are read, never changed."""

    def update(self, **values: object) -> NoReturn:
        raise PermissionDenied(FIXED)

    def delete(self) -> NoReturn:
        raise PermissionDenied(FIXED)

    def looks_at(self, label: str, key: int) -> Self:
        """Return the looks at one record, given by the label of its model and its key; the oldest first."""
        looks = self.filter(act=Entry.Act.LOOK, model=label, record=key)
        return looks.select_related("account").order_by("at", "pk")


class Entry(models.Model):
    """One look at a full number, or one file of records handed out.

    `record` and `column` are of a look; `count` is the number of records. `what` is the text of a look, and
    of a file the conditions by which its records were chosen, without words that may name a person.
    """

    class Act(models.TextChoices):
        LOOK = "look", "查看完整号码"
        EXPORT = "export", "导出"
        FULL_EXPORT = "full_export", "导出完整号码"

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="账号", related_name="+", null=True
    )
    act = models.CharField("行为", max_length=20, choices=Act)
    # None for a command, and for looks from before this table.
    address = models.GenericIPAddressField("来自", null=True)
    model = models.CharField("种类", max_length=100)  # members.Member
    record = models.BigIntegerField("记录", null=True)
    column = models.CharField("栏目", max_length=100, blank=True)
    count = models.PositiveIntegerField("条数", default=1)
    what = models.TextField("内容", blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "record"], name="audit_record")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.account or '系统'} {self.what or self.get_act_display()}"

    def save(self, *args: object, **kwargs: Any) -> None:
        """Add the row. `PermissionDenied` where it is there already."""
        if not self._state.adding:
            raise PermissionDenied(FIXED)
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: Any) -> NoReturn:
        raise PermissionDenied(FIXED)
