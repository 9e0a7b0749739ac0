"""街道 and 社区: who stands for them, what they were elected, measured and put right by."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Greatest

from dangjian.periods import Period
from dangjian.records.models import (
    Event,
    OfCommunity,
    OfSubdistrict,
    Record,
    RecordQuerySet,
    Standing,
    refuse_disorder,
    refuse_future,
)
from dangjian.records.personal import EncryptedField, mask_phone, validate_phone

CODE = RegexValidator(r"^[A-Za-z0-9_-]+\Z", "编码只用字母、数字、- 和 _")


class SubDistrict(Record):
    """A 街道: what everything belongs to, and the defaults of its report."""

    subdistrict_path = "id"
    community_path = None

    code = models.CharField("编码", max_length=30, unique=True, validators=[CODE], help_text="命令行和其他程序用它指明街道，定下后不再改")
    name = models.CharField("名称", max_length=50, unique=True, help_text="例：锦河街道")
    reporter = models.CharField("述职人", max_length=50, blank=True, help_text="印在报告标题下")
    reporter_post = models.CharField("述职人职务", max_length=50, blank=True, default="党工委书记")
    salutation = models.CharField("称谓", max_length=100, blank=True, default="各位领导、同志们：", help_text="印在正文前，留空则不印")
    signature = models.CharField("落款", max_length=100, blank=True, help_text="印在文末，留空则不印")

    class Meta:
        verbose_name = verbose_name_plural = "街道"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CommunityQuerySet(RecordQuerySet):
    def urban(self) -> Self:
        return self.filter(kind=Community.Kind.URBAN)

    def elections_completed(self, period: Period) -> Self:
        """社区 whose 党组织 and 居委会 of the same round are both elected, the later one in the period."""
        committee = Election.objects.filter(
            community=OuterRef("community"), round_year=OuterRef("round_year"), body=Election.Body.COMMITTEE, completed_on__isnull=False
        )
        both = (
            Election.objects.filter(body=Election.Body.PARTY, completed_on__isnull=False)
            .annotate(other=Subquery(committee.values("completed_on")[:1]))
            .filter(other__isnull=False)
            .annotate(later=Greatest("completed_on", "other"))
            .filter(later__range=(period.start, period.end))
        )
        return self.filter(pk__in=both.values("community"))

    def with_annual_satisfaction(self, period: Period, basically: bool) -> Self:
        """Adds `satisfied` and `valid` of the latest 年度 满意度 survey of the period, where there is one."""
        surveys = Survey.objects.filter(
            community=OuterRef("pk"), kind=Survey.Kind.SATISFACTION, phase=Survey.Phase.ANNUAL, date__range=(period.start, period.end)
        ).order_by("-date", "-pk")
        return self.annotate(
            satisfied=Subquery(surveys.annotate(s=satisfied(basically)).values("s")[:1]), valid=Subquery(surveys.values("valid")[:1])
        ).filter(valid__isnull=False)

    def under(self, threshold: Decimal) -> Self:
        """Those with `satisfied` and `valid` sheets whose rate is under the threshold, in % with one decimal."""
        return self.annotate(short=F("valid") * int(threshold * 10) - F("satisfied") * 1000).filter(short__gt=0)


class Community(Record):
    """A 社区. The spans say when it had a 大党委, was a 示范点 or a 试点."""

    community_path = "id"

    class Kind(models.TextChoices):
        URBAN = "urban", "城市社区"
        FORMER_VILLAGE = "former_village", "村改居社区"

    subdistrict = models.ForeignKey(SubDistrict, models.PROTECT, verbose_name="街道")
    code = models.CharField("编码", max_length=30, validators=[CODE], help_text="街道内不重复，例：01")
    name = models.CharField("名称", max_length=50, help_text="例：清泉社区")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField("顺序", default=0, help_text="各处按它排列")
    big_committee_since = models.DateField("大党委成立日期", null=True, blank=True)
    big_committee_until = models.DateField("大党委撤销日期", null=True, blank=True)
    demonstration_since = models.DateField("示范点起", null=True, blank=True)
    demonstration_until = models.DateField("示范点止", null=True, blank=True)
    pilot_since = models.DateField("四项机制试点起", null=True, blank=True)
    pilot_until = models.DateField("四项机制试点止", null=True, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社区"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["subdistrict", "code"], name="community_code", violation_error_message="这个编码已有社区使用"),
            models.UniqueConstraint(fields=["subdistrict", "name"], name="community_name", violation_error_message="已有同名的社区"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for span in ("big_committee_", "demonstration_", "pilot_"):
            refuse_future(self, f"{span}since")
            if getattr(self, f"{span}until") and not getattr(self, f"{span}since"):
                raise ValidationError({f"{span}since": "有截止日期就要有开始日期"})
            refuse_disorder(self, f"{span}since", f"{span}until")

    def stands(self, span: str, day: date) -> bool:
        """Whether it is `big_committee_`, `demonstration_` or `pilot_` on that day."""
        since, until = getattr(self, f"{span}since"), getattr(self, f"{span}until")
        return since is not None and since <= day and (until is None or until > day)


class Leader(OfSubdistrict, Standing):
    """A member of the 街道's 领导班子, in one post."""

    class Post(models.TextChoices):
        SECRETARY = "secretary", "党工委书记"
        DIRECTOR = "director", "办事处主任"
        DEPUTY_SECRETARY = "deputy_secretary", "党工委副书记"
        DISCIPLINE = "discipline", "纪工委书记"
        ORGANISATION = "organisation", "组织委员"
        PUBLICITY = "publicity", "宣传委员"
        ARMED_FORCES = "armed_forces", "武装部长"
        DEPUTY_DIRECTOR = "deputy_director", "办事处副主任"
        CONGRESS = "congress", "人大工委主任"
        OTHER = "other", "其他班子成员"

    name = models.CharField("姓名", max_length=50)
    post = models.CharField("职务", max_length=20, choices=Post)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True, help_text="在任的不填")

    class Meta:
        verbose_name = verbose_name_plural = "领导班子成员"
        ordering = [F("until").asc(nulls_first=True), "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name", "post", "since"], name="leader_post", violation_error_message="这位成员的同一任职已有记录"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_post_display()}）"

    def clean(self) -> None:
        super().clean()
        if self.post == self.Post.SECRETARY and self.since:
            others = Leader.objects.of(self.subdistrict_id).filter(post=self.post).exclude(pk=self.pk)
            overlapping = others.filter(Q(until__isnull=True) | Q(until__gt=self.since))
            if self.until:
                overlapping = overlapping.filter(since__lt=self.until)
            if other := overlapping.first():
                raise ValidationError({"post": f"同一时间只有一位党工委书记，请先填写 {other.name} 的离任日期"})


