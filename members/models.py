"""党组织, 党员, 发展党员, 两新组织 and 党建指导员."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from stdnum.cn import uscc

from dangjian.periods import months_later
from dangjian.records.models import (
    OfCommunity,
    OfSubdistrict,
    RecordQuerySet,
    Standing,
    in_force_on,
    refuse_disorder,
    refuse_future,
)
from dangjian.records.personal import DigestField, EncryptedField, IdentifiedPerson, mask_phone, validate_phone

ENOUGH_TO_FORM = 3  # full members that oblige a unit to form a Party organisation: 支部工作条例 (2018), article 4


class PartyOrgQuerySet(RecordQuerySet):
    def in_sphere(self, sphere: str) -> Self:
        return self.filter(sphere=sphere)

    def branches(self) -> Self:
        """支部, single or joint; a joint branch is one."""
        return self.filter(kind__in=PartyOrg.BRANCHES)


class PartyOrg(OfCommunity, Standing):
    """A Party organisation, from its founding to its dissolution."""

    class Kind(models.TextChoices):
        WORK_COMMITTEE = "work_committee", "党工委"
        COMMITTEE = "committee", "党委"
        GENERAL = "general", "党总支"
        BRANCH = "branch", "党支部"
        JOINT_BRANCH = "joint_branch", "联合党支部"
        TEMPORARY = "temporary", "临时党支部"

    class Sphere(models.TextChoices):
        COMMUNITY = "community", "社区"
        OFFICE = "office", "机关"
        TWO_NEW = "two_new", "两新"

    BRANCHES = (Kind.BRANCH, Kind.JOINT_BRANCH)

    name = models.CharField("党组织名称", max_length=100, help_text="例：清泉社区第一党支部")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    sphere = models.CharField("领域", max_length=20, choices=Sphere)
    since = models.DateField("成立日期")
    until = models.DateField("撤销日期", null=True, blank=True, help_text="仍在的不填")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="上级党组织", null=True, blank=True)
    secretary = models.CharField("书记", max_length=50, blank=True)
    term_start = models.DateField("本届任期起", null=True, blank=True)
    term_end = models.DateField("本届任期止", null=True, blank=True)

    objects = PartyOrgQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["community__order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                condition=Q(until__isnull=True),
                name="party_org_name",
                violation_error_message="已有同名的党组织",
            )
        ]
        indexes = [models.Index(fields=["subdistrict", "sphere"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_disorder(self, "term_start", "term_end")
        if self.sphere == self.Sphere.COMMUNITY and not self.community_id:
            raise ValidationError({"community": "社区领域的党组织要选社区"})
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "上级党组织不能是它自己"})


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
        ordering = ["org__name", "name", "pk"]
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


class TwoNewUnitQuerySet(RecordQuerySet):
    def obliged(self) -> Self:
        """应建: with three full members or more. Units whose number is unknown are left out."""
        return self.filter(full_members__gte=ENOUGH_TO_FORM)

    def covered(self, day: date) -> Self:
        """Units whose Party organisation stood on that day."""
        return self.filter(in_force_on(day, "org__"), org__isnull=False)

    def ineligible(self) -> Self:
        """With fewer than three full members."""
        return self.filter(full_members__lt=ENOUGH_TO_FORM)

    def unknown(self) -> Self:
        return self.filter(full_members__isnull=True)


class TwoNewUnit(OfCommunity, Standing):
    """A 两新组织: a private firm or a social organisation, while it operates."""

    private = ("contact",)

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "非公有制企业"
        INDIVIDUAL = "individual", "个体工商户"
        SOCIETY = "society", "社会团体"
        PRIVATE = "private", "社会服务机构"
        FOUNDATION = "foundation", "基金会"

    name = models.CharField("组织名称", max_length=100)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    since = models.DateField("开业日期")
    until = models.DateField("停业日期", null=True, blank=True, help_text="仍在经营的不填")
    full_members = models.PositiveIntegerField("正式党员数", null=True, blank=True, help_text="不清楚的留空；3 名及以上为应建")
    org = models.ForeignKey(
        PartyOrg, models.PROTECT, verbose_name="所建党组织", null=True, blank=True, help_text="单独或联合组建的；未建不选"
    )
    employees = models.PositiveIntegerField("从业人数", null=True, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    contact = models.CharField("联系人", max_length=50, blank=True)

    objects = TwoNewUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "两新组织"
        ordering = ["name", "pk"]
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


class Instructor(OfSubdistrict, Standing):
    """A 党建指导员 while in post, and the 两新组织 under guidance."""

    private = ("name",)
    _history_m2m_fields = ["units"]

    name = models.CharField("姓名", max_length=50)
    work_unit = models.CharField("所在单位", max_length=100)
    since = models.DateField("派驻日期")
    until = models.DateField("离任日期", null=True, blank=True, help_text="在岗的不填")
    phone = EncryptedField("手机号", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    units = models.ManyToManyField(TwoNewUnit, verbose_name="联系的两新组织", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "党建指导员"
        ordering = [F("until").asc(nulls_first=True), "name", "pk"]
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
