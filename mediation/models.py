"""矛盾调解: cases, their parties, and the notes of the 五心调解法."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from common.periods import months_later
from records.likeness import Likeness
from records.models import (
    Event,
    LocalList,
    OfCommunity,
    Record,
    RecordQuerySet,
    refuse_disorder,
    refuse_future,
)
from records.owners import OwnerField
from records.personal import EncryptedField, NameField, mask_phone, validate_phone


class Heart(LocalList):
    """One of the hearts of the 五心调解法; places define the five differently."""

    defaults = ("热心问", "耐心听", "细心查", "诚心劝", "贴心想")

    class Meta(LocalList.Meta):
        verbose_name = verbose_name_plural = "五心"


class MediationCaseQuerySet(RecordQuerySet):
    def with_outcome(self) -> Self:
        """Keep those closed as 成功 or 不成: 进行中 and 撤回 say nothing about success."""
        return self.filter(result__in=[MediationCase.Result.SUCCESS, MediationCase.Result.FAILURE])

    def successful(self) -> Self:
        return self.filter(result=MediationCase.Result.SUCCESS)


class MediationCase(OfCommunity, Event):
    """A dispute taken on by mediators, from acceptance to its end."""

    alike = (Likeness("community", "date", "parties__name"), Likeness("case_no"))
    private = ("summary", "course")

    class Kind(models.TextChoices):
        FAMILY = "family", "婚姻家庭纠纷"
        NEIGHBOURS = "neighbours", "邻里纠纷"
        HOUSING = "housing", "房屋宅基地纠纷"
        CONTRACT = "contract", "合同纠纷"
        PRODUCTION = "production", "生产经营纠纷"
        DAMAGE = "damage", "损害赔偿纠纷"
        DEMOLITION = "demolition", "征地拆迁纠纷"
        POLLUTION = "pollution", "环境污染纠纷"
        LABOUR = "labour", "劳动争议"
        CONSUMPTION = "consumption", "消费纠纷"
        MEDICAL = "medical", "医疗纠纷"
        TRAFFIC = "traffic", "道路交通事故纠纷"
        PROPERTY = "property", "物业纠纷"
        OTHER = "other", "其他纠纷"

    class Result(models.TextChoices):
        ONGOING = "ongoing", "进行中"
        SUCCESS = "success", "调解成功"
        FAILURE = "failure", "调解不成"
        WITHDRAWN = "withdrawn", "撤回或终止"

    date = models.DateField("受理日期")
    case_no = models.CharField(
        "案件编号", max_length=50, blank=True, help_text="例：（2026）锦人调字第 18 号"
    )
    kind = models.CharField("纠纷类型", max_length=20, choices=Kind)
    result = models.CharField("调解结果", max_length=20, choices=Result, default=Result.ONGOING)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    mediators = models.CharField("调解员", max_length=100, blank=True)
    summary = models.TextField("纠纷情况", blank=True)
    course = models.TextField("调解经过", blank=True)

    objects = MediationCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解案件"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "case_no"],
                condition=~Q(case_no=""),
                name="mediation_case_no",
                violation_error_message="这个案件编号已有记录",
            )
        ]
        indexes = [models.Index(fields=["subdistrict", "closed_on"])]

    def __str__(self) -> str:
        return f"{self.case_no or self.date} {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "closed_on")
        refuse_disorder(self, "date", "closed_on")
        if self.result == self.Result.ONGOING and self.closed_on:
            raise ValidationError({"result": "已填结案日期，请选择调解结果"})
        if self.result != self.Result.ONGOING and not self.closed_on:
            raise ValidationError({"closed_on": "已有调解结果，请填写结案日期"})

    def warnings(self) -> list[str]:
        if self.closed_on and self.closed_on > months_later(self.date, 1):
            return ["调解一般在一个月内结束，延长须双方同意"]
        return []


class MediationParty(Record):
    """A party of a case."""

    alike = (Likeness("case", "name"),)
    private_name = "name"
    community_path = "case__community"

    class Side(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        RESPONDENT = "respondent", "被申请人"

    subdistrict = OwnerField("case")
    case = models.ForeignKey(MediationCase, models.CASCADE, verbose_name="调解案件", related_name="parties")
    side = models.CharField("身份", max_length=20, choices=Side)
    name = NameField("姓名", max_length=50)
    phone = EncryptedField("电话", mask=mask_phone, blank=True, default="", validators=[validate_phone])

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class HeartNote(Record):
    """A note of what was done with one of the five hearts in a case."""

    private = ("text",)
    community_path = "case__community"

    subdistrict = OwnerField("case")
    case = models.ForeignKey(
        MediationCase, models.CASCADE, verbose_name="调解案件", related_name="heart_notes"
    )
    heart = models.ForeignKey(Heart, models.PROTECT, verbose_name="五心")
    text = models.CharField("做法", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "五心记录"
        ordering = ["heart__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "heart"], name="heart_note_once", violation_error_message="这一心已有记录"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heart}：{self.text}"
