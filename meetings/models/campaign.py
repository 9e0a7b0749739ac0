"""主题教育."""

from django.core.exceptions import ValidationError
from django.db import models

from records.columns.number import YearField
from records.models import OfSubdistrict
from records.pinyin import PinyinField


class Campaign(OfSubdistrict):
    """A 主题教育 and the years it runs in."""

    name = models.CharField("名称", max_length=100, help_text="不带书名号和引号")
    name_order = PinyinField("name")
    first_year = YearField("起始年度")
    last_year = YearField("结束年度")

    class Meta:
        verbose_name = verbose_name_plural = "主题教育"
        ordering = ["-first_year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                name="campaign_name",
                violation_error_message="已有同名的主题教育",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": "结束年度早于起始年度，请核对"})
