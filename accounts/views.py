"""Signing in and out, and choosing a password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.views import View


class Login(views.LoginView):
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


class ConfirmReach(LoginRequiredMixin, View):
    """A 管理员 says that the reach which an account was given by itself is right."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.manages_accounts:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = get_object_or_404(request.user.managed_accounts().exclude(pk=request.user.pk), pk=pk)
        account.reach_confirmed = True
        account.save(update_fields=["reach_confirmed"])
        messages.success(request, f"已核对：{account}的负责范围是{account.reach_in_words}")
        return redirect("home")
