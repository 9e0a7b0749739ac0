"""The admin site: accounts, 街道 and 社区, and nothing else."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dangjian.records import searching
from dangjian.records.personal import digest
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


class SearchedByPost(ModelAdmin):
    """A list whose search box is sent by POST, as those of records are: somebody's phone may be his user name.

    A full number stands in the address by its digest, and is looked for in the first of `search_fields`.
    """

    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST" and SEARCH_VAR in request.POST:
            return searching.answered(request, [name for name in request.POST if name != "csrfmiddlewaretoken"])
        if shorter := searching.shortened(request):
            return shorter
        query = request.GET.copy()
        request.sought = searching.digests("".join(query.pop(searching.NUMBER, [""])[-1:]))
        if ORDER_VAR in query:
            query[ORDER_VAR] = query[ORDER_VAR][: searching.LONGEST_VALUE]  # columns to sort by; databases refuse hundreds
        request.GET = query
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: Any) -> Any:
        shown: Any = super().get_changelist_instance(request)
        shown.sought = " ".join(request.sought)
        return shown

    def get_search_results(self, request: Any, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words, _ = searching.few(search_term)
        rows, repeats = super().get_search_results(request, queryset, words)
        for sought in getattr(request, "sought", []):
            called = queryset.values_list("pk", self.search_fields[0])
            rows = rows.filter(pk__in=[pk for pk, text in called if digest(text) == sought])
        return rows, repeats
