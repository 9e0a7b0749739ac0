"""Signing in and out, and choosing a password."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views import View

from accounts.lockout import unlock


class LoginForm(AuthenticationForm):
    def confirm_login_allowed(self, user: Any) -> None:
        """Ask about the lock once more, now that the password was looked at.

        Many tries sent at one moment all begin before the first has failed; what ends after the limit is refused.
        """
        super().confirm_login_allowed(user)
        request: Any = self.request
        credentials = get_credentials(user.get_username())
        if not AxesProxyHandler.is_allowed(request, credentials):
            # of which axes makes its page
            request.axes_locked_out = True
            request.axes_credentials = credentials
            raise self.get_invalid_login_error()


class Login(views.LoginView):
    form_class = LoginForm
    redirect_authenticated_user = True


class NewPasswordForm(PasswordChangeForm):
    """A new password is not the old one."""

    def clean_new_password1(self) -> str:
        new = self.cleaned_data["new_password1"]
        if new and self.user.check_password(new):
            raise ValidationError("新密码不能与原密码相同")
        return new


class PasswordChange(views.PasswordChangeView):
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        form.user.must_change_password = False
        response = super().form_valid(form)
        messages.success(self.request, "密码已修改，下次登录请用新密码")
        return response


class AccountAction(LoginRequiredMixin, View):
    """What a 管理员 does to an account of his by one button."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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
    """Let an account that is locked sign in again, from his home or from the account's own page."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = get_object_or_404(request.user.managed_accounts(), pk=pk)
        if unlock(account, request.user):
            messages.success(request, f"已解锁：{account}（{account.username}）现在可以登录")
        else:
            messages.info(request, f"{account}（{account.username}）现在没有被锁")
        back = ["admin:accounts_user_change", pk] if "from_account" in request.POST else ["home"]
        return redirect(*back)
