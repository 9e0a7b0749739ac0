"""The accounts of the demo, and how a database made by it is told from any other."""

from dataclasses import dataclass

from access.roles import Role
from accounts.models import User
from communities.models import Community, SubDistrict
from demo.places import CODE, NAME

PASSWORD = "jinhe-2026"  # noqa: S105  printed by the command: there is nothing in a demo to protect


@dataclass(frozen=True)
class Login:
    """An account of the demo."""

    username: str
    name: str
    role: Role
    community: str = ""
    may_view_personal_data: bool = False

    @property
    def reach(self) -> str:
        if self.role == Role.ADMIN:
            return f"{NAME}的账号"
        return self.community or "整个街道"


CLERK = Login("lixiulan", "李秀兰", Role.CLERK, may_view_personal_data=True)
COMMUNITY_CLERK = Login("zhaoxiuzhi", "赵秀芝", Role.CLERK, community="清泉社区")
SECRETARY = Login("zhoumingyuan", "周明远", Role.SECRETARY)
ADMIN = Login("admin", "管理员", Role.ADMIN)
LOGINS = (CLERK, COMMUNITY_CLERK, SECRETARY, ADMIN)


def is_demo() -> bool:
    """Whether this database was made by the demo: its 街道 is here, with every one of its accounts."""
    names = [login.username for login in LOGINS]
    own = User.objects.filter(username__in=names, subdistrict__code=CODE, subdistrict__name=NAME)
    return own.count() == len(LOGINS)


def is_empty() -> bool:
    """Whether there is neither a 街道 nor an account."""
    return not SubDistrict.objects.exists() and not User.objects.exists()


def open_accounts(subdistrict: SubDistrict) -> dict[Login, User]:
    """Make the accounts; they reach the whole 街道 until `give_reach` narrows them."""
    accounts = {}
    for login in LOGINS:
        user = User(
            username=login.username,
            display_name=login.name,
            role=login.role,
            subdistrict=subdistrict,
            reach=User.Reach.COMMUNITIES if login.community else User.Reach.SUBDISTRICT,
            may_view_personal_data=login.may_view_personal_data,
            must_change_password=False,
            is_staff=login.role == Role.ADMIN,
        )
        user.set_password(PASSWORD)
        user.save()
        accounts[login] = user
    return accounts


def give_reach(accounts: dict[Login, User], communities: list[Community]) -> dict[int | None, User]:
    """Narrow the clerks of one community to it; return them by that community's key."""
    clerks: dict[int | None, User] = {}
    for login, user in accounts.items():
        own = [community for community in communities if community.name == login.community]
        user.communities.set(own)
        for community in own:
            clerks[community.pk] = user
    return clerks
