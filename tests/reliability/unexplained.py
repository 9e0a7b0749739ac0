"""The impatient settings without the page that explains trouble with the database."""

from tests.reliability.impatient import *  # noqa: F403

MIDDLEWARE = [name for name in MIDDLEWARE if "DatabaseTrouble" not in name]  # noqa: F405
ROOT_URLCONF = "tests.reliability.plain_urls"
