"""The register of accounts as a workbook: who may do what, for the review of permissions once a year.

Accounts are few and have no history, so that django-import-export writes them as it comes.
"""

from import_export.fields import Field
from import_export.resources import Resource

from accounts.models import User
from records.columns.values import format_value


class Shown(Field):
    """A column of an account as the pages write it."""

    def export(self, instance: User, **kwargs: object) -> str:
        return format_value(self.get_value(instance))


class AccountResource(Resource):
    """The columns of the register, and no others: nothing of a password."""

    username = Shown("username", "用户名")
    display_name = Shown("display_name", "姓名")
    subdistrict = Shown("subdistrict", "街道")
    role = Shown("get_role_display", "角色")
    reach = Shown("get_reach_display", "负责范围")
    communities = Shown(column_name="指定社区")
    may_view_personal_data = Shown("may_view_personal_data", "可看完整号码")
    is_active = Shown("is_active", "有效")
    last_login = Shown("last_login", "上次登录")
    date_joined = Shown("date_joined", "开通日期")

    def dehydrate_communities(self, account: User) -> str:
        return "、".join(community.name for community in account.communities.all())
