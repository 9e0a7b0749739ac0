"""发展党员: a person's way into the Party."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from itertools import chain
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.periods import months_later
from members.models import limits
from members.models.orgs import PartyOrg, refuse_dissolved
from members.models.people import Member, following_full_on, hold_pairs
from members.models.two_new import TwoNewUnit
from records.likeness import Likeness
from records.models import Follower, OfSubdistrict, RecordQuerySet, refuse_disorder, refuse_future
from records.personal import EncryptedField, IdentifiedPerson, mask_phone, validate_phone


class ApplicantQuerySet(RecordQuerySet):
    def employed_by_two_new(self) -> Self:
        return self.filter(unit__isnull=False)

    def waiting(self, day: date, months: int) -> Self:
        """Keep those who applied `months` or more before that day."""
        return self.filter(applied_on__lte=months_later(day, -months))

    def unheard(self, day: date) -> Self:
        """Keep those not talked to by that day."""
        return self.filter(Q(talked_on__isnull=True) | Q(talked_on__gt=day))

    def going_on(self, day: date) -> Self:
        """Keep those not given up by that day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def underway(self) -> Self:
        """Keep those still on the way: neither given up nor a full member."""
        return self.filter(ended_on__isnull=True, full_on__isnull=True)

    def outside_roster(self) -> Self:
        """Keep those admitted and approved, not ended since, and tied to nobody in the roster of members.

        Whose way was ended is no member any more, and why he is not is not on record here.
        """
        return self.with_values("admitted_on", "approved_on").filter(
            member__isnull=True, ended_on__isnull=True
        )


