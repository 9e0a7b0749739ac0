"""党员."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from dangjian.periods import months_later
from dangjian.records.models import (
    OfSubdistrict,
    RecordQuerySet,
    Standing,
    refuse_disorder,
    refuse_future,
)
from dangjian.records.personal import DigestField, EncryptedField, IdentifiedPerson, mask_phone, validate_phone
from members.models.orgs import PartyOrg


class MemberQuerySet(RecordQuerySet):
    def own(self) -> Self:
        """自管党员: members whose 组织关系 is in a Party organisation of a 社区."""
        return self.filter(org__sphere=PartyOrg.Sphere.COMMUNITY)

    def aged(self, years: int, day: date) -> Self:
        """Members who had their birthday of that age by that day."""
        return self.filter(birth_date__lte=months_later(day, -12 * years))


class Member(OfSubdistrict, Standing, IdentifiedPerson):
    """A Party member while his 组织关系 is with one of the 街道's Party organisations."""

    private_name = "name"
    private = ("birth_date", "ethnicity", "education", "work_unit")
    community_path = "org__community"
    named_by_hand = True

    class Kind(models.TextChoices):
        FULL = "full", "正式党员"
        PROBATIONARY = "probationary", "预备党员"

    class Education(models.TextChoices):
        """Groups of GB/T 4658-2006."""

        POSTGRADUATE = "10", "研究生"
        BACHELOR = "20", "大学本科"
        COLLEGE = "30", "大学专科"
        VOCATIONAL = "40", "中等职业教育"
        HIGH = "60", "普通高中"
        MIDDLE = "70", "初中"
        PRIMARY = "80", "小学"
        OTHER = "90", "其他"

    class Exit(models.TextChoices):
        TRANSFERRED = "transferred", "转出"
        DECEASED = "deceased", "去世"
        QUIT = "quit", "退党除名"
        PERSUADED = "persuaded", "劝其退党"
        PERSUADED_REMOVED = "persuaded_removed", "劝而不退除名"
        SELF_LEFT = "self_left", "自行脱党除名"
        EXPELLED = "expelled", "开除党籍"
        CANCELLED = "cancelled", "取消预备党员资格"

    org = models.ForeignKey(PartyOrg, models.PROTECT, verbose_name="所在党组织")
    kind = models.CharField("党员类别", max_length=20, choices=Kind, default=Kind.FULL)
    since = models.DateField("组织关系转入日期")
    until = models.DateField("离开日期", null=True, blank=True, help_text="仍在本党组织的不填")
    exit_reason = models.CharField("离开原因", max_length=20, choices=Exit, blank=True, default="")
    joined_on = models.DateField("入党日期", null=True, blank=True)
    full_on = models.DateField("转正日期", null=True, blank=True)
    phone = EncryptedField("手机号", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    phone_digest = DigestField("phone", verbose_name="手机号摘要", db_index=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True, default="汉族")
    education = models.CharField("学历", max_length=10, choices=Education, blank=True, default="")
    work_unit = models.CharField("工作单位及职务", max_length=100, blank=True)
    elder_exempt = models.BooleanField("年老体弱", default=False, help_text="不作学习参加要求")
    away = models.BooleanField("流动党员", default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["org__name_order", "name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "id_no_digest"],
                condition=Q(until__isnull=True),
                name="member_id_no",
                violation_error_message="这个身份证号的党员已有在册记录，请先查找核对",
            )
        ]
        indexes = [models.Index(fields=["subdistrict", "name"])]

    def __str__(self) -> str:
        return f"{self.name}（{self.org}）"

    @property
    def told_apart(self) -> str:
        return f"{self.name}（{self.org}，{self.birth_date or '出生日期不详'}）"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "joined_on", "full_on", "until")
        refuse_disorder(self, "joined_on", "full_on")
        if self.until and not self.exit_reason:
            raise ValidationError({"exit_reason": "填了离开日期，就要选离开原因"})
        if self.kind == self.Kind.PROBATIONARY and self.full_on:
            raise ValidationError({"kind": "已有转正日期，党员类别应为正式党员"})

    def warnings(self) -> list[str]:
        if self.id_no and self.birth_date and self.birth_date != self.born_by_id_no:
            return ["出生日期与身份证号中的不同，以人事档案为准；如系抄错请改正"]
        return []
