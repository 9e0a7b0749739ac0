"""What a 社区 was elected, measured and put right by: 换届, 整顿, 测评."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from common.periods import Period
from communities.models.counts import refuse_excess
from communities.models.people import Leader
from records.columns.number import YearField
from records.models import Event, OfCommunity, RecordQuerySet, Standing, refuse_disorder, refuse_future


class ElectionQuerySet(RecordQuerySet):
    def held_or_completed(self, period: Period) -> Self:
        """Keep elections dated or completed in the period."""
        days = (period.start, period.end)
        return self.filter(Q(date__range=days) | Q(completed_on__range=days))


class Election(OfCommunity, Event):
    """The 换届 of one body of a 社区; both bodies of one round belong together."""

    community_required = True

    class Body(models.TextChoices):
        PARTY = "party", "社区党组织"
        COMMITTEE = "committee", "居民委员会"

    body = models.CharField("换届机构", max_length=20, choices=Body)
    round_year = YearField("换届年份", help_text="两个机构同一轮换届填同一年份，例：2025")
    date = models.DateField("选举日期")
    completed_on = models.DateField(
        "完成日期", null=True, blank=True, help_text="选举结果批准之日，完成后填写"
    )
    eligible = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    elected = models.PositiveSmallIntegerField("当选人数", null=True, blank=True)

    objects = ElectionQuerySet.as_manager()

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
                fields=["community", "kind", "since"],
                name="rectification_once",
                violation_error_message="这次整顿已有记录",
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

    def paired_with(self, others: Self) -> Self:
        """Keep those whose 整顿 has one of these satisfaction surveys too."""
        satisfaction = others.of_kind(Survey.Kind.SATISFACTION)
        return self.filter(rectification__in=satisfaction.order_by().values("rectification"))

    def annual_satisfaction(self, period: Period) -> Self:
        return self.of_kind(Survey.Kind.SATISFACTION).in_phase(Survey.Phase.ANNUAL).during(period)

    def of_rectified(self, rectifications: RecordQuerySet, period: Period) -> Self:
        """Keep those of communities that were under one of these 整顿 in the period."""
        under = rectifications.begun_by(period.end).lasting(period.start)
        return self.filter(community__in=under.order_by().values("community"))


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
        Rectification,
        models.PROTECT,
        verbose_name="所属整顿",
        null=True,
        blank=True,
        help_text="整顿前、整顿后测评须选",
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
                fields=["community", "kind", "phase", "date"],
                name="survey_once",
                violation_error_message="这个社区当天的同一测评已有记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.date} {self.get_phase_display()}{self.get_kind_display()}测评"

    def clean(self) -> None:
        super().clean()
        self._check_phase()
        self._check_sum()
        for more, less in (("sent", "returned"), ("returned", "valid")):
            refuse_excess(self, more, less)

    def _check_phase(self) -> None:
        of_rectification = self.phase in (self.Phase.BEFORE, self.Phase.AFTER)
        if of_rectification and not self.rectification_id:
            raise ValidationError({"rectification": "整顿前、整顿后测评须选所属整顿"})
        if not of_rectification and self.rectification_id:
            raise ValidationError({"rectification": "年度测评不选所属整顿"})
        if of_rectification and self.community_id and self.rectification.community_id != self.community_id:
            raise ValidationError({"rectification": "所选整顿不是这个社区的，请重新选择"})

    def _check_sum(self) -> None:
        parts = [self.satisfied, self.basically_satisfied, self.dissatisfied, self.unknown]
        if self.valid is None or None in parts:
            return
        total = sum(part or 0 for part in parts)
        if total != self.valid:
            raise ValidationError({"valid": f"四项合计 {total} 份，与有效份数 {self.valid} 不等，请核对"})
        if self.valid == 0:
            raise ValidationError({"valid": "有效份数须大于 0"})

    def rate(self) -> str:
        """Return the 满意率 with 基本满意 counted, for the list."""
        if not self.valid:
            return ""
        good = (self.satisfied or 0) + (self.basically_satisfied or 0)
        return f"{good / self.valid * 100:.1f}%"

    rate.label = "满意（知晓）率"  # type: ignore[attr-defined]
    rate.numeric = True  # type: ignore[attr-defined]


def satisfied_sheets(basically: bool) -> Combinable:
    """Count the sheets that count as satisfied: with 基本满意 or without, as the office has set."""
    if basically:
        return F("satisfied") + F("basically_satisfied")
    return F("satisfied")
