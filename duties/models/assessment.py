"""The year's 考核办法 with its criteria, and 民主评议."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import IntegrityError, models
from django.db.models import Sum

from duties.figures import figure_choices
from members.models import PostHolder
from records.columns.number import YearField
from records.likeness import Likeness
from records.models import OfSubdistrict, Record, RecordQuerySet, refuse_future
from records.owners import OwnerField

FULL_MARKS = 100


def marks_text(points: Decimal) -> str:
    """Write points without a decimal that says nothing: 8.5, 10."""
    return f"{points:.1f}".removesuffix(".0")


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

    def clean(self) -> None:
        super().clean()
        if self._state.adding:
            return
        rounds = self.round_set.everywhere()
        if self.changes("year") and rounds.exists():
            text = "这个办法下已有考核轮次，年度不能再改；要改请先删除轮次，或另立一个考核办法"
            raise ValidationError({"year": text})
        if self.changes("title") and rounds.with_end().exists():
            raise ValidationError({"title": "已有轮次按这个办法结束，名称不能再改"})

    def warnings(self) -> list[str]:
        total = self.criteria.everywhere().aggregate(total=Sum("full_marks"))["total"]
        if total is not None and total != FULL_MARKS:
            return [f"各项满分合计 {marks_text(total)}，不是 {FULL_MARKS}，改好才能结束轮次"]
        return []


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

    FROZEN = ("scheme", "group", "content", "full_marks", "way", "key", "best", "nothing")

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
        # the same line stands in the 考核办法 of several years
        return f"{self.content}（{self.scheme}）"

    @property
    def name(self) -> str:
        """What it is called where its 考核办法 goes without saying."""
        return self.content

    def clean(self) -> None:
        super().clean()
        if self._state.adding or self.changes(*self.FROZEN):
            self._refuse_closed_rounds()
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

    @classmethod
    @contextmanager
    def together(cls, records: Sequence[Self]) -> Iterator[None]:  # type: ignore[override]
        """Wait for whoever closes a round by them; `IntegrityError` where one is closed by then."""
        schemes = Scheme.objects.everywhere().filter(pk__in={record.scheme_id for record in records})
        list(schemes.with_lock())
        if schemes.filter(round__closed_on__isnull=False).exists():
            raise IntegrityError("a round was closed by these criteria meanwhile")
        yield

    def refuse_removal(self) -> None:
        super().refuse_removal()
        self._refuse_closed_rounds()
        if self.score_set.everywhere().exists():
            raise ValidationError(f"“{self.content}”已有得分，请先删除这些得分")

    def _refuse_closed_rounds(self) -> None:
        """Raise where a round has been closed by these criteria."""
        if not self.scheme_id:
            return
        round_ = self.scheme.round_set.everywhere().with_end().first()
        if round_ is not None:
            raise ValidationError(f"{round_}已按这个办法结束，考核指标不能再改；要改请另立一个考核办法")


class ReviewQuerySet(RecordQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def held_by(self, day: date) -> Self:
        return self.filter(held_on__lte=day)


class Review(OfSubdistrict):
    """The 民主评议 of somebody in post in a year: how many votes each grade got."""

    community_path = "holder__org__community"
    private = ("holder", "remarks")  # how many votes somebody got stands in no annex

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
