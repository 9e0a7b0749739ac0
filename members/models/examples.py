"""典型: who was honoured, and 一名党员一面旗."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.models.orgs import PartyOrg, refuse_dissolved, refuse_unfounded
from members.models.people import Member, MemberQuerySet
from records.likeness import Likeness, Trait
from records.models import Event, OfSubdistrict, RecordQuerySet, Standing, lasting_on
from records.personal import NameField
from records.pinyin import PinyinField


def if_of_organisation(title: str) -> str | None:
    """Compare a title only where it is one of organisations: several people of one may have any other."""
    return title if title == Honour.Title.ORGANISATION else None


class HonourQuerySet(RecordQuerySet):
    def of_people(self) -> Self:
        """Keep those that name a person: a member of the roster, or somebody else."""
        return self.exclude(member__isnull=True, name="")

    def of_organisations(self) -> Self:
        """Keep those that name no person: the organisation itself was honoured."""
        return self.filter(member__isnull=True, name="")


class Honour(OfSubdistrict, Event):
    """A member, an organisation or somebody else was honoured by a level of the Party: 表彰."""

    alike = (
        Likeness("title", "level", "date", "member"),
        Likeness("title", "level", "date", "org", "name"),
        Likeness(Trait("title", if_of_organisation), "level", "date", "org"),
    )
    private_name = "name"
    private = ("deed",)
    community_path = "org__community"

    class Title(models.TextChoices):
        MEMBER = "member", "优秀共产党员"
        WORKER = "worker", "优秀党务工作者"
        ORGANISATION = "organisation", "先进基层党组织"
        OTHER = "other", "其他荣誉"

    class Level(models.TextChoices):
        NATION = "nation", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        DISTRICT = "district", "区级"
        SUBDISTRICT = "subdistrict", "街道"

    date = models.DateField("表彰日期")
    title = models.CharField("荣誉", max_length=20, choices=Title)
    title_in_full = models.CharField("荣誉全称", max_length=100, blank=True, help_text="其他荣誉填写")
    level = models.CharField("级别", max_length=20, choices=Level)
    org = models.ForeignKey(
        PartyOrg,
        models.PROTECT,
        verbose_name="党组织",
        help_text="受表彰的党组织；表彰个人的，选他所在的党组织",
    )
    member = models.ForeignKey(Member, models.PROTECT, verbose_name="受表彰的党员", null=True, blank=True)
    name = NameField("其他受表彰者", max_length=50, blank=True, help_text="不在党员名册里的填姓名")
    name_order = PinyinField("name")
    document = models.CharField("文件文号", max_length=100, blank=True)
    deed = models.CharField("主要事迹", max_length=300, blank=True)
    may_be_printed = models.BooleanField("可以公开", default=False, help_text="本人同意印上光荣榜的勾选")

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表彰"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        # whoever it names may be beyond a reader's reach: its organisation is not
        return f"{self.date} {self.title_shown}（{self.org}）"

    @property
    def title_shown(self) -> str:
        """What was awarded, in full where it is none of the usual titles."""
        return self.title_in_full or self.get_title_display()

    @property
    def subject(self) -> str:
        """Who was honoured."""
        if self.member_id:
            return self.member.name
        return self.name or str(self.org)

    def clean(self) -> None:
        super().clean()
        if self.title == self.Title.OTHER and not self.title_in_full:
            raise ValidationError({"title_in_full": "其他荣誉请填写全称"})
        self._check_subject()
        if self.org_id and self.date and (self._state.adding or self.changes("org", "date")):
            refuse_unfounded(self.org, self.date, "date")
            refuse_dissolved(self.org, self.date, "date")
        if self.member_id and self.date and not self.member.stood_on(self.date):
            raise ValidationError(
                {"member": f"{self.member.name}在 {self.date:%Y-%m-%d} 不在本街道党组织，请核对"}
            )

    def _check_subject(self) -> None:
        """Refuse an organisation's honour that names a person, and a person's that names none or two."""
        if self.title == self.Title.ORGANISATION:
            if self.member_id or self.name:
                raise ValidationError({"title": "先进基层党组织表彰的是党组织，请不要填个人"})
            return
        if self.member_id and self.name:
            raise ValidationError({"name": "党员和其他受表彰者只填一个"})
        if self.title != self.Title.OTHER and not (self.member_id or self.name):
            raise ValidationError({"member": "请填受表彰的是谁"})


class FlagPostQuerySet(RecordQuerySet):
    def of_standing_members(self, day: date) -> Self:
        """Keep those whose member had not left by that day, from an organisation that lasted."""
        return self.filter(lasting_on(day, "member__"), lasting_on(day, "member__org__"))


class FlagPost(OfSubdistrict, Standing):
    """一名党员一面旗: what a member took upon himself, and where."""

    alike = (Likeness("member", "kind", "place"),)
    private = ("promise",)
    community_path = "member__org__community"

    class Kind(models.TextChoices):
        PIONEER = "pioneer", "先锋岗"
        AREA = "area", "责任区"
        POST = "post", "设岗定责"
        HOUSEHOLD = "household", "示范户"
        STAIRWELL = "stairwell", "楼门长"

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员")
    kind = models.CharField("类型", max_length=20, choices=Kind)
    place = models.CharField("岗位或区域", max_length=100)
    promise = models.CharField("承诺", max_length=200, blank=True)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期", null=True, blank=True, help_text="仍在的不填")

    objects = FlagPostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一名党员一面旗"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "place"],
                condition=Q(until__isnull=True),
                name="flag_post_once",
                violation_error_message="这名党员的同一岗位已有记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member.name} {self.get_kind_display()}：{self.place}"

    def clean(self) -> None:
        super().clean()
        if self.member_id and self.since and not self.member.stood_on(self.since):
            text = f"{self.member.name}在 {self.since:%Y-%m-%d} 不在本街道党组织，请核对日期"
            raise ValidationError({"since": text})
        if self.member_id and self.member.until and (self.until is None or self.until > self.member.until):
            text = f"{self.member.name}已于 {self.member.until:%Y-%m-%d} 离开，请填写结束日期"
            if self._state.adding or self.changes("until", "member"):
                raise ValidationError({"until": text})


def with_flag_on(members: MemberQuerySet, day: date) -> MemberQuerySet:
    """Keep members with a post of 一名党员一面旗 in force on that day."""
    posts = FlagPost.objects.everywhere().in_force(day)
    return members.filter(Exists(posts.filter(member=OuterRef("pk"))))


def where_flags_are_kept(members: MemberQuerySet) -> MemberQuerySet:
    """Keep members of a 街道 that has a post of 一名党员一面旗 on record, of whatever day."""
    posts = FlagPost.objects.everywhere().filter(subdistrict=OuterRef("subdistrict"))
    return members.filter(Exists(posts))
