"""月调查, 季督导, 半年考, 年述评: the year's 考核办法, its rounds and scores, and 民主评议."""

from decimal import Decimal
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from communities.models import Community
from duties.figures import figure_choices
from members.models import PostHolder
from records.columns.number import YearField
from records.likeness import Likeness
from records.models import OfSubdistrict, Record, RecordQuerySet, refuse_future
from records.owners import OwnerField

FULL_MARKS = 100


class Scheme(OfSubdistrict):
    """The 考核办法 of a year, by whose criteria every 社区 is assessed."""

    is_shared = True  # everybody may know by what his 社区 is assessed

    year = YearField("年度")
    title = models.CharField("名称", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "考核办法"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "year", "title"],
                name="scheme_of_year",
                violation_error_message="本年度已有同名的考核办法",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CriterionQuerySet(RecordQuerySet):
    def by_hand(self) -> Self:
        """Keep those whose points somebody gives."""
        return self.exclude(way=Criterion.Way.FIGURE)


class Criterion(Record):
    """A line of the 考核办法: what is assessed, by how many points, and how these are found.

    Of a figure the points lie on the line between the value that gives none and the one that gives all.
    """

    is_shared = True
    alike = (Likeness("scheme", "content"),)
    community_path: ClassVar[str | None] = None

    class Group(models.TextChoices):
        PARTY = "party", "党建"
        GOVERNANCE = "governance", "治理"
        LIVELIHOOD = "livelihood", "民生"
        INNOVATION = "innovation", "创新"
        INTEGRITY = "integrity", "廉政"
        SATISFACTION = "satisfaction", "满意"

    class Way(models.TextChoices):
        HAND = "hand", "人工打分"
        FIGURE = "figure", "按指标计算"
        DEDUCTION = "deduction", "按件扣分"

    subdistrict = OwnerField("scheme")
    scheme = models.ForeignKey(Scheme, models.CASCADE, verbose_name="考核办法", related_name="criteria")
    group = models.CharField("类别", max_length=20, choices=Group)
    content = models.CharField("考核内容", max_length=200)
    full_marks = models.DecimalField(
        "满分", max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))]
    )
    way = models.CharField("打分办法", max_length=20, choices=Way, default=Way.HAND)
    key = models.CharField("指标", max_length=60, choices=figure_choices, blank=True, default="")
    best = models.DecimalField("得满分的值", max_digits=14, decimal_places=2, null=True, blank=True)
    nothing = models.DecimalField("得零分的值", max_digits=14, decimal_places=2, null=True, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核指标"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.content

    def clean(self) -> None:
        super().clean()
        if self.way != self.Way.FIGURE:
            if self.key:
                raise ValidationError({"way": "选了指标，打分办法请选“按指标计算”，或不选指标"})
            return
        if not self.key:
            raise ValidationError({"key": "按指标计算的，请选指标"})
        if self.best is None or self.nothing is None:
            raise ValidationError({"best": "按指标计算的，请填得满分的值和得零分的值"})
        if self.best == self.nothing:
            raise ValidationError({"best": "得满分的值和得零分的值不能相同"})


class RoundQuerySet(RecordQuerySet):
    def closed(self) -> Self:
        return self.filter(closed_on__isnull=False)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)


class Round(OfSubdistrict):
    """One assessment of all 社区: a month, a quarter, a half-year or the year. Once closed it stays as it is."""

    is_shared = True  # everybody sees which rounds there were; of the scores each his own

    class Kind(models.TextChoices):
        MONTH = "month", "月调查"
        QUARTER = "quarter", "季督导"
        HALF = "half", "半年考"
        YEAR = "year", "年述评"

    MOST: ClassVar[dict[str, int]] = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2, Kind.YEAR: 1}

    scheme = models.ForeignKey(
        Scheme, models.PROTECT, verbose_name="考核办法", help_text="轮次的年度就是办法的年度"
    )
    kind = models.CharField("轮次", max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField("第几次", default=1, help_text="月调查 1 至 12，季督导 1 至 4")
    begun_on = models.DateField("开始日期")
    note = models.CharField("说明", max_length=200, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核轮次"
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "number"],
                name="round_once",
                violation_error_message="这个办法的这一轮已经有了",
            )
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.YEAR:
            return f"{self.scheme.year}年{self.get_kind_display()}"
        return f"{self.scheme.year}年第{self.number}次{self.get_kind_display()}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "begun_on")
        if self.kind and self.number and not 1 <= self.number <= self.MOST[self.kind]:
            raise ValidationError({"number": f"{self.get_kind_display()}请填 1 至 {self.MOST[self.kind]}"})
        if self.scheme_id and self._others_of_year().exists():
            raise ValidationError({"number": f"{self}已经有了"})

    def _others_of_year(self) -> RecordQuerySet:
        """Return the same round of the year by another 考核办法."""
        same = Round.objects.of(self.subdistrict_id).filter(
            scheme__year=self.scheme.year, kind=self.kind, number=self.number
        )
        return same.exclude(scheme=self.scheme_id).exclude(pk=self.pk)


