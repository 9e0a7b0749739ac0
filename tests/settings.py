"""The portal's settings, made quick and self-contained for tests. `DATABASE_URL` chooses the database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.secret import SECRET_KEY

os.environ["SECRET_KEY"] = (
    SECRET_KEY  # whatever the shell has: processes started by a test work on its database
)
os.environ.setdefault("ALLOW_HTTP", "1")
os.environ.setdefault("ENV_FILE", os.devnull)

if "PRIVATE_ROOT" not in os.environ:  # processes started by a test share its folder
    os.environ["PRIVATE_ROOT"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["PRIVATE_ROOT"], ignore_errors=True)

from dangjian.settings import *  # noqa: F403
from dangjian.settings import DATABASES, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.shelf"]
ROOT_URLCONF = "tests.urls"

# A file: an in-memory database would hide its locks.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"portal-tests-{os.getpid()}.sqlite3")
    }
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
# Else every client of every test would first list all the files of `var/static`.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
