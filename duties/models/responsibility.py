"""责任清单 and 目标责任书."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q, Sum

from communities.models import Leader
from duties.figures import figure_choices
from duties.models.holders import Held
from records.columns.number import YearField
from records.likeness import Likeness
from records.models import OfSubdistrict, Record, RecordQuerySet, refuse_future
from records.owners import OwnerField


class DutyQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def due_by(self, day: date) -> Self:
        return self.filter(due__lte=day)

    def done_by(self, day: date) -> Self:
        return self.filter(done_on__lte=day)


class Duty(Held, OfSubdistrict):
    """A line of the year's 责任清单: what somebody is to do, by when, and whether it was done."""

    alike = (Likeness("year", "leader", "holder", "content"),)
    community_path = "holder__org__community"

    year = YearField("年度")
    content = models.CharField("责任内容", max_length=200)
    due = models.DateField("完成时限", help_text="在本年度内")
    done_on = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("完成情况", max_length=200, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任清单"
        ordering = ["-year", "due", "pk"]
        indexes = [models.Index(fields=["subdistrict", "year"])]

    def __str__(self) -> str:
        return f"{self.year}年 {self.content}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "done_on")
        if self.year and self.due and self.due.year != self.year:
            raise ValidationError({"due": f"完成时限请填 {self.year} 年内的日期"})
        if self.year and self.done_on and self.done_on.year < self.year:
            raise ValidationError({"done_on": f"{self.done_on:%Y-%m-%d} 早于 {self.year} 年度，请核对"})


class PledgeQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def signed_by(self, day: date) -> Self:
        return self.filter(signed_on__lte=day)

    def of_communities(self) -> Self:
        """Keep those with somebody in a post of a 社区's Party organisation."""
        return self.filter(holder__org__community__isnull=False)


class Pledge(Held, OfSubdistrict):
    """A 目标责任书 of a year between the 党工委书记 and somebody, judged item by item when it is closed."""

    alike = (Likeness("year", "leader", "holder"),)
    community_path = "holder__org__community"
    FROZEN = ("year", "number", "leader", "holder", "signed_on", "signer", "closed_on")

    year = YearField("年度")
    number = models.CharField("编号", max_length=50, blank=True)
    signed_on = models.DateField("签订日期")
    signer = models.ForeignKey(
        Leader,
        models.PROTECT,
        verbose_name="签订的党工委书记",
        related_name="+",
        help_text="签订当天在任的党工委书记",
    )
    closed_on = models.DateField("考核日期", null=True, blank=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标责任书"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "year", "leader"],
                condition=Q(leader__isnull=False),
                name="pledge_of_leader",
                violation_error_message="这位班子成员本年度已签责任书",
            ),
            models.UniqueConstraint(
                fields=["subdistrict", "year", "holder"],
                condition=Q(holder__isnull=False),
                name="pledge_of_holder",
                violation_error_message="这位任职人本年度已签责任书",
            ),
        ]

    def __str__(self) -> str:
        # the leader may be beyond a reader's reach
        return f"{self.year}年目标责任书（{self.holder or '班子成员'}）"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def place(self) -> int | None:
        """The 社区 of whoever signed it; None of the 班子 and of organisations of the 街道."""
        return self.holder.org.community_id if self.holder else None

    def clean(self) -> None:
        super().clean()
        if self.stored_values().get("closed_on") and self.changes(*self.FROZEN):
            raise ValidationError(CLOSED)
        refuse_future(self, "signed_on")
        if self.year and self.signed_on and abs(self.signed_on.year - self.year) > 1:
            raise ValidationError({"signed_on": f"签订日期离 {self.year} 年度太远，请核对"})
        if self.holder and self.signed_on and not self.holder.stood_on(self.signed_on):
            text = f"{self.holder.name}在 {self.signed_on:%Y-%m-%d} 不在任，请核对签订日期和任职"
            raise ValidationError({"holder": text})
        if self.signer_id and self.signed_on and not self._signer_is_secretary():
            text = f"{self.signer.name}在 {self.signed_on:%Y-%m-%d} 不是党工委书记，请核对"
            raise ValidationError({"signer": text})

    def _signer_is_secretary(self) -> bool:
        signer = self.signer
        if signer.post != Leader.Post.SECRETARY or self.signed_on < signer.since:
            return False
        return signer.until is None or self.signed_on < signer.until

    def refuse_removal(self) -> None:
        super().refuse_removal()
        if self.is_closed:
            raise ValidationError(CLOSED)

    def warnings(self) -> list[str]:
        weight = self.items.aggregate(weight=Sum("weight"))["weight"] if self.pk else None
        if weight is not None and weight != FULL_WEIGHT:
            return [f"各项权重合计 {weight:g}，不是 {FULL_WEIGHT}，请核对"]
        return []


