"""经费: what was paid to the communities, and for what."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from records.likeness import Likeness
from records.models import Event, OfCommunity, RecordQuerySet


class Payment(OfCommunity, Event):
    """One payment, in 元. A refund is a correction of its payment."""

    alike = (Likeness("community", "kind", "date", "amount"), Likeness("doc_no"))

    class Kind(models.TextChoices):
        WORK = "work", "社区工作经费"
        PARTY = "party", "党建工作经费"
        SERVICE = "service", "服务群众专项经费"
        PREMISES = "premises", "阵地建设与整顿"

    class Source(models.TextChoices):
        CITY = "city", "市级"
        DISTRICT = "district", "区级"
        SUBDISTRICT = "subdistrict", "街道"
        OTHER = "other", "其他"

    date = models.DateField("拨付日期")
    kind = models.CharField("经费类别", max_length=20, choices=Kind)
    amount = models.DecimalField(
        "金额（元）",
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "金额须大于 0")],
    )
    source = models.CharField("经费来源", max_length=20, choices=Source, blank=True, default="")
    project = models.CharField("用途", max_length=200, blank=True)
    doc_no = models.CharField("凭证号", max_length=50, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经费"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["subdistrict", "kind", "date"])]

    def __str__(self) -> str:
        place = self.community or self.without_community
        return f"{self.date} {place} {self.get_kind_display()} {self.amount:,.2f} 元"

    def warnings(self) -> list[str]:
        same = Payment.objects.of(self.subdistrict_id).filter(
            community=self.community_id,
            kind=self.kind,
            date=self.date,
            doc_no=self.doc_no,
            amount=self.amount,
        )
        if same.exclude(pk=self.pk).exists():
            return ["当天已有同类别、同凭证号、同金额的一笔，请核对是否重复"]
        return []
