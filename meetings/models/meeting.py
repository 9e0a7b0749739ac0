"""会议与学习."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from communities.models import Leader, secretary_on
from meetings.models.campaign import Campaign
from meetings.models.kinds import AttendanceState, MeetingKind
from meetings.models.plans import TrainingPlan
from members.models import PartyOrg, PostHolder, refuse_dissolved, refuse_unfounded
from records.columns.number import HoursField
from records.derived import Derived
from records.likeness import Likeness, Trait, if_true
from records.models import Event, OfSubdistrict, Record, RecordQuerySet
from records.together import Interdependent


class HeldByOffice(Derived, models.BooleanField):
    """Whether a meeting is the 街道's own: it names no 召开单位, or the 党工委."""

    source = "org"

    def derive(self, value: PartyOrg | None) -> bool:
        return value is None or value.is_work_committee


class MeetingQuerySet(RecordQuerySet):
    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def held_by_office(self) -> Self:
        """Keep those held by the 街道 itself: no 召开单位, or the 党工委."""
        return self.filter(of_office=True)

    def once(self) -> Self:
        """Leave out those that say again what another record says of the same meeting."""
        return self.filter(in_doubt=False)

    def twins(self) -> Self:
        """Find the 街道's other meetings that count, of the day, kind and topic of an outer query's one."""
        same = {name: OuterRef(name) for name in ("subdistrict", "date", "kind", "topic")}
        return self.filter(of_office=True, in_doubt=False, **same).exclude(pk=OuterRef("pk"))

    def release(self) -> None:
        """Take the mark off those that say nothing again any more."""
        rows = self.filter(in_doubt=True).exclude(Exists(Meeting.objects.twins()))
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            rows.filter(pk=pk).update(in_doubt=False)  # the first of several becomes the twin of the others

    def follow(self, org: PartyOrg) -> None:
        """Count these meetings of an organisation as the 街道's while it is the 党工委, and only then."""
        if org.is_work_committee:
            others = self.filter(of_office=False)
            others.filter(Exists(Meeting.objects.twins())).update(of_office=True, in_doubt=True)
            others.update(of_office=True)
        else:
            self.filter(of_office=True).update(of_office=False, in_doubt=False)
            Meeting.objects.of(org.subdistrict_id).release()

    def of_campaigns(self, campaigns: Collection[int]) -> Self:
        """Keep those of these 主题教育, by id; all where there is none of them."""
        if not campaigns:
            return self
        return self.filter(campaign__in=campaigns)

    def by_secretary(self) -> Self:
        """Keep those lectured by the 班子 member who was 党工委书记 on that day."""
        return self.filter(secretary_on("lecturer", "date"))

    def chaired_by_secretary(self) -> Self:
        return self.filter(secretary_on("chair", "date"))

    def studies(self) -> Self:
        return self.of_kind(*Meeting.STUDIES)

    def held_by_branches(self) -> Self:
        return self.filter(org__kind__in=PartyOrg.BRANCHES)

    def lectured_by_own_secretary(self) -> Self:
        """Keep those lectured by whoever was 书记 of the branch that day.

        任职 tell it; of a branch without any, its own column.
        """
        same = (
            PostHolder.objects.everywhere()
            .secretaries()
            .filter(org=OuterRef("org"), name=OuterRef("lecturer_name"))
        )
        in_post = same.filter(
            Q(since__isnull=True) | Q(since__lte=OuterRef("date")),
            Q(until__isnull=True) | Q(until__gt=OuterRef("date")),
        )
        with_lecturer = self.exclude(lecturer_name="")
        secretaries = PostHolder.objects.everywhere().secretaries().filter(org=OuterRef("org"))
        by_column = Q(lecturer_name=F("org__secretary")) & ~Exists(secretaries)
        return with_lecturer.filter(by_column | Exists(in_post))

    def held_in(self, sphere: str) -> Self:
        """Keep those held by a Party organisation of that sphere."""
        return self.filter(org__sphere=sphere)


