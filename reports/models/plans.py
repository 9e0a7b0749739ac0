"""What people state about a year besides records: targets for it, and figures that are truly zero."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models import Community
from dangjian.records.likeness import Likeness
from dangjian.records.models import OfCommunity, OfSubdistrict
from dangjian.records.years import YearField
from reports.figures import CATALOGUE
from reports.figures.base import Tally
from reports.figures.places import absence


class Target(OfSubdistrict):
    """What the office plans for a year; printed in the report of the year before, judged in that of the year itself."""

    _history_m2m_fields = ["communities"]

    year = YearField("年度")
    key = models.CharField("目标", max_length=60)
    amount = models.DecimalField("数值", max_digits=14, decimal_places=2, null=True, blank=True)
    by_mean = models.BooleanField("按平均数核对", default=False, help_text="勾选后按平均数核对，不要求每月、每次、每名都达到")
    communities = models.ManyToManyField(Community, verbose_name="社区", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "下年目标"
        ordering = ["-year", "key", "pk"]
        constraints = [models.UniqueConstraint(fields=["subdistrict", "year", "key"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.year}年 {self.key}"


def figure_choices() -> list[tuple[str, str]]:
    """The figures a zero may be stated for: flows and stocks."""
    return [(figure.key, figure.label) for figure in CATALOGUE.values() if isinstance(figure, Tally)]


class ZeroStatement(OfCommunity):
    """零报告: the office states that a figure of a year is truly zero, for a 社区 or for the whole 街道."""

    alike = (Likeness("community", "year", "key"),)
    without_community = "全街道"

    year = YearField("年度")
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
        if self.year and self.community is not None:
            reason = absence(self.community, date(self.year, 1, 1), date(self.year, 12, 31))
            if reason:
                raise ValidationError({"community": f"{self.community}在 {self.year} 年{reason}，不用作零报告"})
