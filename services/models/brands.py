"""服务品牌, and what the press wrote about them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.models import Event, OfCommunity, Record, RecordQuerySet, Standing
from records.owners import OwnerField
from records.pinyin import PinyinField


class BrandQuerySet(RecordQuerySet):
    def with_media_report_by(self, day: date) -> Self:
        """Keep brands in use that the press has written about by that day."""
        reports = MediaReport.objects.filter(brand=OuterRef("pk"), date__lte=day)
        return self.in_force(day).filter(Exists(reports))


class Brand(OfCommunity, Standing):
    """A 服务品牌, while it is in use."""

    name = models.CharField("品牌名称", max_length=50, help_text="不带引号")
    name_order = PinyinField("name")
    since = models.DateField("推出日期")
    until = models.DateField("停用日期", null=True, blank=True, help_text="在用的不填")
    content = models.TextField("服务内容", blank=True)

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务品牌"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                condition=Q(until__isnull=True),
                name="brand_name",
                violation_error_message="已有同名的服务品牌",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MediaReport(Record, Event):
    """A report that a newspaper, station or site published about a brand."""

    community_path = "brand__community"

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        DISTRICT = "district", "区级"

    subdistrict = OwnerField("brand")
    brand = models.ForeignKey(Brand, models.PROTECT, verbose_name="服务品牌", related_name="reports")
    date = models.DateField("刊播日期")
    outlet = models.CharField("媒体名称", max_length=50, help_text="不带书名号，例：江州日报")
    level = models.CharField("媒体级别", max_length=20, choices=Level, blank=True, default="")
    title = models.CharField("标题", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "媒体报道"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "date", "outlet"],
                name="media_report_once",
                violation_error_message="这篇报道已有记录",
            )
        ]

    def __str__(self) -> str:
        return f"《{self.outlet}》{self.date} {self.brand}"
