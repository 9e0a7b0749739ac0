"""Signing in."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class ReaderBackend(ModelBackend):
    """A backend that reads a user together with the 街道, which every page shows.

    Rights come from the role alone.
    """

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("subdistrict").filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        return user
