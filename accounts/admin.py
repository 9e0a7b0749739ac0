"""Accounts in the admin site: a 街道's 管理员 manages its own, a superuser all."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from import_export.admin import ExportMixin
from import_export.formats.base_formats import XLSX as XLSXFormat

from access.roles import Role
from accounts.exports import AccountResource
from accounts.lockout import locks, unlock
from accounts.models import User
from audit.addresses import address_of
from audit.models import Entry
from common.attachments import XLSX, attachment
from communities.models import Community, SubDistrict
from records.admin import SearchedByPost
from records.columns.values import format_value

admin.site.unregister(Group)


def lock_rows(accounts: QuerySet[User]) -> None:
    """Lock these rows to the end of the transaction."""
    list(accounts.select_for_update().values_list("pk", flat=True))


class DutiesForm(forms.ModelForm):
    """The rules about the duties of an account, for both of its forms.

    On one's own account the duties are not among the fields.
    """

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "communities" in self.fields:
            self._check_reach(values)
        if not self.instance._state.adding:
            self._keep_an_admin(values)
        return values

    def _check_reach(self, values: dict[str, Any]) -> None:
        """Refuse 社区 that do not go with the role, the reach or the 街道."""
        communities = list(values.get("communities") or [])
        if values.get("role") != Role.CLERK:
            if communities:
                self.add_error("communities", "只有录入员可以指定社区，请去掉勾选")
            return
        reach = values.get("reach")
        if reach == User.Reach.COMMUNITIES and not communities:
            message = "负责范围是“指定社区”，请至少勾选一个社区；管整个街道的，请把负责范围改为“整个街道”"
            self.add_error("communities", message)
        if reach == User.Reach.SUBDISTRICT and communities:
            message = "勾选了社区，负责范围却是“整个街道”。只管这些社区的，请选“指定社区”；"
            self.add_error("reach", message + "管整个街道的，请去掉勾选")
        subdistrict = values.get("subdistrict")
        elsewhere = [community.name for community in communities if community.subdistrict != subdistrict]
        if elsewhere:
            self.add_error("communities", f"{'、'.join(elsewhere)}不属于这个账号的街道，请去掉勾选")

    def _keep_an_admin(self, values: dict[str, Any]) -> None:
        """Refuse what would leave a 街道 without a 管理员 who can sign in."""
        before = User.objects.get(pk=self.instance.pk)
        # of two 管理员 who disable each other at one moment the second waits here, and is refused
        lock_rows(before.active_admins())
        duties = {"role": Role.ADMIN, "is_active": True, "subdistrict": before.subdistrict}
        for name, value in duties.items():
            if name in self.fields and values.get(name) != value:
                if before.is_last_admin():
                    message = "这是本街道最后一个能登录的管理员账号，请先开通另一个管理员，再改这一个"
                    self.add_error(name, message)
                return


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

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


def name_with_subdistrict(community: Community) -> str:
    return f"{community.subdistrict} {community}"


@admin.register(User)
class AccountAdmin(ExportMixin, SearchedByPost, UserAdmin):
    """Accounts as a 管理员 sees them: those of his own 街道."""

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
    import_export_change_list_template = "admin/accounts/user/change_list.html"
    resource_classes = [AccountResource]
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
        return format_value(account.is_active)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.manages_accounts

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if not self.has_module_permission(request):
            return False
        return obj is None or self.is_managed(request, obj)

    has_add_permission = has_module_permission  # type: ignore[assignment]
    has_change_permission = has_view_permission
    has_export_permission = has_module_permission

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse to delete one's own account, one that wrote anything, and the last 管理员."""
        if not self.has_view_permission(request, obj):
            return False
        if obj is None:
            return True
        return obj != request.user and not obj.has_written() and not obj.is_last_admin()

    @staticmethod
    def is_managed(request: HttpRequest, account: User) -> bool:
        """Whether the account is among those that the manager looks after."""
        return request.user.managed_accounts().filter(pk=account.pk).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return the accounts that the manager looks after, in the order of the list."""
        return super().get_queryset(request).filter(pk__in=request.user.managed_accounts().values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        names = tuple(super().get_readonly_fields(request, obj))
        if obj is not None and obj == request.user:
            return (*names, *self.OWN)
        return names

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "subdistrict":
            kwargs["queryset"] = SubDistrict.objects.everywhere()
            if not request.user.is_superuser:
                own = request.user.subdistrict_id
                kwargs.update(queryset=kwargs["queryset"].filter(pk=own), initial=own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name == "communities":
            communities = Community.objects.everywhere().select_related("subdistrict")
            if not request.user.is_superuser:
                communities = communities.filter(subdistrict=request.user.subdistrict_id)
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["queryset"] = communities
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(  # type: ignore[override]
        self, request: HttpRequest, obj: User | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        for name in ("subdistrict", "communities"):
            if name in form.base_fields:  # places have pages of their own: no pop-up windows here
                widget: Any = form.base_fields[name].widget
                widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        if "communities" in form.base_fields and request.user.is_superuser:
            field: Any = form.base_fields["communities"]
            field.label_from_instance = name_with_subdistrict
        return form

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if "reach" in form.fields:  # whoever saves these fields has looked at them
            obj.reach_confirmed = True
        obj.is_staff = obj.manages_accounts
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        account = kwargs.get("obj")
        context["locks"] = []
        if account:
            context["locks"] = locks(User.objects.filter(pk=account.pk))
        return super().render_change_form(request, context, *args, **kwargs)

    def export_action(self, request: HttpRequest) -> HttpResponseBase:
        """Hand out the register of all accounts that the manager looks after, and write that down."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        accounts = self.get_queryset(request).select_related("subdistrict").prefetch_related("communities")
        accounts = accounts.order_by(*self.ordering)
        content = self.get_export_data(XLSXFormat(), request, accounts)
        manager: Any = request.user
        Entry.objects.create(
            account=manager,
            act=Entry.Act.EXPORT,
            address=address_of(request),
            model=User._meta.label,
            count=len(accounts),
            what="账号清册",
        )
        return attachment(content, f"账号清册（{timezone.localdate():%Y-%m-%d}）.xlsx", XLSX)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        lock_rows(obj.active_admins())
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Delete one after the other, each with a new check: the last 管理员 of them stays."""
        for account in queryset:
            self.delete_model(request, account)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("password_change")  # which asks for the old one
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            account = self.get_queryset(request).get(pk=id)
            manager: Any = request.user
            unlock(account, manager)  # whoever is given a password can use it at once
            self.get_queryset(request).filter(pk=id).update(must_change_password=True)
        return response
