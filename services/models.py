"""服务群众: 全程代办, 在职党员报到 and their deeds, 志愿队伍, 服务品牌 and what the press wrote."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property

from communities.models import SubDistrict
from members.models import Member
from records.forms import as_entered
from records.likeness import Likeness
from records.models import (
    Event,
    LocalList,
    OfCommunity,
    Record,
    RecordQuerySet,
    Standing,
    refuse_disorder,
    refuse_future,
)
from records.owners import OwnerField
from records.personal import (
    DigestField,
    EncryptedField,
    NameField,
    mask_id_no,
    mask_phone,
    validate_id_no,
    validate_phone,
)
from records.pinyin import PinyinField
from records.together import Interdependent
from services.regrouping import AT_ONCE, regroup


class ServiceItem(LocalList):
    """A kind of matter residents bring to the counter."""

    defaults = (
        "社会保障",
        "民政救助",
        "卫生计生",
        "户籍",
        "住房",
        "残联",
        "就业",
        "党务",
        "工商",
        "司法信访",
        "其他",
    )

    class Meta(LocalList.Meta):
        verbose_name = verbose_name_plural = "代办事项"


class VolunteerCategory(LocalList):
    """A category of volunteer teams (九类队伍)."""

    defaults = (
        "政策宣传",
        "困难帮扶",
        "法律咨询",
        "矛盾调解",
        "治安巡逻",
        "环境保护",
        "文体活动",
        "医疗健康",
        "爱心陪护",
    )

    class Meta(LocalList.Meta):
        verbose_name = verbose_name_plural = "志愿队伍类别"


class ServiceCaseQuerySet(RecordQuerySet):
    def ended(self) -> Self:
        """No longer in hand, whatever came of it."""
        return self.exclude(result=ServiceCase.Result.ONGOING)

    def done(self) -> Self:
        """办结: neither refused nor returned."""
        return self.filter(result=ServiceCase.Result.DONE)

    def by_proxy(self) -> Self:
        """Run through from start to end by the community's staff: 全程代办."""
        return self.filter(by_proxy=True)


class ServiceCase(OfCommunity, Event):
    """A matter of a resident, from acceptance to 办结."""

    alike = (Likeness("community", "date", "applicant"),)
    private_name = "applicant"
    private = ("note",)

    class Result(models.TextChoices):
        ONGOING = "ongoing", "办理中"
        DONE = "done", "办结"
        REFUSED = "refused", "不予办理"
        RETURNED = "returned", "退回"

    date = models.DateField("受理日期")
    item = models.ForeignKey(ServiceItem, models.PROTECT, verbose_name="事项")
    applicant = NameField("申请人", max_length=50)
    applicant_order = PinyinField("applicant")
    by_proxy = models.BooleanField("全程代办", default=False)
    result = models.CharField("办理结果", max_length=20, choices=Result, default=Result.ONGOING)
    finished_on = models.DateField("办结日期", null=True, blank=True)
    staff = models.CharField("代办员", max_length=50, blank=True)
    phone = EncryptedField("联系电话", mask=mask_phone, blank=True, default="", validators=[validate_phone])
    note = models.CharField("说明", max_length=200, blank=True)

    objects = ServiceCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代办件"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["subdistrict", "finished_on"])]

    def __str__(self) -> str:
        return f"{self.date} {self.applicant} {self.item}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "finished_on")
        refuse_disorder(self, "date", "finished_on")
        if self.result == self.Result.ONGOING and self.finished_on:
            raise ValidationError({"result": "已填办结日期，请选择办理结果"})
        if self.result != self.Result.ONGOING and not self.finished_on:
            raise ValidationError({"finished_on": "已有办理结果，请填写日期"})


class PersonKeyField(models.CharField):
    """Named by the first migration only: it told each registration by itself whose it was."""