class PartnerUnit(OfCommunity, Standing):
    """A unit that builds the neighbourhood together with a 社区: 共建单位."""

    private = ("contact",)

    class Kind(models.TextChoices):
        OFFICE = "office", "机关"
        INSTITUTION = "institution", "事业单位"
        STATE_FIRM = "state_firm", "国有企业"
        PRIVATE_FIRM = "private_firm", "非公企业"
        SOCIETY = "society", "社会组织"
        OTHER = "other", "其他"

    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField("单位性质", max_length=20, choices=Kind, default=Kind.OTHER)
    since = models.DateField("共建开始日期")
    until = models.DateField("共建结束日期", null=True, blank=True, help_text="仍在共建的不填")
    contact = models.CharField("联系人", max_length=50, blank=True)
    phone = EncryptedField("联系电话", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    resources = models.TextField("共建内容", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "共建单位"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(until__isnull=True),
                name="partner_unit_once",
                violation_error_message="这个社区已有同名的共建单位",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PartTimeMember(OfCommunity, Standing):
    """A 兼职委员 of a community's 大党委."""

    private = ("name",)
    community_required = True

    name = models.CharField("姓名", max_length=50)
    unit = models.CharField("所在单位", max_length=100)
    post = models.CharField("单位职务", max_length=50, blank=True)
    since = models.DateField("聘任日期")
    until = models.DateField("解聘日期", null=True, blank=True, help_text="在任的不填")

    class Meta:
        verbose_name = verbose_name_plural = "兼职委员"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "unit"],
                condition=Q(until__isnull=True),
                name="part_time_member_once",
                violation_error_message="这位兼职委员在这个社区已有在任记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class Election(OfCommunity, Event):
    """The 换届 of one body of a 社区; both bodies of one round belong together."""

    community_required = True

    class Body(models.TextChoices):
        PARTY = "party", "社区党组织"
        COMMITTEE = "committee", "居民委员会"

    body = models.CharField("换届机构", max_length=20, choices=Body)
    round_year = models.PositiveSmallIntegerField("换届年份", help_text="两个机构同一轮换届填同一年份，例：2025")
    date = models.DateField("选举日期")
    completed_on = models.DateField("完成日期", null=True, blank=True, help_text="选举结果批准之日，完成后填写")
    eligible = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    elected = models.PositiveSmallIntegerField("当选人数", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "换届选举"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "body", "round_year"],
                name="election_once",
                violation_error_message="这个社区这一轮的同一机构已有换届记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}{self.round_year}年{self.get_body_display()}换届"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "completed_on")
        refuse_disorder(self, "date", "completed_on")
        if self.eligible is not None and self.present is not None and self.present > self.eligible:
            raise ValidationError({"present": "实到人数多于应到人数，请核对"})

    def warnings(self) -> list[str]:
        if self.eligible and self.present is not None and self.present * 5 < self.eligible * 4:
            return ["实到人数不足应到人数的五分之四，请核对选举是否有效"]
        return []


