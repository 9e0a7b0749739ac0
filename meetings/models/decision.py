"""民主决策."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from common.periods import Period
from communities.models import refuse_excess
from records.likeness import Likeness
from records.models import OfCommunity, Record, RecordQuerySet, refuse_disorder, refuse_future
from records.owners import OwnerField


class DecisionQuerySet(RecordQuerySet):
    def complete(self) -> Self:
        """Keep matters with all steps up to the 决议 dated."""
        complete = Q()
        for method, steps in Decision.STEPS.items():
            complete |= Q(method=method, **{f"{step}__isnull": False for step in steps})
        return self.filter(complete)

    def incomplete(self) -> Self:
        """Keep matters of which a step up to the 决议 has no day."""
        return self.exclude(pk__in=self.complete().order_by().values("pk"))

    def resolved_in(self, period: Period) -> Self:
        """Keep matters decided in the period."""
        return self.complete().with_day_in("resolved_on", period)

    def with_a_step(self, period: Period) -> Self:
        """Keep matters of which any step was taken in the period."""
        any_step = Q()
        for step in Decision.ALL_STEPS:
            any_step |= Q(**{f"{step}__range": (period.start, period.end)})
        return self.filter(any_step)


class Decision(OfCommunity):
    """A matter decided by the residents of a 社区, with the day of each step."""

    community_required = True

    class Method(models.TextChoices):
        SOLICIT_FIRST = "solicit_first", "一征三议两公开"
        FOUR_DELIBERATIONS = "four_deliberations", "四议两公开"

    class Category(models.TextChoices):
        RENEWAL = "renewal", "棚户区改造"
        HEATING = "heating", "暖气安装"
        PUBLIC_WELFARE = "public_welfare", "公益事业建设"
        ASSETS = "assets", "集体资产和经费使用"
        CONVENTION = "convention", "居民公约"
        RELIEF = "relief", "困难救助"
        ENVIRONMENT = "environment", "物业与环境整治"
        OTHER = "other", "其他"

    STEPS: dict[str, tuple[str, ...]] = {
        Method.SOLICIT_FIRST: ("solicited_on", "proposed_on", "consulted_on", "resolved_on"),
        Method.FOUR_DELIBERATIONS: ("proposed_on", "consulted_on", "deliberated_on", "resolved_on"),
    }
    days_in_community = ("solicited_on", "proposed_on", "consulted_on", "deliberated_on", "resolved_on")
    ALL_STEPS = (
        "solicited_on",
        "proposed_on",
        "consulted_on",
        "deliberated_on",
        "resolved_on",
        "published_on",
        "completed_on",
    )

    topic = models.CharField("决策事项", max_length=200)
    method = models.CharField("工作法", max_length=20, choices=Method)
    category = models.CharField("事项类别", max_length=20, choices=Category, default=Category.OTHER)
    solicited_on = models.DateField("征求意见日期", null=True, blank=True, help_text="一征：收集党员群众意见")
    proposed_on = models.DateField("党组织提议日期", null=True, blank=True)
    consulted_on = models.DateField("两委商议日期", null=True, blank=True)
    deliberated_on = models.DateField("党员大会审议日期", null=True, blank=True, help_text="四议两公开填写")
    resolved_on = models.DateField(
        "居民会议决议日期", null=True, blank=True, help_text="居民会议或居民（村民）代表会议"
    )
    published_on = models.DateField("决议公开日期", null=True, blank=True)
    completed_on = models.DateField("结果公开日期", null=True, blank=True)
    expected = models.PositiveIntegerField("决议应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("决议实到人数", null=True, blank=True)
    in_favour = models.PositiveIntegerField("赞成人数", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民主决策"
        ordering = [F("resolved_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "topic", "method"],
                name="decision_once",
                violation_error_message="这个社区已有同名的决策事项",
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}：{self.topic}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, *self.ALL_STEPS)
        refuse_disorder(self, *self.ALL_STEPS)
        if self.method and not any(getattr(self, step) for step in self.STEPS[self.method]):
            raise ValidationError({self.STEPS[self.method][0]: "请至少填写一个步骤的日期"})
        for more, less in (("expected", "present"), ("present", "in_favour")):
            refuse_excess(self, more, less)

    def warnings(self) -> list[str]:
        if not self.resolved_on:
            return []
        labels = []
        for step in self.STEPS[self.method]:
            if not getattr(self, step):
                labels.append(str(self._meta.get_field(step).verbose_name))
        if not labels:
            return []
        return [f"已有决议，但还缺{'、'.join(labels)}；步骤不全的不计入报告"]


class DecisionOpinion(Record):
    """An opinion collected on a matter, and whether it was adopted."""

    alike = (Likeness("decision", "content"),)
    private_name = "source"
    community_path = "decision__community"

    subdistrict = OwnerField("decision")
    decision = models.ForeignKey(Decision, models.CASCADE, verbose_name="决策事项", related_name="opinions")
    content = models.CharField("意见内容", max_length=500)
    source = models.CharField("提出人", max_length=50, blank=True)
    adopted = models.BooleanField("采纳", default=False)
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "决策意见"
        ordering = ["decision", "pk"]

    def __str__(self) -> str:
        return self.content
