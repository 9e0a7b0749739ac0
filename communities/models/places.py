"""街道 and 社区."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Greatest

from communities.models.measured import Election, Survey, satisfied
from dangjian.periods import Period
from dangjian.records.models import (
    Record,
    RecordQuerySet,
    refuse_disorder,
    refuse_future,
)

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
