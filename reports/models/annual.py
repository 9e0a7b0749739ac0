"""The report of one year: how it is set up, and how far it has come."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from communities.models import SubDistrict
from records.columns.number import YearField
from records.models import OfSubdistrict
from services.models import Brand, MediaReport

FIRST_YEAR = 2000  # that has reports
TITLE = "抓基层党建工作述职报告"


class AnnualReport(OfSubdistrict):
    """The report of one 街道 for one year, as far as a person decides about it."""

    class Layout(models.TextChoices):
        FOUR = "four", "四部分"
        THREE = "three", "三部分（问题和原因合写）"

    class Stage(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEW = "review", "审核"
        SIGNED = "signed", "定稿"

    THRESHOLDS = (
        "low_satisfaction",
        "low_decisions",
        "low_study",
        "low_attendance",
        "many_elderly",
        "waiting_months",
        "most_idle_orgs",
        "most_open_difficulties",
        "most_idle_months",
        "most_missed_promises",
        "least_duties_done",
        "basically_satisfied",
    )
    LENGTHS = ("spoken_characters", "most_characters", "least_problem_share")
    ANNEXES = ("with_table", "with_promises", "with_figures", "with_problems", "with_remedies")
    # what a new year takes over from the 街道, and from the year before
    OF_SUBDISTRICT = ("reporter", "reporter_post", "salutation", "signature")
    HANDED_ON = ("layout", "title", "names_communities", "shows_last_places", *THRESHOLDS, *LENGTHS, *ANNEXES)

    year = YearField("年度", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2100)])
    layout = models.CharField("版式", max_length=10, choices=Layout, default=Layout.FOUR)
    title = models.CharField("标题", max_length=100, default=TITLE)
    reporter = models.CharField(
        "述职人", max_length=50, blank=True, help_text="不填则取领导班子中统计日在任的党工委书记"
    )
    reporter_post = models.CharField("述职人职务", max_length=50, blank=True)
    report_date = models.DateField(
        "落款日期", null=True, blank=True, help_text="标题下只印年月；不填则为当年12月"
    )
    salutation = models.CharField("称谓", max_length=100, blank=True)
    signature = models.CharField("落款", max_length=100, blank=True)
    brand = models.ForeignKey(
        Brand,
        models.PROTECT,
        verbose_name="重点品牌",
        null=True,
        blank=True,
        help_text="不选则取最近推出、有媒体报道的一个",
    )
    media_report = models.ForeignKey(
        MediaReport,
        models.PROTECT,
        verbose_name="引用的报道",
        null=True,
        blank=True,
        help_text="不选则取重点品牌最近的一篇",
    )
    low_satisfaction = models.DecimalField(
        "满意率门槛（%）",
        max_digits=4,
        decimal_places=1,
        default=60,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="年度满意率低于它的社区列为问题",
    )
    low_decisions = models.PositiveSmallIntegerField(
        "民主决策次数门槛", default=4, help_text="全年少于它的城市社区列为问题"
    )
    low_study = models.PositiveSmallIntegerField(
        "支部学习次数门槛", default=4, help_text="全年少于它的支部列为问题"
    )
    low_attendance = models.PositiveSmallIntegerField(
        "学习到课率门槛（%）",
        default=80,
        validators=[MaxValueValidator(100)],
        help_text="支部学习到课率低于它的列为问题",
    )
    many_elderly = models.PositiveSmallIntegerField(
        "六十岁以上党员占比门槛（%）",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="占比超过它的列为问题",
    )
    waiting_months = models.PositiveSmallIntegerField(
        "入党申请等待月数", default=1, help_text="申请满这些月还没有谈话的列为问题"
    )
    most_idle_orgs = models.PositiveSmallIntegerField(
        "没有活动的两新党组织门槛（家）", default=0, help_text="全年没有活动的两新党组织多于它的列为问题"
    )
    most_open_difficulties = models.PositiveSmallIntegerField(
        "尚未解决的困难门槛（件）", default=0, help_text="还没有解决的困难多于它的列为问题"
    )
    most_idle_months = models.PositiveSmallIntegerField(
        "没有专题会议的月份门槛（个）", default=0, help_text="没有召开党建专题会议的月份多于它的列为问题"
    )
    most_missed_promises = models.PositiveSmallIntegerField(
        "没有兑现的承诺门槛（项）", default=0, help_text="上年承诺没有兑现的多于它的列为问题"
    )
    least_duties_done = models.PositiveSmallIntegerField(
        "责任清单到期完成率门槛（%）",
        default=90,
        validators=[MaxValueValidator(100)],
        help_text="到期的责任完成率低于它的列为问题",
    )
    basically_satisfied = models.BooleanField("基本满意计入满意", default=True)
    spoken_characters = models.PositiveSmallIntegerField(
        "现场版字数",
        default=1500,
        validators=[MinValueValidator(300)],
        help_text="每分钟约 200 字，1500 字约七八分钟",
    )
    most_characters = models.PositiveSmallIntegerField(
        "全文最多字数", null=True, blank=True, help_text="不填则不检查"
    )
    least_problem_share = models.PositiveSmallIntegerField(
        "问题部分最少占比（%）",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="问题和原因占全文的比例，不填则不检查",
    )
    with_table = models.BooleanField("附各社区主要数字表", default=True)
    with_promises = models.BooleanField("附上年承诺完成情况表", default=False)
    with_figures = models.BooleanField("附重点指标完成情况", default=True)
    with_problems = models.BooleanField("附问题清单", default=True)
    with_remedies = models.BooleanField(
        "附三张清单", default=True, help_text="当年有问题整改的才附：问题、责任、整改列在一张表里"
    )
    names_communities = models.BooleanField(
        "写出社区和支部名称",
        default=True,
        help_text="说最多、最少和没有达到的社区、支部时写出名称；不勾选则只写个数和数值",
    )
    shows_last_places = models.BooleanField(
        "考核一览写出得分最少的社区",
        default=False,
        help_text="只给看全街道的人看，不打印；不勾选则不写",
    )
    stage = models.CharField("进度", max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="送审人",
        null=True,
        editable=False,
        related_name="+",
    )
    submitted_at = models.DateTimeField("送审时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year", "pk"]
        constraints = [models.UniqueConstraint(fields=["subdistrict", "year"], name="annual_report_once")]

    def __str__(self) -> str:
        return f"{self.year}年度述职报告"

    @classmethod
    def of_year(cls, subdistrict: SubDistrict, year: int) -> "AnnualReport":
        """Return the year's report.

        While nobody has saved one it is a new one with the 街道's defaults and the last thresholds.
        """
        return cls.of_years(subdistrict, year)[year]

    @classmethod
    def of_years(cls, subdistrict: SubDistrict, *years: int) -> dict[int, "AnnualReport"]:
        """Return the reports of several years, by year, in one statement."""
        rows = cls.objects.of(subdistrict.pk).filter(year__lte=max(years)).order_by("-year")
        reports = list(rows.select_related("brand__community", "media_report__brand__community"))
        return {year: cls._of_year(subdistrict, year, reports) for year in years}

    @classmethod
    def _of_year(
        cls, subdistrict: SubDistrict, year: int, reports: Sequence["AnnualReport"]
    ) -> "AnnualReport":
        """Choose it of the reports on record, the latest first, or make a new one."""
        values = {name: getattr(subdistrict, name) for name in cls.OF_SUBDISTRICT}
        for report in reports:
            if report.year == year:
                return report
            if report.year < year:
                values.update({name: getattr(report, name) for name in cls.HANDED_ON})
                break
        return cls(subdistrict=subdistrict, year=year, **values)

    def clean(self) -> None:
        super().clean()
        if self.media_report_id and self.brand_id and self.media_report.brand_id != self.brand_id:
            raise ValidationError({"media_report": "这篇报道写的不是所选品牌，请重新选择"})

    @property
    def open(self) -> bool:
        """Whether it is still being drafted: only then anything about it may change."""
        return self.stage == self.Stage.DRAFT
