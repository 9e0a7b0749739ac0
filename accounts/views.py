"""Signing in and out, and choosing a password."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib import messages
from django.contrib.auth import authenticate, views
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views import View

from accounts.lockout import unlock
from accounts.models import User


def is_overtaken(request: HttpRequest | None, user: AbstractBaseUser) -> bool:
    """Ask about the lock once more, now that the password was looked at.

    Many tries sent at one moment all begin before the first has failed; those that end after the limit are
    refused. The attributes of the request are those by which axes' middleware answers with its page.
    """
    credentials = get_credentials(user.get_username())
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True  # type: ignore[union-attr]
    request.axes_credentials = credentials  # type: ignore[union-attr]
    return True


class LoginForm(AuthenticationForm):
    def confirm_login_allowed(self, user: User) -> None:  # type: ignore[override]
        super().confirm_login_allowed(user)
        if is_overtaken(self.request, user):
            raise self.get_invalid_login_error()


class Login(views.LoginView):
    form_class = LoginForm
    redirect_authenticated_user = True


class NewPasswordForm(PasswordChangeForm):
    """A new password is not the old one; guesses at the old one count as those of signing in."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        user = authenticate(self.request, username=self.user.get_username(), password=old)
        if user is None or is_overtaken(self.request, user):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old

    def clean_new_password1(self) -> str:
        new_password = self.cleaned_data["new_password1"]
        old_password = self.cleaned_data.get(
            "old_password"
        )  # only a right one: a guess is not confirmed here
        if new_password == old_password:
            raise ValidationError("新密码不能与原密码相同")
        return new_password


class PasswordChange(views.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        form.user.must_change_password = False
        response = super().form_valid(form)
        messages.success(self.request, "密码已修改，下次登录请用新密码")
        return response


class AccountAction(LoginRequiredMixin, View):
    """Something that a 管理员 does to an account by one button."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.manages_accounts:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ConfirmReach(AccountAction):
    """Say that the reach which an account was given by itself is right."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = get_object_or_404(request.user.managed_accounts().exclude(pk=request.user.pk), pk=pk)
        account.reach_confirmed = True
        account.save(update_fields=["reach_confirmed"])
        messages.success(request, f"已核对：{account}的负责范围是{account.reach_in_words}")
        return redirect("home")


class Unlock(AccountAction):
    """Let an account that is locked sign in again; the button is on the home page and the account's own."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        manager: Any = request.user
        account = get_object_or_404(manager.managed_accounts(), pk=pk)
        if unlock(account, manager):
            messages.success(request, f"已解锁：{account}（{account.username}）现在可以登录")
        else:
            messages.info(request, f"{account}（{account.username}）现在没有被锁")
        if "from_account" in request.POST:
            return redirect("admin:accounts_user_change", pk)
        return redirect("home")
