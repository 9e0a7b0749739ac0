"""The admin site: accounts, 街道 and 社区, and nothing else."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from access.roles import PageKind, may_write


class PortalAdminSite(AdminSite):
    site_header = "街道党建工作台 · 账号管理"
    site_title = "账号管理"
    index_title = "账号、街道和社区"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or may_write(user, PageKind.ACCOUNTS))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Somebody who is signed in but manages nothing is refused: sending him to the login page would send him back."""
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, view)

    def get_urls(self) -> list:
        """Choosing a password is a page of the portal itself."""
        elsewhere = {"password_change", "password_change_done"}
        return [url for url in super().get_urls() if getattr(url, "name", "") not in elsewhere]

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one login page: the one that locks after five failures."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
