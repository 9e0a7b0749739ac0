"""全程代办: the matters of residents."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from records.likeness import Likeness
from records.models import Event, LocalList, OfCommunity, RecordQuerySet, refuse_disorder, refuse_future
from records.personal import EncryptedField, NameField, mask_phone, validate_phone
from records.pinyin import PinyinField


class ServiceItem(LocalList):
    """A kind of matter residents bring to the counter."""

    defaults = (
        "社会保障",
        "民政救助",
        "卫生计生",
        "户籍",
        "住房",
        "残联",
        "就业",
        "党务",
        "工商",
        "司法信访",
        "其他",
    )

    class Meta(LocalList.Meta):
        verbose_name = verbose_name_plural = "代办事项"


class ServiceCaseQuerySet(RecordQuerySet):
    def no_longer_ongoing(self) -> Self:
        """Keep those no longer in hand, whatever came of them."""
        return self.exclude(result=ServiceCase.Result.ONGOING)

    def with_result_done(self) -> Self:
        """Keep those 办结: neither refused nor returned."""
        return self.filter(result=ServiceCase.Result.DONE)

    def by_proxy(self) -> Self:
        """Keep those run through from start to end by the community's staff: 全程代办."""
        return self.filter(by_proxy=True)


class ServiceCase(OfCommunity, Event):
    """A matter of a resident, from acceptance to 办结."""

    alike = (Likeness("community", "date", "applicant"),)
    private_name = "applicant"
    private = ("note",)

    class Result(models.TextChoices):
        ONGOING = "ongoing", "办理中"
        DONE = "done", "办结"
        REFUSED = "refused", "不予办理"
        RETURNED = "returned", "退回"

    date = models.DateField("受理日期")
    item = models.ForeignKey(ServiceItem, models.PROTECT, verbose_name="事项")
    applicant = NameField("申请人", max_length=50)
    applicant_order = PinyinField("applicant")
    by_proxy = models.BooleanField("全程代办", default=False)
    result = models.CharField("办理结果", max_length=20, choices=Result, default=Result.ONGOING)
    finished_on = models.DateField("办结日期", null=True, blank=True)
    staff = models.CharField("代办员", max_length=50, blank=True)
    phone = EncryptedField("联系电话", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ServiceCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代办件"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["subdistrict", "finished_on"])]

    def __str__(self) -> str:
        return f"{self.date} {self.applicant} {self.item}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "finished_on")
        refuse_disorder(self, "date", "finished_on")
        if self.result == self.Result.ONGOING and self.finished_on:
            raise ValidationError({"result": "已填办结日期，请选择办理结果"})
        if self.result != self.Result.ONGOING and not self.finished_on:
            raise ValidationError({"finished_on": "已有办理结果，请填写日期"})
