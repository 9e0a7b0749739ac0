"""Databases beside the portal's own: one to move to, one restored for a look."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from common.databases import database

BESIDE = "beside"


class MigrationError(Exception):
    """The database could not be brought to the migrations of this version; says what went wrong."""


@contextmanager
def opened(url: str, alias: str = BESIDE) -> Iterator[str]:
    """The name by which Django knows the database at that address, as long as it is needed."""
    connections.settings[alias] = database(url)
    connections.configure_settings(connections.settings)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def is_migrated(using: str) -> bool:
    """Whether all migrations of this version are applied."""
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate(url: str) -> None:
    """Apply all migrations in a process whose own database it is: they speak of no other."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"]
    done = subprocess.run(  # noqa: S603  our own program
        command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise MigrationError(
            done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"migrate: {done.returncode}"
        )


def without_password(url: str) -> str:
    """The address as it may be shown: whoever gave it knows the password."""
    head, at, place = url.rpartition("@")
    scheme, _, person = head.partition("://")
    user, colon, _ = person.partition(":")
    return f"{scheme}://{user}{colon and ':（密码）'}@{place}" if at else url
