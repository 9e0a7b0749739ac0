"""街道 and 社区 in the admin site."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from communities.actions import open_subdistrict
from communities.models import Community, SubDistrict
from dangjian.admin import SearchedByPost


class PlaceAdmin(SearchedByPost):
    """A 管理员 looks after his own 街道, a superuser after all."""

    own = ""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.manages_accounts

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    has_change_permission = has_view_permission
    has_add_permission = has_module_permission  # type: ignore[assignment]
    has_delete_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        places = super().get_queryset(request)
        return places if request.user.is_superuser else places.filter(**{self.own: request.user.subdistrict_id})


@admin.register(SubDistrict)
class SubDistrictAdmin(PlaceAdmin):
    own = "pk"
    list_display = ("code", "name", "reporter_post", "reporter")
    fieldsets = (
        (None, {"fields": ("code", "name", "since", "until")}),
        ("述职报告的默认写法", {"fields": ("reporter", "reporter_post", "salutation", "signature")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request) and request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: SubDistrict, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            open_subdistrict(obj)


@admin.register(Community)
class CommunityAdmin(PlaceAdmin):
    own = "subdistrict"
    list_display = ("title", "code", "kind", "subdistrict", "order")
    list_filter = ("kind",)
    search_fields = ("name", "code")

    @admin.display(description="名称", ordering="name_order")
    def title(self, community: Community) -> str:
        return community.told_apart

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["subdistrict", "name", "code", "kind", "order", "since"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("subdistrict",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "subdistrict" and not request.user.is_superuser:
            kwargs.update(queryset=SubDistrict.objects.filter(pk=request.user.subdistrict_id), initial=request.user.subdistrict_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