class Applicant(OfSubdistrict, IdentifiedPerson):
    """A person on the way into the Party, with the day of each stage.

    How far apart the days must lie is in `limits`.
    Whoever is admitted is tied to a `Member`; from then on 转正日期 is entered on either side for both.
    """

    alike = (
        Likeness("name", "birth_date"),
        Likeness("name", "phone"),
        Likeness("name", "org"),
        Likeness("id_no"),
    )
    private_name = "name"
    private = ("birth_date", "note")
    community_path = "org__community"
    STAGES = (
        "applied_on",
        "talked_on",
        "activist_on",
        "candidate_on",
        "admitted_on",
        "approved_on",
        "full_on",
    )
    REQUIRED_BEFORE: ClassVar[dict[str, str]] = {
        "candidate_on": "activist_on",
        "admitted_on": "candidate_on",
        "approved_on": "admitted_on",
        "extended_to": "approved_on",
        "full_on": "approved_on",
    }
    WITHOUT_REASON = "；确属特殊情况的，填了特殊情况说明就可以保存"

    org = models.ForeignKey(PartyOrg, models.PROTECT, verbose_name="受理党组织")
    unit = models.ForeignKey(
        TwoNewUnit,
        models.PROTECT,
        verbose_name="所在两新组织",
        null=True,
        blank=True,
        help_text="两新组织职工须选",
    )
    applied_on = models.DateField("递交申请书日期")
    talked_on = models.DateField("谈话日期", null=True, blank=True)
    activist_on = models.DateField("确定为积极分子日期", null=True, blank=True)
    candidate_on = models.DateField("发展对象备案日期", null=True, blank=True)
    admitted_on = models.DateField("支部大会接收日期", null=True, blank=True)
    approved_on = models.DateField("上级党委审批日期", null=True, blank=True)
    extended_to = models.DateField(
        "预备期延长至", null=True, blank=True, help_text="支部大会决定延长预备期的填写"
    )
    full_on = models.DateField("转正日期", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True, help_text="不再培养的填写")
    phone = EncryptedField("手机号", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    special_reason = models.CharField(
        "特殊情况说明", max_length=200, blank=True, help_text="日期超出规定期限的，写明原因"
    )
    note = models.TextField("备注", blank=True)
    member = models.OneToOneField(
        Member, models.PROTECT, verbose_name="党员名册中的记录", null=True, blank=True, editable=False
    )

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
        self._refuse_skipped_stages()
        if self.org_id and self.applied_on and (self._state.adding or self.changes("org", "applied_on")):
            refuse_dissolved(self.org, self.applied_on, "applied_on")
        self._refuse_breaches()
        if self.full_on and self.member_id and self.changes("full_on"):
            self._refuse_full_before_joining(self.full_on)

    def _refuse_skipped_stages(self) -> None:
        for later, earlier in self.REQUIRED_BEFORE.items():
            if getattr(self, later) and not getattr(self, earlier):
                label = self._meta.get_field(earlier).verbose_name
                raise ValidationError({earlier: f"填了后面的日期，{label}也要填"})

    def _refuse_breaches(self) -> None:
        """Raise where a limit is broken by what this save changes, and no reason passes it."""
        errors: dict[str, list[str]] = {}
        for limit, text in limits.breaches(self):
            if limit.absolute:
                is_asked = self.changes(limit.column, limit.since)
            else:
                is_asked = self.changes(limit.column, limit.since, "special_reason")
                is_asked = is_asked and not self.special_reason
                text += self.WITHOUT_REASON
            if is_asked:
                errors.setdefault(limit.column, []).append(text)
        if errors:
            raise ValidationError(errors)

    def _refuse_full_before_joining(self, day: date) -> None:
        joined_on = self.member.joined_on
        if joined_on and day < joined_on:
            text = f"{day:%Y-%m-%d} 早于党员名册中的入党日期 {joined_on:%Y-%m-%d}，请核对两个日期"
            raise ValidationError({"full_on": text})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the record; one brought back takes the day of 转正 that its member has by now."""
        if self.member_id and self._state.adding:
            self.full_on = self.member.full_on or self.full_on
        super().save(*args, **kwargs)

    def followers(self, *, is_new: bool) -> list[Follower]:
        """Give 转正日期 to the member."""
        if not self.member_id:
            return []
        if not is_new and not self.changes("full_on"):
            return []
        self._forget_member()
        return following_full_on(Member.objects.everywhere().filter(pk=self.member_id), self.full_on)

    def _forget_member(self) -> None:
        """Have the member read anew: the one at hand is as it was before it was given the day."""
        field: Any = self._meta.get_field("member")
        if field.is_cached(self):
            field.delete_cached_value(self)

    def hold(self) -> None:
        """Wait for whoever writes this record, or the member it is tied to."""
        self.together([self])

    @classmethod
    def together(cls, records: Sequence[Any]) -> AbstractContextManager[None]:
        """Lock the members tied to these records, and then the records, before any is written."""
        rows = cls.objects.everywhere().filter(pk__in=[record.pk for record in records if record.pk])
        stored_members = rows.order_by().values_list("member", flat=True)  # read only where rows are locked
        new_members = [record.member_id for record in records]
        hold_pairs(chain(stored_members, new_members))
        return nullcontext()

    def warnings(self) -> list[str]:
        reason = ""
        if self.special_reason:
            reason = f"（特殊情况：{self.special_reason}）"
        texts = [text + reason for _, text in limits.breaches(self)]
        if self._is_talk_overdue():
            texts.append("党组织应在收到申请书后一个月内派人谈话")
        if self.member and self.member.full_on != self.full_on:
            full_on = self.member.full_on or "空"
            texts.append(f"党员名册中的转正日期是 {full_on}，与这里不同，请核对后改正任意一处")
        if self.member and self.ended_on and not self.member.until:
            texts.append("已填终止日期，党员名册中却还在册，请到党员的记录填离开日期和离开原因")
        return texts

    def _is_talk_overdue(self) -> bool:
        if not self.applied_on or self.talked_on or self.ended_on:
            return False
        return timezone.localdate() > months_later(self.applied_on, limits.TALK_MONTHS)

    def stage(self) -> str:
        """Return the stage reached, for the list."""
        label = ""
        for name in self.STAGES:
            if getattr(self, name):
                label = str(self._meta.get_field(name).verbose_name)
        return label.removesuffix("日期")

    stage.label = "所处阶段"  # type: ignore[attr-defined]
