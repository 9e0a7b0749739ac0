"""The admin site: accounts, 街道 and 社区, and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

from access.roles import PageKind, may_write

PageView = TypeVar("PageView", bound=Callable[..., HttpResponseBase])
OWN_PAGES = {"password_change", "password_change_done"}


class PortalAdminSite(AdminSite):
    """The admin site of whoever manages accounts, with the portal's own login and password pages."""

    site_header = "街道党建工作台 · 账号管理"
    site_title = "账号管理"
    index_title = "账号、街道和社区"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or may_write(user, PageKind.ACCOUNTS))

    def admin_view(self, view: PageView, cacheable: bool = False) -> PageView:
        """Refuse somebody who is signed in but manages nothing: the login page would only send him back."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def view_for_managers(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return view_for_managers  # type: ignore[return-value]  # with the attributes of the view

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out the pages for choosing a password, which the portal has itself."""
        return [url for url in super().get_urls() if getattr(url, "name", "") not in OWN_PAGES]

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Lead to the portal's login page, the only one: it locks after five failures."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))
