"""The tests' settings with a database opened read-only, as a file without the right to write would be."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA query_only=ON;"