FULL_WEIGHT = 100
CLOSED = "责任书已经考核，不能再改；要改请先重新打开，并写明原因"


class PledgeItemQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(pledge__year=year)

    def closed_by(self, day: date) -> Self:
        """Keep items of pledges that were closed on that day or before."""
        return self.filter(pledge__closed_on__lte=day)

    def with_verdict(self) -> Self:
        """Keep items that were judged to be kept or not."""
        return self.filter(outcome__in=PledgeItem.JUDGED)

    def as_promised(self) -> Self:
        return self.filter(outcome=PledgeItem.Outcome.KEPT)


class PledgeItem(Record):
    """What a 目标责任书 promises: a figure and a target, or a sentence.

    What a figure came to, its numerator and its denominator are written down when the pledge is closed.
    """

    alike = (Likeness("pledge", "content"),)
    community_path = "pledge__holder__org__community"

    class Outcome(models.TextChoices):
        KEPT = "kept", "兑现"
        BROKEN = "broken", "没有兑现"
        UNDECIDED = "undecided", "还不能判断"

    class Bound(models.TextChoices):
        LEAST = "least", "不少于"
        MOST = "most", "不多于"

    JUDGED = (Outcome.KEPT, Outcome.BROKEN)
    FROZEN = ("pledge", "content", "key", "bound", "target", "weight", "outcome", "note")

    subdistrict = OwnerField("pledge")
    pledge = models.ForeignKey(Pledge, models.CASCADE, verbose_name="目标责任书", related_name="items")
    content = models.CharField("内容", max_length=200)
    key = models.CharField("指标", max_length=60, choices=figure_choices, blank=True, default="")
    bound = models.CharField("要求", max_length=10, choices=Bound, default=Bound.LEAST)
    target = models.DecimalField("目标值", max_digits=14, decimal_places=2, null=True, blank=True)
    weight = models.DecimalField(
        "权重", max_digits=5, decimal_places=1, null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    outcome = models.CharField("结果", max_length=20, choices=Outcome, default=Outcome.UNDECIDED)
    note = models.CharField("说明", max_length=200, blank=True)
    value = models.CharField("完成值", max_length=40, blank=True, default="", editable=False)
    numerator = models.BigIntegerField("分子", null=True, editable=False)
    denominator = models.BigIntegerField("分母", null=True, editable=False)

    objects = PledgeItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任书条目"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.content

    def clean(self) -> None:
        super().clean()
        is_new = self._state.adding
        if self.pledge_id and self.pledge.is_closed and (is_new or self.changes(*self.FROZEN)):
            raise ValidationError(CLOSED)
        if self.key and self.target is None:
            raise ValidationError({"target": "选了指标，请填目标值"})
        if self.target is not None and not self.key:
            raise ValidationError({"key": "填了目标值，请选指标"})

    @property
    def goal(self) -> str:
        """The target as people say it: 不少于 24; empty of a sentence."""
        if self.target is None:
            return ""
        return f"{self.get_bound_display()} {self.target.normalize():f}"

    def is_reached(self, amount: Decimal) -> bool:
        """Whether an amount keeps to the target."""
        target = self.target or 0
        return amount <= target if self.bound == self.Bound.MOST else amount >= target

    def refuse_removal(self) -> None:
        super().refuse_removal()
        if self.pledge.is_closed:
            raise ValidationError(CLOSED)
