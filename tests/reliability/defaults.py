"""The tests' settings with SQLite as Django opens it when nothing is said: what the portal is protected from."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["OPTIONS"] = {}
