"""Who stands for a 街道 and its 社区, and who works there: 领导班子, 共建单位, 兼职委员, 社区工作者."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from records.likeness import Likeness, Trait, firm_name
from records.models import OfCommunity, OfSubdistrict, Standing
from records.personal import EncryptedField, NameField, mask_phone, validate_phone
from records.pinyin import PinyinField


def secretary_on(leader: str, day: str) -> Q:
    """That the 班子 member at the path `leader` was 党工委书记 on the day at the path `day`."""
    in_post = Q(**{f"{leader}__until__isnull": True}) | Q(**{f"{leader}__until__gt": F(day)})
    return in_post & Q(**{f"{leader}__since__lte": F(day), f"{leader}__post": Leader.Post.SECRETARY})


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

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    post = models.CharField("职务", max_length=20, choices=Post)
    since = models.DateField("任职日期")
    until = models.DateField("离任日期", null=True, blank=True, help_text="在任的不填")

    class Meta:
        verbose_name = verbose_name_plural = "领导班子成员"
        ordering = [F("until").asc(nulls_first=True), "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subdistrict", "name", "post", "since"],
                name="leader_post",
                violation_error_message="这位成员的同一任职已有记录",
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
                raise ValidationError(
                    {"post": f"同一时间只有一位党工委书记，请先填写 {other.name} 的离任日期"}
                )


class PartnerUnit(OfCommunity, Standing):
    """A unit that builds the neighbourhood together with a 社区: 共建单位."""

    alike = (Likeness(Trait("name", firm_name)),)
    private = ("contact",)

    class Kind(models.TextChoices):
        OFFICE = "office", "机关"
        INSTITUTION = "institution", "事业单位"
        STATE_FIRM = "state_firm", "国有企业"
        PRIVATE_FIRM = "private_firm", "非公企业"
        SOCIETY = "society", "社会组织"
        OTHER = "other", "其他"

    name = models.CharField("单位名称", max_length=100)
    name_order = PinyinField("name")
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

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
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


class Worker(OfCommunity, Standing):
    """Somebody who works in a community for a living: a 社区工作者 or a 网格员."""

    private = ("name",)
    community_required = True

    class Post(models.TextChoices):
        WORKER = "worker", "社区工作者"
        GRID = "grid", "网格员"

    name = NameField("姓名", max_length=50)
    name_order = PinyinField("name")
    post = models.CharField("岗位", max_length=20, choices=Post)
    grid = models.CharField("负责网格", max_length=50, blank=True)
    certificates = models.CharField(
        "证书", max_length=100, blank=True, help_text="没有的不填，例：社会工作师"
    )
    since = models.DateField("上岗日期")
    until = models.DateField("离岗日期", null=True, blank=True, help_text="在岗的不填")

    class Meta:
        verbose_name = verbose_name_plural = "社区工作者和网格员"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "post"],
                condition=Q(until__isnull=True),
                name="worker_once",
                violation_error_message="这位人员在这个社区的同一岗位已有在岗记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_post_display()}）"
