"""Accounts: a role, and how far its reach goes."""

from functools import cached_property

from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet

from access.reach import Reach as RecordReach
from access.roles import PageKind, Role, may_write
from communities.models import with_predecessors


class User(AbstractUser):
    """Somebody who works with the portal, and a `Reader` of records.

    A superuser opens accounts for every 街道, and has no right to records by that.
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
    subdistrict = models.ForeignKey(
        "communities.SubDistrict", models.PROTECT, verbose_name="街道", null=True, blank=True
    )
    reach = models.CharField(
        "负责范围",
        max_length=20,
        choices=Reach,
        default=Reach.COMMUNITIES,
        help_text="只对录入员起作用。指定社区的录入员只见到所选社区的记录，见不到街道本级的，须至少勾选一个；书记一律是整个街道。",
    )
    communities = models.ManyToManyField("communities.Community", verbose_name="指定社区", blank=True)
    may_view_personal_data = models.BooleanField(
        "可查看完整个人信息",
        default=False,
        help_text="身份证号、手机号平时只显示一部分；有此权限可逐个查看、成批导出全号，每次都有记录。",
    )
    reach_confirmed = models.BooleanField("负责范围已核对", default=True, editable=False)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["subdistrict", "role", "username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return str(self)

    @property
    def reaches_subdistrict(self) -> bool:
        """Whether it reaches all of its 街道, by its own columns alone."""
        return self.reach == self.Reach.SUBDISTRICT or self.role == Role.SECRETARY

    @cached_property
    def record_reach(self) -> RecordReach:
        """Which records it reaches.

        Of a 社区 that is named, those of whatever merged into it are reached too, however far back.
        """
        if self.reaches_subdistrict:
            return RecordReach.whole(self.subdistrict_id)
        keys = set(self.communities.values_list("pk", flat=True))
        return RecordReach.some(self.subdistrict_id, with_predecessors(keys))

    @property
    def reach_in_words(self) -> str:
        """整个街道, or the names of the 社区; asks nothing where these are prefetched."""
        if self.reaches_subdistrict:
            return str(self.Reach.SUBDISTRICT.label)
        return "、".join(community.name for community in self.communities.all()) or "没有社区"

    @property
    def manages_accounts(self) -> bool:
        return self.is_active and (self.is_superuser or may_write(self, PageKind.ACCOUNTS))

    def managed_accounts(self) -> QuerySet["User"]:
        """Return the accounts that this one looks after.

        These are all for a superuser, and for a 管理员 those of his 街道 except superusers.
        """
        accounts = User.objects.all()
        if not self.manages_accounts:
            return accounts.none()
        if self.is_superuser:
            return accounts
        return accounts.filter(subdistrict=self.subdistrict_id, is_superuser=False)

    def has_written(self) -> bool:
        """Whether anything names this account as its author, such as a version, an import or a signature.

        Such an account is disabled, never deleted, so that its name stays with what it wrote.
        """
        for relation in self._meta.get_fields(include_hidden=True):
            if not relation.one_to_many:
                continue
            if relation.on_delete is models.CASCADE and relation.related_model is not LogEntry:
                continue  # rows that belong to the account, and go with it
            if relation.related_model._base_manager.filter(**{relation.field.name: self.pk}).exists():
                return True
        return False

    def active_admins(self) -> QuerySet["User"]:
        """Return the 管理员 of its 街道 who can sign in, itself among them where it is one."""
        active = User.objects.filter(subdistrict=self.subdistrict_id, role=Role.ADMIN, is_active=True)
        without_password = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return active.exclude(without_password).order_by("pk")

    def is_last_admin(self) -> bool:
        """Whether it is the only 管理员 of its 街道 who can sign in."""
        return list(self.active_admins().values_list("pk", flat=True)) == [self.pk]

    def clean(self) -> None:
        super().clean()
        if not self.subdistrict_id and not self.is_superuser:
            raise ValidationError({"subdistrict": "请选择街道"})
        if self.role != Role.CLERK:
            self.reach = self.Reach.SUBDISTRICT
