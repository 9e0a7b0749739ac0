"""The tests' settings with a database that waits only a moment for a lock."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["OPTIONS"]["timeout"] = 0.3
