"""整改 (三张清单) and 督查发现的问题."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from duties.models.rounds import Round
from records.columns.number import YearField
from records.likeness import Likeness
from records.models import Event, OfCommunity, RecordQuerySet, refuse_disorder, refuse_future


class RemedyQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def done_by(self, day: date) -> Self:
        return self.filter(done_on__lte=day)

    def overdue(self, day: date) -> Self:
        """Keep those past due and not done by the end of that day."""
        return self.filter(due__lt=day).filter(Q(done_on__isnull=True) | Q(done_on__gt=day))


class Remedy(OfCommunity):
    """A line of the 三张清单: a problem, what is done about it by whom and by when, and what came of it.

    `finding` is the key of the problem of last year's report that it answers; empty of any other.
    """

    alike = (Likeness("year", "source", "problem"),)

    class Source(models.TextChoices):
        REPORT = "report", "上年述职"
        SUPERIOR = "superior", "上级点评"
        INSPECTION = "inspection", "巡察督查"
        OWN = "own", "自查"

    year = YearField("整改年度")
    source = models.CharField("来源", max_length=20, choices=Source)
    problem = models.CharField("问题", max_length=300)
    measure = models.CharField("整改措施", max_length=300, blank=True)
    owner = models.CharField("责任人", max_length=50, blank=True)
    due = models.DateField("整改期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.CharField("整改结果", max_length=300, blank=True)
    finding = models.CharField("上年问题", max_length=60, blank=True, default="", editable=False)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题整改"
        ordering = ["-year", "due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "year", "finding"],
                condition=~Q(finding=""),
                name="remedy_of_finding",
                violation_error_message="上年的这个问题已经列入整改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.problem}"

    @property
    def outcome(self) -> str:
        """What came of it, in words: the day and the result, or that it goes on."""
        if self.done_on is None:
            return f"进行中。{self.result}" if self.result else "进行中"
        return f"{self.done_on:%Y-%m-%d}完成。{self.result}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "done_on")
        if self.done_on and self.year and self.done_on.year < self.year:
            raise ValidationError({"done_on": f"{self.done_on:%Y-%m-%d} 早于 {self.year} 年度，请核对"})
        if self.done_on and not self.result:
            raise ValidationError({"result": "已填完成日期，请写整改结果"})


class ProblemQuerySet(RecordQuerySet):
    def found_by(self, day: date) -> Self:
        return self.filter(date__lte=day)

    def done_by(self, day: date) -> Self:
        return self.filter(done_on__lte=day)

    def found_or_open(self, start: date, end: date) -> Self:
        """Keep those found between both days, or found before and still open when the first one began."""
        is_of_period = Q(date__range=(start, end))
        is_open_then = Q(date__lt=start) & (Q(done_on__isnull=True) | Q(done_on__gte=start))
        return self.filter(is_of_period | is_open_then)


class Problem(OfCommunity, Event):
    """A problem that was found in a 社区, in a round or besides, and put right: 督查发现的问题."""

    alike = (Likeness("community", "date", "content"),)
    community_required = True

    date = models.DateField("发现日期")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        verbose_name="所属轮次",
        null=True,
        blank=True,
        help_text="不在轮次里发现的不填",
    )
    content = models.CharField("问题", max_length=300)
    owner = models.CharField("责任人", max_length=50, blank=True)
    due = models.DateField("整改期限", null=True, blank=True)
    done_on = models.DateField("整改完成日期", null=True, blank=True)
    verified_by = models.CharField("复核人", max_length=50, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查问题"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.date} {self.content}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "done_on")
        refuse_disorder(self, "date", "due")
        refuse_disorder(self, "date", "done_on")
