"""The portal's own settings, with static files as they lie in the checkout and passwords that cost nothing."""

from dangjian.settings import *  # noqa: F403
from dangjian.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
