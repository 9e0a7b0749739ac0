"""两新组织 and the 党建指导员 sent to them."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from stdnum.cn import uscc

from members.models.orgs import PartyOrg
from records.likeness import Likeness, Trait, firm_name
from records.models import OfCommunity, OfSubdistrict, RecordQuerySet, Standing, in_force_on
from records.personal import EncryptedField, NameField, mask_phone, validate_phone
from records.pinyin import PinyinField

# full members that oblige a unit to form a Party organisation: 支部工作条例 (2018), article 4
ENOUGH_TO_FORM = 3


class TwoNewUnitQuerySet(RecordQuerySet):
    def must_form_org(self) -> Self:
        """Keep 应建: with three full members or more. Units whose number is unknown are left out."""
        return self.filter(full_members__gte=ENOUGH_TO_FORM)

    def with_org_on(self, day: date) -> Self:
        """Keep units whose Party organisation stood on that day."""
        return self.filter(in_force_on(day, "org__"), org__isnull=False)

    def ineligible(self) -> Self:
        """Keep units with fewer than three full members."""
        return self.filter(full_members__lt=ENOUGH_TO_FORM)

    def without_member_count(self) -> Self:
        return self.filter(full_members__isnull=True)


class TwoNewUnit(OfCommunity, Standing):
    """A 两新组织: a private firm or a social organisation, while it operates."""

    alike = (Likeness(Trait("name", firm_name)), Likeness("uscc"))
    private = ("contact",)

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "非公有制企业"
        INDIVIDUAL = "individual", "个体工商户"
        SOCIETY = "society", "社会团体"
        PRIVATE = "private", "社会服务机构"
        FOUNDATION = "foundation", "基金会"

    name = models.CharField("组织名称", max_length=100)
    name_order = PinyinField("name")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    since = models.DateField("开业日期")
    until = models.DateField("停业日期", null=True, blank=True, help_text="仍在经营的不填")
    full_members = models.PositiveIntegerField(
        "正式党员数", null=True, blank=True, help_text="不清楚的留空；3 名及以上为应建"
    )
    org = models.ForeignKey(
        PartyOrg,
        models.PROTECT,
        verbose_name="所建党组织",
        null=True,
        blank=True,
        help_text="单独或联合组建的；未建不选",
    )
    employees = models.PositiveIntegerField("从业人数", null=True, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    contact = models.CharField("联系人", max_length=50, blank=True)

    objects = TwoNewUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "两新组织"
        ordering = ["name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                condition=Q(until__isnull=True),
                name="two_new_unit_name",
                violation_error_message="已有同名的两新组织",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.org_id and self.org.sphere != PartyOrg.Sphere.TWO_NEW:
            raise ValidationError({"org": "请选择领域为“两新”的党组织"})

    def warnings(self) -> list[str]:
        if self.uscc and not uscc.is_valid(self.uscc):
            return ["统一社会信用代码校验不符，请对照营业执照核对"]
        return []


class Instructor(OfSubdistrict, Standing):
    """A 党建指导员 while in post, and the 两新组织 under guidance."""

    private = ("name",)
    _history_m2m_fields = ["units"]

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    work_unit = models.CharField("所在单位", max_length=100)
    since = models.DateField("派驻日期")
    until = models.DateField("离任日期", null=True, blank=True, help_text="在岗的不填")
    phone = EncryptedField("手机号", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    units = models.ManyToManyField(TwoNewUnit, verbose_name="联系的两新组织", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "党建指导员"
        ordering = [F("until").asc(nulls_first=True), "name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name", "work_unit"],
                condition=Q(until__isnull=True),
                name="instructor_once",
                violation_error_message="这位指导员已有在岗记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.work_unit}）"
