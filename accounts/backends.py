"""Signing in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class ReaderBackend(ModelBackend):
    """The user together with his 街道, which every page shows; rights come from the role alone."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("subdistrict").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