class Score(Record):
    """The points of a 社区 by one criterion in one round; what a figure gave is written when it is closed."""

    community_path = "community"
    community_required = True

    subdistrict = OwnerField("round")
    round = models.ForeignKey(Round, models.CASCADE, verbose_name="轮次", related_name="scores")
    community = models.ForeignKey(Community, models.PROTECT, verbose_name="社区")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="考核指标")
    points = models.DecimalField(
        "得分", max_digits=5, decimal_places=1, validators=[MinValueValidator(Decimal(0))]
    )
    reason = models.CharField("扣分原因", max_length=200, blank=True)
    value = models.CharField("指标值", max_length=40, blank=True, default="", editable=False)
    numerator = models.BigIntegerField("分子", null=True, editable=False)
    denominator = models.BigIntegerField("分母", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "考核得分"
        ordering = ["round", "community__order", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "community", "criterion"],
                name="score_once",
                violation_error_message="这个社区这一项本轮已有得分",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.community} {self.criterion}：{self.points:g}"

    def clean(self) -> None:
        super().clean()
        if self.criterion_id and self.round_id and self.criterion.scheme_id != self.round.scheme_id:
            raise ValidationError({"criterion": f"{self.criterion}不是{self.round.scheme}的考核指标"})
        if self.criterion_id and self.points is not None:
            self._check_points()

    def _check_points(self) -> None:
        full = self.criterion.full_marks
        if self.points > full:
            raise ValidationError({"points": f"满分 {full:g}，不能是 {self.points:g}"})
        if self.points < full and not self.reason and self.criterion.way != Criterion.Way.FIGURE:
            raise ValidationError({"reason": f"满分 {full:g}，得 {self.points:g}，请写扣分原因"})


class ReviewQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)


class Review(OfSubdistrict):
    """The 民主评议 of somebody in post in a year: how many votes each grade got."""

    community_path = "holder__org__community"

    class Grade(models.TextChoices):
        GOOD = "good", "好"
        FAIR = "fair", "较好"
        PLAIN = "plain", "一般"
        POOR = "poor", "差"

    year = YearField("年度")
    holder = models.ForeignKey(PostHolder, models.PROTECT, verbose_name="评议对象")
    held_on = models.DateField("评议日期")
    valid = models.PositiveIntegerField("有效票")
    good = models.PositiveIntegerField("好")
    fair = models.PositiveIntegerField("较好")
    plain = models.PositiveIntegerField("一般")
    poor = models.PositiveIntegerField("差")
    grade = models.CharField("综合评价", max_length=20, choices=Grade, blank=True, default="")
    remarks = models.TextField("评议意见", blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "year", "holder"],
                name="review_once",
                violation_error_message="这位任职人本年度已有民主评议",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年民主评议（{self.holder}）"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "held_on")
        votes = (self.good, self.fair, self.plain, self.poor)
        if self.valid is not None and None not in votes and sum(votes) != self.valid:
            text = f"好、较好、一般、差合起来 {sum(votes)} 票，不等于有效票 {self.valid}，请核对"
            raise ValidationError({"valid": text})
        if self.year and self.held_on and not 0 <= self.held_on.year - self.year <= 1:
            raise ValidationError({"held_on": f"评议日期请填 {self.year} 年或次年的日期"})