class Meeting(Interdependent, OfSubdistrict, Event):
    """A meeting or study of the 街道, or of one of its Party organisations.

    The 党工委 as 召开单位 is the 街道. Two records of one such meeting, of before this was known, both stay: one of
    them is `in_doubt`, counts nowhere, and is listed as 重复待核 as long as the other stands.
    """

    alike = (Likeness("org", "date", "kind"), Likeness(Trait("of_office", if_true), "date", "kind"))
    private = ("lecturer_name",)
    community_path = "org__community"
    follows_rows = True

    Kind = MeetingKind
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
    plan = models.ForeignKey(
        TrainingPlan,
        models.PROTECT,
        verbose_name="培训计划",
        null=True,
        blank=True,
        help_text="按培训计划办的选择",
    )
    hours = HoursField("学时", validators=[MinValueValidator(Decimal("0.1"))], null=True, blank=True)
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
                violation_error_message=(
                    "街道当天已有同一类型、同一主题的会议（召开单位不填和填党工委是同一次）"
                ),
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
        self._check_campaign()
        if fault := self.misfit():
            raise ValidationError({"plan": fault})
        self._meta.get_field("of_office").refresh(self)
        if self.in_doubt and self.changes("date", "kind", "topic", "of_office"):
            self.in_doubt = False  # another meeting now, to be judged as such

    def _check_campaign(self) -> None:
        if not self.campaign_id or not self.date:
            return
        year = self.date.year
        if not self.campaign.first_year <= year <= self.campaign.last_year:
            raise ValidationError({"campaign": f"{self.campaign} 不在 {year} 年开展，请核对"})

    def misfit(self) -> str:
        """Say why it does not carry out the 培训计划 that it names; empty where it does."""
        plan = self.plan
        if plan is None or not self.date:
            return ""
        if self.date.year != plan.year:
            return f"这条计划是 {plan.year} 年的，会议日期是 {self.date.year} 年，请核对"
        if self.kind != plan.kind:
            return f"这条计划用{plan.get_kind_display()}来办，会议类型不同，请核对"
        if plan.org_id and self.org_id != plan.org_id:
            return f"这条计划由{plan.org}承办，召开单位不是它，请核对"
        return ""

    def follow_rows(self, rows: Sequence[Record]) -> None:
        """Take 应到 and 实到 from the people on the list; raise where somebody typed others."""
        states = [row.state for row in rows]  # type: ignore[attr-defined]  # its rows are attendances
        if not states:
            return
        members = len(states) - states.count(AttendanceState.GUEST)
        numbers = {"expected": members, "present": states.count(AttendanceState.PRESENT)}
        for name, number in numbers.items():
            value = getattr(self, name)
            if value not in (None, number) and self._is_typed(name):
                label = self._meta.get_field(name).verbose_name
                text = f"按到会情况，{label}是 {number}，这里填的是 {value}。请改成一致，或留空由名单得出"
                raise ValidationError({name: text})
            setattr(self, name, number)

    def _is_typed(self, name: str) -> bool:
        """Whether a person gave the number, and not the rows on record."""
        return self.changes(name) or not self.attendances.everywhere().exists()

    @classmethod
    def settle(cls, records: Sequence["Meeting"], before: object) -> None:
        """Let those count again whose twin has gone or changed."""
        cls.objects.of(records[0].subdistrict_id).release()

    def warnings(self) -> list[str]:
        if self.in_doubt:
            return [
                "重复待核：街道同一天还有一条同一类型、同一主题的会议，这一条不另计。"
                "是同一次的请删去一条，不是的请改写主题"
            ]
        if self.kind == self.Kind.ASSEMBLY and self._is_under_half():
            return ["实到党员不足应到的半数，所作表决请核对是否有效"]
        return []

    def _is_under_half(self) -> bool:
        if not self.expected or self.present is None:
            return False
        return self.present * 2 < self.expected
