"""会议与学习, 主题教育, and 民主决策."""

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from common.periods import Period
from communities.models import CommunityQuerySet, Leader, secretary_on
from members.models import PartyOrg, PartyOrgQuerySet, refuse_dissolved, refuse_unfounded
from records.columns.number import YearField
from records.derived import Derived
from records.likeness import Likeness, Trait, if_true
from records.models import (
    Event,
    OfCommunity,
    OfSubdistrict,
    Record,
    RecordQuerySet,
    refuse_disorder,
    refuse_future,
)
from records.owners import OwnerField
from records.pinyin import PinyinField
from records.together import Interdependent


class Campaign(OfSubdistrict):
    """A 主题教育 and the years it runs in."""

    name = models.CharField("名称", max_length=100, help_text="不带书名号和引号")
    name_order = PinyinField("name")
    first_year = YearField("起始年度")
    last_year = YearField("结束年度")

    class Meta:
        verbose_name = verbose_name_plural = "主题教育"
        ordering = ["-first_year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                name="campaign_name",
                violation_error_message="已有同名的主题教育",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": "结束年度早于起始年度，请核对"})


class HeldByOffice(Derived, models.BooleanField):
    """Whether a meeting is the 街道's own: it names no 召开单位, or the 党工委."""

    source = "org"

    def derive(self, value: PartyOrg | None) -> bool:
        return value is None or value.is_work_committee


class MeetingQuerySet(RecordQuerySet):
    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def held_by_office(self) -> Self:
        """Held by the 街道 itself: no 召开单位, or the 党工委."""
        return self.filter(of_office=True)

    def once(self) -> Self:
        """Without those that say again what another record says of the same meeting."""
        return self.filter(in_doubt=False)

    def twins(self) -> Self:
        """The 街道's meetings of the day, kind and topic of an outer one that count, to be told apart from it."""
        same = {name: OuterRef(name) for name in ("subdistrict", "date", "kind", "topic")}
        return self.filter(of_office=True, in_doubt=False, **same).exclude(pk=OuterRef("pk"))

    def release(self) -> None:
        """Take the mark off those that say nothing again any more."""
        marked = self.filter(in_doubt=True).exclude(Exists(Meeting.objects.twins()))
        for pk in list(marked.order_by("pk").values_list("pk", flat=True)):
            marked.filter(pk=pk).update(in_doubt=False)  # the first of several becomes the twin of the others

    def follow(self, org: PartyOrg) -> None:
        """Count these meetings of an organisation as the 街道's where it is the 党工委 now, and no longer where it is not."""
        theirs = self.filter(of_office=not org.is_work_committee)
        if not org.is_work_committee:
            theirs.update(of_office=False, in_doubt=False)
            Meeting.objects.of(org.subdistrict_id).release()
            return
        theirs.filter(Exists(Meeting.objects.twins())).update(of_office=True, in_doubt=True)
        theirs.update(of_office=True)

    def of_campaigns(self, campaigns: Collection[int]) -> Self:
        """Those of these 主题教育, by id; all where there is none of them."""
        return self.filter(campaign__in=campaigns) if campaigns else self

    def by_secretary(self) -> Self:
        """Lectured by the 班子 member who was 党工委书记 on that day."""
        return self.filter(secretary_on("lecturer", "date"))

    def chaired_by_secretary(self) -> Self:
        return self.filter(secretary_on("chair", "date"))

    def studies(self) -> Self:
        return self.of_kind(*Meeting.STUDIES)

    def held_by_branches(self) -> Self:
        return self.filter(org__kind__in=PartyOrg.BRANCHES)

    def held_in(self, sphere: str) -> Self:
        """Held by a Party organisation of that sphere."""
        return self.filter(org__sphere=sphere)


class Meeting(Interdependent, OfSubdistrict, Event):
    """A meeting or study of the 街道, or of one of its Party organisations.

    The 党工委 as 召开单位 is the 街道. Two records of one such meeting, of before this was known, both stay: one of them is
    `in_doubt`, counts nowhere, and is listed as 重复待核 as long as the other stands.
    """

    alike = (Likeness("org", "date", "kind"), Likeness(Trait("of_office", if_true), "date", "kind"))
    private = ("lecturer_name",)
    community_path = "org__community"

    class Kind(models.TextChoices):
        SPECIAL = "special", "党建专题会议"
        STUDY = "study", "学习研讨"
        LECTURE = "lecture", "党课"
        PARTY_SPIRIT = "party_spirit", "党性学习"
        TRAINING = "training", "以会代训"
        CONDUCT = "conduct", "党风政风教育"
        BRANCH_SECRETARIES = "branch_secretaries", "支部书记培训"
        DECISION_TRAINING = "decision_training", "民主决策培训"
        ASSEMBLY = "assembly", "支部党员大会"
        COMMITTEE = "committee", "支部委员会会议"
        GROUP = "group", "党小组会"
        THEME_DAY = "theme_day", "主题党日"
        ORGANISATION_LIFE = "organisation_life", "组织生活会"
        APPRAISAL = "appraisal", "民主评议党员"
        OTHER = "other", "其他会议活动"

    STUDIES = (Kind.LECTURE, Kind.STUDY, Kind.PARTY_SPIRIT, Kind.THEME_DAY)

    date = models.DateField("会议日期")
    kind = models.CharField("会议类型", max_length=20, choices=Kind)
    org = models.ForeignKey(PartyOrg, models.PROTECT, verbose_name="召开单位", null=True, blank=True)
    topic = models.CharField("主题", max_length=200)
    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name="所属主题教育", null=True, blank=True)
    lecturer = models.ForeignKey(
        Leader,
        models.PROTECT,
        verbose_name="讲课的班子成员",
        null=True,
        blank=True,
        help_text="党课由班子成员主讲的选择",
    )
    chair = models.ForeignKey(
        Leader,
        models.PROTECT,
        verbose_name="主持人",
        null=True,
        blank=True,
        related_name="chaired_meetings",
        help_text="班子成员主持的选择；书记主持的会写进报告",
    )
    lecturer_name = models.CharField("其他主讲人", max_length=50, blank=True)
    expected = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    content = models.TextField("内容和结果", blank=True)
    of_office = HeldByOffice("街道召开", default=True, editable=False)
    in_doubt = models.BooleanField("重复待核", default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议与学习"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "org", "date", "kind", "topic"],
                name="meeting_of_org",
                violation_error_message="这个党组织当天已有同一类型、同一主题的会议",
            ),
            models.UniqueConstraint(
                fields=["subdistrict", "date", "kind", "topic"],
                condition=Q(of_office=True, in_doubt=False),
                name="meeting_of_office",
                violation_error_message="街道当天已有同一类型、同一主题的会议（召开单位不填和填党工委是同一次）",
            ),
        ]
        indexes = [
            models.Index(fields=["subdistrict", "kind", "date"]),
            models.Index(fields=["subdistrict"], condition=Q(in_doubt=True), name="meeting_in_doubt"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}：{self.topic}"

    def clean(self) -> None:
        super().clean()
        if self.org and self.date and (self._state.adding or self.changes("date", "org")):
            refuse_unfounded(self.org, self.date, "date")
            refuse_dissolved(self.org, self.date, "date")
        if self.expected is not None and self.present is not None and self.present > self.expected:
            raise ValidationError({"present": f"实到 {self.present} 人多于应到 {self.expected} 人，请核对"})
        if (
            self.campaign_id
            and self.date
            and not self.campaign.first_year <= self.date.year <= self.campaign.last_year
        ):
            raise ValidationError({"campaign": f"{self.campaign} 不在 {self.date.year} 年开展，请核对"})
        self._meta.get_field("of_office").refresh(self)
        if self.in_doubt and self.changes("date", "kind", "topic", "of_office"):
            self.in_doubt = False  # another meeting now, to be judged as such

    @classmethod
    def settle(cls, records: Sequence[Any], observed: Any) -> None:
        """Let those count again whose twin has gone or changed."""
        cls.objects.of(records[0].subdistrict_id).release()

    def warnings(self) -> list[str]:
        if self.in_doubt:
            return [
                "重复待核：街道同一天还有一条同一类型、同一主题的会议，这一条不另计。是同一次的请删去一条，不是的请改写主题"
            ]
        if (
            self.kind == self.Kind.ASSEMBLY
            and self.expected
            and self.present is not None
            and self.present * 2 < self.expected
        ):
            return ["实到党员不足应到的半数，所作表决请核对是否有效"]
        return []


class DecisionQuerySet(RecordQuerySet):
    def complete(self) -> Self:
        """Matters with all steps up to the 决议 dated."""
        complete = Q()
        for method, steps in Decision.STEPS.items():
            complete |= Q(method=method, **{f"{step}__isnull": False for step in steps})
        return self.filter(complete)

    def incomplete(self) -> Self:
        """Matters of which a step up to the 决议 has no day."""
        return self.exclude(pk__in=self.complete().order_by().values("pk"))

    def resolved(self, period: Period) -> Self:
        """Matters decided in the period."""
        return self.complete().with_day_in("resolved_on", period)

    def with_a_step(self, period: Period) -> Self:
        dated = Q()
        for step in Decision.ALL_STEPS:
            dated |= Q(**{f"{step}__range": (period.start, period.end)})
        return self.filter(dated)


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
            upper, lower = getattr(self, more), getattr(self, less)
            if upper is not None and lower is not None and lower > upper:
                raise ValidationError(
                    {less: f"{lower} 多于{self._meta.get_field(more).verbose_name} {upper}，请核对"}
                )

    def warnings(self) -> list[str]:
        if not self.resolved_on:
            return []
        missing = [
            str(self._meta.get_field(step).verbose_name)
            for step in self.STEPS[self.method]
            if not getattr(self, step)
        ]
        return [f"已有决议，但还缺{'、'.join(missing)}；步骤不全的不计入报告"] if missing else []


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


def seldom_deciding(
    communities: CommunityQuerySet, decisions: DecisionQuerySet, limit: int
) -> CommunityQuerySet:
    """社区 with fewer than `limit` of these decisions, those with none included."""
    return _with_fewer(communities, limit, decisions, "community")


def seldom_studying(orgs: PartyOrgQuerySet, meetings: MeetingQuerySet, limit: int) -> PartyOrgQuerySet:
    """Party organisations with fewer than `limit` study meetings among these, those with none included."""
    return _with_fewer(orgs, limit, meetings.studies(), "org")


def _with_fewer(owners: Any, limit: int, records: QuerySet, owner: str) -> Any:
    """Those of `owners` with fewer than `limit` of these records.

    One list for all: counted owner by owner, PostgreSQL counts anew for every pair of rows that it joins while its
    statistics are old, as after a first import, and needs minutes.
    """
    if limit == 0:
        return owners.none()
    owned = records.filter(**{f"{owner}__isnull": False}).order_by().values(owner)
    enough = owned.annotate(n=Count("pk")).filter(n__gte=limit)
    return owners.exclude(pk__in=enough.values(owner))


def idle(orgs: PartyOrgQuerySet, period: Period) -> PartyOrgQuerySet:
    """Party organisations that held no meeting of any kind in the period."""
    return orgs.filter(~Exists(Meeting.objects.during(period).filter(org=OuterRef("pk"))))
