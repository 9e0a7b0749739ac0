# ruff: noqa: E402
"""All tables of an empty database as the models have them, with every migration written down as applied: no data migrations."""

import django

django.setup()

from django.conf import settings
from django.core.management import call_command


class NoMigrations:
    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


settings.MIGRATION_MODULES = NoMigrations()
call_command("migrate", run_syncdb=True, verbosity=0)
settings.MIGRATION_MODULES = {}
call_command("migrate", fake=True, verbosity=0)
