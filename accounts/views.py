"""Signing in and out, and choosing a password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse_lazy


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
