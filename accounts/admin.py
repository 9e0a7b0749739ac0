"""Accounts in the admin site: a 街道's 管理员 manages its own, a superuser all."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from communities.models import Community, SubDistrict
from dangjian.records.readers import Role

admin.site.unregister(Group)


class AccountCreationForm(AdminUserCreationForm):
    """A new account starts with a password that its owner must replace."""

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "display_name", "role", "subdistrict")


@admin.register(User)
class AccountAdmin(UserAdmin):
    add_form = AccountCreationForm
    list_display = ("username", "display_name", "role", "subdistrict", "reach", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "display_name")
    ordering = ("subdistrict", "role", "username")
    filter_horizontal = ()
    add_form_template = "admin/auth/user/add_form.html"
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "is_active", "must_change_password")}),
        ("职责", {"fields": ("role", "subdistrict", "reach", "communities", "may_view_personal_data")}),
        ("记录", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "display_name", "password1", "password2")}),
        ("职责", {"fields": ("role", "subdistrict", "reach", "communities", "may_view_personal_data")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.manages_accounts

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (obj is None or self.within(request, obj))

    has_add_permission = has_module_permission  # type: ignore[assignment]
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    @staticmethod
    def within(request: HttpRequest, account: User) -> bool:
        manager = request.user
        return manager.is_superuser or (account.subdistrict_id == manager.subdistrict_id and not account.is_superuser)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        accounts = super().get_queryset(request)
        if request.user.is_superuser:
            return accounts
        return accounts.filter(subdistrict=request.user.subdistrict_id, is_superuser=False)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "subdistrict" and not request.user.is_superuser:
            kwargs.update(queryset=SubDistrict.objects.filter(pk=request.user.subdistrict_id), initial=request.user.subdistrict_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "communities":
            found = Community.objects.select_related("subdistrict")
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["queryset"] = found if request.user.is_superuser else found.filter(subdistrict=request.user.subdistrict_id)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        form = super().get_form(request, obj, **kwargs)
        for name in ("subdistrict", "communities"):
            if name in form.base_fields:  # places have pages of their own: no pop-up windows here
                widget: Any = form.base_fields[name].widget
                widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        if "communities" in form.base_fields and request.user.is_superuser:
            form.base_fields["communities"].label_from_instance = lambda c: f"{c.subdistrict} {c}"  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if obj.role == Role.ADMIN and not obj.is_superuser:
            obj.reach = User.Reach.SUBDISTRICT
        obj.is_staff = obj.manages_accounts
        super().save_model(request, obj, form, change)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302 and str(request.user.pk) != str(id):
            self.get_queryset(request).filter(pk=id).update(must_change_password=True)
        return response
