"""Accounts: a role, and how far its reach goes."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet

from dangjian.records.readers import Role


class User(AbstractUser):
    """Somebody who works with the portal; a `Reader` of records.

    A superuser opens accounts for every 街道. No right to records follows from that.
    """

    class Reach(models.TextChoices):
        SUBDISTRICT = "subdistrict", "整个街道"
        COMMUNITIES = "communities", "指定社区"

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    display_name = models.CharField("姓名", max_length=50)
    role = models.CharField(
        "角色",
        max_length=20,
        choices=Role,
        help_text="录入员：录入和修改记录。书记：查看全街道记录，定目标和门槛，出述职报告。管理员：只管账号，看不到记录。",
    )
    subdistrict = models.ForeignKey("communities.SubDistrict", models.PROTECT, verbose_name="街道", null=True, blank=True)
    reach = models.CharField(
        "负责范围",
        max_length=20,
        choices=Reach,
        default=Reach.SUBDISTRICT,
        help_text="指定社区的录入员只见到这些社区的记录，见不到街道本级的；一个都不选，就什么也见不到。书记一律是整个街道。",
    )
    communities = models.ManyToManyField("communities.Community", verbose_name="指定社区", blank=True)
    may_view_personal_data = models.BooleanField(
        "可查看完整个人信息", default=False, help_text="身份证号、手机号平时只显示一部分；有此权限可逐个查看、成批导出全号，每次都有记录。"
    )
    must_change_password = models.BooleanField("下次登录须改密码", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["subdistrict", "role", "username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def community_ids(self) -> QuerySet | None:
        if self.reach == self.Reach.SUBDISTRICT or self.role == Role.SECRETARY:
            return None
        return self.communities.values("pk")

    @property
    def manages_accounts(self) -> bool:
        return self.is_active and (self.is_superuser or self.role == Role.ADMIN)

    def clean(self) -> None:
        super().clean()
        if not self.subdistrict_id and not self.is_superuser:
            raise ValidationError({"subdistrict": "请选择街道"})
        if self.role == Role.SECRETARY and self.reach == self.Reach.COMMUNITIES:
            raise ValidationError({"reach": "书记查看整个街道，请选“整个街道”"})
