"""The register of accounts as a workbook: who may do what, for the review of permissions once a year.

Accounts are few and have no history, so that django-import-export writes them as it comes.
"""

from datetime import datetime

from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource

from accounts.models import User


def _yes_no(value: bool) -> str:
    if value:
        return "是"
    return "否"


class AccountResource(ModelResource):
    """An account as the list and its page say it, without anything of its password."""

    username = Field("username", "用户名")
    display_name = Field("display_name", "姓名")
    subdistrict = Field("subdistrict", "街道")
    role = Field("get_role_display", "角色")
    reach = Field("get_reach_display", "负责范围")
    communities = Field(column_name="指定社区")
    may_view_personal_data = Field(column_name="可看完整号码")
    is_active = Field(column_name="有效")
    last_login = Field(column_name="上次登录")
    date_joined = Field(column_name="开通日期")

    class Meta:
        model = User
        # of the model's columns these alone, whichever comes
        fields = (
            "username",
            "display_name",
            "subdistrict",
            "role",
            "reach",
            "communities",
            "may_view_personal_data",
            "is_active",
            "last_login",
            "date_joined",
        )

    def dehydrate_communities(self, account: User) -> str:
        return "、".join(community.name for community in account.communities.all())

    def dehydrate_may_view_personal_data(self, account: User) -> str:
        return _yes_no(account.may_view_personal_data)

    def dehydrate_is_active(self, account: User) -> str:
        return _yes_no(account.is_active)

    def dehydrate_last_login(self, account: User) -> datetime | None:
        return _local(account.last_login)

    def dehydrate_date_joined(self, account: User) -> datetime | None:
        return _local(account.date_joined)


def _local(moment: datetime | None) -> datetime | None:
    """Return a moment by the clock on the wall, as workbooks know no time zones."""
    if moment is None:
        return None
    return timezone.make_naive(moment)
