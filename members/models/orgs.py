"""党组织."""

from datetime import date
from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from records.models import (
    Event,
    Follower,
    OfCommunity,
    Record,
    RecordQuerySet,
    Standing,
    refuse_disorder,
)
from records.personal import NameField
from records.pinyin import PinyinField

REASON_LENGTH = 100  # of a version


class PartyOrgQuerySet(RecordQuerySet):
    def in_sphere(self, sphere: str) -> Self:
        return self.filter(sphere=sphere)

    def branches(self) -> Self:
        """Keep 支部, single or joint; a joint branch is one."""
        return self.filter(kind__in=PartyOrg.BRANCHES)

    def below_work_committee(self) -> Self:
        """Leave out the 党工委: its 书记 is a member of the 班子."""
        return self.exclude(kind=PartyOrg.Kind.WORK_COMMITTEE)


class PartyOrg(OfCommunity, Standing):
    """A Party organisation, from its founding to its dissolution."""

    goes_on_elsewhere = False
    ends_by_absence = False  # somebody has to say where its people go

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
    name_order = PinyinField("name")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    sphere = models.CharField("领域", max_length=20, choices=Sphere)
    since = models.DateField("成立日期")
    until = models.DateField("撤销日期", null=True, blank=True, help_text="仍在的不填")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="上级党组织", null=True, blank=True)
    secretary = NameField("书记", max_length=50, blank=True)
    term_start = models.DateField("本届任期起", null=True, blank=True)
    term_end = models.DateField("本届任期止", null=True, blank=True)

    objects = PartyOrgQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["community__order", "name_order", "pk"]
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

    @property
    def is_work_committee(self) -> bool:
        """Whether it is the 党工委: what that holds, the 街道 holds."""
        return self.kind == self.Kind.WORK_COMMITTEE

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; its meetings are the 街道's own as long as it is the 党工委."""
        adding = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not adding:
                self.meeting_set.follow(self)

    def people(self) -> tuple[Any, Any]:
        """Return the members whose 组织关系 is in it, and the people on their way whom it takes care of."""
        return self.member_set.staying(), self.applicant_set.underway()

    def people_left(self) -> str:
        members, applicants = self.people()
        members_count, applicants_count = members.count(), applicants.count()
        if not members_count and not applicants_count:
            return ""
        return f"{members_count} 名党员、{applicants_count} 名申请人和培养对象"

    def takers(self, day: date) -> PartyOrgQuerySet:
        """Return those of the same sphere, so that 自管党员 of earlier years stay as many, and of another 社区."""
        others = PartyOrg.objects.of(self.subdistrict_id).in_force(day).filter(until__isnull=True)
        return others.in_sphere(self.sphere).exclude(community=self.community_id)

    def followers(self, *, is_new: bool) -> list[Follower]:
        """Move whoever is left in it to its `taker`, where it has one; 转入日期 stays.

        Members come first, as whoever writes a pair of the two kinds locks them.
        """
        if self.taker is None:
            return []
        followers = []
        reason = f"{self}撤销，转入{self.taker}"[:REASON_LENGTH]
        for rows in self.people():
            for record in rows.select_for_update(of=("self",)).order_by("pk"):
                record.org = self.taker
                followers.append(Follower(record, reason))
        return followers

    def clean(self) -> None:
        super().clean()
        refuse_disorder(self, "term_start", "term_end")
        if self.sphere == self.Sphere.COMMUNITY and not self.community_id:
            raise ValidationError({"community": "社区领域的党组织要选社区"})
        if self.pk and self.changes("secretary"):
            self._refuse_another_secretary()
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "上级党组织不能是它自己"})
        if self.pk and self.changes("since", "until"):
            self._refuse_to_leave_records_outside()

    def _refuse_another_secretary(self) -> None:
        """Raise where 任职 says who its 书记 is: the column follows from there."""
        posts = self.postholder_set.secretaries()
        if not posts.exists():
            return
        name = posts.filter(until__isnull=True).values_list("name", flat=True).first() or ""
        if self.secretary != name:
            text = f"书记由任职记录得出，现在是{name or '空缺'}；换了书记请在“任职”里录入"
            raise ValidationError({"secretary": text})

    def take_over(self, current: Record) -> None:
        super().take_over(current)
        if self.postholder_set.secretaries().exists():
            self.secretary = cast(PartyOrg, current).secretary

    def refuse_unasked(self) -> None:
        """Raise where it is dissolved with people in it: the form asks where these go."""
        super().refuse_unasked()
        if not self.until or not self.changes("until"):
            return
        if people := self.people_left():
            how = "表格里没有地方写他们转到哪里。请打开这个党组织的页面填撤销日期，选择转到哪里"
            raise ValidationError({"until": f"还有 {people}在{self}，{how}"})

    def _refuse_to_leave_records_outside(self) -> None:
        """Raise where its life would end before what it took in, or begin after a meeting it held."""
        events = self._events()
        early = [rows.filter(date__lt=self.since) for rows in events]
        if text := _count_by_kind(early):
            raise ValidationError({"since": f"成立日期以前已有{text}，请核对成立日期，或先改正这些记录"})
        if self.until is None:
            return
        late = [rows.filter(date__gte=self.until) for rows in events]
        late.append(self.member_set.filter(since__gte=self.until))
        late.append(self.applicant_set.filter(applied_on__gte=self.until))
        if text := _count_by_kind(late):
            raise ValidationError({"until": f"撤销当天起还有{text}，请核对撤销日期，或先改正这些记录"})

    def _events(self) -> list[models.QuerySet]:
        """Return its meetings and whatever else happened in it, kind by kind."""
        kinds: list[models.QuerySet] = []
        for relation in self._meta.related_objects:
            if issubclass(relation.related_model, Event):
                rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
                kinds.append(rows)
        return kinds


def refuse_dissolved(org: PartyOrg, day: date, name: str) -> None:
    """Raise, at the column `name`, where the organisation, dissolved by that day, takes nothing more."""
    if org.until and day >= org.until:
        text = f"{org}已于 {org.until:%Y-%m-%d} 撤销，{day:%Y-%m-%d} 不能再归到它，请核对日期或党组织"
        raise ValidationError({name: text})


def refuse_unfounded(org: PartyOrg, day: date, name: str) -> None:
    """Raise, at the column `name`, where the organisation was founded after that day."""
    if day < org.since:
        text = f"{org}在 {org.since:%Y-%m-%d} 才成立，{day:%Y-%m-%d} 还没有它，请核对日期或党组织"
        raise ValidationError({name: text})


def _count_by_kind(kinds: list[models.QuerySet]) -> str:
    """Say how many records of each kind there are; empty where there are none."""
    texts = []
    for rows in kinds:
        if number := rows.count():
            texts.append(f"{rows.model._meta.verbose_name} {number} 条")
    return "、".join(texts)
