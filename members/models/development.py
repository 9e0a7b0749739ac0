"""发展党员: a person's way into the Party."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dangjian.periods import months_later
from dangjian.records.models import (
    OfSubdistrict,
    RecordQuerySet,
    refuse_disorder,
    refuse_future,
)
from dangjian.records.personal import EncryptedField, IdentifiedPerson, mask_phone, validate_phone
from members.models.orgs import PartyOrg
from members.models.two_new import TwoNewUnit


class ApplicantQuerySet(RecordQuerySet):
    def employed_by_two_new(self) -> Self:
        return self.filter(unit__isnull=False)

    def waiting(self, day: date, months: int) -> Self:
        """Applied `months` or more before that day."""
        return self.filter(applied_on__lte=months_later(day, -months))

    def unheard(self, day: date) -> Self:
        """Not talked to by that day."""
        return self.filter(Q(talked_on__isnull=True) | Q(talked_on__gt=day))

    def going_on(self, day: date) -> Self:
        """Not given up by that day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class Applicant(OfSubdistrict, IdentifiedPerson):
    """A person on the way into the Party, with the day of each stage.

    Limits follow 中国共产党发展党员工作细则 (2014, revised 2026): application at 18, talk within one month, one year as an
    activist before becoming a candidate, approval within three months of the admission.
    """

    private_name = "name"
    private = ("birth_date", "note")
    community_path = "org__community"
    STAGES = ("applied_on", "talked_on", "activist_on", "candidate_on", "admitted_on", "approved_on", "full_on")
    APPLY_AT = 18  # years
    ACTIVIST_MONTHS = 12
    TALK_MONTHS = 1
    APPROVE_MONTHS = 3

    org = models.ForeignKey(PartyOrg, models.PROTECT, verbose_name="受理党组织")
    unit = models.ForeignKey(TwoNewUnit, models.PROTECT, verbose_name="所在两新组织", null=True, blank=True, help_text="两新组织职工须选")
    applied_on = models.DateField("递交申请书日期")
    talked_on = models.DateField("谈话日期", null=True, blank=True)
    activist_on = models.DateField("确定为积极分子日期", null=True, blank=True)
    candidate_on = models.DateField("发展对象备案日期", null=True, blank=True)
    admitted_on = models.DateField("支部大会接收日期", null=True, blank=True)
    approved_on = models.DateField("上级党委审批日期", null=True, blank=True)
    full_on = models.DateField("转正日期", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True, help_text="不再培养的填写")
    phone = EncryptedField("手机号", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    note = models.TextField("备注", blank=True)

    objects = ApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员"
        ordering = ["-applied_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "id_no_digest"],
                condition=Q(ended_on__isnull=True),
                name="applicant_id_no",
                violation_error_message="这个身份证号的申请人已有记录，请先查找核对",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.org}）"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, *self.STAGES, "ended_on")
        refuse_disorder(self, *self.STAGES)
        self._check_gaps()
        if self.birth_date and self.applied_on and self.applied_on < months_later(self.birth_date, 12 * self.APPLY_AT):
            raise ValidationError({"applied_on": f"申请时未满 {self.APPLY_AT} 周岁（{self.birth_date:%Y-%m-%d} 出生），请核对"})

    def _check_gaps(self) -> None:
        needed = {"candidate_on": "activist_on", "admitted_on": "candidate_on", "approved_on": "admitted_on", "full_on": "approved_on"}
        for later, earlier in needed.items():
            if getattr(self, later) and not getattr(self, earlier):
                label = self._meta.get_field(earlier).verbose_name
                raise ValidationError({earlier: f"填了后面的日期，{label}也要填"})
        if self.candidate_on and self.activist_on and self.candidate_on < months_later(self.activist_on, self.ACTIVIST_MONTHS):
            first = months_later(self.activist_on, self.ACTIVIST_MONTHS)
            raise ValidationError({"candidate_on": f"确定为积极分子满一年后才能列为发展对象，最早 {first:%Y-%m-%d}"})

    def warnings(self) -> list[str]:
        found = []
        talked = self.talked_on or timezone.localdate()
        if self.applied_on and not self.ended_on and talked > months_later(self.applied_on, self.TALK_MONTHS):
            found.append("党组织应在收到申请书后一个月内派人谈话")
        if self.admitted_on and self.approved_on and self.approved_on > months_later(self.admitted_on, self.APPROVE_MONTHS):
            found.append("上级党委审批超过三个月，请核对日期或说明原因")
        return found

    def stage(self) -> str:
        """The stage reached, for the list."""
        reached = [name for name in self.STAGES if getattr(self, name)]
        return "" if not reached else str(self._meta.get_field(reached[-1]).verbose_name).removesuffix("日期")

    stage.label = "所处阶段"  # type: ignore[attr-defined]
