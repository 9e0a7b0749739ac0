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
def connection_to(url: str, alias: str = BESIDE) -> Iterator[str]:
    """Let Django know the database at an address by an alias, which is returned, as long as it is needed."""
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
    """Apply all migrations in a process of their own, whose portal's database is the one at this address.

    Migrations know no other database. `MigrationError` where they fail.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"]
    environment = {**os.environ, "DATABASE_URL": url}
    process = subprocess.run(  # noqa: S603  (our own program)
        command, env=environment, capture_output=True, text=True, check=False
    )
    if process.returncode:
        lines = process.stderr.strip().splitlines() or [f"migrate: {process.returncode}"]
        raise MigrationError(lines[-1])


def without_password(url: str) -> str:
    """Return the address as it may be shown, with a word in place of its password."""
    credentials, at, place = url.rpartition("@")
    if not at:
        return url
    scheme, _, user_and_password = credentials.partition("://")
    user, colon, _ = user_and_password.partition(":")
    placeholder = ":（密码）" if colon else ""
    return f"{scheme}://{user}{placeholder}@{place}"
