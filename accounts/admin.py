"""Accounts in the admin site: a 街道's 管理员 manages its own, a superuser all."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect

from access.roles import Role
from accounts.lockout import locks, unlock
from accounts.models import User
from communities.models import Community, SubDistrict
from records.admin import SearchedByPost

admin.site.unregister(Group)


def lock(accounts: QuerySet) -> None:
    """Hold these rows to the end of the transaction."""
    list(accounts.select_for_update().values_list("pk", flat=True))


class DutiesForm(forms.ModelForm):
    """What both forms of an account hold its duties to. On one's own account the duties are not among the fields."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "communities" in self.fields:
            self._check_reach(cleaned)
        if not self.instance._state.adding:
            self._keep_an_admin(cleaned)
        return cleaned

    def _check_reach(self, cleaned: dict[str, Any]) -> None:
        chosen = list(cleaned.get("communities") or [])
        limited = cleaned.get("reach") == User.Reach.COMMUNITIES
        if cleaned.get("role") != Role.CLERK:
            if chosen:
                self.add_error("communities", "只有录入员可以指定社区，请去掉勾选")
            return
        if limited and not chosen:
            self.add_error(
                "communities",
                "负责范围是“指定社区”，请至少勾选一个社区；管整个街道的，请把负责范围改为“整个街道”",
            )
        if chosen and cleaned.get("reach") == User.Reach.SUBDISTRICT:
            self.add_error(
                "reach",
                "勾选了社区，负责范围却是“整个街道”。只管这些社区的，请选“指定社区”；管整个街道的，请去掉勾选",
            )
        elsewhere = [
            community.name for community in chosen if community.subdistrict != cleaned.get("subdistrict")
        ]
        if elsewhere:
            self.add_error("communities", f"{'、'.join(elsewhere)}不属于这个账号的街道，请去掉勾选")

    def _keep_an_admin(self, cleaned: dict[str, Any]) -> None:
        """Refuse what would leave a 街道 without a 管理员 who can sign in."""
        before = User.objects.get(pk=self.instance.pk)
        lock(
            before.active_admins()
        )  # two 管理员 who disable each other at one moment: the second waits, and is refused
        stays = {"role": Role.ADMIN, "is_active": True, "subdistrict": before.subdistrict}
        changed = [
            name for name, value in stays.items() if name in self.fields and cleaned.get(name) != value
        ]
        if changed and before.is_last_admin():
            self.add_error(
                changed[0], "这是本街道最后一个能登录的管理员账号，请先开通另一个管理员，再改这一个"
            )


class AccountCreationForm(DutiesForm, AdminUserCreationForm):
    """A new account starts with a password that its owner must replace."""

    usable_password = None  # type: ignore[assignment]  # there is always one

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "display_name", "role", "subdistrict")


class AccountChangeForm(DutiesForm, UserChangeForm):
    """An account that exists."""


class GivenPasswordForm(AdminPasswordChangeForm):
    """A new password from the 管理员. An account without one could never sign in: it is disabled instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


@admin.register(User)
class AccountAdmin(SearchedByPost, UserAdmin):
    # What nobody changes of his own account: another 管理员 does.
    OWN = ("role", "subdistrict", "reach", "communities", "may_view_personal_data", "is_active")

    form = AccountChangeForm
    add_form = AccountCreationForm
    change_password_form = GivenPasswordForm
    list_display = ("username", "display_name", "role", "subdistrict", "reach", "active", "last_login")
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

    @admin.display(description="有效", ordering="is_active")
    def active(self, account: User) -> str:
        return "是" if account.is_active else "否"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.manages_accounts

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request) and (obj is None or self.within(request, obj))

    has_add_permission = has_module_permission  # type: ignore[assignment]
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only of an account that never wrote anything, is not one's own and not the last 管理员."""
        if not self.has_view_permission(request, obj):
            return False
        return obj is None or (obj != request.user and not obj.has_written() and not obj.is_last_admin())

    @staticmethod
    def within(request: HttpRequest, account: User) -> bool:
        return request.user.managed_accounts().filter(pk=account.pk).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those the manager looks after, in the order of the list."""
        return super().get_queryset(request).filter(pk__in=request.user.managed_accounts().values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = self.OWN if obj is not None and obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "subdistrict" and not request.user.is_superuser:
            kwargs.update(
                queryset=SubDistrict.objects.filter(pk=request.user.subdistrict_id),
                initial=request.user.subdistrict_id,
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "communities":
            found = Community.objects.select_related("subdistrict")
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["queryset"] = (
                found if request.user.is_superuser else found.filter(subdistrict=request.user.subdistrict_id)
            )
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
        if "reach" in form.fields:  # whoever saves these fields has looked at them
            obj.reach_confirmed = True
        obj.is_staff = obj.manages_accounts
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        account = kwargs.get("obj")
        context["locks"] = locks(User.objects.filter(pk=account.pk)) if account else []
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        lock(obj.active_admins())
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """One by one, each asked for anew: of two who are the last 管理员 together the second stays."""
        for account in queryset:
            self.delete_model(request, account)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("password_change")  # which asks for the old one
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            account = self.get_queryset(request).get(pk=id)
            unlock(account, request.user)  # whoever is given a password can use it at once
            self.get_queryset(request).filter(pk=id).update(must_change_password=True)
        return response
