"""The admin site: accounts, 街道 and 社区, and nothing else."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from dangjian.records.readers import Role


class PortalAdminSite(AdminSite):
    site_header = "街道党建工作台 · 账号管理"
    site_title = "账号管理"
    index_title = "账号、街道和社区"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or getattr(user, "role", None) == Role.ADMIN)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one login page: the one that locks after five failures."""
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
