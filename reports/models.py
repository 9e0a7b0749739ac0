"""What people decide about a year's report: its opening, thresholds, chosen brand, targets and stated zeros."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community, SubDistrict
from dangjian.records.models import OfCommunity, OfSubdistrict
from reports.figures import CATALOGUE
from reports.figures.base import Tally
from services.models import Brand, MediaReport

TITLE = "抓基层党建工作述职报告"


class AnnualReport(OfSubdistrict):
    """The report of one 街道 for one year, as far as a person decides about it."""

    class Layout(models.TextChoices):
        FOUR = "four", "四部分"
        THREE = "three", "三部分（问题和原因合写）"

    THRESHOLDS = ("low_satisfaction", "low_decisions", "low_study", "waiting_months", "basically_satisfied")

    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    layout = models.CharField("版式", max_length=10, choices=Layout, default=Layout.FOUR)
    title = models.CharField("标题", max_length=100, default=TITLE)
    reporter = models.CharField("述职人", max_length=50, blank=True)
    reporter_post = models.CharField("述职人职务", max_length=50, blank=True)
    report_date = models.DateField("落款日期", null=True, blank=True, help_text="标题下只印年月；不填则为当年12月")
    salutation = models.CharField("称谓", max_length=100, blank=True)
    signature = models.CharField("落款", max_length=100, blank=True)
    brand = models.ForeignKey(
        Brand, models.PROTECT, verbose_name="重点品牌", null=True, blank=True, help_text="不选则取最近推出、有媒体报道的一个"
    )
    media_report = models.ForeignKey(
        MediaReport, models.PROTECT, verbose_name="引用的报道", null=True, blank=True, help_text="不选则取重点品牌最近的一篇"
    )
    low_satisfaction = models.DecimalField(
        "满意率门槛（%）",
        max_digits=4,
        decimal_places=1,
        default=60,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="年度满意率低于它的社区列为问题",
    )
    low_decisions = models.PositiveSmallIntegerField("民主决策次数门槛", default=4, help_text="全年少于它的城市社区列为问题")
    low_study = models.PositiveSmallIntegerField("支部学习次数门槛", default=4, help_text="全年少于它的支部列为问题")
    waiting_months = models.PositiveSmallIntegerField("入党申请等待月数", default=1, help_text="申请满这些月还没有谈话的列为问题")
    basically_satisfied = models.BooleanField("基本满意计入满意", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["subdistrict", "year"], name="annual_report_once")]

    def __str__(self) -> str:
        return f"{self.year}年度述职报告"

    @classmethod
    def of_year(cls, subdistrict: SubDistrict, year: int) -> "AnnualReport":
        """The year's report; while nobody has saved one, a new one with the 街道's defaults and the last thresholds."""
        found = (
            cls.objects.of(subdistrict.pk).filter(year=year).select_related("brand__community", "media_report__brand__community").first()
        )
        if found is not None:
            return found
        defaults = {name: getattr(subdistrict, name) for name in ("reporter", "reporter_post", "salutation", "signature")}
        before = cls.objects.of(subdistrict.pk).filter(year__lt=year).order_by("-year").first()
        if before is not None:
            defaults.update({name: getattr(before, name) for name in ("layout", "title", *cls.THRESHOLDS)})
        return cls(subdistrict=subdistrict, year=year, **defaults)

    def clean(self) -> None:
        super().clean()
        if self.media_report_id and self.brand_id and self.media_report.brand_id != self.brand_id:
            raise ValidationError({"media_report": "这篇报道写的不是所选品牌，请重新选择"})


class Target(OfSubdistrict):
    """What the office plans for a year; printed in the report of the year before, judged in that of the year itself."""

    _history_m2m_fields = ["communities"]

    year = models.PositiveSmallIntegerField("年度")
    key = models.CharField("目标", max_length=60)
    amount = models.DecimalField("数值", max_digits=14, decimal_places=2, null=True, blank=True)
    communities = models.ManyToManyField(Community, verbose_name="社区", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "下年目标"
        ordering = ["-year", "key"]
        constraints = [models.UniqueConstraint(fields=["subdistrict", "year", "key"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.year}年 {self.key}"


def figure_choices() -> list[tuple[str, str]]:
    """The figures a zero may be stated for: flows and stocks."""
    return [(figure.key, figure.label) for figure in CATALOGUE.values() if isinstance(figure, Tally)]


class ZeroStatement(OfCommunity):
    """零报告: the office states that a figure of a year is truly zero, for a 社区 or for the whole 街道."""

    without_community = "全街道"

    year = models.PositiveSmallIntegerField("年度")
    key = models.CharField("数字", max_length=60, choices=figure_choices)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "零报告"
        ordering = ["-year", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "community", "year", "key"], name="zero_of_community", violation_error_message="这一项已作零报告"
            ),
            models.UniqueConstraint(
                fields=["subdistrict", "year", "key"],
                condition=Q(community__isnull=True),
                name="zero_of_office",
                violation_error_message="这一项已作零报告",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.get_key_display()}：零（{self.community or self.without_community}）"

    def clean(self) -> None:
        super().clean()
        if self.year and not 2000 <= self.year <= timezone.localdate().year:
            raise ValidationError({"year": "请填今年或以前的年度"})