class NameKeyField(models.CharField):
    """The name as a form would keep it, by which registrations are compared; made whenever one is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=50, default="", editable=False)
        super().__init__(*args, **kwargs)

    def pre_save(self, record: Any, add: bool) -> str:
        key = as_entered(record._meta.get_field("name"), record.name)
        setattr(record, self.attname, key)
        return key


class CheckInQuerySet(RecordQuerySet):
    def with_others(self) -> Self:
        """Each with whether its person has another registration in the 街道."""
        others = CheckIn.objects.filter(
            subdistrict=OuterRef("subdistrict"), person=OuterRef("person")
        ).exclude(pk=OuterRef("pk"))
        return self.annotate(has_others=Exists(others))


class CheckIn(Interdependent, OfCommunity, Standing):
    """A 在职党员 who registered with the community he lives in; his 组织关系 stays with his employer.

    One person may be registered several times: `person` is the key of his earliest registration (`services.persons`).
    """

    alike = (Likeness("name", "phone"), Likeness("name", "unit"), Likeness("id_no"))
    private_name = "name"
    private = ("specialties",)
    community_required = True
    named_by_hand = True

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    unit = models.CharField("工作单位", max_length=100)
    since = models.DateField("报到日期")
    until = models.DateField("退出日期", null=True, blank=True, help_text="仍在册的不填")
    phone = EncryptedField(
        "手机号",
        mask=mask_phone,
        blank=True,
        default="",
        validators=[validate_phone],
        help_text="用来辨认同名的人",
    )
    id_no = EncryptedField("身份证号", mask=mask_id_no, blank=True, default="", validators=[validate_id_no])
    id_no_digest = DigestField("id_no", verbose_name="身份证号摘要", db_index=True)
    specialties = models.CharField("特长", max_length=100, blank=True)
    phone_digest = DigestField("phone", verbose_name="手机号摘要")
    name_key = NameKeyField("姓名辨认")
    person = models.BigIntegerField("人员", null=True, editable=False, db_index=True)
    in_doubt = models.BooleanField("重复待核", default=False, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在职党员报到"
        ordering = ["-since", "-pk"]
        indexes = [
            models.Index(fields=["subdistrict", "name_key"], name="check_in_name"),
            models.Index(fields=["subdistrict", "id_no_digest"], name="check_in_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "unit"],
                condition=Q(until__isnull=True),
                name="check_in_once",
                violation_error_message="这位党员在这个社区已有在册记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    @property
    def told_apart(self) -> str:
        return f"{self.name}（{self.unit}，{self.community}）"

    @cached_property
    def has_others(self) -> bool:
        """Whether the person has another registration in the 街道; lists bring it along by `with_others`."""
        return CheckIn.objects.of(self.subdistrict_id).filter(person=self.person).exclude(pk=self.pk).exists()

    def repeated(self) -> str:
        """What a list says of other registrations of the person."""
        if self.in_doubt:
            return "重复待核"
        return "重复" if self.has_others else ""

    repeated.label = "重复"  # type: ignore[attr-defined]

    def warnings(self) -> list[str]:
        if not self.in_doubt:
            return []
        return [
            "重复待核：没有身份证号，又与两个不同身份证号的人对得上，暂归最早报到的一位。请补身份证号或手机号"
        ]

    def same_stand(self) -> bool:
        """Whether the person, as grouped so far, is registered with the 社区 already."""
        others = CheckIn.objects.filter(community=self.community_id, person=self.person, person__isnull=False)
        return others.lasting(self.since).exists()

    def hold(self) -> None:
        """Nobody else groups registrations of this 街道 until the transaction ends: each would miss what the other writes."""
        if connection.features.has_select_for_update:
            SubDistrict.objects.select_for_update(no_key=True).get(pk=self.subdistrict_id)

    @classmethod
    def observe(cls, records: Sequence[Any]) -> tuple[set[str], set[str]]:
        """The names and ID numbers on record, of registrations of one 街道."""
        records[0].hold()
        return cls._told_by([record.pk for record in records if record.pk])

    @classmethod
    def settle(cls, records: Sequence[Any], observed: tuple[set[str], set[str]]) -> None:
        """Group what these registrations have to do with, before and after."""
        names, numbers = observed
        names |= {record.name_key for record in records}
        numbers |= {record.id_no_digest for record in records if record.id_no_digest}
        found = regroup(cls.objects.of(records[0].subdistrict_id), names, numbers)
        for record in records:
            if record.pk in found:
                record.person, record.in_doubt = found[record.pk]

    @classmethod
    def _told_by(cls, keys: list[int]) -> tuple[set[str], set[str]]:
        names, numbers = set(), set()
        for start in range(0, len(keys), AT_ONCE):
            rows = cls.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by()
            for name, number in rows.values_list("name_key", "id_no_digest"):
                names.add(name)
                numbers |= {number} - {None}
        return names, numbers


class GoodDeed(OfCommunity, Event):
    """Something done for residents by 在职党员."""

    alike = (Likeness("community", "date", "content"),)
    private = ("check_in", "done_by")
    community_required = True

    date = models.DateField("办理日期")
    content = models.CharField("实事内容", max_length=200)
    check_in = models.ForeignKey(CheckIn, models.PROTECT, verbose_name="报到党员", null=True, blank=True)
    done_by = models.CharField("其他参加人员", max_length=100, blank=True)
    beneficiaries = models.PositiveIntegerField("受益人数", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实事好事"
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["subdistrict", "date"])]

    def __str__(self) -> str:
        return f"{self.date} {self.content}"


class ProjectClaim(OfCommunity, Event):
    """A service project claimed by a 在职党员 or a unit."""

    alike = (Likeness("community", "date", "project"),)
    private = ("check_in", "claimant")
    community_required = True

    date = models.DateField("认领日期")
    project = models.CharField("服务项目", max_length=100)
    check_in = models.ForeignKey(CheckIn, models.PROTECT, verbose_name="认领党员", null=True, blank=True)
    claimant = models.CharField("其他认领人", max_length=100, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目认领"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.date} {self.project}"

    def clean(self) -> None:
        super().clean()
        refuse_future(self, "done_on")
        refuse_disorder(self, "date", "done_on")
        if not self.check_in_id and not self.claimant:
            raise ValidationError({"claimant": "请填认领党员或其他认领人"})


class VolunteerTeam(OfCommunity, Standing):
    """A volunteer team, and the Party members in it."""

    private = ("leader", "members")
    _history_m2m_fields = ["members"]

    name = models.CharField("队伍名称", max_length=100)
    name_order = PinyinField("name")
    category = models.ForeignKey(VolunteerCategory, models.PROTECT, verbose_name="类别")
    since = models.DateField("成立日期")
    until = models.DateField("解散日期", null=True, blank=True, help_text="仍在活动的不填")
    leader = models.CharField("负责人", max_length=50, blank=True)
    volunteers = models.PositiveIntegerField("志愿者人数", null=True, blank=True)
    members = models.ManyToManyField(Member, verbose_name="队中党员", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "志愿队伍"
        ordering = ["category__order", "name_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                condition=Q(until__isnull=True),
                name="volunteer_team_name",
                violation_error_message="已有同名的志愿队伍",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BrandQuerySet(RecordQuerySet):
    def reported(self, day: date) -> Self:
        """Brands in use that the press has written about by that day."""
        written = MediaReport.objects.filter(brand=OuterRef("pk"), date__lte=day)
        return self.in_force(day).filter(Exists(written))


class Brand(OfCommunity, Standing):
    """A 服务品牌, while it is in use."""

    name = models.CharField("品牌名称", max_length=50, help_text="不带引号")
    name_order = PinyinField("name")
    since = models.DateField("推出日期")
    until = models.DateField("停用日期", null=True, blank=True, help_text="在用的不填")
    content = models.TextField("服务内容", blank=True)

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务品牌"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name"],
                condition=Q(until__isnull=True),
                name="brand_name",
                violation_error_message="已有同名的服务品牌",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MediaReport(Record, Event):
    """What a newspaper, station or site published about a brand."""

    community_path = "brand__community"

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        DISTRICT = "district", "区级"

    subdistrict = OwnerField("brand")
    brand = models.ForeignKey(Brand, models.PROTECT, verbose_name="服务品牌", related_name="reports")
    date = models.DateField("刊播日期")
    outlet = models.CharField("媒体名称", max_length=50, help_text="不带书名号，例：江州日报")
    level = models.CharField("媒体级别", max_length=20, choices=Level, blank=True, default="")
    title = models.CharField("标题", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "媒体报道"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "date", "outlet"],
                name="media_report_once",
                violation_error_message="这篇报道已有记录",
            )
        ]

    def __str__(self) -> str:
        return f"《{self.outlet}》{self.date} {self.brand}"