class Rectification(OfCommunity, Standing):
    """The 整顿 of a weak Party organisation or a lagging 社区, from its start to its acceptance."""

    community_required = True

    class Kind(models.TextChoices):
        WEAK = "weak", "软弱涣散党组织"
        LAGGING = "lagging", "后进社区"

    class Result(models.TextChoices):
        PASSED = "passed", "合格销号"
        AGAIN = "again", "继续整顿"

    kind = models.CharField("整顿类别", max_length=20, choices=Kind)
    since = models.DateField("整顿开始日期")
    until = models.DateField("验收日期", null=True, blank=True, help_text="还在整顿的不填")
    result = models.CharField("验收结果", max_length=20, choices=Result, blank=True, default="")
    problems = models.TextField("主要问题", blank=True)
    measures = models.TextField("整顿措施", blank=True)
    leader = models.ForeignKey(Leader, models.PROTECT, verbose_name="联系领导", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整顿"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "since"], name="rectification_once", violation_error_message="这次整顿已有记录"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}{self.since:%Y}年整顿"

    def clean(self) -> None:
        super().clean()
        if self.result and not self.until:
            raise ValidationError({"until": "填了验收结果，就要填验收日期"})


class SurveyQuerySet(RecordQuerySet):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def in_phase(self, phase: str) -> Self:
        return self.filter(phase=phase)

    def paired_with(self, phase: str, period: Period | None = None) -> Self:
        """Those whose 整顿 has a satisfaction survey of that phase too, in the period where one is given."""
        others = Survey.objects.of_kind(Survey.Kind.SATISFACTION).in_phase(phase)
        others = others.during(period) if period else others
        return self.filter(rectification__in=others.values("rectification"))

    def annual_satisfaction(self, period: Period) -> Self:
        return self.of_kind(Survey.Kind.SATISFACTION).in_phase(Survey.Phase.ANNUAL).during(period)

    def of_rectified(self, period: Period) -> Self:
        """Those of communities that were under 整顿 in the period."""
        under = Rectification.objects.begun(period.end).lasting(period.start)
        return self.filter(community__in=under.values("community"))


class Survey(OfCommunity, Event):
    """A 测评 among residents of a 社区. Counts add up to the valid sheets."""

    community_required = True

    class Kind(models.TextChoices):
        SATISFACTION = "satisfaction", "群众满意度"
        AWARENESS = "awareness", "民主决策知晓度"

    class Phase(models.TextChoices):
        BEFORE = "before", "整顿前"
        AFTER = "after", "整顿后"
        ANNUAL = "annual", "年度"

    date = models.DateField("测评日期")
    kind = models.CharField("测评内容", max_length=20, choices=Kind)
    phase = models.CharField("测评阶段", max_length=20, choices=Phase, default=Phase.ANNUAL)
    rectification = models.ForeignKey(
        Rectification, models.PROTECT, verbose_name="所属整顿", null=True, blank=True, help_text="整顿前、整顿后测评须选"
    )
    sent = models.PositiveIntegerField("发放份数", null=True, blank=True)
    returned = models.PositiveIntegerField("收回份数", null=True, blank=True)
    valid = models.PositiveIntegerField("有效份数")
    satisfied = models.PositiveIntegerField("满意（知晓）")
    basically_satisfied = models.PositiveIntegerField("基本满意（基本知晓）", default=0)
    dissatisfied = models.PositiveIntegerField("不满意（不知晓）", default=0)
    unknown = models.PositiveIntegerField("不了解", default=0)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "测评"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "phase", "date"], name="survey_once", violation_error_message="这个社区当天的同一测评已有记录"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.date} {self.get_phase_display()}{self.get_kind_display()}测评"

    def clean(self) -> None:
        super().clean()
        self._check_phase()
        parts = [self.satisfied, self.basically_satisfied, self.dissatisfied, self.unknown]
        if self.valid is not None and None not in parts:
            total = sum(part or 0 for part in parts)
            if total != self.valid:
                raise ValidationError({"valid": f"四项合计 {total} 份，与有效份数 {self.valid} 不等，请核对"})
            if self.valid == 0:
                raise ValidationError({"valid": "有效份数须大于 0"})
        for more, less in (("sent", "returned"), ("returned", "valid")):
            upper, lower = getattr(self, more), getattr(self, less)
            if upper is not None and lower is not None and lower > upper:
                label = self._meta.get_field(more).verbose_name
                raise ValidationError({less: f"{lower} 多于{label} {upper}，请核对"})

    def _check_phase(self) -> None:
        paired = self.phase in (self.Phase.BEFORE, self.Phase.AFTER)
        if paired and not self.rectification_id:
            raise ValidationError({"rectification": "整顿前、整顿后测评须选所属整顿"})
        if not paired and self.rectification_id:
            raise ValidationError({"rectification": "年度测评不选所属整顿"})
        if paired and self.community_id and self.rectification.community_id != self.community_id:
            raise ValidationError({"rectification": "所选整顿不是这个社区的，请重新选择"})

    def rate(self) -> str:
        """满意率 with 基本满意 counted, for the list."""
        good = (self.satisfied or 0) + (self.basically_satisfied or 0)
        return f"{good / self.valid * 100:.1f}%" if self.valid else ""

    rate.label = "满意（知晓）率"  # type: ignore[attr-defined]
    rate.numeric = True  # type: ignore[attr-defined]


def satisfied(basically: bool) -> Any:
    """The sheets that count as satisfied: with 基本满意 or without, as the office has set."""
    return F("satisfied") + F("basically_satisfied") if basically else F("satisfied")


def total_satisfied(basically: bool) -> Any:
    return Sum(satisfied(basically))
