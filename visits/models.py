"""一线工作法: visits, and the opinions and difficulties heard on them."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from common.periods import Period
from communities.models import Leader, secretary_on
from members.models import PostHolder
from records.likeness import Likeness
from records.models import Event, OfCommunity, Record, RecordQuerySet, refuse_future
from records.owners import OwnerField


class VisitQuerySet(RecordQuerySet):
    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def with_leaders(self) -> Self:
        """Keep visits that at least one 班子 member made, whoever went along."""
        return self.filter(Exists(Visit.leaders.through.objects.filter(visit=OuterRef("pk"))))

    def with_secretary(self) -> Self:
        """Keep visits that whoever was 党工委书记 on that day made, whoever went along."""
        of_visit = Visit.leaders.through.objects.filter(visit=OuterRef("pk"))
        return self.filter(Exists(of_visit.filter(secretary_on("leader", "visit__date"))))


class Visit(OfCommunity, Event):
    """One trip to one place on one day, whoever went along."""

    alike = (Likeness("community", "date", "kind"),)
    private = ("companions",)
    _history_m2m_fields = ["leaders", "secretaries"]

    class Kind(models.TextChoices):
        COMMUNITY = "community", "社区走访"
        HOUSEHOLD = "household", "入户"
        HOME = "home", "书记家访"
        RECEPTION = "reception", "接访"

    date = models.DateField("走访日期")
    kind = models.CharField("走访类型", max_length=20, choices=Kind)
    leaders = models.ManyToManyField(Leader, verbose_name="班子成员", blank=True)
    secretaries = models.ManyToManyField(
        PostHolder,
        verbose_name="家访的书记",
        blank=True,
        help_text="书记家访填写：哪位党组织书记去的；街道党工委书记在“班子成员”里选",
    )
    households = models.PositiveIntegerField(
        "走访户数", null=True, blank=True, help_text="同一天同一社区只算一次走访，几位领导同去也只录一条"
    )
    companions = models.CharField("同行人员", max_length=200, blank=True)
    summary = models.TextField("走访内容", blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "date", "kind"],
                name="visit_once",
                violation_error_message="这个社区当天已有同一类型的走访，请在那一条里补充",
            ),
            models.UniqueConstraint(
                fields=["subdistrict", "date", "kind"],
                condition=Q(community__isnull=True),
                name="visit_of_office_once",
                violation_error_message="街道本级当天已有同一类型的走访，请在那一条里补充",
            ),
        ]
        indexes = [models.Index(fields=["subdistrict", "kind", "date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}（{self.community or self.without_community}）"

    def clean(self) -> None:
        super().clean()
        if self.kind and self.kind != self.Kind.RECEPTION and not self.community_id:
            raise ValidationError({"community": "请选择走访的社区；街道本级只录接访"})


class VisitIssueQuerySet(RecordQuerySet):
    def opinions(self) -> Self:
        return self.filter(kind=VisitIssue.Kind.OPINION)

    def difficulties(self) -> Self:
        return self.filter(kind=VisitIssue.Kind.DIFFICULTY)

    def raised_by(self, day: date) -> Self:
        return self.filter(visit__date__lte=day)

    def open_on(self, day: date) -> Self:
        """Keep those not solved by the end of that day."""
        return self.filter(Q(solved_on__isnull=True) | Q(solved_on__gt=day))

    def overdue(self, day: date) -> Self:
        """Keep those whose 承办期限 had passed by that day."""
        return self.filter(due__lt=day)

    def raised_or_open(self, period: Period) -> Self:
        """Keep difficulties raised in the period, or still open when it began."""
        is_unsolved_then = Q(solved_on__isnull=True) | Q(solved_on__gte=period.start)
        is_earlier = Q(visit__date__lt=period.start)
        is_of_period = Q(visit__date__range=(period.start, period.end))
        return self.difficulties().filter((is_earlier & is_unsolved_then) | is_of_period)


class VisitIssue(Record):
    """An 意见建议 or a 困难 heard on a visit, and what became of it."""

    alike = (Likeness("visit", "kind", "content"),)
    private_name = "raised_by"
    community_path = "visit__community"

    class Kind(models.TextChoices):
        OPINION = "opinion", "意见建议"
        DIFFICULTY = "difficulty", "困难"

    class Category(models.TextChoices):
        CONVENIENCE = "convenience", "便民服务"
        FACILITIES = "facilities", "公共设施"
        HOUSING = "housing", "房屋设施"
        LIVELIHOOD = "livelihood", "居民生活"
        ENVIRONMENT = "environment", "环境卫生"
        SECURITY = "security", "平安治安"
        PROPERTY = "property", "物业管理"
        PARTY = "party", "党建工作"
        OTHER = "other", "其他"

    subdistrict = OwnerField("visit")
    visit = models.ForeignKey(Visit, models.CASCADE, verbose_name="走访", related_name="issues")
    kind = models.CharField("性质", max_length=20, choices=Kind)
    content = models.CharField("内容", max_length=500)
    category = models.CharField("类别", max_length=20, choices=Category, blank=True, default="")
    raised_by = models.CharField("提出人", max_length=50, blank=True)
    handler = models.CharField("承办人", max_length=50, blank=True)
    due = models.DateField("承办期限", null=True, blank=True)
    solved_on = models.DateField("解决日期", null=True, blank=True)
    reply = models.CharField("答复", max_length=200, blank=True)

    objects = VisitIssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见与困难"
        ordering = ["-visit__date", "-pk"]

    def __str__(self) -> str:
        return self.content

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "solved_on")
        day_of_visit = self._day_of_visit()
        if day_of_visit is None:
            return
        for name in ("due", "solved_on"):
            day = getattr(self, name)
            if day and day < day_of_visit:
                raise ValidationError({name: f"{day:%Y-%m-%d} 早于走访日期，请改为走访当天或以后"})

    def _day_of_visit(self) -> date | None:
        """Return the day of its visit, which may be at hand and not yet saved; None where there is none."""
        if self.visit_id or "visit" in self._state.fields_cache:
            return getattr(self.visit, "date", None)
        return None
