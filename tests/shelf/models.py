from django.db import models

from records.columns.number import PercentField, YearField
from records.likeness import Likeness
from records.models import Event, OfCommunity, RecordQuerySet


class Loan(OfCommunity, Event):
    """Books lent by the reading corner of a 社区."""

    alike = (Likeness("community", "date", "title"),)

    class Kind(models.TextChoices):
        HISTORY = "history", "党史"
        LAW = "law", "法律"

    title = models.CharField("书名", max_length=100)
    kind = models.CharField("书类", max_length=20, choices=Kind)
    copies = models.PositiveIntegerField("册数", null=True, blank=True)
    published = YearField("出版年份", null=True, blank=True)
    worn = PercentField("破损率", null=True, blank=True)
    note = models.TextField("附注", blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "图书借阅"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"《{self.title}》"
